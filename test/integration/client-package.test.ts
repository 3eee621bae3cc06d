import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createNamespace } from '../support/namespace.ts';
import { installOffline, pack, sizeOf } from '../support/offline-install.ts';
import { isLong } from '../support/sample.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

const run = promisify(execFile);
const NAME = 'ogoship-bigcommerce-client';
const MiB = 2 ** 20;
const built = new URL('../../dist/client-package/', import.meta.url);
const described = JSON.parse(readFileSync(new URL('package.json', built), 'utf8')) as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
};
/** What a program that speaks to Temporal has already. */
const sdk = Object.fromEntries(
  ['client', 'common', 'envconfig'].map((part) => [
    `@temporalio/${part}`,
    described.dependencies[`@temporalio/${part}`] ?? '',
  ]),
);

let folder: string;
let packages: readonly string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'client-package-'));
  packages = installOffline(folder, { archive: pack(built, folder), dependencies: described.dependencies });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the client library as a package of its own', () => {
  it('brings nothing of the worker, nothing native, and at most 10 MiB beside the Temporal client', () => {
    expect(packages.filter((name) => /temporalio/.test(name) && !name.includes('/node_modules/'))).toEqual(
      expect.arrayContaining(Object.keys(sdk)),
    );
    for (const heavy of ['worker', 'core-bridge', 'workflow', 'activity'])
      expect(packages).not.toContain(`@temporalio/${heavy}`);
    const files = readdirSync(join(folder, 'node_modules'), { recursive: true }).map(String);
    expect(files.filter((file) => /\.(node|so|dylib|dll)$/.test(file))).toEqual([]);
    const beside = [...Object.keys(described.dependencies).filter((name) => !/temporalio/.test(name)), NAME];
    const bytes = beside.reduce((sum, name) => sum + sizeOf(join(folder, 'node_modules', name)), 0);
    expect(bytes).toBeLessThan(10 * MiB);
  });

  it.runIf(isLong)('is measured beside the Temporal client that is installed alone', () => {
    const alone = join(folder, 'alone');
    installOffline(alone, { dependencies: sdk });
    const [all, without] = [folder, alone].map((each) => sizeOf(join(each, 'node_modules'))) as [number, number]; // two
    expect(all - without).toBeLessThan(10 * MiB);
  });

  it('runs its example against the server', async () => {
    const connection = await Connection.connect({ address: inject('temporalAddress'), interceptors: usualRetries() });
    const namespace = await createNamespace(connection);
    await connection.close();
    copyFileSync(join(folder, 'node_modules', NAME, 'example.js'), join(folder, 'example.js'));
    const env = {
      PATH: process.env['PATH'],
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: namespace,
    };
    const { stdout, stderr } = await run(process.execPath, ['example.js', 'abc123'], { cwd: folder, env });
    expect(stdout).toMatch(/^Store abc123 is not connected\. Expected: the hash of a connected store/);
    expect(stderr).toBe('');
  });

  it('is loaded by CommonJS as well, with its errors as classes', () => {
    const lines = [
      `const { OgoshipClient, InvalidInput, OgoshipError } = require('${NAME}');`,
      `OgoshipClient.connect({ by: 5 }).catch((error) =>`,
      `  console.log(error instanceof InvalidInput, error instanceof OgoshipError, error.field));`,
    ];
    expect(execFileSync(process.execPath, ['-e', lines.join('\n')], { cwd: folder, encoding: 'utf8' })).toBe(
      'true true by\n',
    );
  });

  it.runIf(isLong)('has types that a strict program compiles with', () => {
    const program = `
      import { OgoshipClient, WorkerUnavailable, type IntegrationOverview } from '${NAME}';
      const client = await OgoshipClient.connect({ by: 'a test' });
      const overview: IntegrationOverview = await client.integration('abc123').status();
      // @ts-expect-error: a stage is no number
      const stage: number = overview.stage;
      export { stage, WorkerUnavailable };`;
    writeFileSync(join(folder, 'program.ts'), program);
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    const { stdout } = spawnSync(process.execPath, [tsc, ...strict, 'program.ts'], { cwd: folder, encoding: 'utf8' });
    // The SDK's own types lack those of a package of theirs.
    expect(
      stdout.split('\n').filter((line) => line.includes('error') && !line.includes('node_modules/@temporalio/')),
    ).toEqual([]);
  });

  it('says what has changed in the version that it has', () => {
    const changes = readFileSync(fileURLToPath(new URL('CHANGELOG.md', built)), 'utf8');
    expect(/^## (\S+)/m.exec(changes)?.[1]).toBe(described.version);
  });
});
