import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { keepBinary, privateFolderIn, type Machine } from './cache-folder.ts';
import { judgeBinary } from './cli-version.ts';
import { describeFailure, type RunCommand } from './command.ts';

export interface SdkDownloadOptions {
  readonly run: RunCommand;
  readonly machine: Machine;
  readonly cacheFolder: string;
  readonly timeoutMs: number;
}

/**
 * Has the Temporal SDK download the CLI that it wants for itself. The SDK can be asked for it only together with a
 * server start and cannot be cancelled, so it is asked in a process of its own, which is killed when it hangs.
 *
 * @returns the path of the binary in the cache
 * @throws Error that says in one line why it did not work
 */
export async function fetchBySdk({ run, machine, cacheFolder, timeoutMs }: SdkDownloadOptions): Promise<string> {
  const require = createRequire(import.meta.url);
  const tsx = pathToFileURL(require.resolve('tsx')).href;
  const program = fileURLToPath(new URL('sdk-download/main.ts', import.meta.url));
  const folder = await privateFolderIn(cacheFolder);
  try {
    const outcome = await run(process.execPath, ['--import', tsx, program, folder], { timeoutMs });
    if (outcome.kind !== 'ended' || outcome.code !== 0)
      throw new Error(`the SDK's download ${describeFailure(outcome)}`);
    const binary = join(folder, sdkBinaryName(sdkVersion(require), machine.platform));
    const judgement = await judgeBinary(binary, run);
    if (judgement.kind === 'refused') throw new Error(`what the SDK downloaded is of no use: ${judgement.reason}`);
    return await keepBinary(binary, cacheFolder, judgement.version.cli, machine);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The name that the SDK's core gives to its download (sdk-core, `ephemeral_server`). */
export function sdkBinaryName(version: string, platform: NodeJS.Platform): string {
  return `temporal-sdk-typescript-${version}${platform === 'win32' ? '.exe' : ''}`;
}

function sdkVersion(require: NodeJS.Require): string {
  // The package's own metadata: `version` is in every package.json.
  const { version } = JSON.parse(readFileSync(require.resolve('@temporalio/testing/package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
