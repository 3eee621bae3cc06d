import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { standStill } from '../../contract/runs/builds.ts';
import { lastHeardAt, polledQueues, type PolledQueue } from './polled-builds.ts';
import { stillnessOf } from './still-runs.ts';
import { SERVER_EXPECTED, WORKER_EXPECTED } from './temporal-failures.ts';

/** What a call waits for, told once after three seconds, so that nobody waits in silence. */
export interface Waiting {
  /**
   * `worker`: no living worker gets the tasks; `side`: the store or the warehouse has not answered the worker; `answer`: a
   * worker runs, and has not answered; `temporal`: the server is silent.
   */
  readonly for: 'worker' | 'side' | 'answer' | 'temporal';
  /** One sentence for a person. */
  readonly message: string;
  /** When the call gives up at the latest, in milliseconds from its start. */
  readonly givesUpAfterMs: number;
}

export type OnWaiting = (waiting: Waiting) => void;

/** What stands between a call and its answer. */
export interface Obstacle extends Pick<Waiting, 'for' | 'message'> {
  /** What would help. */
  readonly expected: string;
}

/** How long a call waits. */
interface Waits {
  readonly givesUpAfterMs: number;
  /** Where no worker is there; default: as long. */
  readonly withoutWorkerMs?: number | undefined;
  /** So long the answer takes where all is well: a worker that has not given it before is not told of. */
  readonly takesMs?: number | undefined;
}

const TELL_AFTER_MS = 3_000;
/** How long the question who polls may take. */
const LOOK_WITHIN_MS = 2_000;
/** A poll is as old as that while its worker works. */
const HEARD_NOW_MS = 2_000;

export const SILENT_SERVER = 'The Temporal server does not answer.';

/**
 * Does the work; tells what it waits for where that takes longer than three seconds.
 * @param workflowId the run that has to answer, where it is one
 */
export async function toldWhileWaiting<T>(
  client: Client,
  tell: OnWaiting | undefined,
  { givesUpAfterMs, withoutWorkerMs = givesUpAfterMs, takesMs = 0 }: Waits,
  work: () => Promise<T>,
  workflowId?: string,
): Promise<T> {
  if (tell === undefined || givesUpAfterMs <= TELL_AFTER_MS) return work();
  return toldAfter(work, async (isOver) => {
    let obstacle = await obstacleOf(client, workflowId);
    if (obstacle.for === 'answer' && takesMs > 0) {
      await new Promise<void>((resolve) => void setTimeout(resolve, takesMs).unref());
      if (isOver()) return;
      obstacle = await obstacleOf(client, workflowId);
    }
    const { for: what, message } = obstacle;
    if (!isOver()) tell({ for: what, message, givesUpAfterMs: what === 'worker' ? withoutWorkerMs : givesUpAfterMs });
  });
}

/** Does the work; after three seconds has somebody told. */
export async function toldAfter<T>(work: () => Promise<T>, tell: (isOver: () => boolean) => unknown): Promise<T> {
  let over = false;
  const timer = setTimeout(() => {
    // The caller's own fault must not fail the call that it asked about.
    void Promise.resolve(() => over)
      .then(tell)
      .catch(() => undefined);
  }, TELL_AFTER_MS);
  timer.unref();
  try {
    return await work();
  } finally {
    over = true;
    clearTimeout(timer);
  }
}

/** What keeps the answer, as far as the server tells. */
export async function obstacleOf(client: Client, workflowId?: string): Promise<Obstacle> {
  const { connection, options } = client;
  try {
    return await client.withDeadline(Date.now() + LOOK_WITHIN_MS, async (): Promise<Obstacle> => {
      const queues = await polledQueues(connection, options.namespace);
      const still = standStill(queues);
      if (still !== undefined)
        return {
          for: 'worker',
          message: still.message,
          expected: `a living worker that takes the tasks: ${still.remedy}`,
        };
      // A run that is not there yet has asked nobody.
      const run = workflowId === undefined ? undefined : await runOf(client, workflowId).catch(() => undefined);
      const stands = run === undefined ? undefined : stillnessOf(run);
      if (stands !== undefined)
        return { for: 'worker', message: `The run ${workflowId ?? ''} ${stands.message}.`, expected: stands.remedy };
      const asking = run === undefined ? undefined : asksOf(run);
      if (asking !== undefined) return { for: 'side', message: asking, expected: 'ask again later' };
      return { for: 'answer', message: silentWorker(queues), expected: WORKER_EXPECTED };
    });
  } catch {
    return { for: 'temporal', message: SILENT_SERVER, expected: SERVER_EXPECTED };
  }
}

/** An idle worker is heard of every minute: one that has ended is polling still as far as the server tells. */
function silentWorker(queues: readonly PolledQueue[]): string {
  const agoMs = Date.now() - lastHeardAt(queues);
  if (agoMs < HEARD_NOW_MS) return 'A worker runs, and has not answered yet.';
  return `A worker was last heard of ${Math.round(agoMs / 1000)} s ago, and has not answered yet: it is busy, or has ended since.`;
}

function runOf(client: Client, workflowId: string): Promise<WorkflowExecutionDescription> {
  return client.workflow.getHandle(workflowId).describe();
}

/** What the run's worker has asked the store or the warehouse, and has no answer to. */
function asksOf({ raw }: WorkflowExecutionDescription): string | undefined {
  const [pending] = raw.pendingActivities ?? [];
  if (pending == null) return undefined;
  const { attempt = 1, lastFailure } = pending;
  const name = pending.activityType?.name ?? 'a request';
  // What it failed by is what it waits for: it may have asked nobody at all.
  if (lastFailure?.message == null || lastFailure.message === '')
    return `The store or the warehouse has not answered yet: ${name} is under way, try ${attempt}.`;
  return `The worker tries ${name} again (try ${attempt}) after: ${lastFailure.message.replace(/\.$/, '')}.`;
}
