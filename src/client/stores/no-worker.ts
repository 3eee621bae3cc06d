import { standStill } from '../../contract/runs/builds.ts';
import { TaskQueue } from '../../contract/temporal.ts';
import { FailureType } from '../../contract/failures.ts';
import type { Calls } from '../calls/calls.ts';
import { notThere } from '../calls/not-there.ts';
import { polledQueues } from '../calls/polled-builds.ts';
import { OgoshipError } from '../errors.ts';
import { failingTogether, type LegStatus } from '../integration/legs.ts';

/**
 * Why no store's runs are worked at now, in a sentence: a run that no worker takes shows nothing of it by itself before hours
 * are over. `undefined` where somebody works, and where that cannot be found out.
 */
export async function noWorker(calls: Calls): Promise<string | undefined> {
  const { client } = calls;
  try {
    const queues = await calls.ask(notThere, () => polledQueues(client, client.options.namespace));
    // A share of the tasks that nobody takes, or scans alone, are no stop of everything.
    const main = queues.filter(({ taskQueue }) => taskQueue === TaskQueue.main);
    const still = standStill(main.map(({ taskQueue, current, living }) => ({ taskQueue, current, living })));
    return still === undefined ? undefined : `${still.message} What helps: ${still.remedy}.`;
  } catch (error) {
    if (error instanceof OgoshipError) return undefined; // the list itself says what is wrong
    throw error;
  }
}

/** Legs of which none is worked at: since when each was good last is all that is known. */
export function workedAt(legs: readonly LegStatus[], stopped: string | undefined): readonly LegStatus[] {
  if (stopped === undefined) return legs;
  const since =
    legs
      .flatMap(({ lastSuccess = [] }) => lastSuccess)
      .sort()
      .at(-1) ?? 'an unknown time';
  return failingTogether(legs, { since, type: FailureType.unavailable, message: stopped });
}
