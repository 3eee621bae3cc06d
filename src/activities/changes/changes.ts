import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { pagesById } from '../../http/paging.ts';
import { CATCH_UP_MEMO } from '../../contract/changes.ts';
import type { CatchUp, Cursors, Peek, Peeks, ReconcileInput } from '../../contract/changes.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { ProductsLegResult } from '../../contract/products.ts';
import { runPriority, SearchAttribute, TaskQueue, WorkflowType } from '../../contract/temporal.ts';
import { askFrom, cursorOf, earlier } from '../../domain/changes/cursors.ts';
import { stockSettingsOf } from '../../domain/stock/stock-settings.ts';
import type { StoreApi } from '../../bigcommerce/client.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { OddRow } from '../../http/rows.ts';
import { accessRefusal, tellAccess } from '../runtime/access.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import {
  memoryKey,
  oddVersion,
  orderVersion,
  passOnMyOgoOrder,
  passOnOddMyOgoOrder,
  passOnOddStoreOrder,
  passOnStoreOrder,
  takingRules,
  warehouseVersion,
  type PassedOn,
} from './intake.ts';
import { warehouseRow } from '../orders/find-warehouse-order.ts';
import { productsLeg } from '../products/product-changes.ts';
import { waitingForQuota } from '../runtime/retry-in-place.ts';
import { locationOf } from '../stock/location.ts';
import { lookAtDue, type DueInMind, type FoundDue } from '../stock/look-at-due.ts';
import { mayFlow } from '../stock/may-flow.ts';
import { moveStock, stockOf, type StockOutcome, type StockRequest } from '../stock/stock.ts';
import { stockVersion } from '../stock/warehouse-stock.ts';
import { withOpen } from '../runtime/with-store.ts';

const integrationKey = defineSearchAttributeKey(SearchAttribute.integration, 'KEYWORD');

export interface ChangesOptions {
  /** Milliseconds that a cursor is moved back when asking. Default: two minutes. */
  readonly overlapMs?: number;
}

export interface PeekRequest {
  readonly storeHash: StoreHash;
  readonly cursors: Cursors;
  /** Where the stock leg stands with the store's orders. */
  readonly stockOrdersSince?: string;
  /** Where the stock leg stands with the store's catalogue. */
  readonly stockProductsSince?: string;
  /** True where it is time to ask for products as well. */
  readonly products?: boolean;
  /** What is due of levels, and what they were computed by. */
  readonly due?: DueInMind;
}

export interface PeekAnswer {
  readonly sources: Peeks;
  /** The settings that levels are computed by, as one text. */
  readonly stockSettings: string;
  /** What has become due of levels without a change that a poll shows. */
  readonly due?: FoundDue;
}

export interface LegRequest {
  readonly storeHash: StoreHash;
  /** ISO time. */
  readonly since: string;
  /** Pages of 250 that may be read; more is left to the full comparison. */
  readonly maxPages?: number;
}

export type OrdersOutcome =
  | {
      readonly kind: 'done';
      readonly started: number;
      readonly signalled: number;
      readonly dropped: number;
      readonly unknownReferences: number;
    }
  | { readonly kind: 'too-many' };

/** The activities of a latest-changes run. */
export function createChangesActivities(deps: Dependencies, { overlapMs = 120_000 }: ChangesOptions = {}) {
  return {
    /**
     * Asks every source at once whether it has news; each fails for itself. At most one request a source. What this
     * process wrote or passed on itself is no news.
     */
    async peek(request: PeekRequest): Promise<PeekAnswer> {
      const { storeHash, cursors, stockOrdersSince, products } = request;
      const open = await deps.connections.open(storeHash, 'stock');
      mayFlow(open.connection);
      const { store, merchant } = open;
      const news = deps.changes;
      const ask = <T>(
        since: string | undefined,
        list: (since: string | undefined, limit: number) => Promise<Asked<T>>,
        isNews: (row: T) => boolean,
        isOdd: (odd: OddRow) => boolean = () => false,
      ) => peekAt(deps, open, since, overlapMs, list, { isNews, isOdd });

      const [myogoStock, myogoOrders, storeOrders, storeProducts] = await Promise.all([
        ask(
          cursors.myogoStock,
          (modifiedAfter, limit) =>
            merchant.stock.list({ ...(modifiedAfter === undefined ? {} : { modifiedAfter }), limit }),
          (row) => news.isNews('myogo-stock', storeHash, row.productCode, stockVersion(row)),
          // One whose code cannot be read is none that could have been passed on.
          ({ id, ...odd }) => id === undefined || news.isNews('myogo-stock', storeHash, String(id), oddVersion(odd)),
        ),
        ask(
          cursors.myogoOrders,
          (modifiedAfter, limit) => merchant.orders.changedSince(modifiedAfter ?? new Date().toISOString(), { limit }),
          (row) => {
            const found = warehouseRow(row, open.connection.merchantId);
            return news.isNews('myogo-order', storeHash, memoryKey(found), warehouseVersion(found));
          },
          (odd) => news.isNews('myogo-order', storeHash, String(odd.id), oddVersion(odd)),
        ),
        ask(
          earlier(cursors.storeOrders, stockOrdersSince),
          (minDateModified, limit) =>
            store.orders.list({ ...(minDateModified === undefined ? {} : { minDateModified }), sort: 'id:asc', limit }),
          (row) =>
            news.isNews('store-order', storeHash, row.id, orderVersion(row)) ||
            news.isNews('store-order', storeHash, stockOf(row.id), orderVersion(row)),
          (odd) => odd.id !== undefined && news.isNews('store-order', storeHash, odd.id, oddVersion(odd)),
        ),
        products !== true
          ? undefined
          : ask(
              earlier(cursors.storeProducts, request.stockProductsSince ?? cursors.storeProducts),
              (minDateModified, limit) =>
                store.catalogue.products.list({
                  ...(minDateModified === undefined ? {} : { minDateModified }),
                  includeFields: ['id'],
                  limit,
                }),
              // Which of them are news, the leg finds out: a product's time moves with every stock level.
              () => true,
            ),
      ]);
      const { locationId } = locationOf(open.connection);
      // Orders that changed are read by the leg anyway, and what left the list with them.
      const inMind = storeOrders.kind === 'unchanged' ? request.due : withoutOrders(request.due);
      const due = inMind === undefined ? undefined : await lookAtDue(deps, open, inMind, overlapMs);
      return {
        sources: { myogoStock, myogoOrders, storeOrders, ...(storeProducts === undefined ? {} : { storeProducts }) },
        stockSettings: stockSettingsOf(open.connection.settings, locationId),
        ...(due === undefined ? {} : { due }),
      };
    },

    /** Brings the store's levels up to date with myOGO's changes and the store's orders. */
    async stockLeg(request: StockRequest): Promise<StockOutcome> {
      return withOpen(deps, request.storeHash, 'stock', (open) =>
        moveStock({ deps, open, overlapMs, ask: waitingForQuota }, request),
      );
    },

    /** Passes the store's new and changed orders on to their runs. */
    async storeOrdersLeg({ storeHash, since, maxPages }: LegRequest): Promise<OrdersOutcome> {
      return withOpen(deps, storeHash, 'orders', async ({ store, connection }) => {
        const count = new Count();
        const rules = takingRules(connection);
        const filter = { minDateModified: askFrom(since, overlapMs), sort: 'id:asc' } as const;
        let page = 0;
        for await (const found of pagesById('bigcommerce', (from) => store.orders.list({ ...filter, ...from }))) {
          page += 1;
          if (maxPages !== undefined && page > maxPages && found.rows.length > 0) return { kind: 'too-many' };
          await eachOf(found.rows, async (order) => {
            count.add(await passOnStoreOrder(deps, storeHash, order, rules));
          });
          await eachOf(found.unreadable, async (odd) => {
            const mayBeOurs = () => isListedSince(store, odd, rules.ordersFrom);
            count.add(await passOnOddStoreOrder(deps, storeHash, odd, mayBeOurs));
          });
        }
        return count.outcome();
      });
    },

    /** Passes what the warehouse did on to the orders' runs. */
    async myogoOrdersLeg({ storeHash, since, maxPages }: LegRequest): Promise<OrdersOutcome> {
      return withOpen(deps, storeHash, 'orders', async ({ merchant, connection }) => {
        const count = new Count();
        for await (const page of merchant.orders.pages({ modifiedAfter: askFrom(since, overlapMs) })) {
          if (maxPages !== undefined && page.page > maxPages && page.rows.length > 0) return { kind: 'too-many' };
          await eachOf(page.rows, async (order) => {
            count.add(await passOnMyOgoOrder(deps, storeHash, warehouseRow(order, connection.merchantId)));
          });
          await eachOf(page.unreadable, async (odd) => {
            count.add(await passOnOddMyOgoOrder(deps, storeHash, odd));
          });
        }
        return count.outcome();
      });
    },

    /** Starts a run for each known product that the store changed. */
    async productsLeg({ storeHash, since }: LegRequest): Promise<ProductsLegResult> {
      return withOpen(deps, storeHash, 'catalogue', (open) => productsLeg(deps, open, askFrom(since, overlapMs)));
    },

    /** Starts the full comparison for what a run must not do itself. @returns `running` where one is under way */
    async beginCatchUp(input: ReconcileInput & { catchUp: CatchUp }): Promise<'started' | 'running'> {
      const { storeHash } = input;
      try {
        await deps.temporal.workflow.start(WorkflowType.reconcile, {
          workflowId: workflowId.reconcile(storeHash),
          taskQueue: TaskQueue.scan,
          args: [input],
          priority: runPriority(storeHash, 'catalogue'),
          typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
          memo: { [CATCH_UP_MEMO]: true },
          staticSummary: `Catching up with store ${storeHash}`,
        });
        return 'started';
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return 'running';
        throw error;
      }
    },
  };
}

/** The first page of an answer. */
interface Asked<T> {
  readonly rows: readonly T[];
  readonly unreadable: readonly OddRow[];
  readonly more: boolean;
  readonly serverTime: number | undefined;
}

async function peekAt<T>(
  deps: Dependencies,
  { connection, versions }: OpenConnection,
  since: string | undefined,
  overlapMs: number,
  list: (since: string | undefined, limit: number) => Promise<Asked<T>>,
  { isNews, isOdd }: { readonly isNews: (row: T) => boolean; readonly isOdd: (odd: OddRow) => boolean },
): Promise<Peek> {
  const askedAt = Date.now();
  try {
    const page = await list(since === undefined ? undefined : askFrom(since, overlapMs), since === undefined ? 1 : 250);
    const cursor = cursorOf(page.serverTime, askedAt);
    if (since === undefined) return { kind: 'no-cursor', cursor };
    // A full page says nothing of the ones behind it.
    if (page.more || page.rows.some(isNews) || page.unreadable.some(isOdd))
      return { kind: 'changed', cursor, many: page.more };
    return { kind: 'unchanged', cursor };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const refusal = accessRefusal(error);
    if (refusal !== undefined) await tellAccess(deps, connection.storeHash, versions.credentials, refusal);
    return { kind: 'failed', type: error.type, message: error.message };
  }
}

/** True where the store lists an order that cannot be read among those since a time: its own date cannot be trusted. */
async function isListedSince({ orders }: Pick<StoreApi, 'orders'>, { id }: OddRow, since: string): Promise<boolean> {
  if (typeof id !== 'number') return false;
  const { rows, unreadable } = await orders.list({ minId: id, maxId: id, minDateCreated: since, limit: 1 });
  return rows.length + unreadable.length > 0;
}

/** What one leg did with its orders. */
class Count {
  readonly #of: Record<PassedOn | 'unknown', number> = { started: 0, signalled: 0, dropped: 0, unknown: 0 };

  add(what: PassedOn | 'unknown'): void {
    this.#of[what] += 1;
  }

  outcome(): OrdersOutcome {
    const { started, signalled, dropped, unknown } = this.#of;
    return { kind: 'done', started, signalled, dropped, unknownReferences: unknown };
  }
}

function withoutOrders(due: DueInMind | undefined): DueInMind | undefined {
  return due === undefined ? undefined : { awaited: due.awaited, asked: due.asked };
}

/** Ten at a time: enough to hide the server's latency, little enough to leave it to others. */
async function eachOf<T>(rows: readonly T[], work: (row: T) => Promise<void>): Promise<void> {
  const left = rows.values();
  const worker = async (): Promise<void> => {
    for (const row of left) await work(row);
  };
  await Promise.all(Array.from({ length: Math.min(10, rows.length) }, worker));
}
