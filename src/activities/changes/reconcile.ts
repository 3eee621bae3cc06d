import { Context } from '@temporalio/activity';
import { defined } from '../../contract/defined.ts';
import type { ReportRow } from '../../contract/changes.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { ProductsComparison } from '../../contract/products.ts';
import { OVERLAP_MS } from '../../domain/changes/cursors.ts';
import { taking, takenStatuses, takingRules } from '../../domain/orders/eligibility.ts';
import { runningStatuses } from '../../domain/shared/store-status.ts';
import { parseOrderReference } from '../../domain/orders/facts/references.ts';
import { driftFrom, type Drift } from '../../domain/stock/drift.ts';
import { askBeside, type Unanswered } from '../runtime/access.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { firstImport } from './first-import.ts';
import { warehouseRow } from '../orders/find-warehouse-order.ts';
import {
  passOnEdited,
  passOnMyOgoOrder,
  passOnOddMyOgoOrder,
  passOnOddStoreOrder,
  passOnStoreOrder,
  type ListedOrder,
} from './intake.ts';
import { editedInOurSecond } from './own-second.ts';
import { ElsewhereBefore, type ElsewhereNow, followIfKeptHere, passOnToKnownRun, takeOrder } from './known-run.ts';
import { sendRows } from './send-rows.ts';
import { ordersOf, readUnfinished, UnfinishedOrders } from './unfinished-orders.ts';
import { expectedInWarehouse, tellMissed } from './unseen-in-warehouse.ts';
import { withNothingToHandOver } from '../orders/nothing-to-hand-over.ts';
import { FailureType } from '../../contract/failures.ts';
import { unreadRowsWords } from '../../domain/shared/not-at-warehouse.ts';
import { elsewhereOf } from '../products/elsewhere/kept-elsewhere.ts';
import { compareProducts, soldByAnybody } from '../products/compare-products.ts';
import { startUpdates } from '../products/product-changes.ts';
import { patiently } from '../runtime/retry-in-place.ts';
import { compareStock, type StockComparison } from '../stock/compare-stock.ts';
import { endWaits } from '../stock/awaited/waits-ended.ts';
import { stillFlows } from '../runtime/may-flow.ts';
import type { OddRow } from '../../http/rows.ts';
import { withOpen } from '../runtime/with-store.ts';
import { serverTime } from '../runtime/server-clock.ts';

export interface OfStore {
  readonly storeHash: StoreHash;
}

export interface OrdersComparison {
  readonly compared: number;
  /** Runs that were started for what was left to do. */
  readonly started: number;
  /** Orders that wait for a person's answer. */
  readonly left: number;
  /**
   * The store did not say what its categories have, of which the merchant keeps the goods elsewhere: whether these orders are to be
   * handed over after all could not be judged. Absent where no order hangs on it.
   */
  readonly elsewhereUnknown?: Unanswered & { readonly orders: number };
}

/** It is compared once a day, or because a person asks for it: by what that person said a moment ago. */
const asNow = { fresh: 'now' } as const;
const flowing = { ...asNow, flows: true } as const;

/** So far back the warehouse's changes are compared whatever the store says of their orders: two comparisons, at least. */
const LATELY_MS = 3 * 86_400_000;

/** The full comparison of both sides: repairs what is safe, and counts the rest. All of it may be repeated. */
export function createReconcileActivities(deps: Dependencies, { overlapMs = OVERLAP_MS }: { overlapMs?: number } = {}) {
  const unfinishedOrders = new UnfinishedOrders();
  const elsewhereBefore = new ElsewhereBefore();
  const count = (part: 'stock' | 'orders' | 'products', drift: Omit<Drift, 'found'>): void => {
    const all = driftFrom(drift);
    for (const what of ['found', 'repaired', 'left'] as const) deps.metrics.drift(all[what], { part, what });
  };

  /**
   * Tells the runs of orders that are under way what the store shows of them: what was edited while nobody looked, before a
   * store came back or where a cursor was lost, shows in no list of changes that is read afterwards.
   */
  async function tellUnderWay(
    open: OpenConnection,
    unfinished: Set<number>,
    notHere: ElsewhereNow,
    unjudged: Set<number>,
  ): Promise<number> {
    const { storeHash, settings } = open.connection;
    const rules = takingRules(open.connection);
    let started = 0;
    for (const statusId of runningStatuses(settings)) {
      if (takenStatuses(settings).includes(statusId)) continue;
      for await (const page of ordersOf(open, statusId, unfinished)) {
        await stillFlows(deps, storeHash);
        for (const order of page.rows) {
          const told = await passOnStoreOrder(deps, storeHash, order, rules, page.serverTime ?? serverTime());
          const passed = told === 'started' ? told : await followIfKeptHere(told, deps, storeHash, order, notHere);
          if (passed === 'started') started += 1;
          if (passed === 'unjudged') unjudged.add(order.id);
        }
        await editedInOurSecond(deps.changes, open.store, storeHash, page, async (order) => {
          if ((await passOnEdited(deps, storeHash, order)) === 'started') started += 1;
        });
        for (const odd of page.unreadable) await passOnOddStoreOrder(deps, storeHash, odd);
      }
    }
    return started;
  }

  return {
    /**
     * Compares every level that myOGO has with the store's. The reading may take minutes on a small plan: what changed
     * meanwhile, on either side, is brought up to date at the end, so that no old level stays behind.
     */
    async reconcileStock({ storeHash }: OfStore): Promise<StockComparison> {
      const { comparison, unlisted } = await withOpen(deps, storeHash, { ...flowing, priority: 'catalogue' }, (open) =>
        compareStock({ deps, open, overlapMs, ask: patiently }),
      );
      count('stock', { repaired: comparison.changed.count, left: comparison.left });
      return { ...comparison, ...defined({ sent: await sendRows(deps, 'stock', unlisted) }) };
    },

    /** Takes the paid orders that nobody took, and tells the runs of those under way. A first import of many waits for a person's word. */
    reconcileStoreOrders({ storeHash }: OfStore): Promise<OrdersComparison> {
      return withOpen(deps, storeHash, { ...flowing, priority: 'orders' }, async (open) => {
        // What waits for an answer about a first import is untaken all the same.
        const rules = open.connection.settings;
        const asked = await askBeside(deps, open, () => patiently(() => elsewhereOf(deps, open)));
        const { entries, unread } = 'answer' in asked ? asked.answer : { entries: rules.notAtWarehouse };
        const mayHaveLess = elsewhereBefore.mayHaveLess(open.connection, entries);
        const notHere = { entries, complete: 'answer' in asked && unread === undefined, mayHaveLess };
        const unjudged = new Set<number>();
        const untaken: (ListedOrder | OddUntaken)[] = [];
        const unfinished = new Set<number>();
        let [compared, followed] = [0, 0];
        for (const statusId of takenStatuses(rules)) {
          for await (const page of ordersOf(open, statusId, unfinished)) {
            await stillFlows(deps, storeHash);
            for (const order of page.rows) {
              if (taking(order, rules).kind !== 'take') continue;
              compared += 1;
              const passed = await passOnToKnownRun(deps, storeHash, order, notHere);
              if (passed === 'untaken') untaken.push(order);
              if (passed === 'started') followed += 1;
              if (passed === 'unjudged') unjudged.add(order.id);
            }
            for (const odd of page.unreadable) {
              const passed = await passOnOddStoreOrder(always(deps), storeHash, odd, () => Promise.resolve(false));
              if (passed !== 'dropped' || typeof odd.id !== 'number') continue;
              untaken.push({ id: odd.id, statusId, dateCreated: rules.ordersFrom, odd });
            }
          }
        }
        followed += await tellUnderWay(open, unfinished, notHere, unjudged);
        elsewhereBefore.compared(open.connection);
        unfinishedOrders.keep(storeHash, unfinished);
        const { take, waiting, taken } = await firstImport(deps, open.connection, untaken, () =>
          withNothingToHandOver(deps, open, untaken),
        );
        for (const order of take) {
          await stillFlows(deps, storeHash);
          if ('odd' in order) await passOnOddStoreOrder(always(deps), storeHash, order.odd);
          else await takeOrder(deps, storeHash, order);
        }
        await taken();
        const started = followed + take.length;
        count('orders', { repaired: started, left: waiting.length });
        const why =
          'answer' in asked
            ? { type: FailureType.unexpectedResponse, message: unreadRowsWords(asked.answer) }
            : asked.unanswered;
        const elsewhereUnknown =
          unjudged.size === 0 || notHere.complete ? undefined : { orders: unjudged.size, ...why };
        return { compared, started, left: waiting.length, ...defined({ elsewhereUnknown }) };
      });
    },

    /**
     * Finds what the warehouse did and no run knows: of the store's unfinished orders, and whatever it did lately of any
     * other, since an order that is done may come back, be revived or be sent more.
     */
    reconcileMyogoOrders({ storeHash }: OfStore): Promise<OrdersComparison> {
      return withOpen(deps, storeHash, { ...asNow, priority: 'tracking' }, async (open) => {
        const { settings, merchantId } = open.connection;
        const unfinished = unfinishedOrders.take(storeHash) ?? (await readUnfinished(open));
        // What was passed on before may have been lost with a run that somebody terminated: it counts as news here.
        const news = always(deps);
        const lately = new Date(serverTime() - LATELY_MS).toISOString();
        let compared = 0;
        let started = 0;
        let nameless = false;
        const expected = await expectedInWarehouse(deps, storeHash);
        const pages = open.merchant.orders.pages({ modifiedAfter: settings.ordersFrom });
        for await (const page of pages) {
          for (const order of page.rows) {
            const of = parseOrderReference(storeHash, order.reference);
            const isLate = (order.editTime ?? '') >= lately;
            expected.saw(order.reference, order.status);
            if (of === undefined || !(isLate || unfinished.has(of.orderId))) continue;
            compared += 1;
            if ((await passOnMyOgoOrder(news, storeHash, warehouseRow(order, merchantId))) === 'started') started += 1;
          }
          for (const odd of page.unreadable) {
            const of = parseOrderReference(storeHash, String(odd.id ?? ''));
            if (of === undefined) nameless = true;
            else expected.forget(String(odd.id));
            await passOnOddMyOgoOrder(deps, storeHash, odd);
          }
        }
        // A row that does not say whose it is may be any of them.
        if (!nameless) await tellMissed(deps, storeHash, expected.missed);
        count('orders', { repaired: started, left: 0 });
        return { compared, started, left: 0 };
      });
    },

    /** Compares the products of both sides. What differs is told to myOGO by a run of its own; nothing else is changed. */
    async reconcileProducts({ storeHash }: OfStore): Promise<ProductsComparison> {
      const { scheduledTimestampMs } = Context.current().info;
      const unlisted: ReportRow[] = [];
      const result = await withOpen(deps, storeHash, { ...asNow, priority: 'catalogue' }, async (open) => {
        const compared = await compareProducts(deps, open, scheduledTimestampMs, unlisted);
        const asked = await askBeside(deps, open, async () =>
          endWaits(deps, open, await soldByAnybody(deps, open, scheduledTimestampMs)),
        );
        if (!('answer' in asked)) return { ...compared, awaitedUnknown: asked.unanswered };
        const over = asked.answer;
        if (over.length === 0) return compared;
        return { ...compared, awaitedNoMore: { count: over.length, skus: over.slice(0, 100) } };
      });
      if (result.differing > 0) await startUpdates(deps, storeHash);
      count('products', { repaired: result.differing, left: result.missingInStore.count });
      return { ...result, ...defined({ sent: await sendRows(deps, 'products', unlisted) }) };
    },
  };
}

/** One that nobody took, and whose row cannot be read: it is as old as the list that it stands in may be. */
type OddUntaken = Pick<ListedOrder, 'id' | 'statusId' | 'dateCreated'> & { readonly odd: OddRow };

/** Everything counts as news. */
function always({ temporal, changes }: Pick<Dependencies, 'temporal' | 'changes'>) {
  return { temporal, changes: { isNews: () => true, remember: changes.remember.bind(changes) } };
}
