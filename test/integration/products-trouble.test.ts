import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import type { ProductsReport } from '../../src/contract/products.ts';
import { passingFaults } from '../support/faults.ts';
import { productDesk, type ProductDesk } from '../support/products.ts';
import { isLong } from '../support/sample.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let desk: ProductDesk;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'));
  await shop.connect();
  desk = productDesk(shop);
  await desk.create();
});
afterAll(() => shop.close());
beforeEach(() => void shop.sandbox.control.faults());

/** Puts new products into the store; their SKUs. */
let made = 0;
const addProducts = (count: number): string[] =>
  Array.from({ length: count }, () => {
    const sku = `T-${(made += 1)}`;
    shop.sandbox.control.addProduct({ name: `Thing ${made}`, sku });
    return sku;
  });
const timesCreated = (skus: readonly string[]) => {
  const { merchantId } = shop.sandbox.control.merchant();
  return skus.map((sku) => desk.createdCodes()[`${merchantId}/${sku}`] ?? 0);
};
/** A fifth of the products does in every run what all of them do in the long suite. */
const THINGS = isLong ? 60 : 12;
const once = (skus: readonly string[]) => skus.map(() => 1);

test('with a fault in every tenth request, also after the effect, each product is created exactly once', async () => {
  const skus = addProducts(THINGS);
  shop.sandbox.control.faults({
    rate: 0.1,
    seed: 7,
    lateMs: 100,
    latencyMs: 100,
    // Without the refusal that does not say when to come back: each of them costs seconds.
    kinds: passingFaults.filter((kind) => kind !== '429-bare'),
    paths: ['*/catalog/*', '*/Products*'],
  });
  const report = await desk.create();
  expect(report).toMatchObject({ created: THINGS, cancelled: false });
  expect(timesCreated(skus)).toEqual(once(skus));
});

describe('a product of myOGO whose row cannot be read', () => {
  const sent = () => desk.requests('warehouse', 'POST /api/v1/Products');
  const unreadable = (code: string) =>
    shop.sandbox.control.oddRows({ side: 'warehouse', path: '/Products', where: { code }, set: { code: '' } });

  test('is not created a second time, and is named', async () => {
    const [sku = '', other = ''] = addProducts(2);
    shop.sandbox.control.addWarehouseProduct({ code: sku });
    unreadable(sku);
    const before = sent();
    const run = await desk.create({ selection: { skus: [sku] } });
    expect(run).toMatchObject({ created: 0, refused: [{ sku, reason: 'UnexpectedResponse' }] });
    expect(run.refused[0]?.message).toContain('product');
    expect(sent()).toBe(before);
    // The others go on: myOGO is asked for each by its code.
    expect(await desk.create({ selection: { skus: [other] } })).toMatchObject({ created: 1, refusedCount: 0 });
    shop.sandbox.control.oddRows();
    expect(await desk.create({ selection: { skus: [sku, other] } })).toMatchObject({ created: 0, updated: 1 });
    expect(timesCreated([sku, other])).toEqual([1, 1]);
  });
});

test('a row of the store that cannot be read is named and no obstacle to the others; it is not “not in the store”', async () => {
  const [sku = '', other = ''] = addProducts(2);
  const stores = shop.sandbox.control.state().stores;
  const variants = stores.flatMap(({ products }) => products.flatMap((product) => product.variants));
  const id = variants.find((variant) => variant.sku === sku)?.variantId ?? 0;
  shop.sandbox.control.oddRows({ side: 'store', path: '/catalog/variants', where: { id }, set: { product_id: 'x' } });
  const named = { sku, reason: 'UnexpectedResponse', variantId: id, message: expect.stringContaining('product_id') };
  const report = await desk.create();
  expect(report).toMatchObject({ created: 1 });
  expect(report.refused).toContainEqual(expect.objectContaining(named));
  expect((await desk.create({ selection: { skus: [sku] } })).refused).toEqual([expect.objectContaining(named)]);
  shop.sandbox.control.oddRows();
  expect(await desk.create()).toMatchObject({ created: 1 });
  expect(timesCreated([sku, other])).toEqual([1, 1]);
});

test('a product whose run is ended by a person is reported; the others go on and no place is lost', async () => {
  const skus = addProducts(6);
  const [first = ''] = skus;
  shop.sandbox.control.faults({ rate: 1, kinds: ['503'], paths: ['POST /api/v1/Products'] });
  const run = await desk.start({ window: 2 });
  const child = shop.worker.client.workflow.getHandle(workflowId.createProduct(shop.storeHash, first));
  await vi.waitFor(() => child.terminate('not this one'), { timeout: 60_000, interval: 50 });
  shop.sandbox.control.faults();
  const report = (await run.result()) as ProductsReport;
  expect(report.created).toBe(5);
  expect(report.refused.filter(({ sku }) => skus.includes(sku))).toEqual([
    expect.objectContaining({ sku: first, reason: 'Refused' }),
  ]);
  // Its write may have left before it was ended: then it is there, and is found.
  expect([0, 1]).toContain((await desk.create()).created);
  expect(timesCreated(skus)).toEqual(once(skus));
});

test('a run that reads a store whose quota others spend says how much there is, and since when it waits', async () => {
  shop.sandbox.control.faults({
    rate: 1,
    kinds: ['429'],
    resetMs: 7_000,
    count: 1,
    paths: ['GET *catalog/products*'],
  });
  const before = new Date().toISOString();
  const run = await desk.start();
  const { waiting, total } = await desk.untilProgress((progress) => progress.waiting !== undefined);
  expect(total).toBeGreaterThan(20);
  const [, since = ''] = /^The catalogue waits for the store’s quota, .*since (\S+);/.exec(waiting ?? '') ?? [];
  expect(since > before).toBe(true);
  await desk.untilProgress((progress) => progress.waiting === undefined);
  expect(await run.result()).toMatchObject({ created: 0, cancelled: false });
});

test('a worker that ends in the middle leaves nothing twice and nothing out', async () => {
  const skus = addProducts(THINGS);
  const run = await desk.start({ window: 3 });
  await desk.untilProgress(({ created }) => created >= 3);
  await shop.worker.stop();
  await shop.worker.start();
  expect(await run.result()).toMatchObject({ created: THINGS });
  expect(timesCreated(skus)).toEqual(once(skus));
});

describe('cancelled by a person', () => {
  test('what was begun is brought to its end and reported; the next run does the rest', async () => {
    const skus = addProducts(THINGS);
    // Each takes so long that the rest is not done before the cancellation comes.
    shop.sandbox.control.faults({ rate: 1, kinds: ['latency'], latencyMs: 500, paths: ['POST /api/v1/Products'] });
    const run = await desk.start({ window: 4 });
    await desk.untilProgress(({ created }) => created >= 4);
    await run.cancel();
    shop.sandbox.control.faults();
    const report = (await run.result()) as ProductsReport;
    expect(report.cancelled).toBe(true);
    expect(report.created).toBeLessThan(THINGS);
    expect(timesCreated(skus).filter((times) => times === 1)).toHaveLength(report.created);

    const rest = await desk.create();
    expect(rest).toMatchObject({ created: THINGS - report.created, cancelled: false });
    expect(timesCreated(skus)).toEqual(once(skus));
    const awaited = await desk.awaited();
    expect(skus.filter((sku) => !awaited.includes(sku))).toEqual([]);
  });
});

test('a second start while one runs is refused', async () => {
  addProducts(6);
  const run = await desk.start({ window: 1 });
  await expect(desk.start()).rejects.toThrow(/already/i);
  await run.result();
});

describe('while the integration is paused', () => {
  test('a run waits, says so, and goes on by itself when it is resumed', async () => {
    const skus = addProducts(THINGS);
    const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
    await entity.executeUpdate(integrationMessages.pause, { args: [{ reason: 'stock-taking' }] });
    const run = await desk.start();
    const { waiting } = await desk.untilProgress((progress) => progress.waiting !== undefined);
    expect(waiting).toContain('stock-taking');
    await entity.executeUpdate(integrationMessages.resume);
    expect(await run.result()).toMatchObject({ created: THINGS });
    expect(timesCreated(skus)).toEqual(once(skus));
  });

  test('a waiting run can be cancelled', async () => {
    const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
    await entity.executeUpdate(integrationMessages.pause, { args: [{ reason: 'again' }] });
    const run = await desk.start();
    await desk.untilProgress((progress) => progress.waiting !== undefined);
    await run.cancel();
    expect(await run.result()).toMatchObject({ created: 0, cancelled: true });
    await entity.executeUpdate(integrationMessages.resume);
  });
});
