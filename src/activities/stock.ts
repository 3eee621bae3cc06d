import type { StockLegResult } from '../contract/changes.ts';
import type { StoreHash } from '../contract/ids.ts';
import { askFrom } from '../domain/cursors.ts';
import { OpenOrders } from '../domain/stock-level.ts';
import type { OpenConnection } from './connections.ts';
import { readChangedOrders, readOpenOrders, type OrderReading } from './open-orders.ts';
import { settleLevels, Tally, withWriter, type StockContext } from './stock-settle.ts';
import { readAvailable, readChangedStock, type ChangedStock } from './warehouse-stock.ts';

export interface StockRequest {
  readonly storeHash: StoreHash;
  /** Levels that myOGO changed since then; `undefined`: none are asked for. */
  readonly since?: string;
  /** Store orders that changed since then: their SKUs are written again. */
  readonly ordersSince?: string;
  /** Further SKUs. */
  readonly skus?: readonly string[];
  /** myOGO pages of 250 that may be read; more is left to the full comparison. */
  readonly maxPages?: number;
  /** True where the first page was full: then it is found out first whether there are more than `maxPages`. */
  readonly many?: boolean;
}

export type StockOutcome =
  | { readonly kind: 'done'; readonly result: StockLegResult; readonly keepCursor: boolean }
  | { readonly kind: 'too-many' };

/**
 * Brings the store's levels of some SKUs to max(0, available − open − buffer).
 *
 * The order of reading keeps goods from being sold twice: first the orders that wait, then myOGO's levels (an order
 * handed over in between counts twice, which is safe), then the store's levels, then the writes, and at last the orders
 * that came meanwhile, whose deduction a write may have taken back.
 */
export async function moveStock(context: StockContext, request: StockRequest): Promise<StockOutcome> {
  const { open, deps, ask, overlapMs } = context;
  const { storeHash } = request;
  const openOrders = new OpenOrders();
  const reading: OrderReading = {
    store: open.store,
    settings: open.connection.settings,
    open: openOrders,
    overlapMs,
    ask,
  };
  const maxPages = mostPages(open, request);
  if (await isTooMuch(context, { ...request, maxPages })) return { kind: 'too-many' };
  const waiting = await readOpenOrders(reading);
  const changedOrders =
    request.ordersSince === undefined ? undefined : await readChangedOrders(reading, request.ordersSince);

  const changes = await readChangedStock(open.merchant, request.since, overlapMs, maxPages, ask);
  if (changes === 'too-many') return { kind: 'too-many' };
  // What the overlapping window shows again was settled before.
  const news = [...changes].filter(([code, { version }]) =>
    deps.changes.isNews('myogo-stock', storeHash, code, version),
  );
  const available = new Map(news.map(([code, { available }]) => [code, available]));
  const others = [...(changedOrders?.skus ?? []), ...(request.skus ?? [])].filter((sku) => !available.has(sku));
  for (const [code, pieces] of await readAvailable(open.merchant, [...new Set(others)], ask)) {
    available.set(code, pieces);
  }

  const tally = new Tally();
  const settle = async (codes: ReadonlyMap<string, number>, again: boolean): Promise<void> => {
    await withWriter(context, (writer) =>
      settleLevels(context, writer, { available: codes, open: openOrders, again }, tally),
    );
  };
  await settle(available, false);
  showLag(deps, news, tally);

  const seen = new Map([...(changedOrders?.versions ?? []), ...waiting.versions]);
  const meanwhile = await readChangedOrders(reading, waiting.readAt, seen);
  if (meanwhile.skus.size > 0) {
    // Read anew, because such an order may even have been handed over already.
    await settle(await readAvailable(open.merchant, [...meanwhile.skus], ask), true);
  }

  for (const [code, { version }] of news) {
    if (!tally.braked.has(code)) deps.changes.remember('myogo-stock', storeHash, code, version);
  }
  for (const [id, version] of [...(changedOrders?.versions ?? []), ...meanwhile.versions]) {
    deps.changes.remember('store-order', storeHash, stockOf(id), version);
  }
  return { kind: 'done', result: tally.result(), keepCursor: tally.asks };
}

/** How late the oldest of the changes was that reached the store now. */
function showLag(
  { metrics }: Pick<StockContext['deps'], 'metrics'>,
  news: readonly (readonly [code: string, change: ChangedStock])[],
  { written }: Tally,
): void {
  let oldest = Infinity;
  for (const [code, { modified }] of news) {
    if (modified !== undefined && written.has(code)) oldest = Math.min(oldest, Date.parse(modified));
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
  return beyond.rows.length > 0;
}

/** Under this name an order's version is remembered once its SKUs were written: apart from the order's own run. */
export function stockOf(orderId: number): string {
  return `stock-of-${orderId}`;
}
