import { WorkflowUpdateRPCTimeoutOrCancelledError, type Client, type WorkflowHandle } from '@temporalio/client';
import { mainStandStill, polledQueues } from './polled-builds.ts';
import { stillnessOf } from './still-runs.ts';

/** Between looks whether a worker is there. */
const LOOK_EVERY_MS = 5_000;
/** A worker that is busy takes a person's question up before; one that was killed is still listed then. */
const TAKEN_UP_WITHIN_MS = 30_000;
/** Events of a run that no worker has taken up: that it began, and that it has something to do. */
const EVENTS_OF_NONE = 2;

/**
 * The result of a run that reads for a person. Where no worker takes it up, or none is there any more, it is ended and
 * given up soon: its result may take a quarter of an hour, and nothing of it is wanted later.
 * @param withoutWorkerMs so long it is waited for at least
 * @throws WorkflowUpdateRPCTimeoutOrCancelledError where nobody reads
 */
export async function takenUp(client: Client, run: WorkflowHandle, withoutWorkerMs: number): Promise<unknown> {
  const over = new AbortController();
  const { signal } = over;
  const nobody = async (): Promise<never> => {
    const begun = Date.now();
    for (let waitMs = withoutWorkerMs; ; waitMs = LOOK_EVERY_MS) {
      await passed(waitMs, signal);
      const isLate = Date.now() - begun >= TAKEN_UP_WITHIN_MS;
      if ((await isUnworked(client)) || (isLate && (await isUntouched(run)))) break;
    }
    throw new WorkflowUpdateRPCTimeoutOrCancelledError('no worker takes it up');
  };
  const given = nobody();
  const result = run.result();
  try {
    return await Promise.race([result, given]);
  } catch (error) {
    // Only so that it does not run in vain, and after its end can be taken for an answer no more.
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
      await run.terminate('nobody waits for it').catch(() => undefined);
    throw error;
  } finally {
    over.abort();
    void Promise.allSettled([result, given]);
  }
}

/** @throws the reason of an abort before */
function passed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    timer.unref();
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason as Error); // an abort without another reason has its own error
    };
    signal.addEventListener('abort', end, { once: true });
  });
}

async function isUnworked(client: Client): Promise<boolean> {
  try {
    return mainStandStill(await polledQueues(client.connection, client.options.namespace)) !== undefined;
  } catch {
    return false; // the server is away: the call itself says so
  }
}

async function isUntouched(run: WorkflowHandle): Promise<boolean> {
  try {
    const described = await run.describe();
    return described.historyLength <= EVENTS_OF_NONE || stillnessOf(described) !== undefined;
  } catch {
    return false; // the server is away: the call itself says so
  }
}
