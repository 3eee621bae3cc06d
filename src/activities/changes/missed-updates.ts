import { Context } from '@temporalio/activity';
import { pagesById } from '../../http/paging.ts';
import { parseStoreHash, type StoreHash } from '../../contract/ids.ts';
import type { OrderStage } from '../../contract/orders.ts';
import { SearchAttribute, WorkflowType } from '../../contract/temporal.ts';
import { parseOrderReference } from '../../domain/orders/facts/references.ts';
import { missedTheStore, missedTheWarehouse } from '../../domain/changes/missed-updates.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { heartbeating } from '../runtime/heartbeats.ts';
import { warehouseRow } from '../orders/find-warehouse-order.ts';
import { tellRun } from '../orders/order-runs.ts';
import { CrowdPace } from './crowd-pace.ts';
import { unlistedOrders } from './unlisted-orders.ts';
import { patiently } from '../runtime/retry-in-place.ts';
import { serverTime } from '../runtime/server-clock.ts';
import { OPEN } from '../../contract/runs/open-runs.ts';

/** Younger runs are at their work, or the next latest changes tell them. */
const SILENT_FOR_MS = 3_600_000;
/** How far back changes of both sides are read: as long as the full comparison is away, and a little. */
const LOOK_BACK_MS = 26 * 3_600_000;

/** Stages in which a run waits for the other sides. */
const WAITING: readonly OrderStage[] = ['awaiting-payment', 'ready', 'handed-over'];

export interface SilentOrdersReport {
  /** Runs that wait, by the list of runs. */
  readonly waiting: number;
  /** Runs whose stage did not fit what a side says, and that were told. */
  readonly told: number;
  /** Stores that could not be asked; the next hour does it. */
  readonly unanswered: number;
}

export interface SilentOrdersOptions {
  /** Milliseconds. Default: an hour. */
  readonly silentForMs?: number;
}

/**
 * Finds the orders whose news were lost, without a timer in any of them: the changes of both sides are read in bulk by
 * their modified dates and compared with the stages that the runs show, and the store's list is asked whether it still has
 * those that did not change. Only where they do not fit is a run told.
 */
export function createSilentOrdersActivities(
  deps: Pick<Dependencies, 'temporal' | 'connections'>,
  { silentForMs = SILENT_FOR_MS }: SilentOrdersOptions = {},
) {
  /** Waiting runs by store: order number → stage. A list may lag, which costs no more than a needless word. */
  async function waitingRuns(): Promise<Map<StoreHash, Map<number, OrderStage>>> {
    const stages = WAITING.map((stage) => `"${stage}"`).join(', ');
    const before = new Date(serverTime() - silentForMs).toISOString();
    const query = `WorkflowType="${WorkflowType.fulfilOrder}" AND ${OPEN} AND ${SearchAttribute.stage} IN (${stages}) AND StartTime <= "${before}"`;
    const found = new Map<StoreHash, Map<number, OrderStage>>();
    for await (const { workflowId: id, typedSearchAttributes } of deps.temporal.workflow.list({ query })) {
      const [, hash = '', order = ''] = id.split(':');
      const storeHash = parseStoreHash(hash);
      const shown = typedSearchAttributes.getAll().find(({ key }) => key.name === SearchAttribute.stage)?.value;
      const stage = WAITING.find((one) => one === shown);
      if (storeHash === undefined || stage === undefined) continue;
      found.set(storeHash, (found.get(storeHash) ?? new Map<number, OrderStage>()).set(Number(order), stage));
    }
    return found;
  }

  async function tellSilentOf(storeHash: StoreHash, runs: ReadonlyMap<number, OrderStage>): Promise<number> {
    const { store, merchant, connection } = await deps.connections.open(storeHash, 'tracking');
    const since = new Date(serverTime() - LOOK_BACK_MS).toISOString();
    let told = 0;
    const listed = new Set<number>();
    const filter = { minDateModified: since, sort: 'id:asc' } as const;
    const list = (from: { readonly minId?: number }) => patiently(() => store.orders.list({ ...filter, ...from }));
    for await (const page of pagesById('bigcommerce', list, Math.min(...runs.keys()))) {
      for (const { id } of page.unreadable) if (typeof id === 'number') listed.add(id);
      for (const { id, statusId, dateModified, isDeleted } of page.rows) {
        const stage = runs.get(id);
        // One that is archived is asked about below, with those that are not listed.
        if (stage === undefined || isDeleted) continue;
        listed.add(id);
        if (!missedTheStore(stage, { statusId, isDeleted }, connection.settings)) continue;
        const news = { side: 'store', change: { statusId, dateModified } } as const;
        if (await tellRun(deps, storeHash, id, news)) told += 1;
      }
    }
    // An order that is archived or deleted need not show in any list of changes: whoever waits for it must look.
    const rest = [...runs.keys()].filter((id) => !listed.has(id));
    const pace = new CrowdPace();
    for (const id of await unlistedOrders(store, rest, connection.settings.statusAfterHandOver)) {
      await pace.next();
      if (await tellRun(deps, storeHash, id, { side: 'look' })) told += 1;
    }
    for await (const page of merchant.orders.pages({ modifiedAfter: since })) {
      for (const order of page.rows) {
        const change = warehouseRow(order, connection.merchantId);
        const orderId = parseOrderReference(storeHash, change.reference)?.orderId;
        const stage = orderId === undefined ? undefined : runs.get(orderId);
        if (orderId === undefined || stage === undefined || !missedTheWarehouse(stage, change.status)) continue;
        if (await tellRun(deps, storeHash, orderId, { side: 'myogo', change })) told += 1;
      }
    }
    return told;
  }

  return {
    /** One store after the other: nothing here is in a hurry. */
    tellSilentOrders: (): Promise<SilentOrdersReport> =>
      heartbeating(async () => {
        const found = { waiting: 0, told: 0, unanswered: 0 };
        for (const [storeHash, runs] of await waitingRuns()) {
          Context.current().cancellationSignal.throwIfAborted();
          found.waiting += runs.size;
          try {
            found.told += await tellSilentOf(storeHash, runs);
          } catch {
            // Paused, gone, or a side is away: one store stops no other.
            found.unanswered += 1;
          }
        }
        return found;
      }),
  };
}
