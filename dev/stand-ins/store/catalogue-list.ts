import { readDate } from '../clock.ts';
import { idParam } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import type { StoreProduct, StoreVariant } from './catalogue-state.ts';
import { productView, variantView } from './catalogue-view.ts';
import { v3Refusal } from './errors.ts';
import type { StoreCall } from './route.ts';
import { listFilter, numberListFilter, onlyV3Filters, pickFields, v3List } from './v3-list.ts';

const productFilters = new Set(
  'id id:in id:not_in id:min id:max id:greater id:less channel_id:in name mpn upc price weight condition brand_id date_modified date_modified:min date_modified:max date_last_imported date_last_imported:min date_last_imported:max is_visible is_featured is_free_shipping inventory_level inventory_level:in inventory_level:not_in inventory_level:min inventory_level:max inventory_level:greater inventory_level:less inventory_low out_of_stock total_sold type categories categories:in keyword keyword_context availability sku sku:in page limit sort direction include include_fields exclude_fields'.split(
    ' ',
  ),
);

/** Filters that the real side knows and the sandbox does not carry out: answering all rows would be a lie. */
const notCarriedOut =
  'mpn price weight condition brand_id date_last_imported date_last_imported:min date_last_imported:max is_featured is_free_shipping inventory_level:in inventory_level:not_in inventory_low out_of_stock total_sold keyword keyword_context id:not_in'.split(
    ' ',
  );

const includes = new Set(
  'variants images primary_image custom_fields bulk_pricing_rules modifiers options videos channels parent_relations'.split(
    ' ',
  ),
);

function readInclude(query: URLSearchParams): string[] {
  const include = listFilter(query, 'include') ?? [];
  const unknown = include.find((name) => !includes.has(name));
  if (unknown !== undefined) throw v3Refusal(422, `'${unknown}' cannot be included.`, { include: 'invalid' });
  return include;
}

/** A whole-second date filter. */
function dateFilter(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const ms = readDate(text);
  if (ms === undefined) throw v3Refusal(422, `The filter '${name}' is invalid.`, { [name]: 'invalid' });
  return Math.floor(ms / 1000);
}

/** The cheapest way to the rows that can fit; false when it is "all, by id". */
function candidates(call: StoreCall): { products: StoreProduct[]; all: boolean } {
  const { catalogue } = call.store;
  const { query } = call.exchange;
  const ids = numberListFilter(query, 'id:in') ?? numberListFilter(query, 'id');
  if (ids) {
    const found = [...new Set(ids)].sort((a, b) => a - b).map((id) => catalogue.products.get(id));
    return { products: found.filter((p) => p !== undefined), all: false };
  }
  const skus = listFilter(query, 'sku:in') ?? (query.has('sku') ? [query.get('sku') ?? ''] : undefined);
  if (skus) return { products: [...new Set(skus.flatMap((sku) => catalogue.productsWithSku(sku)))], all: false };
  const min = dateFilter(query, 'date_modified:min') ?? dateFilter(query, 'date_modified');
  if (min !== undefined) return { products: catalogue.byModified.from(min * 1000), all: false };
  return { products: [], all: true };
}

const readId = (query: URLSearchParams, name: string): number | undefined => numberListFilter(query, name)?.[0];

function fits(call: StoreCall): ((product: StoreProduct) => boolean) | undefined {
  const { query } = call.exchange;
  const tests: ((product: StoreProduct) => boolean)[] = [];
  const test = (name: string, of: (product: StoreProduct, wanted: string) => boolean) => {
    const wanted = query.get(name);
    if (wanted !== null) tests.push((product) => of(product, wanted));
  };
  const max = dateFilter(query, 'date_modified:max');
  if (max !== undefined) tests.push((p) => Math.floor(p.modified / 1000) <= max);
  const exact = dateFilter(query, 'date_modified');
  if (exact !== undefined) tests.push((p) => Math.floor(p.modified / 1000) === exact);
  for (const [name, of] of [
    ['id:min', (id: number, n: number) => id >= n],
    ['id:greater', (id: number, n: number) => id > n],
    ['id:max', (id: number, n: number) => id <= n],
    ['id:less', (id: number, n: number) => id < n],
  ] as const) {
    const n = readId(query, name);
    if (n !== undefined) tests.push((p) => of(p.id, n));
  }
  test('type', (p, wanted) => p.type === wanted);
  test('name', (p, wanted) => p.name === wanted);
  test('upc', (p, wanted) => p.upc === wanted);
  test('availability', (p, wanted) => p.availability === wanted);
  test('is_visible', (p, wanted) => p.isVisible === (wanted === 'true' || wanted === '1'));
  test('categories', (p, wanted) => p.categories.includes(Number(wanted)));
  test('categories:in', (p, wanted) => wanted.split(',').some((c) => p.categories.includes(Number(c))));
  const level = (p: StoreProduct) => call.store.catalogue.productLevel(p);
  test('inventory_level', (p, wanted) => level(p) === Number(wanted));
  test('inventory_level:min', (p, wanted) => level(p) >= Number(wanted));
  test('inventory_level:greater', (p, wanted) => level(p) > Number(wanted));
  test('inventory_level:max', (p, wanted) => level(p) <= Number(wanted));
  test('inventory_level:less', (p, wanted) => level(p) < Number(wanted));
  return tests.length === 0 ? undefined : (product) => tests.every((t) => t(product));
}

const sortKeys: Record<string, (product: StoreProduct) => number | string> = {
  id: (p) => p.id,
  name: (p) => p.name,
  sku: (p) => p.sku,
  price: (p) => p.price,
  calculated_price: (p) => p.price,
  date_modified: (p) => Math.floor(p.modified / 1000),
  date_last_imported: () => 0,
  is_visible: (p) => Number(p.isVisible),
  total_sold: () => 0,
};

/** `GET /v3/catalog/products` */
export function listProducts(call: StoreCall): Reply {
  const { query } = call.exchange;
  const { catalogue } = call.store;
  onlyV3Filters(query, productFilters);
  const ignored = notCarriedOut.find((name) => query.has(name));
  if (ignored !== undefined) throw v3Refusal(501, `The sandbox does not carry out the filter '${ignored}'.`);
  const include = readInclude(query);
  // The real side pages by ten with options or modifiers.
  const maximum = include.includes('options') || include.includes('modifiers') ? 10 : 250;
  const view = (product: StoreProduct) => pickFields(productView(call.store, product, include), query);
  const fit = fits(call);
  const { products, all } = candidates(call);
  const sortName = query.get('sort');
  const direction = query.get('direction') ?? 'asc';
  if (all && !fit && (sortName === null || sortName === 'id') && direction === 'asc') {
    return v3List(
      catalogue.productIds,
      query,
      (id) => {
        const product = catalogue.products.get(id);
        return product ? view(product) : null;
      },
      maximum,
    );
  }
  const rows = (all ? [...catalogue.products.values()] : products).filter(fit ?? (() => true));
  const key = sortName === null ? sortKeys['id'] : Object.hasOwn(sortKeys, sortName) ? sortKeys[sortName] : undefined;
  if (!key || !['asc', 'desc'].includes(direction)) throw v3Refusal(422, 'The sort is invalid.', { sort: 'invalid' });
  const sign = direction === 'desc' ? -1 : 1;
  rows.sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id));
  return v3List(rows, query, view, maximum);
}

export function theProduct(call: StoreCall): StoreProduct {
  const product = call.store.catalogue.products.get(idParam(call.exchange, 'productId'));
  if (!product)
    throw v3Refusal(404, `A product with the id of ${call.exchange.params['productId'] ?? ''} was not found.`);
  return product;
}

export function getProduct(call: StoreCall): Reply {
  const { query } = call.exchange;
  return ok({ data: pickFields(productView(call.store, theProduct(call), readInclude(query)), query), meta: {} });
}

// `sku:in` and `id:in` are not in the specification and used by several public clients (UNCONFIRMED).
const variantFilters = new Set(
  'id id:in sku sku:in upc product_id product_id:in page limit include_fields exclude_fields'.split(' '),
);

function variantRows(call: StoreCall): StoreVariant[] | undefined {
  const { catalogue } = call.store;
  const { query } = call.exchange;
  const ids = numberListFilter(query, 'id:in') ?? numberListFilter(query, 'id');
  const products = numberListFilter(query, 'product_id:in') ?? numberListFilter(query, 'product_id');
  const skus = listFilter(query, 'sku:in') ?? (query.has('sku') ? [query.get('sku') ?? ''] : undefined);
  const upc = query.get('upc');
  let rows: StoreVariant[] | undefined;
  if (ids) rows = ids.map((id) => catalogue.variants.get(id)).filter((v) => v !== undefined);
  else if (skus) rows = skus.flatMap((sku) => catalogue.withSku(sku));
  else if (products) rows = products.flatMap((id) => catalogue.products.get(id)?.variants ?? []);
  else if (upc !== null) rows = [...catalogue.variants.values()];
  return rows
    ?.filter(
      (v) =>
        (!skus || skus.includes(v.sku)) &&
        (!products || products.includes(v.product.id)) &&
        (upc === null || v.upc === upc),
    )
    .sort((a, b) => a.id - b.id);
}

/** `GET /v3/catalog/variants`: one row for each sellable SKU, base variants of simple products included. */
export function listVariants(call: StoreCall): Reply {
  const { query } = call.exchange;
  const { catalogue } = call.store;
  onlyV3Filters(query, variantFilters);
  const view = (variant: StoreVariant) => pickFields(variantView(call.store, variant), query);
  const rows = variantRows(call);
  if (rows) return v3List([...new Set(rows)], query, view);
  return v3List(catalogue.variantIds, query, (id) => {
    const variant = catalogue.variants.get(id);
    return variant ? view(variant) : null;
  });
}

export function listProductVariants(call: StoreCall): Reply {
  const { query } = call.exchange;
  return v3List(theProduct(call).variants, query, (variant) => pickFields(variantView(call.store, variant), query));
}

export function theVariant(call: StoreCall): StoreVariant {
  const id = idParam(call.exchange, 'variantId');
  const variant = theProduct(call).variants.find((v) => v.id === id);
  if (!variant)
    throw v3Refusal(404, `A variant with the id of ${call.exchange.params['variantId'] ?? ''} was not found.`);
  return variant;
}

export const getVariant = (call: StoreCall): Reply =>
  ok({ data: pickFields(variantView(call.store, theVariant(call)), call.exchange.query), meta: {} });
