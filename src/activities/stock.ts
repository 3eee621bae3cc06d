import type { StockLegResult } from '../contract/changes.ts';
import { FailureType } from '../contract/failures.ts';
import type { StoreHash } from '../contract/ids.ts';
import { askFrom } from '../domain/cursors.ts';
import { OpenOrders, storeLevel } from '../domain/stock-level.ts';
import { planWrites, type WantedLevel } from '../domain/stock-writes.ts';
import { accessRefusal, tellAccess } from './access.ts';
import type { OpenConnection } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { activityFailure } from './failures.ts';
import { readChangedOrders, readOpenOrders, type OrderReading } from './open-orders.ts';
import { catalogueWriter, inventoryWriter, type StockWriter } from './stock-writers.ts';
import { awaitedOf, brake } from './stock-zeros.ts';
import { readTracking, type ShelfRow } from './store-shelf.ts';
import { readAvailable, readChangedStock } from './warehouse-stock.ts';

/** How many items are listed by name in a result; all of them are counted. */
const LISTED = 100;
/** BigCommerce's default location, where the token may not read which one it is. */
const DEFAULT_LOCATION = 1;

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

export interface StockContext {
  readonly deps: Pick<Dependencies, 'temporal' | 'changes' | 'connections'>;
  readonly open: OpenConnection;
  readonly overlapMs: number;
  readonly beat: () => void;
}

/**
 * Brings the store's levels of some SKUs to max(0, available − open − buffer).
 *
 * The order of reading keeps goods from being sold twice: first the orders that wait, then myOGO's levels (an order
 * handed over in between counts twice, which is safe), then the store's levels, then the writes, and at last the orders
 * that came meanwhile, whose deduction a write may have taken back.
 */
export async function moveStock(context: StockContext, request: StockRequest): Promise<StockOutcome> {
  const { open, deps, beat, overlapMs } = context;
  const { storeHash } = request;
  const openOrders = new OpenOrders();
  const reading: OrderReading = {
    store: open.store,
    settings: open.connection.settings,
    open: openOrders,
    overlapMs,
    beat,
  };
  if (await isTooMuch(open, request, overlapMs)) return { kind: 'too-many' };
  const waiting = await readOpenOrders(reading);
  const changedOrders =
    request.ordersSince === undefined ? undefined : await readChangedOrders(reading, request.ordersSince);

  const changes = await readChangedStock(open.merchant, request.since, overlapMs, request.maxPages, beat);
  if (changes === 'too-many') return { kind: 'too-many' };
  const available = new Map([...changes].map(([code, { available }]) => [code, available]));
  const others = [...(changedOrders?.skus ?? []), ...(request.skus ?? [])].filter((sku) => !available.has(sku));
  for (const [code, pieces] of await readAvailable(open.merchant, [...new Set(others)], beat)) {
    available.set(code, pieces);
  }

  const tally = new Tally();
  const settle = async (codes: ReadonlyMap<string, number>, again: boolean): Promise<void> => {
    await withWriter(context, (writer) => settleLevels(context, writer, codes, openOrders, tally, again));
  };
  await settle(available, false);

  const seen = new Map([...(changedOrders?.versions ?? []), ...waiting.versions]);
  const meanwhile = await readChangedOrders(reading, waiting.readAt, seen);
  if (meanwhile.skus.size > 0) {
    // Read anew, because such an order may even have been handed over already.
    await settle(await readAvailable(open.merchant, [...meanwhile.skus], beat), true);
  }

  for (const [code, { version }] of changes) {
    if (!tally.braked.has(code)) deps.changes.remember('myogo-stock', storeHash, code, version);
  }
  for (const [id, version] of [...(changedOrders?.versions ?? []), ...meanwhile.versions]) {
    deps.changes.remember('store-order', storeHash, stockOf(id), version);
  }
  return { kind: 'done', result: tally.result(), keepCursor: tally.asks };
}

/** One question instead of reading twenty pages in vain. */
async function isTooMuch(
  { merchant }: OpenConnection,
  { since, maxPages, many }: StockRequest,
  overlapMs: number,
): Promise<boolean> {
  if (since === undefined || maxPages === undefined || many !== true) return false;
  const beyond = await merchant.stock.list({ modifiedAfter: askFrom(since, overlapMs), page: maxPages + 1 });
  return beyond.rows.length > 0;
}

/** Under this name an order's version is remembered once its SKUs were written: apart from the order's own run. */
export function stockOf(orderId: number): string {
  return `stock-of-${orderId}`;
}

/** What one run did, across its passes. */
class Tally {
  readonly written = new Set<string>();
  readonly unchanged = new Set<string>();
  readonly unknown = new Set<string>();
  readonly mismatch = new Set<string>();
  readonly awaited = new Set<string>();
  readonly braked = new Set<string>();
  readonly refused = new Map<string, string>();
  untracked = 0;
  /** A person was asked, and the question is open. */
  asks = false;

  result(): StockLegResult {
    return {
      written: this.written.size,
      unchanged: this.unchanged.size,
      unknown: { count: this.unknown.size, codes: [...this.unknown].slice(0, LISTED) },
      untracked: this.untracked,
      trackingMismatch: { count: this.mismatch.size, skus: [...this.mismatch].slice(0, LISTED) },
      awaited: this.awaited.size,
      refused: [...this.refused].slice(0, LISTED).map(([sku, message]) => ({ sku, message })),
      braked: this.braked.size,
    };
  }
}

async function settleLevels(
  context: StockContext,
  writer: StockWriter,
  available: ReadonlyMap<string, number>,
  openOrders: OpenOrders,
  tally: Tally,
  again: boolean,
): Promise<void> {
  const { open, beat } = context;
  const { stockBuffer: buffer } = open.connection.settings;
  const rows = await writer.rows([...available.keys()]);
  const known = new Set(rows.map(({ sku }) => sku));
  for (const code of available.keys()) if (!known.has(code)) tally.unknown.add(code);

  const wanted: Row[] = rows.map((row) => ({
    ...row,
    wanted: storeLevel({ available: available.get(row.sku) ?? 0, open: openOrders.of(row.sku), buffer }),
  }));
  for (const row of wanted) if (row.level === row.wanted) tally.unchanged.add(row.sku);
  // The second pass writes whatever it reads: what the first one wrote may not be applied yet.
  const differing = wanted.filter((row) => again || row.level !== row.wanted);
  const allowed = await withoutUnwantedZeros(context, writer, wanted, differing, tally);

  const unread = allowed.filter(({ tracking }) => tracking === undefined).map(({ productId }) => productId);
  const tracking = await readTracking(open.store, unread, beat);
  for (const row of allowed) if (row.tracking !== undefined) tracking.set(row.productId, row.tracking);
  const plan = planWrites(allowed, (productId) => tracking.get(productId));

  for (const { sku, message } of await writer.write(plan.writes)) tally.refused.set(sku, message);
  for (const sku of plan.duplicates) tally.refused.set(sku, 'Several rows of the store carry this SKU.');
  for (const sku of plan.trackingMismatch) tally.mismatch.add(sku);
  if (!again) tally.untracked += plan.untracked;
  for (const { sku } of plan.writes) {
    if (tally.refused.has(sku)) continue;
    tally.written.add(sku);
    tally.unchanged.delete(sku);
  }
}

type Row = WantedLevel & Pick<ShelfRow, 'tracking'>;

/** Takes those zeros out that are no news yet (first goods awaited), and those that a person must allow (brake). */
async function withoutUnwantedZeros(
  { deps, open }: StockContext,
  writer: StockWriter,
  all: readonly Row[],
  differing: readonly Row[],
  tally: Tally,
): Promise<readonly Row[]> {
  const isZero = ({ level, wanted }: Row): boolean => wanted === 0 && level !== 0;
  if (!differing.some(isZero)) return differing;
  const { storeHash, settings } = open.connection;
  const awaited = await awaitedOf(deps, storeHash);
  for (const row of differing) if (isZero(row) && awaited.has(row.sku)) tally.awaited.add(row.sku);

  const falling = differing.filter((row) => isZero(row) && (row.level ?? 0) > 0 && !awaited.has(row.sku));
  const skus = [...new Set(falling.map(({ sku }) => sku))];
  const inStockRead = all.filter(({ level }) => (level ?? 0) > 0).length;
  const decision = await brake(deps, writer, { storeHash, skus, inStockRead, share: settings.brakeShare });
  if (decision !== 'write') for (const sku of skus) tally.braked.add(sku);
  if (decision === 'keep-back-and-ask') tally.asks = true;
  return differing.filter((row) => !isZero(row) || !(tally.awaited.has(row.sku) || tally.braked.has(row.sku)));
}

/**
 * By the Inventory API where the token may use it, else by the catalogue. A 403 on the way is told to the entity, and the
 * catalogue does the work: levels are absolute, so what was written already is written again without harm.
 */
async function withWriter(context: StockContext, work: (writer: StockWriter) => Promise<void>): Promise<void> {
  const { deps, open, beat } = context;
  const { storeHash, settings, store: profile } = open.connection;
  const defaultLocation = profile?.defaultLocationId ?? DEFAULT_LOCATION;
  const locationId = settings.locationId ?? defaultLocation;
  if (profile?.inventoryScope === true) {
    try {
      await work(inventoryWriter(open.store, locationId, beat));
      return;
    } catch (error) {
      const refusal = accessRefusal(error);
      if (refusal?.detail.capability !== 'Store Inventory' || refusal.type !== FailureType.scopeMissing) throw error;
      await tellAccess(deps, storeHash, open.versions.credentials, refusal);
    }
  }
  if (locationId !== defaultLocation) {
    throw activityFailure(
      FailureType.scopeMissing,
      'Without the permission “Store Inventory” stock can only be written to the store’s default location.',
      { side: 'bigcommerce', capability: 'Store Inventory' },
    );
  }
  return work(catalogueWriter(open.store, beat));
}
