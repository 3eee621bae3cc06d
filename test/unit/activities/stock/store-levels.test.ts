import { expect, test } from 'vitest';
import type { Asking } from '../../../../src/activities/runtime/retry-in-place.ts';
import { catalogueRows } from '../../../../src/activities/stock/writers/store-levels.ts';
import type { ProductFilter, VariantFilter } from '../../../../src/bigcommerce/catalogue/catalogue.ts';
import type { StoreApi } from '../../../../src/bigcommerce/client.ts';

const readTo = <T>(rows: readonly T[]) => ({ rows, unreadable: [], leftOut: [] });

/** Half of the variants are products without options, half belong to products with options of 50 variants each. */
function store(count: number, options: { readonly countsPages?: boolean } = {}) {
  const rows = Array.from({ length: count }, (_, place) => ({
    id: place + 1,
    sku: `SKU-${place + 1}`,
    productId: place < count / 2 ? place + 1 : count + Math.floor(place / 50),
    inventoryLevel: 1,
  }));
  const simple = rows.slice(0, count / 2);
  const requests: string[] = [];
  const variants = {
    list: ({ sku, page = 1 }: VariantFilter) => {
      requests.push(sku === undefined ? 'page' : 'one');
      const fitting = sku === undefined ? rows : rows.filter((row) => row.sku === sku);
      const pages = Math.ceil(fitting.length / 250);
      const found = { ...readTo(fitting.slice((page - 1) * 250, page * 250)), page, more: page < pages };
      return Promise.resolve(options.countsPages === false ? found : { ...found, pages });
    },
  };
  const products = {
    list: ({ skus = [] }: ProductFilter) => {
      requests.push('products');
      const found = simple
        .filter(({ sku }) => skus.includes(sku))
        .map((row) => ({ ...row, id: row.productId, baseVariantId: row.id, inventoryTracking: 'product' }));
      return Promise.resolve({ ...readTo(found), page: 1, more: false });
    },
  };
  const api = { catalogue: { variants, products } } as unknown as StoreApi; // only what reading rows uses
  const ask: Asking = (request) => request();
  return {
    async read(skus: readonly string[], mostRequests = Infinity) {
      requests.length = 0;
      const found = await catalogueRows(api, skus, { mostRequests, ask });
      const spent: Record<string, number> = {};
      for (const kind of requests) spent[kind] = (spent[kind] ?? 0) + 1;
      return { found: found.map(({ sku }) => sku).sort(), requests: spent };
    },
  };
}

const skus = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, place) => `SKU-${from + place}`);

test.each([
  { what: 'nothing', of: 100, ask: [], spends: {} },
  { what: 'one SKU of many', of: 10_000, ask: ['SKU-9000'], spends: { one: 1 } },
  { what: 'a shop of one page, whatever is asked', of: 200, ask: skus(1, 200), spends: { page: 1 } },
  { what: 'two variants of many', of: 10_000, ask: skus(9_001, 9_002), spends: { page: 1, products: 1, one: 2 } },
  { what: 'many products', of: 10_000, ask: skus(1_001, 1_500), spends: { page: 1, products: 2 } },
  { what: 'many variants', of: 10_000, ask: skus(6_001, 6_100), spends: { page: 40, products: 1 } },
])('$what: the fewest requests find every row', async ({ of, ask, spends }) => {
  const { found, requests } = await store(of).read(ask);
  expect(found).toEqual([...ask].sort());
  expect(requests).toEqual(spends);
});

test('codes that the store does not know cost no more than what was granted', async () => {
  const strange = Array.from({ length: 500 }, (_, place) => `XX-${place}`);
  expect(await store(100_000).read(strange, 40)).toEqual({ found: [], requests: { page: 1, products: 2 } });
  expect(await store(100_000).read(strange.slice(0, 3), 40)).toMatchObject({ requests: { one: 3 } });
});

test('a store that does not count its pages is read to its end all the same', async () => {
  const all = skus(6_001, 6_100);
  expect((await store(10_000, { countsPages: false }).read(all)).found).toEqual([...all].sort());
});
