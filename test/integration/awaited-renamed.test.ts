import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { productDesk, type ProductDesk } from '../support/products.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { levelOf, runNow } from './stock-runs.ts';

let shop: Shop;
let products: ProductDesk;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'), { sandbox: { products: 1 } });
  await shop.connect({ enableLatestChanges: 'by-hand', brakeShare: 1 });
  shop.sandbox.control.addProduct({ name: 'Witness', sku: 'WITNESS', level: 9 });
  shop.sandbox.control.addWarehouseProduct({ code: 'WITNESS' });
  products = productDesk(shop);
  const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
  await entity.executeUpdate(integrationMessages.enableLatestChanges, { args: [{ every: '24h', force: true }] });
});
afterAll(() => shop.close());

const level = (sku: string) => levelOf(shop.sandbox, shop.storeHash, sku);

/** Creates products of these SKUs, which the store shows twelve pieces of each of, and myOGO none. */
async function created(...skus: string[]): Promise<void> {
  for (const sku of skus) shop.sandbox.control.addProduct({ name: sku, sku, level: 12 });
  expect(await products.create({ selection: { skus } })).toMatchObject({ created: skus.length });
  await vi.waitFor(async () => expect(await products.awaited()).toEqual(expect.arrayContaining(skus)), 20_000);
}

/** The merchant changes SKUs, on these sides. */
function rename(moves: Readonly<Record<string, string>>, sides: 'both' | 'store' = 'both'): void {
  shop.sandbox.control.advance(5_000);
  const all = Object.entries(moves);
  const step = (from: string, to: string): void => {
    shop.sandbox.control.changeProduct(from, { newSku: to });
    const merchant = shop.sandbox.control.merchant();
    const held = sides === 'both' ? merchant.product(from) : undefined;
    if (held !== undefined) merchant.renameProduct(held, to);
  };
  all.forEach(([from], n) => step(from, `ASIDE-${n}`));
  all.forEach(([, to], n) => step(`ASIDE-${n}`, to));
}

/** Everything is compared, so that each zero that may be written is. */
async function compared(): Promise<void> {
  await runNow(shop.worker.client, shop.storeHash);
  // The first run may have left a comparison under way.
  const comparison = shop.worker.client.workflow.getHandle(workflowId.reconcile(shop.storeHash));
  await comparison.result().catch(() => undefined);
  await shop.worker.client.workflow.execute('reconcile', {
    workflowId: workflowId.reconcile(shop.storeHash),
    taskQueue: 'ogoship-bigcommerce-scan',
    args: [{ storeHash: shop.storeHash }],
  });
  shop.sandbox.control.settle();
  expect(level('WITNESS')).toBe(0);
}

test('a SKU that is renamed on both sides before its first goods keeps its waiting, and its goods end it', async () => {
  await created('FIRST-A');
  rename({ 'FIRST-A': 'FIRST-B' });
  await compared();
  expect(level('FIRST-B')).toBe(12);
  expect(await products.awaited()).not.toContain('FIRST-A');
  expect(await products.awaited()).toContain('FIRST-B');
  shop.sandbox.control.goodsIn({ 'FIRST-B': 5 });
  await compared();
  expect(level('FIRST-B')).toBe(5);
  shop.sandbox.control.goodsIn({ 'FIRST-B': -5 });
  await compared();
  expect(level('FIRST-B')).toBe(0);
});

test('of two awaited SKUs that are swapped each waits for its own goods', async () => {
  await created('SWAP-A', 'SWAP-B');
  rename({ 'SWAP-A': 'SWAP-B', 'SWAP-B': 'SWAP-A' });
  // The first that is heard of the swap are goods.
  shop.sandbox.control.goodsIn({ 'SWAP-A': 5 });
  await compared();
  expect([level('SWAP-A'), level('SWAP-B')]).toEqual([5, 12]);
  shop.sandbox.control.goodsIn({ 'SWAP-A': -5 });
  await compared();
  expect([level('SWAP-A'), level('SWAP-B')]).toEqual([0, 12]);
  shop.sandbox.control.goodsIn({ 'SWAP-B': 3 });
  await compared();
  shop.sandbox.control.goodsIn({ 'SWAP-B': -3 });
  await compared();
  expect([level('SWAP-A'), level('SWAP-B')]).toEqual([0, 0]);
});

test('goods that come under a new SKU are seen for good, although nobody was told of the rename', async () => {
  await created('QUIET-A');
  rename({ 'QUIET-A': 'QUIET-B' });
  shop.sandbox.control.goodsIn({ 'QUIET-B': 4 });
  await compared();
  expect(level('QUIET-B')).toBe(4);
  shop.sandbox.control.goodsIn({ 'QUIET-B': -4 });
  await compared();
  expect(level('QUIET-B')).toBe(0);
});

test('a SKU that is renamed in the store alone, and back, waits all the time', async () => {
  await created('BACK-A');
  rename({ 'BACK-A': 'BACK-B' }, 'store');
  await compared();
  expect(level('BACK-B')).toBe(12);
  rename({ 'BACK-B': 'BACK-A' }, 'store');
  await compared();
  expect(level('BACK-A')).toBe(12);
  rename({ 'BACK-A': 'BACK-B' });
  await compared();
  rename({ 'BACK-B': 'BACK-A' });
  await compared();
  expect(level('BACK-A')).toBe(12);
});
