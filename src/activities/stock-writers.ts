import { FailureType } from '../contract/failures.ts';
import { groupsForUrl, type LevelWrite } from '../domain/stock-writes.ts';
import type { ItemOutcome, LevelUpdate } from '../bigcommerce/batch.ts';
import type { StoreApi } from '../bigcommerce/client.ts';
import type { InventoryItem } from '../bigcommerce/inventory-items.ts';
import { HttpFailure } from '../http/failure.ts';
import { catalogueRows, type ShelfRow } from './store-shelf.ts';

export interface RefusedLevel {
  readonly sku: string;
  /** The store's words, scrubbed. */
  readonly message: string;
}

/** How stock is read and written at one store. Two ways, one promise: absolute levels, and one bad item stops no other. */
export interface StockWriter {
  readonly name: 'inventory' | 'catalogue';
  /** Rows of some SKUs. A SKU that the store does not know has none. */
  rows(skus: readonly string[]): Promise<ShelfRow[]>;
  /** All rows of the store, page by page. */
  allRows(): AsyncGenerator<readonly ShelfRow[], void, undefined>;
  /** Writes in batches. @returns what the store refused; all else is written */
  write(writes: readonly LevelWrite[]): Promise<RefusedLevel[]>;
}

/** The Inventory API's most items a call, and its largest page. */
const INVENTORY_BATCH = 2_000;
const INVENTORY_PAGE = 1_000;

/** By the Inventory API: needs "Store Inventory". Its writes are applied a little later, so nothing is read back. */
export function inventoryWriter(
  store: Pick<StoreApi, 'inventory' | 'catalogue'>,
  locationId: number,
  beat: () => void,
): StockWriter {
  const shelfRows = (items: readonly InventoryItem[]): ShelfRow[] =>
    items.map((item) => ({
      sku: item.sku,
      productId: item.productId,
      variantId: item.variantId,
      level: item.locations.find((at) => at.locationId === locationId)?.onHand,
    }));

  return {
    name: 'inventory',
    async rows(skus) {
      const wanted = new Set(skus);
      const rows: ShelfRow[] = [];
      const listable = skus.filter((sku) => !sku.includes(','));
      for (const group of groupsForUrl(listable, INVENTORY_PAGE)) {
        for (let page = 1, more = true; more; page += 1) {
          beat();
          const found = await store.inventory.items({ skus: group, locationId, page, limit: INVENTORY_PAGE });
          rows.push(...shelfRows(found.rows).filter(({ sku }) => wanted.has(sku)));
          more = found.more;
        }
      }
      // What has no stock record yet, or is not tracked, is not listed there; the catalogue knows which it is.
      const found = new Set(rows.map(({ sku }) => sku));
      const missing = skus.filter((sku) => !found.has(sku));
      if (missing.length === 0) return rows;
      const others = await catalogueRows(store, missing, { seekVariants: false, beat });
      return [...rows, ...others.map((row) => ({ ...row, level: undefined }))];
    },
    async *allRows() {
      for (let page = 1, more = true; more; page += 1) {
        beat();
        const found = await store.inventory.items({ locationId, page, limit: INVENTORY_PAGE });
        yield shelfRows(found.rows);
        more = found.more;
      }
    },
    async write(writes) {
      const refused: RefusedLevel[] = [];
      // One batch after the other: BigCommerce asks to wait for each answer.
      for (const batch of batchesOf(writes, INVENTORY_BATCH)) {
        refused.push(...(await adjust(batch)));
      }
      return refused;
    },
  };

  /**
   * All or nothing is assumed of a call (UNCONFIRMED). The items that a refusal names are set aside, and where it names
   * none the batch is halved, until the bad ones stand alone.
   */
  async function adjust(batch: readonly LevelWrite[]): Promise<RefusedLevel[]> {
    beat();
    const items = batch.map(({ by, id, quantity }) =>
      by === 'product' ? { locationId, productId: id, quantity } : { locationId, variantId: id, quantity },
    );
    const answer = await store.inventory.setAbsolute({ reason: 'myOGO stock', items });
    if (answer.outcome === 'accepted') return [];
    if (batch.length === 1) return batch.map(({ sku }) => ({ sku, message: answer.message }));
    const named = new Set<object>(answer.named);
    const parts = named.size > 0 && named.size < batch.length ? aside(batch, items, named) : halves(batch);
    const refused: RefusedLevel[] = [];
    for (const part of parts) refused.push(...(await adjust(part)));
    return refused;
  }
}

function aside(batch: readonly LevelWrite[], items: readonly object[], named: ReadonlySet<object>): LevelWrite[][] {
  const isNamed = (_: LevelWrite, place: number): boolean => named.has(items[place] ?? {});
  return [batch.filter((write, place) => !isNamed(write, place)), batch.filter(isNamed)];
}

function halves<T>(batch: readonly T[]): (readonly T[])[] {
  const half = Math.ceil(batch.length / 2);
  return [batch.slice(0, half), batch.slice(half)].filter((part) => part.length > 0);
}

type Send = (levels: readonly LevelUpdate[]) => Promise<readonly ItemOutcome[]>;

/** By the catalogue, where the Inventory permission is missing: the guide's "Products" is enough. */
export function catalogueWriter(store: Pick<StoreApi, 'catalogue'>, beat: () => void): StockWriter {
  const { products, variants } = store.catalogue;
  return {
    name: 'catalogue',
    rows: (skus) => catalogueRows(store, skus, { seekVariants: true, beat }),
    async *allRows() {
      const includeFields = ['id', 'product_id', 'sku', 'inventory_level'];
      for await (const page of variants.pages({ includeFields })) {
        beat();
        yield page.rows
          .filter(({ sku }) => sku !== '')
          .map((row) => ({ sku: row.sku, productId: row.productId, variantId: row.id, level: row.inventoryLevel }));
      }
    },
    async write(writes) {
      const byProduct = writes.filter(({ by }) => by === 'product');
      const byVariant = writes.filter(({ by }) => by === 'variant');
      return [
        ...(await inBatches(byProduct, 10, (levels) => products.updateLevels(levels))),
        ...(await inBatches(byVariant, 50, (levels) => variants.updateLevels(levels))),
      ];
    },
  };

  async function inBatches(writes: readonly LevelWrite[], most: number, send: Send): Promise<RefusedLevel[]> {
    const refused: RefusedLevel[] = [];
    for (const batch of batchesOf(writes, most)) refused.push(...(await update(batch, send)));
    return refused;
  }

  async function update(batch: readonly LevelWrite[], send: Send): Promise<RefusedLevel[]> {
    beat();
    const refused = await outcomesOf(batch, send);
    if (batch.length === 1) return refused.map(({ sku, message }) => ({ sku, message }));
    // Refused along with others: each may pass on its own.
    const again = batch.filter(({ sku }) => refused.some((one) => one.sku === sku));
    const still: RefusedLevel[] = [];
    for (const part of halves(again)) still.push(...(await update(part, send)));
    return still;
  }

  async function outcomesOf(batch: readonly LevelWrite[], send: Send): Promise<RefusedLevel[]> {
    try {
      const outcomes = await send(batch.map(({ id, quantity }) => ({ id, inventoryLevel: quantity })));
      const refused = new Map(outcomes.flatMap((one) => (one.outcome === 'refused' ? [[one.id, one.message]] : [])));
      return batch.flatMap(({ sku, id }) => {
        const message = refused.get(id);
        return message === undefined ? [] : [{ sku, message }];
      });
    } catch (error) {
      const settled: readonly string[] = [FailureType.rejected, FailureType.notFound];
      if (!(error instanceof HttpFailure) || !settled.includes(error.type)) throw error;
      return batch.map(({ sku }) => ({ sku, message: error.message }));
    }
  }
}

function* batchesOf<T>(items: readonly T[], most: number): Generator<readonly T[], void, undefined> {
  for (let start = 0; start < items.length; start += most) yield items.slice(start, start + most);
}
