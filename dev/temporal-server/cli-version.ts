import { describeFailure, type RunCommand } from './command.ts';

/** Fairness keys, workflow pause and the priorities that the worker sets need this server or a newer one. */
const OLDEST_SERVER = '1.30.0';

export interface CliVersion {
  /** Version of the command line, such as `1.9.1`. */
  readonly cli: string;
  /** Version of the server inside it, such as `1.32.0`: the one that counts. */
  readonly server: string;
}

export type Judgement =
  { readonly kind: 'good'; readonly version: CliVersion } | { readonly kind: 'refused'; readonly reason: string };

/** Reads the output of `temporal --version`: `temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)`. */
export function parseCliVersion(output: string): CliVersion | undefined {
  const match = /version v?(\d+\.\d+\.\d+)\S* \(server v?(\d+\.\d+\.\d+)/i.exec(output);
  const [, cli, server] = match ?? [];
  return cli !== undefined && server !== undefined ? { cli, server } : undefined;
}

/** Compares dotted versions number by number; negative when `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Asks a binary for its version and says whether its server is new enough. */
export async function judgeBinary(binary: string, run: RunCommand): Promise<Judgement> {
  const outcome = await run(binary, ['--version'], { timeoutMs: 10_000 });
  if (outcome.kind !== 'ended' || outcome.code !== 0) return { kind: 'refused', reason: describeFailure(outcome) };
  const version = parseCliVersion(outcome.stdout);
  if (version === undefined) return { kind: 'refused', reason: `${binary} is not a Temporal CLI with a server in it` };
  if (compareVersions(version.server, OLDEST_SERVER) < 0) {
    return { kind: 'refused', reason: `its server is ${version.server}, and ${OLDEST_SERVER} or newer is needed` };
  }
  return { kind: 'good', version };
}
