import { expect, test } from 'vitest';
import { cachedBinaryName, cacheFolder } from '../../../dev/temporal-server/cache-folder.ts';
import { compareVersions, parseCliVersion } from '../../../dev/temporal-server/cli-version.ts';
import { localAddress } from '../../../dev/temporal-server/local-address.ts';

test.each([
  ['temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)\n', { cli: '1.9.1', server: '1.32.0' }],
  ['temporal version 1.4.1-rc1 (Server 1.28.0, UI 2.39.0)', { cli: '1.4.1', server: '1.28.0' }],
  ['temporal version v1.5.0 (server v1.29.0) (ui v2.40)', { cli: '1.5.0', server: '1.29.0' }],
  ['tctl version 1.18.0', undefined],
  ['', undefined],
])('%j names its versions', (output, version) => expect(parseCliVersion(output)).toEqual(version));

test.each([
  ['1.30.0', '1.30.0', 0],
  ['1.9.0', '1.30.0', -1],
  ['1.30.1', '1.30.0', 1],
  ['2.0.0', '1.99.99', 1],
])('%s against %s', (a, b, sign) => expect(Math.sign(compareVersions(a, b))).toBe(sign));

test.each([
  ['linux', {}, '/h/.cache/ogoship-bigcommerce'],
  ['linux', { XDG_CACHE_HOME: '/x' }, '/x/ogoship-bigcommerce'],
  ['darwin', {}, '/h/Library/Caches/ogoship-bigcommerce'],
  ['win32', { LOCALAPPDATA: '/l' }, '/l/ogoship-bigcommerce/Cache'],
] as const)('on %s with %j the cache is %s', (platform, env, folder) => {
  expect(cacheFolder(env, { platform, arch: 'x64', home: '/h' }).replaceAll('\\', '/')).toBe(folder);
});

test('a cached binary is named by version and machine', () => {
  expect(cachedBinaryName('1.9.1', { platform: 'win32', arch: 'x64', home: '' })).toBe(
    'temporal-cli-1.9.1-win32-x64.exe',
  );
});

test.each([
  [undefined, { port: 7233, uiPort: 8233 }],
  ['', { port: 7233, uiPort: 8233 }],
  ['localhost:7300', { port: 7300, uiPort: 8300 }],
  ['127.0.0.1:9000', { port: 9000, uiPort: 10000 }],
])('TEMPORAL_ADDRESS %j', (address, ports) => expect(localAddress(address)).toEqual(ports));

test.each(['example.com:7233', '0.0.0.0:7233', '7233', 'localhost:0', '127.0.0.1:65000', 'localhost:notaport'])(
  'TEMPORAL_ADDRESS %j is refused by name',
  (address) => expect(() => localAddress(address)).toThrow(`TEMPORAL_ADDRESS is ${address}`),
);
