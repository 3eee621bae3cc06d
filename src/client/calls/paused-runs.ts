import type { WorkflowExecutionDescription } from '@temporalio/client';
import type proto from '@temporalio/proto';
import { NotFound } from '../errors.ts';
import type { Calls } from './calls.ts';
import { unlessNotThere } from './not-there.ts';

/** How a list names what an operator paused in Temporal itself; no reason of ours. */
export const PAUSED_REASON = 'paused-in-temporal';

/** A sentence about a step of a run that an operator paused in Temporal; `undefined` where nobody has. */
export async function pausedStep(calls: Calls, id: string): Promise<string | undefined> {
  const paused = (await described(calls, id))?.raw.pendingActivities?.find(({ paused }) => paused === true);
  if (paused === undefined) return undefined;
  const at = paused.pauseInfo?.pauseTime;
  const since = at == null ? '' : ` since ${isoOf(at)}`;
  const step = `${paused.activityType?.name ?? 'one'} (activity ${paused.activityId ?? '?'})`;
  return `its step ${step} is paused in Temporal${since}. Unpause it on its run’s page in the Temporal Web UI.`;
}

/**
 * Since when an operator has had a run paused in Temporal; `undefined` where nobody has.
 * @returns an ISO time
 */
export async function pausedSince(calls: Calls, id: string): Promise<string | undefined> {
  const at = (await described(calls, id))?.raw.workflowExtendedInfo?.pauseInfo?.pausedTime;
  return at == null ? undefined : isoOf(at);
}

function described(calls: Calls, id: string): Promise<WorkflowExecutionDescription | undefined> {
  const ended = () => new NotFound('The run has ended.');
  return unlessNotThere(calls.ask(ended, () => calls.client.workflow.getHandle(id).describe()));
}

/** To the second. */
function isoOf({ seconds }: proto.google.protobuf.ITimestamp): string {
  return new Date(Number(seconds ?? 0) * 1_000).toISOString();
}
