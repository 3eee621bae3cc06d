import { describe, expect, it } from 'vitest';
import type { StoreApi } from '../../../../src/bigcommerce/client.ts';
import { joinCatalogue, readProducts } from '../../../../src/activities/products/catalogue-join.ts';
import { answering } from '../../http/fixed-transport.ts';
import { storeAnswering } from '../../bigcommerce/store.ts';

const ONCE = <T>(read: () => Promise<T>): Promise<T> => read();
const nothing = () => undefined;
const product = (id: number) => ({ id, name: `P${id}`, type: 'physical', inventory_tracking: 'none' });
const variant = (id: number) => ({ id, product_id: id, sku: `S-${id}` });
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

/** A store of 250 products, whose lists answer as said. */
function store(pageOf: (rows: readonly object[], page: number) => object): { api: StoreApi; sent: () => number } {
  const { store: api, sent } = storeAnswering((_method, path, query) => {
    const page = Number(query.get('page'));
    if (path.endsWith('/catalog/products')) return answering(200, pageOf(numbers(250).map(product), page));
    if (path.endsWith('/catalog/variants')) return answering(200, pageOf(numbers(250).map(variant), page));
    return answering(200, { data: [], meta: {} });
  });
  return { api, sent: () => sent.length };
}

async function skusOf(pages: AsyncIterable<readonly { readonly variant: { readonly sku: string } }[]>) {
  const skus: string[] = [];
  for await (const rows of pages) skus.push(...rows.map(({ variant: { sku } }) => sku));
  return skus;
}

describe('a catalogue whose lists do not end as they should', () => {
  const whole = (api: StoreApi) => skusOf(joinCatalogue(api, nothing, { reader: ONCE }));
  const some = (api: StoreApi) => skusOf(readProducts(api, numbers(250), nothing, ONCE));

  it.each([
    ['the whole', whole],
    ['some products', some],
  ])('gives the last page again for the next one: %s is read once', async (_, read) => {
    const { api, sent } = store((rows) => ({ data: rows, meta: { pagination: { total_pages: 1 } } }));
    expect(await read(api)).toHaveLength(250);
    expect(sent()).toBeLessThan(10);
  });

  it.each([
    ['the whole', whole],
    ['some products', some],
  ])('ignores the page that is asked for, and says no total: %s fails by name', async (_, read) => {
    const { api } = store((rows) => ({ data: rows }));
    await expect(read(api)).rejects.toMatchObject({ type: 'UnexpectedResponse', detail: { field: 'page' } });
  });

  it('says more pages than there are: an empty one ends it', async () => {
    const { api } = store((rows, page) => ({
      data: page === 1 ? rows : [],
      meta: { pagination: { total_pages: 9_999 } },
    }));
    expect(await whole(api)).toHaveLength(250);
  });

  it('lacks a product that a variant names: it is named, and nothing turns in a circle', async () => {
    const odd: unknown[] = [];
    const { store: api } = storeAnswering((_method, path) =>
      answering(200, { data: path.endsWith('/catalog/variants') ? [variant(7)] : [], meta: {} }),
    );
    expect(await skusOf(joinCatalogue(api, (row) => odd.push(row), { reader: ONCE }))).toEqual([]);
    expect(odd).toMatchObject([{ kind: 'variant', id: 7, field: 'product_id' }]);
  });
});
