import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createGoodsInActivities } from '../../src/activities/stock/goods-in.ts';
import { stillAwaited } from '../../src/activities/stock/awaited/awaited.ts';
import type { OgoshipClient } from '../../src/client/index.ts';
import { workflowId, type StoreHash } from '../../src/contract/ids.ts';
import { productDesk } from '../support/products.ts';
import { openClientShop, type ClientShop } from '../support/client-shop.ts';
import type { Shop } from '../support/shop.ts';
import { levelOf, runNow } from './stock-runs.ts';

/** More than a store's own run keeps: some are in parts. */
const many = Array.from({ length: 2_500 }, (_, n) => `BRAND-${String(n).padStart(6, '0')}`);

let shop: Shop;
let ogoship: OgoshipClient;
let close: ClientShop['close'];
let merchantId: string;
/** The first store, and another one of the same merchant. */
let a: StoreHash;
let b: StoreHash;

beforeAll(async () => {
  ({ shop, ogoship, close } = await openClientShop('two stores', { plan: 'unlimited', products: 1 }));
  a = shop.storeHash;
  const settings = { enableLatestChanges: 'by-hand', goodsInEvery: '1s', brakeShare: 1 } as const;
  await shop.connect(settings);
  merchantId = shop.sandbox.control.merchant().merchantId;
  const added = shop.sandbox.control.addStore({ merchantId, products: 1 });
  b = added.storeHash as StoreHash; // the sandbox makes valid ones
  const { apiToken, secretToken } = added;
  await ogoship.integration(b).connect({ bigcommerce: { apiToken }, myogo: { merchantId, secretToken }, settings });
  await ogoship.integration(b).latestChanges.enable({ force: true });
  await runB();
  await shop.worker.client.workflow.getHandle(workflowId.reconcile(b)).result();
});
afterAll(async () => {
  await close();
});

const runB = () => runNow(shop.worker.client, b);
const inB = (sku: string) => levelOf(shop.sandbox, b, sku);
const awaitedBy = (store: StoreHash, skus: readonly string[]) =>
  stillAwaited({ temporal: shop.worker.client }, { storeHash: store, merchantId }, skus);
const isOpen = async (id: string) =>
  (await shop.worker.client.workflow.getHandle(id).describe()).status.name === 'RUNNING';

test('a store writes no zero where another one of the merchant has its first goods coming', async () => {
  for (const storeHash of [a, b]) shop.sandbox.control.addProduct({ name: 'First', sku: 'FIRST', level: 5, storeHash });
  expect(await productDesk(shop).create({ selection: { skus: ['FIRST'] } })).toMatchObject({ created: 1 });
  const { due } = await runB();
  expect(due?.rows).toContainEqual(expect.objectContaining({ sku: 'FIRST', reason: 'awaited', level: 5, wanted: 0 }));
  await runB();
  await ogoship.integration(b).reconcile.runNow();
  expect(inB('FIRST')).toBe(5);
});

test('what a store awaits is awaited by another one of the merchant once it is disconnected', async () => {
  const { client } = shop.worker;
  const activities = createGoodsInActivities({
    temporal: client,
    connections: { ask: () => Promise.resolve({ storeHash: a, merchantId }) },
  } as unknown as Parameters<typeof createGoodsInActivities>[0]); // what telling uses
  await activities.awaitGoods({ storeHash: a, awaited: many, received: false });
  await vi.waitFor(async () => expect((await awaitedBy(b, many)).size).toBe(many.length), { timeout: 60_000 });
  await ogoship.integration(a).disconnect();
  await vi.waitFor(
    async () => {
      // Not for a moment less.
      expect((await awaitedBy(b, many)).size).toBe(many.length);
      expect(await isOpen(workflowId.goodsIn(a))).toBe(false);
    },
    { timeout: 60_000, interval: 500 },
  );
  expect((await awaitedBy(b, [...many, 'FIRST'])).size).toBe(many.length + 1);
  const parts = client.workflow.list({ query: `WorkflowType="awaitedPart" AND ExecutionStatus="Running"` });
  await vi.waitFor(
    async () => {
      const open: string[] = [];
      for await (const { workflowId: id } of parts) if (id.includes(a)) open.push(id);
      expect(open).toEqual([]);
    },
    { timeout: 60_000, interval: 500 },
  );
  await runB();
  expect(inB('FIRST')).toBe(5);
});

test('the store that awaits them now finds their first goods', async () => {
  shop.stock({ FIRST: 2 });
  await runB();
  expect(inB('FIRST')).toBe(2);
  await vi.waitFor(async () => expect([...(await awaitedBy(b, ['FIRST']))]).toEqual([]), { timeout: 60_000 });
  // Sold out before anybody has looked for goods: they came once, so the zero is the truth.
  shop.stock({ FIRST: -2 });
  await runB();
  expect(inB('FIRST')).toBe(0);
});
