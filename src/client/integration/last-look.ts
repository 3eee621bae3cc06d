import type { ScheduleDescription } from '@temporalio/client';
import type { LatestChangesInput } from '../../contract/changes.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import { watchMessages } from '../../contract/messages.ts';
import type { LastLook } from '../../contract/runs/changes-watch.ts';
import type { Calls } from '../calls/calls.ts';
import { notThere } from '../calls/not-there.ts';
import { NotFound, Unavailable } from '../errors.ts';

/** It is told beside what is asked for: nobody waits for it as long as for an answer. */
const LAST_LOOK_WITHIN_MS = 2_500;
/** A watch that did not answer is the watch of other stores as well: so long it is not asked again. */
const SILENT_MS = 30_000;

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
  const id = workflowId.changesWatch(watch);
  const { silentUntil } = calls;
  if (Date.now() < (silentUntil.get(id) ?? 0)) return undefined;
  const handle = calls.client.workflow.getHandle(id);
  const ask = () => handle.query(watchMessages.lastLook, storeHash);
  try {
    return await calls.ask(notThere, ask, { withinMs: LAST_LOOK_WITHIN_MS });
  } catch (error) {
    if (error instanceof Unavailable) silentUntil.set(id, Date.now() + SILENT_MS);
    if (error instanceof NotFound || error instanceof Unavailable) return undefined;
    throw error;
  }
}
