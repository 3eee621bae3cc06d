import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, test } from 'vitest';
import { readingOf } from '../../../../src/activities/orders/read-order.ts';
import { catalogueIndex } from '../../../../src/activities/products/catalogue-index.ts';
import { createProduct } from '../../../../src/activities/products/create-product.ts';
import { productsLeg } from '../../../../src/activities/products/product-changes.ts';
import { ProductMemory } from '../../../../src/activities/products/product-memory.ts';
import { ChangeMemory } from '../../../../src/activities/runtime/change-memory.ts';
import type { OpenConnection } from '../../../../src/activities/runtime/connections.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { Once } from '../../../../src/activities/runtime/write-once.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { storeAnswering } from '../../bigcommerce/store.ts';
import { answering } from '../../http/fixed-transport.ts';
import { merchantAnswering } from '../../myogo/merchant.ts';

// Category 24 is kept elsewhere. The row of one of its variants cannot be read where the category is asked for: whoever would send,
// create or report by it leaves that one goods' row alone, names it, and goes on with the other.

const storeHash = 'abc123' as StoreHash; // it has the form of one
const since = '2026-01-01T00:00:00Z';
const page = (data: readonly object[]) =>
  answering(200, { data, meta: { pagination: { current_page: 1, total_pages: 1 } } });

/** A store of two products, PERHAPS of the category and HERE of none; myOGO knows neither. */
function world() {
  const products = [1, 2].map((id) => ({ id, name: `P${id}`, type: 'physical', inventory_tracking: 'variant' }));
  const variants = [
    { id: 11, product_id: 1, sku: 'PERHAPS' },
    { id: 21, product_id: 2, sku: 'HERE' },
  ];
  const { store } = storeAnswering((_, path, query) => {
    if (query.has('categories:in')) return page([{ id: 1 }]);
    const ids = (query.get('id:in') ?? query.get('product_id:in'))?.split(',').map(Number);
    if (path.endsWith('/catalog/products')) return page(products.filter(({ id }) => ids?.includes(id) ?? true));
    if (path.endsWith('/catalog/variants')) {
      const ofCategory = query.get('include_fields') === 'sku';
      if (ofCategory) return page([{ id: 11, product_id: 1, sku: {} }]);
      return page(variants.filter((variant) => ids?.includes(variant.product_id) ?? true));
    }
    return path.includes('/catalog/') || path.includes('/v3/') ? page([]) : answering(204);
  });
  const { merchant, sent } = merchantAnswering((method, _, __, { body }) =>
    method === 'GET' ? answering(200, []) : answering(200, { id: 'p', ...(JSON.parse(body ?? '{}') as object) }),
  );
  const settings = { ...defaultSettings(since), notAtWarehouse: ['category:24'] };
  const connection = { storeHash, merchantId: 'm-1', settings, links: [], store: { currency: 'EUR' } };
  const open = { connection, store, merchant, versions: { credentials: 1, links: 1, settings: 1 } };
  const started: unknown[] = [];
  const workflow = {
    start: (_: string, { args }: { args: unknown[] }) => Promise.resolve(void started.push(...args)),
  };
  const deps = {
    products: new ProductMemory(),
    changes: new ChangeMemory(),
    settleMs: 0,
    connections: { open: () => Promise.resolve(open), ask: () => Promise.resolve(connection) },
    temporal: { workflow },
  };
  const created = () =>
    sent.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body ?? '{}') as object);
  return {
    deps: deps as unknown as Dependencies, // what is asked of them
    open: open as unknown as OpenConnection,
    created,
    started,
  };
}

const inActivity = <T>(work: () => Promise<T>): Promise<T> => new MockActivityEnvironment().run(work);
const oddOfPerhaps = { kind: 'variant', id: 11, of: 1, sku: 'PERHAPS', field: 'notAtWarehouse' };

describe('where a row of a category that is kept elsewhere cannot be read', () => {
  test('its product is not created, and the other one is', async () => {
    const once: Once = async ({ send }) => ({ found: false, value: await send() });
    const { deps, open, created } = world();
    const create = (sku: string, productId: number, variantId: number) =>
      inActivity(() => createProduct(deps, open, once, { storeHash, sku, productId, variantId }, true));
    await expect(create('PERHAPS', 1, 11)).rejects.toMatchObject({
      type: 'UnexpectedResponse',
      message: expect.stringContaining('variant 11 (PERHAPS): notAtWarehouse') as string,
    });
    expect(created()).toEqual([]);
    expect(await create('HERE', 2, 21)).toMatchObject({ outcome: 'created' });
    expect(created()).toMatchObject([{ code: 'HERE' }]);
  });

  test('the catalogue shows it as what cannot be read, and lists the other', async () => {
    const { deps, open } = world();
    const { store } = await inActivity(() => catalogueIndex(deps, open, 0));
    expect(store.unread).toMatchObject([oddOfPerhaps]);
    expect([store.size, store.hasVariant(11), store.hasVariant(21)]).toEqual([1, true, true]);
  });

  test('a change of it starts nothing and is named, and one of the other goes on', async () => {
    const { deps, open } = world();
    const result = await inActivity(() => productsLeg(deps, open, since));
    expect(result.odd).toMatchObject({ count: 1, rows: [oddOfPerhaps] });
    expect(result).toMatchObject({ notCreated: { count: 1, skus: ['HERE'] } });
  });

  test('an order with goods of it cannot be used as it is, and one of the other can', async () => {
    const { deps, open } = world();
    const person = {
      countryIso2: 'FI',
      firstName: 'A',
      lastName: 'B',
      street1: 'S',
      city: 'T',
      zip: '1',
      state: '',
      phone: '',
    };
    const bought = (sku: string, productId: number, variantId: number) => ({
      ...{ id: 1, productId, variantId, sku, type: 'physical', options: [], wrappingName: '', wrappingMessage: '' },
      ...{ quantity: 1, quantityShipped: 0, quantityRefunded: 0 },
    });
    const digester = { sealedKey: 'k', of: () => ({}), ofComments: () => undefined };
    const read = (line: object) => {
      const order = {
        ...{ id: 9, statusId: 11, dateCreated: since, dateModified: since, itemsTotal: 1, isDeleted: false },
        ...{ shipping: [{ addressId: 1, method: 'DHL', person, lines: [line] }], pickups: [], downloads: [] },
        ...{ contradictions: [], unaddressedLines: [], customerMessage: '', paymentMethod: '', paymentStatus: '' },
      } as unknown as Parameters<typeof readingOf>[2]; // what is read of an order
      return inActivity(() => readingOf(deps, open, order, digester as unknown as Parameters<typeof readingOf>[3]));
    };
    const problem = { field: 'notAtWarehouse', message: expect.stringContaining('PERHAPS') as string };
    expect(await read(bought('PERHAPS', 1, 11))).toMatchObject({ problem });
    expect((await read(bought('HERE', 2, 21))).problem).toBeUndefined();
  });
});
