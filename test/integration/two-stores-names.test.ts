import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { OgoshipClient } from '../../src/client/index.ts';
import { workflowId, type StoreHash } from '../../src/contract/ids.ts';
import { productDesk, type ProductDesk } from '../support/products.ts';
import { openClientShop, type ClientShop } from '../support/client-shop.ts';
import type { Shop } from '../support/shop.ts';
import { compareNow, levelOf, runNow } from './stock-runs.ts';

let shop: Shop;
let ogoship: OgoshipClient;
let close: ClientShop['close'];
/** The first store, and another one of the same merchant that sells the same codes. */
let a: StoreHash;
let b: StoreHash;
let deskA: ProductDesk;
let deskB: ProductDesk;

beforeAll(async () => {
  ({ shop, ogoship, close } = await openClientShop('two stores', { plan: 'unlimited', products: 1 }));
  a = shop.storeHash;
  const settings = { enableLatestChanges: 'by-hand', brakeShare: 1 } as const;
  await shop.connect({ ...settings, goodsInEvery: '1s' });
  // No product of B has the id of one of A.
  for (let n = 1; n <= 20; n += 1) shop.sandbox.control.addProduct({ name: `Beside ${n}`, sku: `BESIDE-${n}` });
  const { merchantId } = shop.sandbox.control.merchant();
  const added = shop.sandbox.control.addStore({ merchantId, products: 1 });
  b = added.storeHash as StoreHash; // the sandbox makes valid ones
  const { apiToken, secretToken } = added;
  await ogoship.integration(b).connect({
    bigcommerce: { apiToken },
    myogo: { merchantId, secretToken },
    settings: { ...settings, goodsInEvery: '1h' },
  });
  for (const store of [a, b]) {
    await ogoship.integration(store).latestChanges.enable({ force: true });
    await run(store);
    await shop.worker.client.workflow.getHandle(workflowId.reconcile(store)).result();
  }
  deskA = productDesk(shop);
  deskB = productDesk({ ...shop, storeHash: b });
});
afterAll(async () => {
  await close();
});

const run = (store: StoreHash) => runNow(shop.worker.client, store);
const compare = (store: StoreHash) => compareNow(shop.worker.client, store);
const level = (store: StoreHash, sku: string) => levelOf(shop.sandbox, store, sku);

/** A new product that both stores show five pieces of, and the warehouse none; A has created it. */
async function created(sku: string, { named = false } = {}): Promise<void> {
  for (const storeHash of [a, b]) shop.sandbox.control.addProduct({ name: sku, sku, level: 5, storeHash });
  expect(await deskA.create({ selection: { skus: [sku] } })).toMatchObject({ created: 1 });
  // B is named in myOGO as one that sells it, too.
  if (named) await deskB.create({ selection: { skus: [sku] } });
  await vi.waitFor(async () => expect(await deskA.awaited()).toContain(sku), 60_000);
  shop.sandbox.control.advance(5_000);
}

test.each([false, true])(
  'a SKU that is renamed in one store alone is awaited in the other one still (named in myOGO: %s)',
  async (named) => {
    const sku = `LEFT-${named}`;
    await created(sku, { named });
    shop.sandbox.control.changeProduct(sku, { newSku: `${sku}-2`, storeHash: a });
    await compare(a);
    expect(await deskA.awaited()).not.toContain(sku);
    await compare(b);
    expect([level(a, `${sku}-2`), level(b, sku)]).toEqual([5, 5]);
    shop.stock({ [sku]: 2 });
    await run(b);
    expect(level(b, sku)).toBe(2);
    shop.stock({ [sku]: -2 });
    await run(b);
    expect(level(b, sku)).toBe(0);
  },
);

test('a SKU that is renamed on all sides is awaited in the store that hears of it before the one that created it', async () => {
  await created('ALL');
  await run(b);
  for (const storeHash of [a, b]) shop.sandbox.control.changeProduct('ALL', { newSku: 'ALL-2', storeHash });
  const merchant = shop.sandbox.control.merchant();
  const held = merchant.product('ALL');
  if (held !== undefined) merchant.renameProduct(held, 'ALL-2');
  await compare(b);
  await compare(a);
  expect([level(a, 'ALL-2'), level(b, 'ALL-2')]).toEqual([5, 5]);
});

test('goods that one store’s look sees end the waiting of the other one, too', async () => {
  await created('SEEN');
  await run(b);
  await vi.waitFor(async () => expect(await deskB.awaited()).toContain('SEEN'), 60_000);
  shop.stock({ SEEN: 3 });
  // B looks once an hour.
  await vi.waitFor(async () => expect(await deskB.awaited()).not.toContain('SEEN'), 60_000);
  shop.stock({ SEEN: -3 });
  await run(b);
  expect(level(b, 'SEEN')).toBe(0);
});

test.each([
  ['is a download now', 'FILE', { type: 'digital' }],
  ['was deleted', 'GONE', { remove: true }],
] as const)('what %s in one store is awaited in the other one still', async (_, sku, change) => {
  await created(sku);
  shop.sandbox.control.changeProduct(sku, { ...change, storeHash: a });
  await compare(a);
  expect(await deskA.awaited()).not.toContain(sku);
  await compare(b);
  expect(level(b, sku)).toBe(5);
});
