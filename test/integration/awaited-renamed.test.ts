import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import type { DriftReport } from '../../src/contract/changes.ts';
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

const deskAwaited = () => products.awaited();
const level = (sku: string) => levelOf(shop.sandbox, shop.storeHash, sku);

/** Creates products of these SKUs, which the store shows twelve pieces of each of, and myOGO none. */
async function created(...skus: string[]): Promise<void> {
  for (const sku of skus) shop.sandbox.control.addProduct({ name: sku, sku, level: 12 });
  expect(await products.create({ selection: { skus } })).toMatchObject({ created: skus.length });
  await vi.waitFor(async () => expect(await products.awaited()).toEqual(expect.arrayContaining(skus)), 60_000);
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
async function compared(): Promise<DriftReport> {
  await runNow(shop.worker.client, shop.storeHash);
  // The first run may have left a comparison under way.
  const comparison = shop.worker.client.workflow.getHandle(workflowId.reconcile(shop.storeHash));
  await comparison.result().catch(() => undefined);
  const report: unknown = await shop.worker.client.workflow.execute('reconcile', {
    workflowId: workflowId.reconcile(shop.storeHash),
    taskQueue: 'ogoship-bigcommerce',
    args: [{ storeHash: shop.storeHash }],
  });
  shop.sandbox.control.settle();
  expect(level('WITNESS')).toBe(0);
  return report as DriftReport; // what the run returns
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

test('what the store sells no more, or as a download, awaits no goods; what is made again waits in its place', async () => {
  await created('GONE-A', 'FILE-A', 'AGAIN-A', 'HERE-A');
  const products = shop.sandbox.control.state().stores.flatMap((store) => store.products);
  const file = products.find(({ variants }) => variants.some(({ sku }) => sku === 'FILE-A'));
  const where = { id: file?.productId ?? 0 };
  shop.sandbox.control.oddRows({ side: 'store', path: '/v3/catalog/products', where, set: { type: 'digital' } });
  for (const sku of ['GONE-A', 'AGAIN-A']) shop.sandbox.control.changeProduct(sku, { remove: true });
  shop.sandbox.control.addProduct({ name: 'Made again', sku: 'AGAIN-A', level: 12 });
  const { notes } = await compared();
  shop.sandbox.control.oddRows();
  expect(notes).toContainEqual(
    expect.stringMatching(/^2 created products await no goods any more.*: (FILE-A, GONE-A|GONE-A, FILE-A)/),
  );
  const awaited = await deskAwaited();
  expect(awaited).toEqual(expect.arrayContaining(['AGAIN-A', 'HERE-A']));
  expect(awaited).not.toEqual(expect.arrayContaining(['GONE-A']));
  expect(awaited).not.toEqual(expect.arrayContaining(['FILE-A']));
  expect([level('AGAIN-A'), level('HERE-A')]).toEqual([12, 12]);
  // It is the new variant that waits: a rename of it is followed.
  rename({ 'AGAIN-A': 'AGAIN-B' });
  await compared();
  expect(level('AGAIN-B')).toBe(12);
  expect(await deskAwaited()).toContain('AGAIN-B');
});
