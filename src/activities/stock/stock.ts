import type { StockLegResult } from '../../contract/changes.ts';
import { defined } from '../../contract/defined.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { StockCarry } from '../../contract/stock.ts';
import { askFrom } from '../../domain/changes/cursors.ts';
import { oddVersion } from '../../domain/changes/row-versions.ts';
import { carryOn, dueNow, isTriedAgain, leftLevels, openMoved, waitingFor } from '../../domain/stock/carry.ts';
import { OpenOrders } from '../../domain/stock/open-orders.ts';
import { Tally } from '../../domain/stock/tally.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import { readChangedOrders, readOpenOrders, type OrderReading } from './open-orders.ts';
import { settleLevels, withWriter, type Settling, type StockContext } from './write-levels.ts';
import { Zeros } from './stock-brake.ts';
import { SeenGoods } from './awaited/seen-goods.ts';
import { skusToday } from '../products/skus-today.ts';
import { BoughtCodes } from './bought-codes.ts';
import { changedSkus } from './changed-rows.ts';
import { isFirstAttempt } from '../runtime/write-once.ts';
import { oddRowsInto, UnclearCodes } from './odd-rows.ts';
import { readOwed } from './owed/owed-rows.ts';
import { serverTime } from '../runtime/server-clock.ts';
import { lookAgain, settleOrdered, type Settle } from './look-again.ts';
import { readAvailable, readChangedStock, type ChangedStock } from './warehouse-stock.ts';

export interface StockRequest {
  readonly storeHash: StoreHash;
  /** Levels that myOGO changed since then; `undefined`: none are asked for. */
  readonly since?: string;
  /** Store orders that changed since then: their SKUs are written again. */
  readonly ordersSince?: string;
  /** Rows of the store's catalogue that changed since then: their SKUs are compared. */
  readonly productsSince?: string;
  /** What the run before left: what is due, and what its levels were computed by. */
  readonly carried?: StockCarry;
  /** Further SKUs. */
  readonly skus?: readonly string[];
  /** myOGO pages of 250 that may be read; more is left to the full comparison. */
  readonly maxPages?: number;
  /** True where the first page was full: then it is found out first whether there are more than `maxPages`. */
  readonly many?: boolean;
  /**
   * True for every run but those of latest changes, of which the next one reads all that changed since this one began: one
   * that writes beside them reads what they have settled, too, and looks at its own writes until nothing is newer.
   */
  readonly beside?: boolean;
}

export type StockOutcome =
  | {
      readonly kind: 'done';
      readonly result: StockLegResult;
      /** What is left to the next run. */
      readonly carry: StockCarry;
    }
  | { readonly kind: 'too-many' };

/**
 * Brings the store's levels of some SKUs to max(0, available − unreserved − buffer): those of which any fact changed, and
 * those that were due before.
 *
 * The order of reading keeps goods from being sold twice: first the orders that wait, then myOGO's levels (an order
 * handed over in between counts twice, which is safe), then the store's levels, then the writes, and at last the orders
 * that came meanwhile, whose deduction a write may have taken back.
 */
export async function moveStock(context: StockContext, request: StockRequest): Promise<StockOutcome> {
  const { open, deps, ask, overlapMs } = context;
  const { connection, merchant } = open;
  const { storeHash, carried, beside = false } = request;
  const zeros = new Zeros(deps, connection, carried === undefined ? [] : waitingFor(carried, 'awaited'));
  await zeros.begin();
  const began = new Date(serverTime()).toISOString();
  const tally = new Tally();
  const odd = oddRowsInto(tally);
  const orders = new OpenOrders();
  const reading: OrderReading = { store: open.store, settings: connection.settings, open: orders, overlapMs, ask, odd };
  const maxPages = mostPages(open, request);
  if (await isTooMuch(context, { ...request, maxPages })) return { kind: 'too-many' };
  const owed = await readOwed(deps, connection);
  const waiting = await readOpenOrders(reading);
  orders.owe(owed.rows);
  const changedOrders =
    request.ordersSince === undefined ? undefined : await readChangedOrders(reading, request.ordersSince);

  const unclear = new UnclearCodes(tally, carried === undefined ? [] : waitingFor(carried, 'several-rows'));
  const changes = await readChangedStock(merchant, request.since, overlapMs, maxPages, ask, unclear);
  if (changes === 'too-many') return { kind: 'too-many' };
  // What the overlapping window shows again was settled before.
  const isNews = (code: string, version: string): boolean =>
    beside || deps.changes.isNews('myogo-stock', storeHash, code, version);
  const news = [...changes].filter(([code, { version }]) => isNews(code, version));
  const available = new Map(news.map(([code, { available }]) => [code, available]));
  const inStock = new Set(news.flatMap(([code, change]) => (change.inStock ? [code] : [])));
  const rows =
    request.productsSince === undefined
      ? undefined
      : await changedSkus(open.store, context, askFrom(request.productsSince, overlapMs), ask, {
          shared: sharedDue(carried),
          left: leftLevels(carried),
          missing: carried === undefined ? [] : waitingFor(carried, 'not-in-store'),
        });

  const unknown = new Set<string>();
  const readMore = async (skus: Iterable<string>): Promise<void> => {
    const others = [...new Set(skus)].filter((sku) => !available.has(sku) && !unknown.has(sku));
    const shelved = await readAvailable(merchant, others, ask, unclear);
    for (const [code, pieces] of shelved.available) available.set(code, pieces);
    for (const code of shelved.inStock) inStock.add(code);
    for (const sku of others) if (!available.has(sku) && !unclear.has(sku)) unknown.add(sku);
  };
  const moved = carried === undefined ? [] : openMoved(carried, orders.totals());
  const due = carried === undefined ? [] : dueAgain(carried);
  await readMore([...(changedOrders?.skus ?? []), ...(request.skus ?? []), ...moved, ...due, ...(rows?.skus ?? [])]);
  // What was ordered under a code that is gone is owed under the code that its variant has today.
  const renamed = [...unknown].flatMap((sku) => orders.boughtAs(sku));
  if (renamed.length > 0) await readMore((await skusToday(open.store, renamed, ask)).of.values());
  // Told before any level is written: goods that were seen once are never awaited again.
  const goods = new SeenGoods(deps, open, inStock);
  await goods.tellCodes();

  const codes = new BoughtCodes(context, odd);
  const settle: Settle = async ({ levels, open: owing, mayRise, again }) => {
    if (levels.size === 0) return;
    const settling: Settling = { available: new Map(levels), goods, open: owing, mayRise, codes, zeros, again, beside };
    await withWriter(context, (writer) => settleLevels(context, writer, settling, tally));
  };
  const first = { open: orders, mayRise: owed.complete, again: false };
  await settle({ levels: available, ...first });
  // What was bought by a SKU that was judged, and is called otherwise now, has moved the level of that code, too.
  const judged = new Set(available.keys());
  await readMore(codes.found());
  await settle({ levels: new Map([...available].filter(([code]) => !judged.has(code))), ...first });
  showLag(deps, news, tally);

  const wasRead = { reading, waiting, changed: changedOrders, owed, began, available, unclear, zeros };
  const meanwhile = beside ? undefined : await settleOrdered(context, wasRead, settle, tally);
  if (beside) await lookAgain(context, wasRead, settle, tally);
  unclear.due(available);
  await zeros.tell(tally, { all: false });

  // A run of latest changes may yet write older levels over these; and so may an attempt whose writes have no known end.
  if (meanwhile !== undefined && isFirstAttempt()) {
    for (const [code, { version }] of news) {
      if (!isTriedAgain(tally.reasonOf(code))) deps.changes.remember('myogo-stock', storeHash, code, version);
    }
    for (const [id, version] of [...(changedOrders?.versions ?? []), ...meanwhile]) {
      deps.changes.remember('stock-order', storeHash, id, version);
    }
  }
  for (const odd of unclear.rows) {
    if (odd.id !== undefined) deps.changes.remember('myogo-stock', storeHash, String(odd.id), oddVersion(odd));
  }
  rows?.seen();
  const now = new Date().toISOString();
  const carry = carryOn(carried, {
    due: tally.allDue(),
    judged: new Set([...tally.seen(), ...unknown]),
    open: orders.totals(),
    estimate: orders.estimate,
    levels: { left: tally.levels(), ...defined({ shown: rows?.levels }) },
    now,
    ...(isFirstAttempt() ? {} : { unsettledUntil: new Date(serverTime() + deps.settleMs).toISOString() }),
  });
  const since = new Map(carry.due.map((row) => [row.sku, row.since]));
  return { kind: 'done', result: tally.result((sku) => since.get(sku) ?? now), carry };
}

/** At most so many codes of those that are not looked for at each run are looked for at once; the next ones at the next. */
const LOOKED_FOR = 30;

/** What several rows share: it is ended by a change of the one that goes. */
function sharedDue(carried: StockCarry | undefined): readonly string[] {
  return carried === undefined ? [] : waitingFor(carried, 'several-rows', 'tracking-mismatch').slice(0, LOOKED_FOR);
}

/** What was due before, and is tried again: what has waited its pause, and what an answer may have ended. */
function dueAgain(carried: StockCarry): readonly string[] {
  const notLookedFor = new Set(waitingFor(carried, 'not-looked-for'));
  const again = dueNow(carried);
  return [
    ...again.filter((sku) => !notLookedFor.has(sku)),
    ...again.filter((sku) => notLookedFor.has(sku)).slice(0, LOOKED_FOR),
  ];
}

/** How late the oldest of the changes was that reached the store now. */
function showLag(
  { metrics }: Pick<StockContext['deps'], 'metrics'>,
  news: readonly (readonly [code: string, change: ChangedStock])[],
  tally: Tally,
): void {
  let oldest = Infinity;
  for (const [code, { modified }] of news) {
    if (modified !== undefined && tally.wrote(code)) oldest = Math.min(oldest, Date.parse(modified));
  }
  if (oldest < Infinity) metrics.stockLag((Date.now() - oldest) / 1_000);
}

/** Without the Inventory permission a level costs so many more requests that a run takes only this many pages. */
const CATALOGUE_PAGES = 5;

function mostPages({ connection }: OpenConnection, { maxPages }: StockRequest): number | undefined {
  if (maxPages === undefined || connection.store?.inventoryScope === true) return maxPages;
  return Math.min(maxPages, CATALOGUE_PAGES);
}

/** One question instead of reading all those pages in vain. */
async function isTooMuch(
  { open: { merchant }, overlapMs, ask }: StockContext,
  { since, maxPages, many }: Omit<StockRequest, 'maxPages'> & { readonly maxPages: number | undefined },
): Promise<boolean> {
  if (since === undefined || maxPages === undefined || many !== true) return false;
  const filter = { modifiedAfter: askFrom(since, overlapMs), page: maxPages + 1 };
  const beyond = await ask(() => merchant.stock.list(filter));
  return beyond.rows.length + beyond.unreadable.length > 0;
}
