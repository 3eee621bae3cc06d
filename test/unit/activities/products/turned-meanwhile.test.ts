import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, it } from 'vitest';
import { makeReady } from '../../../../src/activities/products/catalogue-index.ts';
import { createProduct } from '../../../../src/activities/products/create-product.ts';
import { ProductMemory } from '../../../../src/activities/products/product-memory.ts';
import type { OpenConnection } from '../../../../src/activities/runtime/connections.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { Once } from '../../../../src/activities/runtime/write-once.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { storeAnswering } from '../../bigcommerce/store.ts';
import { answering } from '../../http/fixed-transport.ts';
import { merchantAnswering } from '../../myogo/merchant.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const page = (data: readonly object[]) =>
  answering(200, { data, meta: { pagination: { current_page: 1, total_pages: 1 } } });

/** A product as the catalogue had it when it was compared, and as its row is when it is read again to be sent. */
function bringing(now: { product?: object; variant?: object; notAtWarehouse?: string[] }) {
  const product = { id: 1, name: 'Mug', type: 'physical', inventory_tracking: 'variant', ...now.product };
  const variant = { id: 11, product_id: 1, sku: 'MUG', ...now.variant };
  const { store } = storeAnswering((_, path, query) => {
    if (path.endsWith('/catalog/products')) return page([product]);
    if (path.endsWith('/catalog/variants')) {
      // A row whose category is asked for, and that cannot be read.
      return query.get('include_fields') === 'sku' ? page([{ id: 11, product_id: 1, sku: {} }]) : page([variant]);
    }
    return page([]);
  });
  const { merchant, sent } = merchantAnswering((method, _, __, { body }) =>
    method === 'GET' ? answering(200, []) : answering(200, { id: 'p', ...(JSON.parse(body ?? '{}') as object) }),
  );
  const settings = { ...defaultSettings('2026-01-01T00:00:00Z'), notAtWarehouse: now.notAtWarehouse ?? [] };
  const connection = { storeHash, merchantId: 'm-1', settings, links: [], store: { currency: 'EUR' } };
  const open = { connection, store, merchant } as unknown as OpenConnection; // what this step uses of it
  const deps = {
    products: new ProductMemory(),
    settleMs: 0,
    connections: { open: () => Promise.resolve(open), ask: () => Promise.resolve(connection) },
  } as unknown as Dependencies; // what is asked of them
  const once: Once = async ({ send }) => ({ found: false, value: await send() });
  const row = { storeHash, sku: 'MUG', productId: 1, variantId: 11 };
  const result: Promise<unknown> = new MockActivityEnvironment().run(async () => {
    await makeReady(deps, open, [row], 0);
    return createProduct(deps, open, once, { ...row, readAfter: 0, judged: true }, true).catch(
      (error: unknown) => error,
    );
  });
  const created = () => sent.filter(({ method }) => method === 'POST').length;
  return { result, created };
}

it('a row that is as it was compared is created', async () => {
  const { result, created } = bringing({});
  expect(await result).toMatchObject({ outcome: 'created' });
  expect(created()).toBe(1);
});

it.each([
  ['is made a download', { product: { type: 'digital' } }, 'digital'],
  ['is taken off sale', { variant: { purchasing_disabled: true } }, 'not-for-sale'],
  ['is kept elsewhere', { notAtWarehouse: ['MUG'] }, 'not-at-warehouse'],
])('one that %s before its turn comes is not: it is refused by that reason', async (_, now, field) => {
  const { result, created } = bringing(now);
  expect(await result).toMatchObject({ type: 'Refused', details: [{ field }] });
  expect(created()).toBe(0);
});

it('nor is one that may be kept elsewhere by now, where that cannot be read', async () => {
  const { result, created } = bringing({ notAtWarehouse: ['category:24'] });
  expect(await result).toMatchObject({ type: 'UnexpectedResponse' });
  expect(created()).toBe(0);
});
