import type { WorkflowHandle } from '@temporalio/client';
import { afterEach, expect, inject, test, vi } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { productDesk, type ProductDesk } from '../support/products.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { isLong, itLong } from '../support/sample.ts';
import { orderDesk } from './order-desk.ts';
import { levelOf, runNow } from './stock-runs.ts';

let shop: Shop;
let products: ProductDesk;
afterEach(() => shop.close());

async function open(settleMs: number): Promise<void> {
  shop = await openShop(inject('temporalAddress'), { sandbox: { products: 1 }, worker: { overrides: { settleMs } } });
  await shop.connect({
    enableLatestChanges: 'by-hand',
    brakeShare: 1,
    createMissingProducts: true,
    waitForTrackingMinutes: 0,
  });
  await shop.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
  shop.sandbox.control.addProduct({ name: 'Witness', sku: 'WITNESS', level: 9 });
  shop.sandbox.control.addWarehouseProduct({ code: 'WITNESS' });
  products = productDesk(shop);
}
const inMyogo = (code: string) => shop.sandbox.control.merchant().product(code);
const answersOfCreationsAreLost = () =>
  shop.sandbox.control.faults({ rate: 1, kinds: ['reset-after'], paths: ['POST /api/v1/Products'] });
const waitsForTheOutcome = (run: WorkflowHandle) =>
  vi.waitFor(
    async () => {
      const { events } = await run.fetchHistory();
      expect(events?.some(({ timerStartedEventAttributes: timer }) => timer != null)).toBe(true);
    },
    { timeout: 60_000, interval: 100 },
  );
/** Runs until every zero that is due is written: that of a product that myOGO has had all along shows it. */
async function zerosAreWritten(): Promise<void> {
  await changesRun();
  await vi.waitFor(() => expect(level('WITNESS')).toBe(0), { timeout: 60_000, interval: 200 });
}
async function changesRun(): Promise<void> {
  const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
  await entity.executeUpdate(integrationMessages.enableLatestChanges, { args: [{ every: '24h', force: true }] });
  await runNow(shop.worker.client, shop.storeHash);
}
const level = (sku: string) => levelOf(shop.sandbox, shop.storeHash, sku);

/** As the Web UI's button does; a moment later the server knows no such run. */
async function deleteRuns(...ids: readonly string[]): Promise<void> {
  const { workflow, workflowService } = shop.worker.client;
  for (const id of ids) {
    const workflowExecution = { workflowId: id };
    await workflowService.deleteWorkflowExecution({ namespace: shop.worker.namespace, workflowExecution });
    await expect
      .poll(() =>
        workflow
          .getHandle(id)
          .describe()
          .catch((error: unknown) => String(error)),
      )
      .toMatch(/NotFound/);
  }
}

test.each(['its run', 'that and the merchant’s'] as const)(
  'what awaits first goods is found again on both sides where somebody deleted %s',
  async (deleted) => {
    await open(1_000);
    shop.sandbox.control.addProduct({ name: 'Forgotten', sku: 'FORGOTTEN', level: 12 });
    await products.create({ selection: { skus: ['FORGOTTEN'] } });
    await zerosAreWritten();
    // The first comparison, which nobody told what was awaited before; and a run that its next one is told of.
    await shop.worker.client.workflow.getHandle(workflowId.reconcile(shop.storeHash)).result();
    shop.stock({ FORGOTTEN: 0 });
    expect((await runNow(shop.worker.client, shop.storeHash)).due?.rows).toMatchObject([
      { sku: 'FORGOTTEN', reason: 'awaited', level: 12, wanted: 0 },
    ]);
    const merchant = workflowId.merchantGoods(shop.credentials.merchantId);
    const own = workflowId.goodsIn(shop.storeHash);
    await deleteRuns(own, ...(deleted === 'its run' ? [] : [merchant]));
    await vi.waitFor(
      async () => {
        await runNow(shop.worker.client, shop.storeHash);
        expect(level('FORGOTTEN')).toBe(12);
        expect(await products.awaited()).toEqual(['FORGOTTEN']);
      },
      { timeout: 60_000, interval: 500 },
    );
    shop.sandbox.control.goodsIn({ FORGOTTEN: 3 });
    await runNow(shop.worker.client, shop.storeHash);
    expect(level('FORGOTTEN')).toBe(3);
  },
);

itLong.each(['the first to ask is a comparison', 'another product is created first'] as const)(
  'what awaits first goods is found again where both of its runs were deleted before anything had asked them: %s',
  async (first) => {
    await open(1_000);
    // A SKU that a query cannot name without an escape.
    const sku = '7" FORGOTTEN';
    shop.sandbox.control.addProduct({ name: 'Forgotten', sku, level: 12 });
    await products.create({ selection: { skus: [sku] } });
    shop.stock({ [sku]: 0 });
    await deleteRuns(workflowId.goodsIn(shop.storeHash), workflowId.merchantGoods(shop.credentials.merchantId));
    const isAnother = first === 'another product is created first';
    if (isAnother) {
      shop.sandbox.control.addProduct({ name: 'Another', sku: 'ANOTHER', level: 5 });
      await products.create({ selection: { skus: ['ANOTHER'] } });
      shop.stock({ ANOTHER: 0 });
    }
    // Goods that are there are nothing that may have been awaited.
    shop.stock({ WITNESS: 4 });
    await changesRun();
    const lacking = (isAnother ? ['ANOTHER', sku] : [sku]).sort();
    // Zeros wait until both sides were asked what was awaited, and from then on until the first goods.
    await vi.waitFor(
      async () => {
        const { due } = await runNow(shop.worker.client, shop.storeHash);
        const awaited = (due?.rows ?? []).filter(({ reason }) => reason === 'awaited').map((row) => row.sku);
        expect(awaited.sort()).toEqual(lacking);
      },
      { timeout: 60_000, interval: 500 },
    );
    expect([level(sku), level('WITNESS')]).toEqual([12, 4]);
    expect([...(await products.awaited())].sort()).toEqual(lacking);
    shop.sandbox.control.goodsIn({ [sku]: 3 });
    await runNow(shop.worker.client, shop.storeHash);
    expect(level(sku)).toBe(3);
    if (isAnother) expect(level('ANOTHER')).toBe(5);
  },
);

test('a run that is ended right after a creation, before it heard of it, leaves the product’s level alone', async () => {
  await open(60_000);
  const skus = Array.from({ length: isLong ? 5 : 2 }, (_, n) => `SUDDEN-${n}`);
  for (const sku of skus) shop.sandbox.control.addProduct({ name: sku, sku, level: 12 });
  answersOfCreationsAreLost();
  const run = await products.start({ selection: { skus } });
  const { workflow } = shop.worker.client;
  const children = skus.map((sku) => workflow.getHandle(workflowId.createProduct(shop.storeHash, sku)));
  await vi.waitFor(() => expect(skus.every((sku) => inMyogo(sku) !== undefined)).toBe(true), { timeout: 60_000 });
  await run.terminate('in the middle');
  for (const child of children) await child.terminate('in the middle');
  shop.sandbox.control.faults();
  await zerosAreWritten();
  expect(skus.map(level)).toEqual(skus.map(() => 12));
  shop.sandbox.control.goodsIn({ 'SUDDEN-0': 3 });
  await runNow(shop.worker.client, shop.storeHash);
  expect(level('SUDDEN-0')).toBe(3);
});

test('an order’s missing product is awaited before it is created, by the product’s own run', async () => {
  await open(60_000);
  shop.sandbox.control.addProduct({ name: 'By an order', sku: 'BY-ORDER', level: 12 });
  answersOfCreationsAreLost();
  const { orderId } = await orderDesk(shop).order(
    { lines: [{ sku: 'BY-ORDER', quantity: 2 }] },
    { inWarehouse: false },
  );
  const { workflow } = shop.worker.client;
  const child = workflow.getHandle(workflowId.createProduct(shop.storeHash, 'BY-ORDER'));
  await vi.waitFor(() => expect(inMyogo('BY-ORDER')).toBeDefined(), { timeout: 60_000 });
  await waitsForTheOutcome(child);
  await workflow.getHandle(workflowId.fulfilOrder(shop.storeHash, orderId)).terminate('in the middle');
  await child.terminate('in the middle');
  shop.sandbox.control.faults();
  await zerosAreWritten();
  // The store has deducted what was ordered.
  expect(level('BY-ORDER')).toBe(10);
});
