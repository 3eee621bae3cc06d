import type { Client } from '@temporalio/client';

/**
 * Ends what earlier walks left open in the database file: their stores and keys are gone, and their schedules would only
 * keep the worker busy. What they did stays readable in the Web UI. Returns how many runs were ended.
 */
export async function endEarlierWalks(client: Client): Promise<number> {
  for await (const { scheduleId } of client.schedule.list()) await client.schedule.getHandle(scheduleId).delete();
  let ended = 0;
  for await (const { workflowId, runId } of client.workflow.list({ query: "ExecutionStatus = 'Running'" })) {
    try {
      await client.workflow.getHandle(workflowId, runId).terminate('the store of this walk is gone');
      ended += 1;
    } catch {
      // It ended between the list and this line, which is as good.
    }
  }
  return ended;
}
