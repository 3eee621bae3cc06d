import type { StoreHash } from '../../contract/ids.ts';
import { Memo } from '../../contract/registered-names.ts';
import { openOrderRuns, orderIdOf } from '../../contract/runs/order-run.ts';
import { SearchAttribute } from '../../contract/temporal.ts';
import { parseOrderReference } from '../../domain/orders/facts/references.ts';
import { listedByStage } from '../../domain/orders/views/listed.ts';
import { tellRun } from '../orders/order-runs.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { CrowdPace } from './crowd-pace.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/**
 * References under which the warehouse's list must show something: of all orders whose runs wait. Listed before the
 * warehouse's orders are read, each of them must be among those: one that is not may have been deleted there, which
 * shows in no list of changes. A list that lags or a row without a known edit time costs one needless look. A few dozen
 * bytes for each order that is under way.
 */
export async function expectedInWarehouse({ temporal }: Temporal, storeHash: StoreHash): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const run of temporal.workflow.list({ query: openOrderRuns(storeHash) })) {
    const { workflowId, memo, typedSearchAttributes } = run;
    const stage = typedSearchAttributes.getAll().find(({ key }) => key.name === SearchAttribute.stage)?.value;
    const said: unknown = memo?.[Memo.references];
    const references = Array.isArray(said) ? said : listedByStage(storeHash, orderIdOf(workflowId), String(stage));
    for (const reference of references) if (typeof reference === 'string') found.add(reference);
  }
  return found;
}

/** Has the runs of missing references look for themselves: ever more slowly, since a list may be wrongly empty. */
export async function tellMissed(
  deps: Temporal,
  storeHash: StoreHash,
  missed: Iterable<string>,
  pace = new CrowdPace(),
): Promise<number> {
  const orders = new Set<number>();
  for (const reference of missed) {
    const orderId = parseOrderReference(storeHash, reference)?.orderId;
    if (orderId !== undefined) orders.add(orderId);
  }
  let told = 0;
  for (const orderId of orders) {
    await pace.next();
    if (await tellRun(deps, storeHash, orderId, { side: 'look' })) told += 1;
  }
  return told;
}
