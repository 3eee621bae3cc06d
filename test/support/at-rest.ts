import type { WorkflowHandle } from '@temporalio/client';

/** What a run is doing at this moment: 0 where it only waits. */
export async function underWay(run: WorkflowHandle): Promise<number> {
  const { pendingActivities, pendingWorkflowTask } = (await run.describe()).raw;
  return (pendingActivities ?? []).length + (pendingWorkflowTask ? 1 : 0);
}
