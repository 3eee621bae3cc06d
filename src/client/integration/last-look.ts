import type { ScheduleDescription } from '@temporalio/client';
import type { LatestChangesInput } from '../../contract/changes.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { watchMessages } from '../../contract/messages.ts';
import type { LastLook } from '../../contract/runs/changes-watch.ts';
import type { Calls } from '../calls/calls.ts';
import { notThere } from '../calls/not-there.ts';
import { NotFound, Unavailable } from '../errors.ts';

/** What the runs of a schedule of latest changes start with. */
export function inputOf(schedule: ScheduleDescription | undefined): Partial<LatestChangesInput> {
  return (schedule?.action.args?.[0] ?? {}) as Partial<LatestChangesInput>; // written by our worker
}

/** What the store's watch says. None where the schedule runs by itself, and where the watch does not answer. */
export async function lastLookOf(
  calls: Calls,
  storeHash: StoreHash,
  schedule: ScheduleDescription | undefined,
): Promise<LastLook | undefined> {
  const { watch } = inputOf(schedule);
  if (watch === undefined) return undefined;
  const handle = calls.client.workflow.getHandle(workflowId.changesWatch(watch));
  try {
    return await calls.ask(notThere, () => handle.query(watchMessages.lastLook, storeHash));
  } catch (error) {
    if (error instanceof NotFound || error instanceof Unavailable) return undefined;
    throw error;
  }
}
