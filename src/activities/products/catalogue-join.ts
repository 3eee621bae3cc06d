import { setImmediate as nextTurn } from 'node:timers/promises';
import { FailureType } from '../../contract/failures.ts';
import type { Customs, Product, Variant } from '../../bigcommerce/catalogue/catalogue-schema.ts';
import type { StoreApi } from '../../bigcommerce/client.ts';
import type { ProductFilter, VariantFilter } from '../../bigcommerce/catalogue/catalogue.ts';
import { chunksOf } from '../../domain/shared/chunks.ts';
import { HttpFailure } from '../../http/failure.ts';
import { pagesOf, type Page } from '../../http/paging.ts';
import type { OddRow } from '../../http/rows.ts';
import { patiently } from '../runtime/retry-in-place.ts';

/** A variant with its product: one row of the catalogue. */
export interface JoinedRow {
  readonly product: Product;
  readonly variant: Variant;
  readonly customs: Customs | undefined;
}

const PAGE = 250;
/** Products that stay in memory although no variant has asked for them lately. */
const WINDOW = 2 * PAGE;

const productFields = [
  'name',
  'type',
  'description',
  'price',
  'cost_price',
  'upc',
  'gtin',
  'mpn',
  'inventory_level',
  'inventory_tracking',
  'custom_url',
  'date_modified',
];
const variantFields = [
  'product_id',
  'sku',
  'price',
  'cost_price',
  'upc',
  'gtin',
  'mpn',
  'inventory_level',
  'image_url',
  'option_values',
  'purchasing_disabled',
];

/** How a page is asked for: {@link patiently} in scans; where Temporal retries, once. */
export type PageReader = <T>(read: () => Promise<T>) => Promise<T>;

/** Hears of a row that is there and cannot be read. */
export type Unread = (odd: OddRow) => void;

interface JoinReading {
  readonly reader?: PageReader;
  /** Hears how many variants the store says it has. */
  readonly hasTotal?: (total: number) => void;
}

/**
 * The whole catalogue, page by page: each page of products and each page of variants is read once, and only a window of
 * products is in memory.
 *
 * Both lists come by ascending id, and variants mostly stand in the order of their products. Those that do not (added to
 * an old product later) are put aside and their products read again by id, 250 at once: correct in any order, and
 * dearer only where the order is broken.
 * @param unread told of each variant that is there and not among the rows, and of the products that are why
 */
export async function* joinCatalogue(
  api: StoreApi,
  unread: Unread,
  { reader = patiently, hasTotal }: JoinReading = {},
): AsyncGenerator<readonly JoinedRow[], void, undefined> {
  const products = new ProductWindow(api, reader);
  let aside: Variant[] = [];
  const list = (filter: VariantFilter) => reader(() => api.catalogue.variants.list(filter));
  for await (const variants of pagesOf('bigcommerce', list, { limit: PAGE, includeFields: variantFields })) {
    if (variants.total !== undefined) hasTotal?.(variants.total);
    for (const odd of variants.unreadable) unread(odd);
    const joined: JoinedRow[] = [];
    for (const variant of variants.rows) {
      if (variant.productId === 0) continue; // orphans of old stores belong to nothing that is sold
      const row = await products.find(variant.productId);
      if (row === undefined) aside.push(variant);
      else joined.push({ ...row, variant });
    }
    yield joined;
    products.release(Math.min(...variants.rows.map((variant) => variant.productId)));
    if (new Set(aside.map((variant) => variant.productId)).size >= PAGE) {
      yield* inBatches(api, aside, products.customs, unread, reader);
      aside = [];
    }
    await nextTurn();
  }
  if (aside.length > 0) yield* inBatches(api, aside, products.customs, unread, reader);
}

/**
 * The rows of some products, each product once, whatever their number.
 * @param unread told of each variant and each product that is there and not among the rows
 */
export async function* readProducts(
  api: StoreApi,
  productIds: readonly number[],
  unread: Unread,
  reader: PageReader = patiently,
): AsyncGenerator<readonly JoinedRow[], void, undefined> {
  const customs = new CustomsReader(api, reader);
  for (const ids of chunksOf(productIds, PAGE)) {
    const { found, unreadable } = await productsByIds(api, ids, customs, reader);
    for (const odd of unreadable) unread(odd);
    const list = (filter: VariantFilter) => reader(() => api.catalogue.variants.list(filter));
    const filter = { productIds: ids, limit: PAGE, includeFields: variantFields };
    for await (const variants of pagesOf('bigcommerce', list, filter)) {
      for (const odd of variants.unreadable) unread(odd);
      yield variants.rows.flatMap((variant) => {
        const row = found.get(variant.productId);
        return row === undefined ? [] : [{ ...row, variant }];
      });
    }
  }
}

type ProductRow = Omit<JoinedRow, 'variant'>;

/** The stretch of the product list that the variants are passing through. */
class ProductWindow {
  readonly customs: CustomsReader;
  readonly #pages: AsyncGenerator<Page<Product>, void, undefined>;
  readonly #rows = new Map<number, ProductRow>();
  #highest = 0;

  constructor(api: StoreApi, reader: PageReader) {
    const list = (filter: ProductFilter) => reader(() => api.catalogue.products.list(filter));
    this.#pages = pagesOf('bigcommerce', list, { limit: PAGE, sort: 'id', ...withEverything });
    this.customs = new CustomsReader(api, reader);
  }

  async find(productId: number): Promise<ProductRow | undefined> {
    while (productId > this.#highest && (await this.#load()));
    return this.#rows.get(productId);
  }

  /** Lets go of products below an id, but for the last ones. */
  release(below: number): void {
    for (const id of this.#rows.keys()) {
      if (this.#rows.size <= WINDOW || id >= below) return;
      this.#rows.delete(id);
    }
  }

  /** @returns false where the list has ended */
  async #load(): Promise<boolean> {
    const { value: products } = await this.#pages.next();
    if (products === undefined) return false;
    const customs = await this.customs.read(products.rows.map((product) => product.id));
    for (const product of products.rows) {
      this.#rows.set(product.id, { product, customs: customs.get(product.id) });
      this.#highest = Math.max(this.#highest, product.id);
    }
    return true;
  }
}

const withEverything = { include: ['primary_image'], includeFields: productFields } as const;

async function productsByIds(
  api: StoreApi,
  ids: readonly number[],
  customs: CustomsReader,
  reader: PageReader,
): Promise<{ readonly found: ReadonlyMap<number, ProductRow>; readonly unreadable: readonly OddRow[] }> {
  const products = await reader(() => api.catalogue.products.list({ ids, page: 1, limit: PAGE, ...withEverything }));
  const byId = await customs.read(ids);
  const found = new Map(products.rows.map((product) => [product.id, { product, customs: byId.get(product.id) }]));
  return { found, unreadable: products.unreadable };
}

async function* inBatches(
  api: StoreApi,
  variants: readonly Variant[],
  customs: CustomsReader,
  unread: Unread,
  reader: PageReader,
): AsyncGenerator<readonly JoinedRow[], void, undefined> {
  const ids = [...new Set(variants.map((variant) => variant.productId))];
  for (const some of chunksOf(ids, PAGE)) {
    const batch = new Set(some);
    const { found, unreadable } = await productsByIds(api, some, customs, reader);
    for (const odd of unreadable) unread(odd);
    yield variants.flatMap((variant) => {
      if (!batch.has(variant.productId)) return [];
      const row = found.get(variant.productId);
      if (row !== undefined) return [{ ...row, variant }];
      // Deleted while the catalogue was read, or a product that cannot be read: which of them is not known.
      const of = variant.productId;
      unread({ kind: 'variant', id: variant.id, sku: variant.sku, of, field: 'product_id', expected: 'a product' });
      return [];
    });
  }
}

/** Customs information is a help for the warehouse: where its permission is missing, products are told without. */
class CustomsReader {
  readonly #api: StoreApi;
  readonly #reader: PageReader;
  #denied = false;

  constructor(api: StoreApi, reader: PageReader = patiently) {
    this.#api = api;
    this.#reader = reader;
  }

  async read(productIds: readonly number[]): Promise<Map<number, Customs>> {
    if (this.#denied || productIds.length === 0) return new Map();
    try {
      const { rows } = await this.#reader(() => this.#api.catalogue.customs(productIds));
      return new Map(rows.map((row) => [row.productId, row]));
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (error.type !== FailureType.scopeMissing && error.type !== FailureType.notFound) throw error;
      this.#denied = true;
      return new Map();
    }
  }
}
