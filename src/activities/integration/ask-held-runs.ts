import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { orderMessages } from '../../contract/messages.ts';
import { WorkflowType } from '../../contract/temporal.ts';
import { ifOpen } from '../runtime/if-open.ts';
import { pace } from './rate-limit.ts';
import { OPEN } from '../../contract/runs/open-runs.ts';

/**
 * Has waiting runs look again, at most 50 a second: what is released asks both sides again. A visibility list lags:
 * whoever must miss none asks again later.
 * @param query which of the open runs
 * @returns how many heard it
 */
export async function askHeldRuns({ workflow }: Pick<Client, 'workflow'>, query: string): Promise<number> {
  let told = 0;
  for await (const { workflowId: id, type } of workflow.list({ query: `${query} AND ${OPEN}` })) {
    Context.current().heartbeat(told);
    if (type !== WorkflowType.fulfilOrder && type !== WorkflowType.createProducts) continue;
    if (await ifOpen(() => workflow.getHandle(id).signal(orderMessages.retry))) told += 1;
    await pace();
  }
  return told;
}
