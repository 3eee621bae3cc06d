import { groupsForUrl, type ProductTracking, type Tracking } from '../domain/stock-writes.ts';
import type { StoreApi } from '../bigcommerce/client.ts';

/** One sellable row of the store with the level that it shows. */
export interface ShelfRow {
  readonly sku: string;
  readonly productId: number;
  readonly variantId: number;
  /** `undefined` where the store has no stock record of it. */
  readonly level: number | undefined;
  /** How the store tracks it, where the reading showed it. */
  readonly tracking?: ProductTracking;
}

/** Up to so many SKUs are looked up one by one; beyond, paging through all variants is cheaper. */
const ONE_BY_ONE = 40;

const productFields = ['id', 'sku', 'type', 'inventory_level', 'inventory_tracking', 'base_variant_id'] as const;
const variantFields = ['id', 'product_id', 'sku', 'inventory_level'] as const;

/**
 * The rows of some SKUs by the catalogue alone, which needs no more than "Products". Products without options are found
 * by their own SKU, hundreds a request; variants only one by one, or by paging through all of them.
 * @param options.seekVariants false: give up on what neither is a product's own SKU nor few
 */
export async function catalogueRows(
  { catalogue }: Pick<StoreApi, 'catalogue'>,
  skus: readonly string[],
  options: { readonly seekVariants: boolean; readonly beat: () => void },
): Promise<ShelfRow[]> {
  const wanted = new Set(skus);
  const rows: ShelfRow[] = [];
  // A comma would cut a SKU in two.
  const listable = skus.filter((sku) => !sku.includes(','));
  for (const group of groupsForUrl(listable, 250)) {
    for await (const page of catalogue.products.pages({ skus: group, includeFields: productFields })) {
      options.beat();
      for (const { id, sku, baseVariantId, inventoryLevel, inventoryTracking } of page.rows) {
        // With options it is a parent's SKU, which is not sold.
        if (baseVariantId === undefined || !wanted.has(sku)) continue;
        const tracking = { tracking: trackingOf(inventoryTracking), severalSkus: false };
        rows.push({ sku, productId: id, variantId: baseVariantId, level: inventoryLevel, tracking });
      }
    }
  }
  const found = new Set(rows.map(({ sku }) => sku));
  const missing = skus.filter((sku) => !found.has(sku));
  if (missing.length <= ONE_BY_ONE) {
    for (const sku of missing) {
      options.beat();
      const page = await catalogue.variants.list({ sku, includeFields: variantFields });
      rows.push(...page.rows.filter((row) => row.sku === sku).map(rowOf));
    }
  } else if (options.seekVariants) {
    const sought = new Set(missing);
    for await (const page of catalogue.variants.pages({ includeFields: variantFields })) {
      options.beat();
      rows.push(...page.rows.filter(({ sku }) => sought.has(sku)).map(rowOf));
    }
  }
  return rows;
}

/** How the store tracks the products of some rows. */
export async function readTracking(
  { catalogue }: Pick<StoreApi, 'catalogue'>,
  productIds: readonly number[],
  beat: () => void,
): Promise<Map<number, ProductTracking>> {
  const found = new Map<number, ProductTracking>();
  const shared: number[] = [];
  for (const ids of groupsForUrl([...new Set(productIds)].map(String), 250)) {
    beat();
    const filter = { ids: ids.map(Number), includeFields: ['id', 'inventory_tracking', 'base_variant_id'] };
    for (const { id, inventoryTracking, baseVariantId } of (await catalogue.products.list(filter)).rows) {
      const tracking = trackingOf(inventoryTracking);
      found.set(id, { tracking, severalSkus: false });
      if (tracking === 'product' && baseVariantId === undefined) shared.push(id);
    }
  }
  // Options and one level for all of them: wrong only where more than one of them can be sold by a SKU.
  for (const ids of groupsForUrl(shared.map(String), 50)) {
    const skus = new Map<number, Set<string>>();
    for await (const page of catalogue.variants.pages({ productIds: ids.map(Number), includeFields: variantFields })) {
      beat();
      for (const { productId, sku } of page.rows) {
        if (sku !== '') skus.set(productId, (skus.get(productId) ?? new Set()).add(sku));
      }
    }
    for (const [id, of] of skus) found.set(id, { tracking: 'product', severalSkus: of.size > 1 });
  }
  return found;
}

function rowOf(row: { id: number; productId: number; sku: string; inventoryLevel: number | undefined }): ShelfRow {
  return { sku: row.sku, productId: row.productId, variantId: row.id, level: row.inventoryLevel };
}

function trackingOf(word: string): Tracking {
  return word === 'product' || word === 'variant' ? word : 'none';
}
