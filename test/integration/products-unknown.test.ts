import { afterEach, expect, inject, test, vi } from 'vitest';
import type { WorkflowHandle } from '@temporalio/client';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
import { productDesk } from '../support/products.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { itLong, sample } from '../support/sample.ts';

const DAY_MS = 86_400_000;

let shop: Shop;
afterEach(() => shop.close());

/** A shop whose worker has this settle time, with one product that is new. */
async function shopWith(settleMs: number): Promise<void> {
  shop = await openShop(inject('temporalAddress'), { worker: { overrides: { settleMs } } });
  await shop.connect({ enableLatestChanges: 'by-hand' });
  shop.sandbox.control.addProduct({ name: 'New thing', sku: 'NEW-1' });
}
async function startProduct(): Promise<WorkflowHandle> {
  const { rows } = await productDesk(shop).list({ search: 'NEW-1' });
  const [row] = rows;
  if (row === undefined) throw new Error('the product is not listed');
  const { storeHash } = shop;
  return shop.worker.client.workflow.start(WorkflowType.createProduct, {
    workflowId: workflowId.createProduct(storeHash, 'NEW-1'),
    taskQueue: TaskQueue.main,
    args: [{ storeHash, sku: 'NEW-1', productId: row.productId, variantId: row.variantId }],
  });
}
const sends = () => productDesk(shop).requests('warehouse', 'POST /api/v1/Products');
const lost = (kind: 'reset-before' | 'reset-after', rate = 1) =>
  shop.sandbox.control.faults({ rate, kinds: [kind], paths: ['POST /api/v1/Products'] });
/** The timers that a run has started, in milliseconds. */
async function timers(run: WorkflowHandle): Promise<readonly number[]> {
  const { events } = await run.fetchHistory();
  return (events ?? []).flatMap(({ timerStartedEventAttributes: timer }) =>
    timer?.startToFireTimeout == null ? [] : [Number(timer.startToFireTimeout.seconds) * 1_000],
  );
}

itLong(
  'with a settle time as long as the activity’s whole time, a lost answer leads to one send and a wait of the run',
  async () => {
    await shopWith(DAY_MS);
    lost('reset-before');
    const run = await startProduct();
    await vi.waitFor(async () => expect(await timers(run)).toEqual([DAY_MS]), { timeout: 60_000, interval: 200 });
    expect(sends()).toBe(1);
    expect((await run.describe()).status.name).toBe('RUNNING');
    await run.terminate('the test has seen it');
  },
);

test.each(sample(['reset-after', 'reset-before'] as const, 1))(
  'a lost answer (%s) is looked for when the settle time has passed, and the product is created once',
  async (kind) => {
    await shopWith(2_000);
    lost(kind);
    const run = await startProduct();
    await vi.waitFor(async () => expect(await timers(run)).toEqual([2_000]), { timeout: 60_000, interval: 50 });
    expect(sends()).toBe(1);
    shop.sandbox.control.faults();
    await run.result();
    expect(sends()).toBe(kind === 'reset-after' ? 1 : 2);
    const { merchantId } = shop.sandbox.control.merchant();
    expect(productDesk(shop).createdCodes()[`${merchantId}/NEW-1`]).toBe(1);
  },
);

test('a cancelled product run ends when what it sent has landed, so that the next one finds it', async () => {
  await shopWith(2_000);
  lost('reset-after');
  const run = await startProduct();
  await vi.waitFor(async () => expect(await timers(run)).toEqual([2_000]), { timeout: 60_000, interval: 50 });
  const heardAt = Date.now();
  await run.cancel();
  await expect(run.result()).rejects.toThrow();
  expect(Date.now() - heardAt).toBeGreaterThan(1_000);
  shop.sandbox.control.faults();
  await (await startProduct()).result();
  expect(sends()).toBe(1);
});

test('a product whose answer was lost, and whose run then stood still, is looked for before it is sent again', async () => {
  await shopWith(3_000);
  lost('reset-after');
  const desk = productDesk(shop);
  const run = await desk.start({ selection: { skus: ['NEW-1'] } });
  const { workflow } = shop.worker.client;
  const product = workflow.getHandle(workflowId.createProduct(shop.storeHash, 'NEW-1'));
  await vi.waitFor(async () => expect(await timers(product)).toEqual([3_000]), { timeout: 60_000, interval: 50 });
  const entity = workflow.getHandle(workflowId.integration(shop.storeHash));
  await entity.executeUpdate(integrationMessages.pause, { args: [{ reason: 'stock-taking' }] });
  await desk.untilProgress(({ waiting }) => waiting !== undefined);
  shop.sandbox.control.faults();
  await entity.executeUpdate(integrationMessages.resume);
  expect(await run.result()).toMatchObject({ created: 1, refusedCount: 0 });
  expect(sends()).toBe(1);
});
