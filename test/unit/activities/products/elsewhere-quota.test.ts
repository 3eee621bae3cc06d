import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { ChangeMemory } from '../../../../src/activities/runtime/change-memory.ts';
import { waitingForQuota } from '../../../../src/activities/runtime/retry-in-place.ts';
import { catalogueIndex, type CatalogueIndex } from '../../../../src/activities/products/catalogue-index.ts';
import { productsLeg } from '../../../../src/activities/products/product-changes.ts';
import { ProductMemory } from '../../../../src/activities/products/product-memory.ts';
import { settleLevels } from '../../../../src/activities/stock/write-levels.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { HttpFailure } from '../../../../src/http/failure.ts';
import { answering } from '../../http/fixed-transport.ts';
import { storeAnswering } from '../../bigcommerce/store.ts';
import { merchantAnswering } from '../../myogo/merchant.ts';

// What a category has is asked for again every few minutes of a scan. A refusal by quota is waited out there as at its pages: a
// scan that began anew at each would never end on a small plan.

type Given = Parameters<typeof catalogueIndex>;

/** A store of one product, which refuses the first question for a category. */
function refusing() {
  const asked = { category: 0, rows: 0 };
  const page = (data: readonly object[]) =>
    answering(200, { data, meta: { pagination: { current_page: 1, total_pages: 1 } } });
  const { store } = storeAnswering((_, path, query) => {
    if (query.has('categories:in')) return page([]);
    if (path.endsWith('/catalog/products')) {
      asked.rows += 1;
      return page([{ id: 1, name: 'P', type: 'physical', inventory_tracking: 'none' }]);
    }
    if (path.endsWith('/catalog/variants')) return page([{ id: 11, product_id: 1, sku: 'S-1' }]);
    return answering(200, { data: [], meta: {} });
  });
  const refusal = new HttpFailure(FailureType.throttled, 'no', { side: 'bigcommerce', retryAfterMs: 1 });
  const { products } = store.catalogue;
  const pages: typeof products.pages = async function* (at) {
    if (at.category !== undefined && (asked.category += 1) === 1) throw refusal;
    yield* products.pages(at);
  };
  const catalogue = { ...store.catalogue, products: { ...products, pages } };
  const { merchant } = merchantAnswering(() => answering(200, []));
  const settings = { ...defaultSettings('2020-01-01T00:00:00Z'), notAtWarehouse: ['category:24'] };
  const open = {
    connection: { storeHash: 'abc123', merchantId: 'm-1', settings },
    store: { ...store, catalogue },
    merchant,
  };
  const deps = { products: new ProductMemory(), changes: new ChangeMemory() };
  return { asked, deps: deps as unknown as Given[0], open: open as unknown as Given[1] }; // nothing else is asked
}

test('a reading of the whole catalogue goes on', async () => {
  const { asked, deps, open } = refusing();
  const run = () => catalogueIndex(deps, open, 0);
  const { store } = await new MockActivityEnvironment().run<[], CatalogueIndex, typeof run>(run);
  expect([store.size, asked]).toEqual([1, { category: 2, rows: 1 }]);
});

test('the changes of products go on', async () => {
  const { asked, deps, open } = refusing();
  const run = () => productsLeg(deps, open, '2020-01-01T00:00:00Z');
  expect(await new MockActivityEnvironment().run<[], unknown, typeof run>(run)).toMatchObject({ started: 0 });
  expect(asked.category).toBe(2);
});

test('the levels of a page are settled', async () => {
  type Settles = Parameters<typeof settleLevels>;
  const { asked, deps, open } = refusing();
  const tally = { due: () => undefined } as unknown as Settles[3];
  const looked: (readonly string[])[] = [];
  const writer = {
    rows: (codes: readonly string[]) => (looked.push(codes), Promise.resolve([])),
    write: () => Promise.resolve([]),
  } as unknown as Settles[1];
  const settling = {
    ...{ available: new Map([['S-1', 3]]), goods: { tell: () => Promise.resolve() }, open: { sharesBeside: () => [] } },
    ...{ codes: { find: () => Promise.resolve() }, zeros: { keptBack: () => Promise.resolve(new Map()) } },
  } as unknown as Settles[2];
  const context = { deps, open, overlapMs: 0, ask: waitingForQuota };
  await new MockActivityEnvironment().run(() => settleLevels(context, writer, settling, tally));
  expect([looked, asked.category]).toEqual([[['S-1']], 2]);
});
