import { setTimeout as sleep } from 'node:timers/promises';
import type { NativeConnection } from '@temporalio/worker';
import type { WorkerConfig } from '../config.ts';
import { SearchAttribute } from '../contract/temporal.ts';
import type { Log } from '../observability/log.ts';
import { StartError, reasonOf } from './connect.ts';

/** What a check looks at. */
export interface StartWorld {
  readonly connection: Pick<NativeConnection, 'workflowService' | 'withDeadline'>;
  readonly config: Pick<WorkerConfig, 'temporal' | 'keyRing'>;
}

/** What must be so before the worker takes its first task: with anything else it would do harm, or nothing. */
export interface StartCheck {
  /** For the reference. */
  readonly requires: string;
  /** @returns what is wrong and what to do, in one line */
  readonly problem: (world: StartWorld) => Promise<string | undefined>;
  /** How long a problem may pass by itself, because the server's parts learn of a change one after the other. */
  readonly patienceMs?: number;
}

const DEADLINE_MS = 10_000;
const PAUSE_MS = 1_000;
/** gRPC status codes that mean something here. */
const Grpc = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  exhausted: 8,
  unavailable: 14,
};
const PASSING: readonly unknown[] = [Grpc.deadlineExceeded, Grpc.exhausted, Grpc.unavailable];
/** Older servers take fairness keys and ignore them, and know no pause of a run. */
const OLDEST_SERVER = [1, 30] as const;

export const startChecks: readonly StartCheck[] = [
  {
    requires: `the Temporal server is of version ${OLDEST_SERVER.join('.')} or newer`,
    problem: async ({ connection }) => {
      const { serverVersion } = await connection.workflowService.getSystemInfo({});
      const [, major, minor] = /^(\d+)\.(\d+)/.exec(serverVersion) ?? [];
      if (major === undefined || minor === undefined) return undefined; // some hosted servers keep it to themselves
      const [oldMajor, oldMinor] = OLDEST_SERVER;
      const isOld = Number(major) < oldMajor || (Number(major) === oldMajor && Number(minor) < oldMinor);
      return isOld
        ? `the Temporal server is of version ${serverVersion}, too old (expected ${OLDEST_SERVER.join('.')} or newer)`
        : undefined;
    },
  },
  {
    requires: 'the namespace is there, and this worker may use it',
    problem: async ({ connection, config: { temporal } }) => {
      try {
        await connection.workflowService.describeNamespace({ namespace: temporal.namespace });
        return undefined;
      } catch (error) {
        const code = codeOf(error);
        if (code === Grpc.notFound) return `Namespace ${temporal.namespace} is not found.`;
        // An account that may run workers need not be one that may describe namespaces.
        if (code === Grpc.permissionDenied) return undefined;
        throw error;
      }
    },
  },
  {
    requires: `the search attributes ${Object.values(SearchAttribute).join(', ')} are registered (\`ogoship setup\`)`,
    patienceMs: 5_000,
    problem: async ({ connection, config: { temporal } }) => {
      const missing: string[] = [];
      for (const name of Object.values(SearchAttribute)) {
        try {
          const { namespace } = temporal;
          await connection.workflowService.countWorkflowExecutions({ namespace, query: `${name}="none"` });
        } catch (error) {
          if (codeOf(error) !== Grpc.invalidArgument) throw error;
          missing.push(name);
        }
      }
      if (missing.length === 0) return undefined;
      return `namespace ${temporal.namespace} lacks the search attributes ${missing.join(', ')} (\`ogoship setup\` registers them)`;
    },
  },
];

/**
 * Makes sure that this worker fits the server, the namespace and what integrations hold, before it takes any task. A server
 * that does not answer is waited for.
 * @param signal stops waiting; its reason is thrown
 * @throws StartError with the first problem
 */
export async function checkBeforeStart(
  world: StartWorld,
  log: Log,
  signal: AbortSignal,
  checks: readonly StartCheck[] = startChecks,
): Promise<void> {
  for (const { problem, patienceMs = 0 } of checks) {
    const givenUpAt = performance.now() + patienceMs;
    for (;;) {
      signal.throwIfAborted();
      const answer = await ask(() => problem(world), world, log);
      if (answer !== undefined) {
        if (answer.problem === undefined) break;
        if (performance.now() >= givenUpAt) throw new StartError(answer.problem);
      }
      await sleep(PAUSE_MS, undefined, { signal });
    }
  }
}

/** `undefined` where the server did not answer. */
async function ask(
  problem: () => Promise<string | undefined>,
  { connection, config }: StartWorld,
  log: Log,
): Promise<{ readonly problem: string | undefined } | undefined> {
  try {
    return { problem: await connection.withDeadline(Date.now() + DEADLINE_MS, problem) };
  } catch (error) {
    if (!PASSING.includes(codeOf(error))) throw error;
    const server = config.temporal.address;
    log.warn({ server, reason: reasonOf(error) }, 'the Temporal server does not answer: trying again');
    return undefined;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
