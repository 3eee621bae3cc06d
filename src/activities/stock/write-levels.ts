import { FailureType } from '../../contract/failures.ts';
import { type OpenOrders } from '../../domain/stock/open-orders.ts';
import { storeLevel, type StockFacts } from '../../domain/stock/stock-level.ts';
import { parts } from '../../domain/stock/why-differs.ts';
import { planWrites, type WantedLevel } from '../../domain/stock/stock-writes.ts';
import { isNotAtWarehouse, mayBeElsewhere, unreadRowsWords } from '../../domain/shared/not-at-warehouse.ts';
import { RowsBySku } from '../../domain/stock/rows-by-sku.ts';
import type { Tally } from '../../domain/stock/tally.ts';
import { accessRefusal, tellAccess } from '../runtime/access.ts';
import { elsewhereOf } from '../products/elsewhere/kept-elsewhere.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { activityFailure } from '../runtime/failures.ts';
import type { Asking } from '../runtime/retry-in-place.ts';
import { catalogueWriter } from './writers/catalogue-writer.ts';
import { inventoryWriter, noSuchLocation, type StockWriter } from './writers/stock-writers.ts';
import type { Zeros } from './stock-brake.ts';
import type { SeenGoods } from './awaited/seen-goods.ts';
import { rememberRight, rememberRow } from './changed-rows.ts';
import { Oddities, oddRowsInto } from './odd-rows.ts';
import { locationOf } from './location.ts';
import type { BoughtCodes } from './bought-codes.ts';
import { readTracking, type ShelfRow } from './writers/store-levels.ts';

export interface StockContext {
  readonly deps: Dependencies;
  readonly open: OpenConnection;
  readonly overlapMs: number;
  /** How requests are sent. */
  readonly ask: Asking;
}

/** Which levels are to be settled, and by what. */
export interface Settling {
  /** myOGO's levels by code. */
  readonly available: ReadonlyMap<string, number>;
  /** Hears of the rows whose codes myOGO has goods of. */
  readonly goods: SeenGoods;
  readonly open: OpenOrders;
  /** False while it is not known what is owed beside what the statuses say: then nothing may rise. */
  readonly mayRise: boolean;
  /** Under which code the warehouse has what was bought. */
  readonly codes: BoughtCodes;
  readonly zeros: Zeros;
  /** True for the second pass, which writes whatever it reads: what the first one wrote may not be applied yet. */
  readonly again: boolean;
  /** True beside the runs of latest changes: the next one may never read the orders that these levels are computed by. */
  readonly beside: boolean;
}

/** Reads the store's levels of some codes, and writes those that differ. */
export async function settleLevels(
  context: StockContext,
  writer: StockWriter,
  settling: Settling,
  tally: Tally,
): Promise<void> {
  const { available, isKnown } = await atWarehouse(context, settling.available, tally);
  const givenUp = new Set<string>();
  const oddities = new Oddities(tally);
  const hearsGivenUp = (skus: readonly string[]): void => {
    for (const sku of skus) givenUp.add(sku);
  };
  const read = await writer.rows([...available.keys()], hearsGivenUp, oddities.hears);
  const found = new RowsBySku();
  const met = read.filter((row) => found.meet(row) && isKnown(row));
  await settling.goods.tell(met);
  const rows = await wantedRows(context, met, settling);
  for (const code of available.keys()) {
    if (!found.has(code)) tally.due(code, givenUp.has(code) ? 'not-looked-for' : oddities.reasonFor(code));
  }
  const inStock = rows.filter(({ level }) => (level ?? 0) > 0).length;
  await writeRows(context, writer, settling, { rows, inStock, several: found.several, all: false }, tally);
}

/** Compares every level of the store, page by page, and writes those that differ. @returns how many were compared */
export async function settleAll(
  context: StockContext,
  writer: StockWriter,
  settling: Settling,
  tally: Tally,
): Promise<number> {
  const { available, isKnown } = await atWarehouse(context, settling.available, tally);
  const found = new RowsBySku();
  const rows: Row[] = [];
  let inStock = 0;
  let compared = 0;
  const compare = async (page: readonly ShelfRow[]): Promise<void> => {
    await settling.goods.tell(page);
    for (const row of await wantedRows(context, page, settling)) {
      if ((row.level ?? 0) > 0) inStock += 1;
      // A SKU that myOGO does not have is not ours to count.
      if (!available.has(row.sku) || !found.meet(row) || !isKnown(row)) continue;
      compared += 1;
      if (row.level === row.wanted) isRight(context, row, tally);
      else rows.push(row);
    }
  };
  const oddities = new Oddities(tally);
  for await (const page of writer.allRows(oddities.hears)) await compare(page);
  const unseen = (): readonly string[] => [...available.keys()].filter((code) => !found.has(code));
  await compare(await writer.unlisted(unseen()));
  for (const code of unseen()) tally.due(code, oddities.reasonFor(code));
  await writeRows(context, writer, settling, { rows, inStock, several: found.several, all: true }, tally);
  return compared;
}

/** What the merchant keeps elsewhere, the store counts itself: no level of it is written, whatever the warehouse says. */
async function atWarehouse(
  { deps, open, ask }: StockContext,
  available: ReadonlyMap<string, number>,
  tally: Tally,
): Promise<{ readonly available: ReadonlyMap<string, number>; readonly isKnown: (row: ShelfRow) => boolean }> {
  const kept = await ask(() => elsewhereOf(deps, open));
  const isKnown = (row: ShelfRow): boolean => {
    if (!mayBeElsewhere(kept, row)) return true;
    tally.due(row.sku, 'unreadable', { level: row.level ?? null, message: unreadRowsWords(kept) });
    return false;
  };
  if (kept.entries.length === 0) return { available, isKnown };
  return { available: new Map([...available].filter(([code]) => !isNotAtWarehouse(kept.entries, code))), isKnown };
}

type Row = WantedLevel &
  Pick<ShelfRow, 'tracking' | 'unread'> & { readonly facts: StockFacts; readonly byOrders: boolean };

/** The level that each row should show: what was bought by another SKU counts where the warehouse has it today. */
async function wantedRows({ open }: StockContext, rows: readonly ShelfRow[], settling: Settling): Promise<Row[]> {
  const { stockBuffer: buffer } = open.connection.settings;
  const { open: orders, codes } = settling;
  const beside = new Map(rows.map((row) => [row, orders.sharesBeside(row)]));
  await codes.find([...beside.values()].flat().map(({ bought }) => bought));
  return rows.map((row) => {
    const { sku } = row;
    let unreserved = orders.of(sku);
    for (const { bought, pieces } of beside.get(row) ?? []) {
      // What cannot be told counts wherever it may be: a level is too low rather than goods sold twice.
      const isHere = codes.of(bought) === sku || codes.isUnclear(bought);
      if (bought.sku === sku && !isHere) unreserved -= pieces;
      else if (bought.sku !== sku && isHere) unreserved += pieces;
    }
    const available = settling.available.get(sku) ?? 0;
    const facts = { available, open: unreserved, buffer };
    return { ...row, facts, wanted: storeLevel(facts), byOrders: settling.beside && unreserved > 0 };
  });
}

function isRight(context: StockContext, row: Row, tally: Tally): void {
  tally.unchanged(row.sku, row.level);
  rememberRight(context, row);
}

interface ReadRows {
  readonly rows: readonly Row[];
  /** SKUs in stock among all rows that were read. */
  readonly inStock: number;
  /** SKUs that several rows carry, whatever these show. */
  readonly several: ReadonlySet<string>;
  /** True where everything was read. */
  readonly all: boolean;
}

async function writeRows(
  context: StockContext,
  writer: StockWriter,
  settling: Settling,
  { rows: read, inStock, several, all }: ReadRows,
  tally: Tally,
): Promise<void> {
  const { open, ask } = context;
  const rows = read.filter(({ sku }) => !several.has(sku));
  const message = 'Several rows of the store carry this SKU.';
  for (const sku of several) tally.due(sku, 'several-rows', { message });
  for (const row of read) {
    // The report shows one that is wrong.
    if (several.has(row.sku) && row.level !== row.wanted) {
      tally.due(row.sku, 'several-rows', { ...valuesOf(row), message });
    }
  }
  for (const row of rows) if (row.level === row.wanted) isRight(context, row, tally);
  const differing = rows.filter((row) => settling.again || row.level !== row.wanted);
  const zeros = differing.filter(({ level, wanted }) => wanted === 0 && level !== 0);
  const back = await settling.zeros.keptBack(writer, { zeros, inStockRead: inStock, all });
  const rises = ({ level, wanted }: Row): boolean => wanted > (level ?? 0);
  const allowed = differing.filter((row) => {
    const reason = row.wanted === 0 ? back.get(row.sku) : rises(row) && !settling.mayRise ? 'owed-unknown' : undefined;
    if (reason !== undefined) tally.due(row.sku, reason, valuesOf(row));
    return reason === undefined;
  });

  const unread = allowed.filter(({ tracking }) => tracking === undefined).map(({ productId }) => productId);
  const { of: tracking, unread: untold } = await readTracking(open.store, unread, ask, oddRowsInto(tally));
  for (const row of allowed) if (row.tracking !== undefined) tracking.set(row.productId, row.tracking);
  const plan = planWrites(allowed, (productId) => tracking.get(productId));
  const rowOf = new Map(allowed.map((row) => [row.sku, row]));
  const asDue = (sku: string): ReturnType<typeof valuesOf> => {
    const row = rowOf.get(sku);
    return row === undefined ? {} : valuesOf(row);
  };

  const refused = new Map((await writer.write(plan.writes)).map(({ sku, message }) => [sku, message]));
  for (const { sku, productId } of allowed) {
    const by = tracking.get(productId)?.tracking;
    const message = 'How the store tracks it cannot be read: none, product or variant would be right.';
    if (by === undefined && untold.has(productId)) tally.due(sku, 'unreadable', { ...asDue(sku), message });
    else if (by === undefined || by === 'none') tally.due(sku, 'untracked', asDue(sku));
  }
  for (const { sku, quantity } of plan.writes) {
    const refusal = refused.get(sku);
    const row = rowOf.get(sku);
    if (refusal !== undefined) tally.due(sku, 'refused-by-store', { ...asDue(sku), message: refusal });
    else tally.written(sku, row?.level, quantity, row && parts(row.facts));
    if (row !== undefined && refusal === undefined) rememberRow(context, { ...row, level: quantity }, tracking);
  }
  for (const sku of plan.trackingMismatch) tally.due(sku, 'tracking-mismatch', asDue(sku));
}

function valuesOf({ level, wanted }: Row): { level?: number | null; wanted?: number } {
  return { level: level ?? null, wanted };
}

/**
 * By the Inventory API where the token may use it, else by the catalogue. A 403 on the way is told to the entity, and the
 * catalogue does the work: levels are absolute, so what was written already is written again without harm.
 */
export async function withWriter(context: StockContext, work: (writer: StockWriter) => Promise<void>): Promise<void> {
  const { deps, open, ask } = context;
  const { storeHash, store: profile } = open.connection;
  const { locationId, defaultLocation } = locationOf(open.connection);
  if (profile?.locationIds?.includes(locationId) === false) throw noSuchLocation(locationId);
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
