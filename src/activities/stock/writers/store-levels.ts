import { groupsForUrl, type ProductTracking, type Tracking } from '../../../domain/stock/stock-writes.ts';
import type { ProductFilter, VariantFilter } from '../../../bigcommerce/catalogue/catalogue.ts';
import type { Variant } from '../../../bigcommerce/catalogue/catalogue-schema.ts';
import type { StoreApi } from '../../../bigcommerce/client.ts';
import { pagesOf, type Page } from '../../../http/paging.ts';
import type { Asking } from '../../runtime/retry-in-place.ts';
import type { OddRows } from '../odd-rows.ts';

/** One sellable row of the store with the level that it shows. */
export interface ShelfRow {
  readonly sku: string;
  readonly productId: number;
  readonly variantId: number;
  /** `undefined` where the store has no stock record of it. */
  readonly level: number | undefined;
  /** It has a level that could not be read, and that is not known to be zero. */
  readonly unread?: true;
  /** How the store tracks it, where the reading showed it. */
  readonly tracking?: ProductTracking;
}

const productFields = ['id', 'sku', 'type', 'inventory_level', 'inventory_tracking', 'base_variant_id'] as const;
export const variantFields = ['id', 'product_id', 'sku', 'inventory_level'] as const;

/** What a server that does not count its pages is taken to have. */
const MANY_PAGES = 40;

type Catalogue = Pick<StoreApi, 'catalogue'>;

/** How far rows are looked for, and who hears of what was not found. */
export interface Looking {
  readonly mostRequests: number;
  readonly ask: Asking;
  /** Hears of the SKUs that were not looked for to the end. */
  readonly givenUp?: (skus: readonly string[]) => void;
  /** Hears of rows that could not be read. */
  readonly odd?: OddRows;
}

/**
 * The rows of some SKUs by the catalogue alone, which needs no more than "Products". Its list of variants takes one SKU
 * or none (a list of them is undocumented), its list of products takes hundreds, but knows only products without options
 * by them. So whatever costs the fewest requests: all pages of variants, or products by SKU and what is left one by one.
 * @param options.mostRequests how many requests may be spent on what no product bears; SKUs beyond it have no row
 */
export async function catalogueRows(
  { catalogue }: Catalogue,
  skus: readonly string[],
  options: Looking,
): Promise<ShelfRow[]> {
  const { ask, mostRequests } = options;
  const wanted = new Set(skus);
  const listed = async (filter: VariantFilter): Promise<Page<Variant>> => {
    const page = await ask(() => catalogue.variants.list(filter));
    options.odd?.(page);
    return page;
  };
  const bySku = async (sku: string): Promise<ShelfRow[]> => {
    const page = await listed({ sku, includeFields: variantFields });
    return page.rows.filter((row) => row.sku === sku && row.productId > 0).map(rowOf);
  };
  // Orphans of old stores belong to no product, and nothing sells them.
  const wantedOf = (page: Page<Variant>): ShelfRow[] =>
    page.rows.filter(({ sku, productId }) => wanted.has(sku) && productId > 0).map(rowOf);
  const otherPages = async (): Promise<ShelfRow[]> => {
    const rows: ShelfRow[] = [];
    const filter = { page: 2, includeFields: variantFields };
    for await (const page of pagesOf('bigcommerce', listed, filter)) rows.push(...wantedOf(page));
    return rows;
  };

  const [only, ...others] = skus;
  if (only === undefined) return [];
  if (others.length === 0) return bySku(only);

  const first = await listed({ includeFields: variantFields });
  const firstRows = wantedOf(first);
  if (!first.more) return firstRows;
  const pagesLeft = (first.pages ?? MANY_PAGES) - 1;
  // A comma would cut a SKU in two.
  const groups = groupsForUrl(
    skus.filter((sku) => !sku.includes(',')),
    250,
  );
  if (pagesLeft <= groups.length) return [...firstRows, ...(await otherPages())];

  const rows: ShelfRow[] = [];
  for (const group of groups) {
    const filter = { skus: group, includeFields: productFields };
    const products = (at: ProductFilter) => ask(() => catalogue.products.list(at));
    for await (const page of pagesOf('bigcommerce', products, filter)) {
      options.odd?.(page);
      for (const { id, sku, baseVariantId, inventoryLevel, inventoryTracking } of page.rows) {
        // With options it is a parent's SKU, which is not sold.
        if (baseVariantId === undefined || !wanted.has(sku)) continue;
        const tracking = trackingOf(inventoryTracking);
        const known = tracking === undefined ? {} : { tracking: { tracking, severalSkus: false } };
        rows.push({ sku, productId: id, variantId: baseVariantId, level: inventoryLevel, ...known });
      }
    }
  }
  // A SKU that a product bears may be on the first page again, and by another variant.
  const known = new Set(rows.map(({ variantId }) => variantId));
  rows.push(...firstRows.filter(({ variantId }) => !known.has(variantId)));
  const found = new Set(rows.map(({ sku }) => sku));
  const missing = skus.filter((sku) => !found.has(sku));
  if (Math.min(missing.length, pagesLeft) > mostRequests) {
    options.givenUp?.(missing);
    return rows;
  }
  if (missing.length > pagesLeft) {
    const sought = new Set(missing);
    rows.push(...(await otherPages()).filter(({ sku }) => sought.has(sku)));
  } else {
    for (const sku of missing) rows.push(...(await bySku(sku)));
  }
  return rows;
}

/** How the store tracks some products. */
export interface ReadTracking {
  readonly of: Map<number, ProductTracking>;
  /** Those that are there, and of which it cannot be read. */
  readonly unread: ReadonlySet<number>;
  /** The level of each product that has one of its own. */
  readonly levels: ReadonlyMap<number, number>;
}

/** How the store tracks the products of some rows. */
export async function readTracking(
  { catalogue }: Pick<StoreApi, 'catalogue'>,
  productIds: readonly number[],
  ask: Asking,
  odd?: OddRows,
): Promise<ReadTracking> {
  const trackings = new Map<number, ProductTracking>();
  const unread = new Set<number>();
  const shared: number[] = [];
  const levels = new Map<number, number>();
  for (const group of groupsForUrl([...new Set(productIds)].map(String), 250)) {
    const ids = group.map(Number);
    const filter = { ids, includeFields: ['id', 'inventory_tracking', 'inventory_level', 'base_variant_id'] };
    const found = await ask(() => catalogue.products.list(filter));
    odd?.(found);
    for (const { id, inventoryTracking, inventoryLevel, baseVariantId } of found.rows) {
      const tracking = trackingOf(inventoryTracking);
      if (tracking === undefined) unread.add(id);
      else trackings.set(id, { tracking, severalSkus: false });
      if (inventoryLevel !== undefined) levels.set(id, inventoryLevel);
      if (tracking === 'product' && baseVariantId === undefined) shared.push(id);
    }
    // Any that is missing beside a row that cannot be read may be that one.
    if (found.unreadable.length > 0) for (const id of ids) if (!trackings.has(id)) unread.add(id);
  }
  // Options and one level for all of them: wrong only where more than one of them can be sold by a SKU.
  for (const ids of groupsForUrl(shared.map(String), 50)) {
    const skus = new Map<number, Set<string>>();
    const filter = { productIds: ids.map(Number), includeFields: variantFields };
    const variants = (at: VariantFilter) => ask(() => catalogue.variants.list(at));
    let whole = true;
    for await (const page of pagesOf('bigcommerce', variants, filter)) {
      odd?.(page);
      whole &&= page.unreadable.length === 0;
      for (const { productId, sku } of page.rows) {
        if (sku !== '') skus.set(productId, (skus.get(productId) ?? new Set()).add(sku));
      }
    }
    for (const [id, of] of skus) trackings.set(id, { tracking: 'product', severalSkus: of.size > 1 });
    // One of theirs may be a second SKU of any of them.
    if (!whole) for (const id of ids.map(Number)) if (trackings.delete(id)) unread.add(id);
  }
  return { of: trackings, unread, levels };
}

export function rowOf(row: {
  id: number;
  productId: number;
  sku: string;
  inventoryLevel: number | undefined;
}): ShelfRow {
  return { sku: row.sku, productId: row.productId, variantId: row.id, level: row.inventoryLevel };
}

/** A word that is none of the three says nothing: it is not “none”. */
function trackingOf(word: string): Tracking | undefined {
  return word === 'product' || word === 'variant' || word === 'none' ? word : undefined;
}
