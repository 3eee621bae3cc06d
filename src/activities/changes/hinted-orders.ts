import type { StoreHash } from '../../contract/ids.ts';
import { IDS_OF_A_PAGE, pagesOfIds } from '../../domain/changes/hint-window.ts';
import { takingRules } from '../../domain/orders/eligibility.ts';
import { warehouseRow } from '../orders/find-warehouse-order.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { mayFollowHints } from '../runtime/may-flow.ts';
import { serverTime } from '../runtime/server-clock.ts';
import { withFlowing } from '../runtime/with-store.ts';
import { passOnMyOgoOrder, passOnOddStoreOrder, passOnStoreOrder, type PassedOn } from './intake.ts';

export interface HintedOrders {
  readonly storeHash: StoreHash;
  /** At most 50 of each. */
  readonly storeOrders: readonly number[];
  readonly myogoOrders: readonly string[];
}

/** What came of one side's hinted orders. */
export interface OrdersRead<Id> {
  /** Whose runs were told or started: real changes. */
  readonly passedOn: readonly Id[];
  /** Seconds from each such change until it was passed on. */
  readonly lags: readonly number[];
}

export interface HintedOrdersRead {
  readonly storeOrders: OrdersRead<number>;
  readonly myogoOrders: OrdersRead<string>;
}

export function createHintActivities(deps: Dependencies) {
  return {
    /** Reads just these orders and passes on what is news, as the poll does; a forged id finds nothing. */
    readHintedOrders: ({ storeHash, storeOrders, myogoOrders }: HintedOrders): Promise<HintedOrdersRead> =>
      withFlowing(deps, storeHash, 'orders', async (open) => {
        await mayFollowHints(deps, storeHash);
        // A side that is away keeps nothing of the other one's back.
        const [ofTheStore, ofTheWarehouse] = await Promise.allSettled([
          ofStore(deps, open, storeOrders),
          ofWarehouse(deps, open, myogoOrders),
        ]);
        const read = { storeOrders: valueOf(ofTheStore), myogoOrders: valueOf(ofTheWarehouse) };
        for (const source of ['storeOrders', 'myogoOrders'] as const) {
          const { passedOn, lags } = read[source];
          if (passedOn.length > 0) deps.metrics.orderChanges(passedOn.length, { source, by: 'webhook' });
          for (const seconds of lags) deps.metrics.orderChangeLag(seconds, { source, by: 'webhook' });
        }
        return read;
      }),
  };
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

async function ofStore(deps: Dependencies, open: OpenConnection, ids: readonly number[]): Promise<OrdersRead<number>> {
  const { storeHash } = open.connection;
  const rules = takingRules(open.connection);
  const report = new Report<number>();
  for (const near of pagesOfIds(ids)) {
    const [minId = 0] = near;
    const maxId = near.at(-1) ?? minId;
    const page = await open.store.orders.list({ minId, maxId, sort: 'id:asc', limit: IDS_OF_A_PAGE });
    const wanted = new Set(near);
    for (const order of page.rows) {
      if (!wanted.delete(order.id)) continue;
      const passed = await passOnStoreOrder(deps, storeHash, order, rules, page.serverTime ?? serverTime());
      report.add(order.id, passed, order.dateModified);
    }
    for (const odd of page.unreadable) {
      if (typeof odd.id === 'number' && wanted.delete(odd.id)) {
        report.add(odd.id, await passOnOddStoreOrder(deps, storeHash, odd, () => Promise.resolve(false)));
      }
    }
    // Archived, or gone: its run looks for itself, where there is one.
    for (const id of wanted) {
      const absent = { kind: 'order', id, field: 'absent from the list' };
      report.add(id, await passOnOddStoreOrder(deps, storeHash, absent, () => Promise.resolve(false)));
    }
  }
  return report;
}

async function ofWarehouse(
  deps: Dependencies,
  { merchant, connection: { storeHash, merchantId } }: OpenConnection,
  references: readonly string[],
): Promise<OrdersRead<string>> {
  const report = new Report<string>();
  for (const reference of references) {
    for (const order of await merchant.orders.byReference(reference)) {
      const passed = await passOnMyOgoOrder(deps, storeHash, warehouseRow(order, merchantId));
      if (passed !== 'unknown') report.add(reference, passed, order.editTime);
    }
  }
  return report;
}

class Report<Id> implements OrdersRead<Id> {
  readonly passedOn: Id[] = [];
  readonly lags: number[] = [];

  add(id: Id, passed: PassedOn, changedAt?: string): void {
    if (passed === 'dropped') return;
    this.passedOn.push(id);
    const lag = (serverTime() - Date.parse(changedAt ?? '')) / 1_000;
    if (!Number.isNaN(lag)) this.lags.push(Math.max(0, Math.round(lag)));
  }
}
