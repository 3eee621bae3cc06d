import { setTimeout as wait } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';

/** So often a run is asked whether it rests: the server answers that by itself. */
const EVERY_MS = 20;

/**
 * What somebody said to a run has come to its end: what it set off, too, as long as that is no wait for a time. An integration
 * answers who saves a link or a setting before its workers have heard of it: what begins in that moment may go by what was before.
 */
export async function cameToRest(run: WorkflowHandle): Promise<void> {
  while ((await underWay(run)) > 0) await wait(EVERY_MS);
}

/** What a run is doing at this moment: 0 where it only waits. */
export async function underWay(run: WorkflowHandle): Promise<number> {
  const { pendingActivities, pendingWorkflowTask } = (await run.describe()).raw;
  return (pendingActivities ?? []).length + (pendingWorkflowTask ? 1 : 0);
}
