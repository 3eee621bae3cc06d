import type { StockLegResult } from '../contract/changes.ts';
import { FailureType } from '../contract/failures.ts';
import { storeLevel, type OpenOrders } from '../domain/stock-level.ts';
import { planWrites, type WantedLevel } from '../domain/stock-writes.ts';
import { accessRefusal, tellAccess } from './access.ts';
import type { OpenConnection } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { activityFailure } from './failures.ts';
import type { Asking } from './scan-patience.ts';
import { catalogueWriter, inventoryWriter, type StockWriter } from './stock-writers.ts';
import { awaitedOf, brake } from './stock-zeros.ts';
import { readTracking, type ShelfRow } from './store-shelf.ts';

/** How many items are listed by name in a result; all of them are counted. */
const LISTED = 100;
/** BigCommerce's default location, where the token may not read which one it is. */
const DEFAULT_LOCATION = 1;

export interface StockContext {
  readonly deps: Pick<Dependencies, 'temporal' | 'changes' | 'connections' | 'metrics'>;
  readonly open: OpenConnection;
  readonly overlapMs: number;
  /** How requests are sent. */
  readonly ask: Asking;
}

/** What one run did, across its passes. */
export class Tally {
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

/** Which levels are to be settled, and by what. */
export interface Settling {
  /** myOGO's levels by code. */
  readonly available: ReadonlyMap<string, number>;
  readonly open: OpenOrders;
  /** True for the second pass, which writes whatever it reads: what the first one wrote may not be applied yet. */
  readonly again: boolean;
}

/** Reads the store's levels of some codes, and writes those that differ. */
export async function settleLevels(
  context: StockContext,
  writer: StockWriter,
  settling: Settling,
  tally: Tally,
): Promise<void> {
  const { available, again } = settling;
  const rows = wantedRows(context, await writer.rows([...available.keys()]), settling);
  const known = new Set(rows.map(({ sku }) => sku));
  for (const code of available.keys()) if (!known.has(code)) tally.unknown.add(code);
  for (const { sku, level, wanted } of rows) if (level === wanted) tally.unchanged.add(sku);
  const differing = rows.filter((row) => again || row.level !== row.wanted);
  const inStock = rows.filter(({ level }) => (level ?? 0) > 0).length;
  await writeRows(context, writer, { differing, inStock, again }, tally);
}

/** Compares every level of the store, page by page, and writes those that differ. @returns how many were compared */
export async function settleAll(
  context: StockContext,
  writer: StockWriter,
  settling: Settling,
  tally: Tally,
): Promise<number> {
  const unseen = new Set(settling.available.keys());
  const differing: Row[] = [];
  let inStock = 0;
  let compared = 0;
  const compare = (page: readonly ShelfRow[]): void => {
    for (const row of wantedRows(context, page, settling)) {
      if ((row.level ?? 0) > 0) inStock += 1;
      // A SKU that myOGO does not have is not ours to count.
      if (!settling.available.has(row.sku)) continue;
      unseen.delete(row.sku);
      compared += 1;
      if (row.level === row.wanted) tally.unchanged.add(row.sku);
      else differing.push(row);
    }
  };
  for await (const page of writer.allRows()) compare(page);
  compare(await writer.unlisted([...unseen]));
  for (const code of unseen) tally.unknown.add(code);
  await writeRows(context, writer, { differing, inStock, again: settling.again }, tally);
  return compared;
}

function wantedRows({ open }: StockContext, rows: readonly ShelfRow[], settling: Settling): Row[] {
  const { stockBuffer: buffer } = open.connection.settings;
  return rows.map((row) => ({
    ...row,
    wanted: storeLevel({ available: settling.available.get(row.sku) ?? 0, open: settling.open.of(row.sku), buffer }),
  }));
}

interface Differing {
  readonly differing: readonly Row[];
  /** SKUs in stock among the rows that were read. */
  readonly inStock: number;
  readonly again: boolean;
}

async function writeRows(
  context: StockContext,
  writer: StockWriter,
  { differing, inStock, again }: Differing,
  tally: Tally,
): Promise<void> {
  const { open, ask } = context;
  const allowed = await withoutUnwantedZeros(context, writer, inStock, differing, tally);

  const unread = allowed.filter(({ tracking }) => tracking === undefined).map(({ productId }) => productId);
  const tracking = await readTracking(open.store, unread, ask);
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
  inStockRead: number,
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
  const decision = await brake(deps, writer, { storeHash, skus, inStockRead, share: settings.brakeShare });
  if (decision !== 'write') for (const sku of skus) tally.braked.add(sku);
  if (decision === 'keep-back-and-ask') tally.asks = true;
  return differing.filter((row) => !isZero(row) || !(tally.awaited.has(row.sku) || tally.braked.has(row.sku)));
}

/**
 * By the Inventory API where the token may use it, else by the catalogue. A 403 on the way is told to the entity, and the
 * catalogue does the work: levels are absolute, so what was written already is written again without harm.
 */
export async function withWriter(context: StockContext, work: (writer: StockWriter) => Promise<void>): Promise<void> {
  const { deps, open, ask } = context;
  const { storeHash, settings, store: profile } = open.connection;
  const defaultLocation = profile?.defaultLocationId ?? DEFAULT_LOCATION;
  const locationId = settings.locationId ?? defaultLocation;
  if (profile?.inventoryScope === true) {
    try {
      await work(inventoryWriter(open.store, locationId, ask));
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
  return work(catalogueWriter(open.store, ask));
}
