import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { integrationKey } from '../../contract/runs/search-attributes.ts';
import { pagesById } from '../../http/paging.ts';
import type { CatchUp, ReconcileInput } from '../../contract/changes.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { ProductsLegResult } from '../../contract/products.ts';
import { Memo } from '../../contract/registered-names.ts';
import { runPriority, TaskQueue, WorkflowType, type QuotaPriority } from '../../contract/temporal.ts';
import { takingRules, type TakingRules } from '../../domain/orders/eligibility.ts';
import { askFrom, OVERLAP_MS } from '../../domain/changes/cursors.ts';
import type { StoreApi } from '../../bigcommerce/client.ts';
import type { OddRow } from '../../http/rows.ts';
import { serverTime } from '../runtime/server-clock.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import {
  passOnEdited,
  passOnMyOgoOrder,
  passOnOddMyOgoOrder,
  passOnOddStoreOrder,
  passOnStoreOrder,
  type PassedOn,
} from './intake.ts';
import { warehouseRow } from '../orders/find-warehouse-order.ts';
import { editedInOurSecond } from './own-second.ts';
import { peekAtSources, type PeekAnswer, type PeekRequest } from './peek.ts';
import { productsLeg } from '../products/product-changes.ts';
import { mayFollowHints, stillFlows } from '../runtime/may-flow.ts';
import { waitingForQuota } from '../runtime/retry-in-place.ts';
import { moveStock, type StockOutcome, type StockRequest } from '../stock/stock.ts';
import { withFlowing } from '../runtime/with-store.ts';

export interface ChangesOptions {
  /** Milliseconds that a cursor is moved back when asking. Default: two minutes. */
  readonly overlapMs?: number;
}

export interface LegRequest {
  readonly storeHash: StoreHash;
  /** ISO time. */
  readonly since: string;
  /** Pages of 250 that may be read; more is left to the full comparison. */
  readonly maxPages?: number;
  /** Webhooks set it off, and no run of the schedule. */
  readonly hinted?: true;
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
export function createChangesActivities(deps: Dependencies, { overlapMs = OVERLAP_MS }: ChangesOptions = {}) {
  /** What webhooks set off heeds a person's pause of the schedule, as the schedule itself does. */
  async function leg<T>(
    { storeHash, hinted }: LegRequest,
    priority: QuotaPriority,
    work: (open: OpenConnection) => Promise<T>,
  ): Promise<T> {
    if (hinted === true) await mayFollowHints(deps, storeHash);
    return withFlowing(deps, storeHash, priority, work);
  }

  return {
    /** Asks every source whether anything changed. */
    peek: (request: PeekRequest): Promise<PeekAnswer> => peekAtSources(deps, request, overlapMs),

    /** Brings the store's levels up to date with myOGO's changes and the store's orders. */
    async stockLeg(request: StockRequest): Promise<StockOutcome> {
      return withFlowing(deps, request.storeHash, 'stock', (open) =>
        moveStock({ deps, open, overlapMs, ask: waitingForQuota }, request),
      );
    },

    /** Passes the store's new and changed orders on to their runs. */
    async storeOrdersLeg(request: LegRequest): Promise<OrdersOutcome> {
      const { storeHash, since, maxPages } = request;
      return leg(request, 'orders', async ({ store, connection }) => {
        const count = new Count();
        const rules = takingRules(connection);
        const filter = { minDateModified: askFrom(since, overlapMs), sort: 'id:asc' } as const;
        let page = 0;
        for await (const found of pagesById('bigcommerce', (from) => store.orders.list({ ...filter, ...from }))) {
          await stillFlows(deps, storeHash);
          page += 1;
          if (maxPages !== undefined && page > maxPages && found.rows.length > 0) return { kind: 'too-many' };
          await eachOf(found.rows, async (order) => {
            count.add(await passOnStoreOrder(deps, storeHash, order, rules, found.serverTime ?? serverTime()));
          });
          await editedInOurSecond(deps.changes, store, storeHash, found, async (order) => {
            count.add(await passOnEdited(deps, storeHash, order));
          });
          await eachOf(found.unreadable, async (odd) => {
            // One that may have been placed before a first import that waits, waits with it.
            const mayBeOurs = () => isListedSince(store, odd, takenFrom(rules));
            count.add(await passOnOddStoreOrder(deps, storeHash, odd, mayBeOurs));
          });
        }
        return count.outcome();
      });
    },

    /** Passes what the warehouse did on to the orders' runs. */
    async myogoOrdersLeg(request: LegRequest): Promise<OrdersOutcome> {
      const { storeHash, since, maxPages } = request;
      return leg(request, 'orders', async ({ merchant, connection }) => {
        const count = new Count();
        for await (const page of merchant.orders.pages({ modifiedAfter: askFrom(since, overlapMs) })) {
          await stillFlows(deps, storeHash);
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
    productsLeg(request: LegRequest & { odd?: ProductsLegResult['odd'] }): Promise<ProductsLegResult> {
      const since = askFrom(request.since, overlapMs);
      return leg(request, 'catalogue', (open) => productsLeg(deps, open, since, request.odd));
    },

    /** Starts the full comparison for what a run must not do itself. @returns `running` where one is under way */
    async beginCatchUp(input: ReconcileInput & { catchUp: CatchUp }): Promise<'started' | 'running'> {
      const { storeHash } = input;
      try {
        await deps.temporal.workflow.start(WorkflowType.reconcile, {
          workflowId: workflowId.reconcile(storeHash),
          taskQueue: TaskQueue.main,
          args: [input],
          priority: runPriority(storeHash, 'catalogue'),
          typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
          memo: { [Memo.catchUp]: true },
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

/** From when on orders are taken by themselves: after the second in which a first import was asked about. */
function takenFrom({ ordersFrom, importWaitsBefore }: TakingRules): string {
  if (importWaitsBefore === undefined) return ordersFrom;
  const after = Math.floor(Date.parse(importWaitsBefore) / 1_000) * 1_000 + 1_000;
  return new Date(Math.max(after, Date.parse(ordersFrom))).toISOString();
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

/** Ten at a time: enough to hide the server's latency, little enough to leave it to others. */
async function eachOf<T>(rows: readonly T[], work: (row: T) => Promise<void>): Promise<void> {
  const left = rows.values();
  const worker = async (): Promise<void> => {
    for (const row of left) await work(row);
  };
  await Promise.all(Array.from({ length: Math.min(10, rows.length) }, worker));
}
