import type { StoreHash } from '../../contract/ids.ts';
import { openOrderRuns, orderIdOf } from '../../contract/runs/order-run.ts';
import { SearchAttribute } from '../../contract/temporal.ts';
import type { Dependencies } from '../runtime/dependencies.ts';

/**
 * Orders whose runs wait for the warehouse. Listed before the warehouse's orders are read, each of them must be among
 * those: one that is not may have been deleted there, which shows in no list of changes. A list that lags or a row
 * without a known edit time costs one needless look.
 */
export async function waitingForWarehouse(
  { temporal }: Pick<Dependencies, 'temporal'>,
  storeHash: StoreHash,
): Promise<Set<number>> {
  const query = `${openOrderRuns(storeHash)} AND ${SearchAttribute.stage}="handed-over"`;
  const found = new Set<number>();
  for await (const { workflowId } of temporal.workflow.list({ query })) found.add(orderIdOf(workflowId));
  return found;
}
