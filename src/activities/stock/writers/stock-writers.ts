import { FailureType } from '../../../contract/failures.ts';
import { groupsForUrl, type LevelWrite } from '../../../domain/stock/stock-writes.ts';
import { chunksOf } from '../../../domain/shared/chunks.ts';
import { namesId } from '../../../bigcommerce/batch.ts';
import type { StoreApi } from '../../../bigcommerce/client.ts';
import type { AdjustmentOutcome, InventoryFilter, LevelAt } from '../../../bigcommerce/inventory/inventory.ts';
import type { InventoryItem } from '../../../bigcommerce/inventory/inventory-items.ts';
import { HttpFailure } from '../../../http/failure.ts';
import { pagesOf } from '../../../http/paging.ts';
import { activityFailure } from '../../runtime/failures.ts';
import type { Asking } from '../../runtime/retry-in-place.ts';
import { catalogueRows, type Looking, type ShelfRow } from './store-levels.ts';
import type { OddRows } from '../odd-rows.ts';
import { UnreadLevels } from './unread-levels.ts';

export interface RefusedLevel {
  readonly sku: string;
  /** The store's words, scrubbed. */
  readonly message: string;
}

/** How stock is read and written at one store. Two ways, one promise: absolute levels, and one bad item stops no other. */
export interface StockWriter {
  readonly name: 'inventory' | 'catalogue';
  /**
   * Rows of some SKUs. A SKU that the store does not know has none.
   * @param givenUp hears of those that were not looked for to the end: whether the store has them is not known
   * @param odd hears of rows that could not be read
   */
  rows(skus: readonly string[], givenUp: (skus: readonly string[]) => void, odd: OddRows): Promise<ShelfRow[]>;
  /** All rows of the store, page by page. */
  allRows(odd?: OddRows): AsyncGenerator<readonly ShelfRow[], void, undefined>;
  /** Rows of some SKUs that {@link StockWriter.allRows} left out, although the store has them. */
  unlisted(skus: readonly string[]): Promise<ShelfRow[]>;
  /** Writes in batches. @returns what the store refused; all else is written */
  write(writes: readonly LevelWrite[]): Promise<RefusedLevel[]>;
}

/** The Inventory API's most items a call, and its largest page. */
const INVENTORY_BATCH = 2_000;
const INVENTORY_PAGE = 1_000;
/** Requests for what the Inventory API does not list: mostly codes that the store does not sell. */
const LOOKED_UP = 40;
/** A refused batch larger than this is probed before it is cut down to single items. */
const PROBED = 100;
const PROBES = 10;

/** By the Inventory API: needs "Store Inventory". Its writes are applied a little later, so nothing is read back. */
export function inventoryWriter(
  store: Pick<StoreApi, 'inventory' | 'catalogue'>,
  locationId: number,
  ask: Asking,
): StockWriter {
  const shelfRows = (items: readonly InventoryItem[]): ShelfRow[] =>
    items.map((item) => ({
      sku: item.sku,
      productId: item.productId,
      variantId: item.variantId,
      level: item.locations.find((at) => at.locationId === locationId)?.onHand,
    }));
  const listed = (filter: InventoryFilter) => ask(() => store.inventory.items(filter));
  const unlisted = new UnreadLevels();

  return {
    name: 'inventory',
    async rows(skus, givenUp, odd) {
      const wanted = new Set(skus);
      const rows: ShelfRow[] = [];
      const listable = skus.filter((sku) => !sku.includes(','));
      const unread = new UnreadLevels(skus.filter((sku) => sku.includes(',')));
      for (const group of groupsForUrl(listable, INVENTORY_PAGE)) {
        const filter = { skus: group, locationId, limit: INVENTORY_PAGE };
        for await (const page of pagesOf('bigcommerce', listed, filter)) {
          unread.hears(page);
          odd(page);
          rows.push(...shelfRows(page.rows).filter(({ sku }) => wanted.has(sku)));
        }
      }
      const found = new Set(rows.map(({ sku }) => sku));
      const missing = skus.filter((sku) => !found.has(sku));
      if (missing.length === 0) return rows;
      return [...rows, ...(await withoutRecord(missing, LOOKED_UP, unread, { givenUp, odd }))];
    },
    async *allRows(odd) {
      const filter = { locationId, limit: INVENTORY_PAGE };
      for await (const page of pagesOf('bigcommerce', listed, filter)) {
        unlisted.hears(page);
        odd?.(page);
        yield shelfRows(page.rows);
      }
    },
    unlisted: (skus) => withoutRecord(skus, Infinity, unlisted),
    async write(writes) {
      const refused: RefusedLevel[] = [];
      // One batch after the other: BigCommerce asks to wait for each answer.
      for (const batch of chunksOf(writes, INVENTORY_BATCH)) {
        refused.push(...(await adjust(batch)));
      }
      return refused;
    },
  };

  function itemOf({ by, id, quantity }: LevelWrite): LevelAt {
    return by === 'product' ? { locationId, productId: id, quantity } : { locationId, variantId: id, quantity };
  }

  /** What has no stock record yet, or is not tracked, may not be listed there (UNCONFIRMED); the catalogue has it. */
  async function withoutRecord(
    skus: readonly string[],
    mostRequests: number,
    unread: UnreadLevels,
    hears: Pick<Looking, 'givenUp' | 'odd'> = {},
  ): Promise<ShelfRow[]> {
    const rows = await catalogueRows(store, skus, { mostRequests, ask, ...hears });
    return rows.map((row) => unread.mark({ ...row, level: undefined }, row.level));
  }

  /** What becomes of one call: a refusal of any kind is the items' matter, and stops no other level. */
  async function set(items: readonly LevelAt[]): Promise<AdjustmentOutcome> {
    try {
      return await ask(() => store.inventory.setAbsolute({ reason: 'myOGO stock', items }));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { outcome: 'refused', message: error.message, named: [] };
    }
  }

  /** True where items from all over a batch are refused one by one with the same words: its cause is no item's. */
  async function isCommon(batch: readonly LevelWrite[], words: string): Promise<boolean> {
    for (let n = 0; n < PROBES; n += 1) {
      const probe = batch[Math.floor(((n + 0.5) * batch.length) / PROBES)];
      if (probe === undefined) return false;
      const answer = await set([itemOf(probe)]);
      if (answer.outcome === 'accepted' || answer.message !== words) return false;
    }
    return true;
  }

  /**
   * All or nothing is assumed of a call (UNCONFIRMED). The items that a refusal names are set aside, and where it names
   * none the batch is halved, until the bad ones stand alone.
   */
  async function adjust(batch: readonly LevelWrite[], isPart = false): Promise<RefusedLevel[]> {
    const items = batch.map(itemOf);
    const answer = await set(items);
    if (answer.outcome === 'accepted') return [];
    // The same place for all of them: asking for each would be hundreds of requests for one answer.
    if (namesLocation(answer.message, locationId)) throw noSuchLocation(locationId, answer.message);
    if (batch.length === 1) return batch.map(({ sku }) => ({ sku, message: answer.message }));
    if (!isPart && answer.named.length === 0 && batch.length > PROBED && (await isCommon(batch, answer.message))) {
      return batch.map(({ sku }) => ({ sku, message: answer.message }));
    }
    const named = new Set<object>(answer.named);
    const parts = named.size > 0 && named.size < batch.length ? aside(batch, items, named) : halves(batch);
    const refused: RefusedLevel[] = [];
    for (const part of parts) refused.push(...(await adjust(part, true)));
    return refused;
  }
}

/** True where a refusal speaks of the location and not of an item. */
function namesLocation(words: string, locationId: number): boolean {
  return /\blocation/i.test(words) && namesId(words, locationId) && !/\b(?:variant_id|product_id|sku)\b/i.test(words);
}

/** A person must change the setting: one report, and nothing more is tried. */
export function noSuchLocation(locationId: number, words?: string): Error {
  const said = words === undefined ? '' : ` The store says: ${words}`;
  return activityFailure(
    FailureType.rejected,
    `The store takes no stock at location ${locationId}: change the setting locationId to a location that it has.${said}`,
    { side: 'bigcommerce' },
  );
}

function aside(batch: readonly LevelWrite[], items: readonly object[], named: ReadonlySet<object>): LevelWrite[][] {
  const isNamed = (_: LevelWrite, place: number): boolean => named.has(items[place] ?? {});
  return [batch.filter((write, place) => !isNamed(write, place)), batch.filter(isNamed)];
}

/** What is asked for is refused: it did nothing, and would be refused again. */
export function isRefusal(error: unknown): error is HttpFailure {
  const refusals: readonly string[] = [FailureType.rejected, FailureType.notFound];
  return error instanceof HttpFailure && refusals.includes(error.type);
}

export function halves<T>(batch: readonly T[]): (readonly T[])[] {
  const half = Math.ceil(batch.length / 2);
  return [batch.slice(0, half), batch.slice(half)].filter((part) => part.length > 0);
}
