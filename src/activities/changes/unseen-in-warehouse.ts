import type { StoreHash } from '../../contract/ids.ts';
import type { MyOgoStatus } from '../../contract/orders.ts';
import { Memo } from '../../contract/registered-names.ts';
import { openOrderRuns, orderIdOf } from '../../contract/runs/order-run.ts';
import { SearchAttribute } from '../../contract/temporal.ts';
import { parseOrderReference } from '../../domain/orders/facts/references.ts';
import { listedByStage } from '../../domain/orders/views/listed.ts';
import { isCancelled } from '../../domain/shared/warehouse-status.ts';
import { tellRun } from '../orders/order-runs.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { CrowdPace } from './crowd-pace.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/** What the warehouse's list must show, and what of it was seen there. */
export class Expected {
  readonly #wanted = new Map<string, number>();
  readonly #living = new Map<string, number>();
  readonly #seen = new Set<string>();

  /** Once for each of the warehouse's orders: people there split one under its own reference. */
  expect(reference: string): void {
    this.#wanted.set(reference, (this.#wanted.get(reference) ?? 0) + 1);
  }

  saw(reference: string, status: MyOgoStatus): void {
    this.#seen.add(reference);
    if (!isCancelled(status)) this.#living.set(reference, (this.#living.get(reference) ?? 0) + 1);
  }

  /** A row that cannot be read may be any of its reference. */
  forget(reference: string): void {
    this.#wanted.delete(reference);
  }

  /** References of which something is not there. One that stands there cancelled alone is news, and not gone. */
  get missed(): readonly string[] {
    const isGone = ([reference, wanted]: readonly [string, number]) =>
      !this.#seen.has(reference) || (wanted > 1 && (this.#living.get(reference) ?? 0) < wanted);
    return [...this.#wanted].filter(isGone).map(([reference]) => reference);
  }
}

/**
 * References under which the warehouse's list must show something: of all orders whose runs wait. Listed before the
 * warehouse's orders are read, each of them must be among those: one that is not may have been deleted there, which
 * shows in no list of changes. A list that lags or a row without a known edit time costs one needless look. A few dozen
 * bytes for each order that is under way.
 */
export async function expectedInWarehouse({ temporal }: Temporal, storeHash: StoreHash): Promise<Expected> {
  const found = new Expected();
  for await (const run of temporal.workflow.list({ query: openOrderRuns(storeHash) })) {
    const { workflowId, memo, typedSearchAttributes } = run;
    const stage = typedSearchAttributes.getAll().find(({ key }) => key.name === SearchAttribute.stage)?.value;
    const said: unknown = memo?.[Memo.references];
    const references = Array.isArray(said) ? said : listedByStage(storeHash, orderIdOf(workflowId), String(stage));
    for (const reference of references) if (typeof reference === 'string') found.expect(reference);
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
