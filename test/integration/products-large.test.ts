import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { stillAwaited } from '../../src/activities/stock/awaited/awaited.ts';
import { productDesk, type ProductDesk } from '../support/products.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { isLong } from '../support/sample.ts';

/** `npm run test:long` proves the same with the full counts. */
const ROWS = isLong ? 20_000 : 120;
const CREATED = isLong ? 2_000 : 30;
/** Seven rows of the seeded catalogue cannot be created. */
const UNUSABLE = 7;
const LONG_MS = 900_000;
/** A last page that is full is no end: the one after it says so. */
const PAGES = Math.floor(ROWS / 250) + 1;

let shop: Shop;
let desk: ProductDesk;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'), { sandbox: { products: ROWS, plan: 'standard' } });
  await shop.connect();
  desk = productDesk(shop);
});
afterAll(() => shop.close(), LONG_MS);

const storeRequests = (route: string) => desk.requests('store', route);
const throttled = () => shop.sandbox.control.ledger().answers.store['429'] ?? 0;

test(
  `${ROWS} rows are compared within a small plan’s quota, by pages alone`,
  async () => {
    const products = storeRequests('GET /v3/catalog/products');
    const variants = storeRequests('GET /v3/catalog/variants');
    const page = await desk.list({ state: 'not-created', limit: 1 });
    expect(page).toMatchObject({ more: true });
    expect(storeRequests('GET /v3/catalog/variants') - variants).toBe(PAGES);
    expect(storeRequests('GET /v3/catalog/products') - products).toBeLessThanOrEqual(PAGES);
    expect(throttled()).toBe(0);
  },
  LONG_MS,
);

test(
  `${CREATED} of them are created once each, by a run that continues as new again and again`,
  async () => {
    const skus: string[] = [];
    for (let page = 1; skus.length < CREATED; page += 1) {
      const { rows } = await desk.list({ state: 'not-created', limit: 250, page });
      skus.push(...rows.map(({ sku }) => sku).slice(0, CREATED - skus.length));
    }
    const run = await desk.start({ selection: { skus }, ...(isLong ? {} : { continueAfter: 15 }) });
    expect(await run.result()).toMatchObject({ created: CREATED, refusedCount: 0, cancelled: false });
    expect((await run.describe()).runId).not.toBe(run.firstExecutionRunId);
    const { merchantId } = shop.sandbox.control.merchant();
    const times = skus.map((sku) => desk.createdCodes()[`${merchantId}/${sku}`]);
    expect(times).toEqual(skus.map(() => 1));
    expect(desk.requests('warehouse', 'POST /api/v1/Products')).toBe(CREATED);
    // Parts keep them, each a small answer.
    const merchant = { storeHash: shop.storeHash, merchantId };
    expect(await stillAwaited({ temporal: shop.worker.client }, merchant, skus)).toEqual(new Set(skus));
    expect(await desk.progress()).toMatchObject({ total: CREATED, done: CREATED, remaining: 0 });
  },
  LONG_MS,
);

// The full counts would take an hour here, and prove the same.
if (!isLong) {
  test('the whole catalogue, run again by stretches, counts every row once', async () => {
    const report = await desk.create({ selection: { all: true }, continueAfter: 40, window: 20 });
    expect(report.unchanged).toBe(CREATED);
    expect(report.created + report.unchanged).toBe(ROWS - UNUSABLE);
    expect(report.refusedCount).toBe(UNUSABLE);
  });
}
