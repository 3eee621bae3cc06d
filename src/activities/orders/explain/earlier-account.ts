import type { WorkflowHandle } from '@temporalio/client';
import type { StoreHash } from '../../../contract/ids.ts';
import { workflowId } from '../../../contract/ids.ts';
import { orderMessages } from '../../../contract/messages.ts';
import type { Earlier } from '../../../domain/orders/learn/answers.ts';
import { FACTS_FORMAT, type OrderFacts } from '../../../domain/orders/facts/facts.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';

/** The account of a closed run: its result, else what it still answers. */
export async function earlierAccount(
  temporal: Dependencies['temporal'],
  storeHash: StoreHash,
  orderId: number,
  runId: string,
): Promise<Earlier> {
  const handle = temporal.workflow.getHandle(workflowId.fulfilOrder(storeHash, orderId), runId, { followRuns: false });
  const { status, closeTime } = await handle.describe();
  const complete = status.name === 'COMPLETED';
  const endedAt = (closeTime ?? new Date()).toISOString();
  const account = complete ? accountIn(await handle.result()) : await answered(handle);
  if (account === undefined) return { complete, endedAt };
  const { format } = account as { readonly format: number }; // another build may have written it
  if (format !== FACTS_FORMAT) return { complete, endedAt, unknownFormat: { of: 'an earlier run', format } };
  return { facts: account, complete, endedAt };
}

/** A closed run answers as it ended, as long as its history is kept and a worker can replay it. */
async function answered(handle: WorkflowHandle): Promise<OrderFacts | undefined> {
  try {
    return factsIn(await handle.query(orderMessages.account));
  } catch {
    // Whatever it is that keeps it from answering: both sides are asked in its place.
    return undefined;
  }
}

function accountIn(result: unknown): OrderFacts | undefined {
  return typeof result === 'object' && result !== null && 'account' in result ? factsIn(result.account) : undefined;
}

function factsIn(value: unknown): OrderFacts | undefined {
  const known = typeof value === 'object' && value !== null && 'format' in value && typeof value.format === 'number';
  return known ? (value as OrderFacts) : undefined; // written by our own runs; its format is checked
}
