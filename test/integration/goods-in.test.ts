import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { goodsInMessages, integrationMessages } from '../../src/contract/messages.ts';
import { productDesk, type ProductDesk } from '../support/products.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let desk: ProductDesk;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'));
  await shop.connect({ goodsInEvery: '1s' });
  desk = productDesk(shop);
});
afterAll(() => shop.close());

const handles = () => {
  const { workflow } = shop.worker.client;
  return {
    goodsIn: workflow.getHandle(workflowId.goodsIn(shop.storeHash)),
    entity: workflow.getHandle(workflowId.integration(shop.storeHash)),
  };
};
const stage = async () => (await handles().entity.query(integrationMessages.status)).stage;

test('created products await their goods; the integration waits with them', async () => {
  await desk.create({ selection: { skus: ['MUG-ENAMEL', 'BLANKET-WOOL'] } });
  expect([...(await desk.awaited())].sort()).toEqual(['BLANKET-WOOL', 'MUG-ENAMEL']);
  expect(await stage()).toBe('awaiting-goods');
});

test('looking costs one request to the warehouse and none to the store', async () => {
  const store = JSON.stringify(shop.sandbox.control.ledger().requests.store);
  const looked = desk.requests('warehouse', 'GET /api/v1/Stock');
  await vi.waitFor(() => expect(desk.requests('warehouse', 'GET /api/v1/Stock')).toBeGreaterThan(looked + 1), {
    timeout: 60_000,
  });
  expect(JSON.stringify(shop.sandbox.control.ledger().requests.store)).toBe(store);
});

test('the first receipt opens the gate; what has not come is awaited still', async () => {
  shop.sandbox.control.goodsIn({ 'MUG-ENAMEL': 5 });
  await vi.waitFor(async () => expect(await stage()).toBe('live'), { timeout: 60_000, interval: 100 });
  expect(await desk.awaited()).toEqual(['BLANKET-WOOL']);
});

test('a look can be asked for, and the run ends when nothing is awaited', async () => {
  shop.sandbox.control.goodsIn({ 'BLANKET-WOOL': 1 });
  const { goodsIn } = handles();
  await goodsIn.signal(goodsInMessages.lookNow);
  expect(await goodsIn.result()).toEqual({ received: 2 });
});

test('products that are created later are awaited by a new run', async () => {
  await desk.create({ selection: { skus: ['FIRESTEEL', 'MUG-ENAMEL'] } });
  expect(await desk.awaited()).toEqual(['FIRESTEEL']);
});
