import { setTimeout as sleep } from 'node:timers/promises';
import type { NativeConnection } from '@temporalio/worker';
import { namespaceChecks } from '../client/namespace/namespace-checks.ts';
import type { WorkerConfig } from '../config.ts';
import { defined } from '../contract/defined.ts';
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
/** gRPC: the server is slow, busy or away. */
const PASSING: readonly unknown[] = [4, 8, 14];

export const startChecks: readonly StartCheck[] = namespaceChecks.map(({ requires, problem, patienceMs }) => ({
  requires,
  ...defined({ patienceMs }),
  problem: ({ connection: { workflowService }, config: { temporal } }) =>
    problem({ workflowService, namespace: temporal.namespace }),
}));

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
