import { MockActivityEnvironment } from '@temporalio/testing';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { createReconcileActivities } from '../../src/activities/changes/reconcile.ts';
import { compareProducts } from '../../src/activities/products/compare-products.ts';
import { productsLeg } from '../../src/activities/products/product-changes.ts';
import type { ProductsLegResult } from '../../src/contract/products.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { knownCodes } from '../../src/activities/products/warehouse-index.ts';
import { createServices, type Services } from '../../src/worker/services.ts';
import { productDesk } from '../support/products.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let connection: NativeConnection;
let services: Services;

beforeAll(async () => {
  const address = inject('temporalAddress');
  shop = await openShop(address);
  await shop.connect();
  await productDesk(shop).create();
  connection = await NativeConnection.connect({ address });
  services = createServices({ config: shop.worker.config, connection, isShuttingDown: () => false });
});
afterAll(async () => {
  await services.close();
  await connection.close();
  await shop.close();
});

const inActivity = <T>(body: () => Promise<T>): Promise<T> => new MockActivityEnvironment().run(body);
/** The leg as the run calls it, from the beginning of the sandbox's time. */
const leg = (odd?: ProductsLegResult['odd']) =>
  inActivity(async () => {
    const { dependencies } = services;
    const open = await dependencies.connections.open(shop.storeHash, 'catalogue');
    return productsLeg(dependencies, open, odd === undefined ? '2000-01-01T00:00:00Z' : '2099-01-01T00:00:00Z', odd);
  });
const nameInMyogo = (code: string) => shop.sandbox.control.merchant().product(code)?.fields['name'];

describe('the product leg of the latest changes', () => {
  test('of an unchanged catalogue starts nothing', async () => {
    // The two rows that share a SKU were never created.
    expect(await leg()).toEqual({ started: 0, notCreated: { count: 2, skus: ['ROPE', 'ROPE'] }, renamed: [] });
  });

  test('updates what changed in the store and is known in myOGO', async () => {
    shop.sandbox.control.changeProduct('MUG-ENAMEL', { name: 'Mug, new' });
    expect(await leg()).toMatchObject({ started: 1 });
    await vi.waitFor(() => expect(nameInMyogo('MUG-ENAMEL')).toBe('Mug, new'), { timeout: 60_000 });
  });

  test('asks myOGO nothing where only a stock level changed: our own echo', async () => {
    shop.sandbox.control.changeProduct('MUG-ENAMEL', { level: 77 });
    const before = JSON.stringify(shop.sandbox.control.ledger().requests.warehouse);
    expect(await leg()).toMatchObject({ started: 0 });
    expect(JSON.stringify(shop.sandbox.control.ledger().requests.warehouse)).toBe(before);
  });

  test.each<[string, string, object, object]>([
    ['a product', '/v3/catalog/products', { set: { is_visible: 'perhaps' } }, { kind: 'product', field: 'is_visible' }],
    ['a product of no type', '/v3/catalog/products', { set: { type: null } }, { kind: 'product', field: 'type' }],
    ['a variant', '/v3/catalog/variants', { set: { sku: {} } }, { kind: 'variant', field: 'sku' }],
  ])('names %s that cannot be read, until it can be', async (_, path, odd, row) => {
    const shelf = shop.sandbox.control.state().stores.flatMap(({ products }) => products);
    const product = shelf.find(({ variants }) => variants.some(({ sku }) => sku === 'MUG-ENAMEL'));
    const variant = product?.variants.find(({ sku }) => sku === 'MUG-ENAMEL');
    const where = { id: (path.endsWith('products') ? product?.productId : variant?.variantId) ?? 0 };
    shop.sandbox.control.oddRows({ side: 'store', path, where, ...odd });
    const found = await leg();
    expect(found.odd).toEqual({ count: 1, rows: [expect.objectContaining({ ...row, ...where })] });
    // Nothing changed since: it is read again all the same.
    expect((await leg(found.odd)).odd).toEqual(found.odd);
    shop.sandbox.control.oddRows();
    expect((await leg(found.odd)).odd).toBeUndefined();
  });

  test('leaves a SKU alone that two rows share', async () => {
    shop.sandbox.control.addWarehouseProduct({ code: 'ROPE', name: 'Rope' });
    shop.sandbox.control.changeProduct('ROPE', { name: 'Rope, new' });
    expect(await leg()).toMatchObject({ started: 0 });
    expect(nameInMyogo('ROPE')).toBe('Rope');
  });

  test('reports a new SKU and a changed one, and creates neither', async () => {
    shop.sandbox.control.addProduct({ name: 'New thing', sku: 'NEW-THING' });
    shop.sandbox.control.changeProduct('FIRESTEEL', { newSku: 'FIRESTEEL-2' });
    expect(await leg()).toEqual({
      started: 0,
      notCreated: { count: 1, skus: ['NEW-THING'] },
      renamed: [{ from: 'FIRESTEEL', to: 'FIRESTEEL-2' }],
    });
    expect(shop.sandbox.control.merchant().product('NEW-THING')).toBeUndefined();
  });
});

test('the comparison tells what differs, what is renamed, and what is gone from the store', async () => {
  shop.sandbox.control.changeProduct('BOARD-BIRCH', { name: 'Board, new' });
  shop.sandbox.control.changeProduct('KETTLE-CAMP', { remove: true });
  shop.sandbox.control.addWarehouseProduct({ code: 'XX-UNIDENTIFIED', name: 'Not ours' });
  const { dependencies } = services;
  const found = await inActivity(async () => {
    const open = await dependencies.connections.open(shop.storeHash, 'catalogue');
    return compareProducts(dependencies, open, Date.now());
  });
  expect(found).toEqual({
    compared: 43,
    differing: 1,
    differ: ['BOARD-BIRCH'],
    missingInStore: { count: 1, codes: ['KETTLE-CAMP'] },
    renamed: [{ from: 'FIRESTEEL', to: 'FIRESTEEL-2' }],
  });
});

test('what was changed before the first poll is told to myOGO by the comparison, and nothing new is created', async () => {
  const { dependencies } = services;
  const comparison = createReconcileActivities(dependencies);
  await inActivity(() => comparison.reconcileProducts({ storeHash: shop.storeHash }));
  const run = dependencies.temporal.workflow.getHandle(workflowId.updateProducts(shop.storeHash));
  expect(await run.result()).toMatchObject({ created: 0, updated: 1, refusedCount: 0 });
  expect(nameInMyogo('BOARD-BIRCH')).toBe('Board, new');
  expect(shop.sandbox.control.merchant().product('NEW-THING')).toBeUndefined();
});

test('an order’s codes are known, unknown or ambiguous; one that was created a moment ago is known', async () => {
  shop.sandbox.control.addWarehouseProduct({ code: 'TOWEL-LINEN', twin: true });
  const known = (...skus: string[]) =>
    inActivity(async () => {
      const open = await services.dependencies.connections.open(shop.storeHash, 'orders');
      return Object.fromEntries(await knownCodes(services.dependencies, open, skus));
    });
  expect(await known('PAN-IRON', 'pan-iron', 'LATER', 'PAN-IRON')).toEqual({
    'PAN-IRON': 'known',
    'pan-iron': 'unknown',
    LATER: 'unknown',
  });
  shop.sandbox.control.addWarehouseProduct({ code: 'LATER' });
  const asked = shop.sandbox.control.ledger().requests.warehouse['GET /api/v1/Products'] ?? 0;
  expect(await known('LATER', 'PAN-IRON')).toEqual({ LATER: 'known', 'PAN-IRON': 'known' });
  // The known one costs nothing more.
  expect(shop.sandbox.control.ledger().requests.warehouse['GET /api/v1/Products']).toBe(asked + 1);
});
