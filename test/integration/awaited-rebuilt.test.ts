import type { WorkflowHandle } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, describe, expect, inject, vi } from 'vitest';
import { allAwaitedVariants } from '../../src/activities/stock/awaited/awaited-variants.ts';
import { createGoodsInActivities } from '../../src/activities/stock/goods-in.ts';
import { awaitedRuns, type AwaitedVariants } from '../../src/contract/goods.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { goodsInMessages, integrationMessages } from '../../src/contract/messages.ts';
import type { GoodsInSnapshot } from '../../src/domain/stock/goods-in-snapshot.ts';
import { unpackSkus } from '../../src/domain/stock/goods-in-state.ts';
import { itLong } from '../support/sample.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { runNow } from './stock-runs.ts';

/** So many that most of them are in parts, and that both sides answer by pages. */
const MANY = 6_000;
const AT_ONCE = 1_000;
/** What the store's own run keeps at most. */
const OWN = 2_000;
const PATIENCE = { timeout: 120_000, interval: 1_000 };

let shop: Shop;
afterEach(() => shop.close());

/** The levels that the store sells, by SKU. */
const levels = (): ReadonlyMap<string | undefined, number> => {
  shop.sandbox.control.settle();
  const { stores } = shop.sandbox.control.state();
  return new Map(
    stores.flatMap(({ products }) =>
      products.map(({ sku, variants: [variant] }) => [sku, variant?.level ?? 0] as const),
    ),
  );
};
const run = (id: string): WorkflowHandle => shop.worker.client.workflow.getHandle(id);
const own = () => run(workflowId.goodsIn(shop.storeHash));
const keptByOwn = async () => (await own().query(goodsInMessages.kept)).kept as GoodsInSnapshot; // what this run keeps

/** Every SKU that is awaited with its variant, whichever run keeps it. */
const allAwaited = async (): Promise<AwaitedVariants> => {
  const found = await allAwaitedVariants({ temporal: shop.worker.client }, awaitedRuns(shop.storeHash));
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** A catalogue of which the warehouse knows every SKU, and has never received one; all are awaited. */
async function open(): Promise<AwaitedVariants> {
  shop = await openShop(inject('temporalAddress'), { sandbox: { products: 1, plan: 'unlimited' } });
  await shop.connect({ enableLatestChanges: 'by-hand', brakeShare: 1, goodsInEvery: '1h' });
  const { control } = shop.sandbox;
  control.addProduct({ name: 'Witness', sku: 'WITNESS', level: 9 });
  control.addWarehouseProduct({ code: 'WITNESS' });
  control.goodsIn({ WITNESS: 5 });
  const skus = Array.from({ length: MANY }, (_, n) => `MANY-${String(n).padStart(5, '0')}`);
  for (const sku of skus) {
    control.addProduct({ name: sku, sku, level: 12 });
    control.addWarehouseProduct({ code: sku });
  }
  const products = control.state().stores.flatMap((store) => store.products);
  const variantOf = ({ productId, variants: [variant] }: (typeof products)[number]): AwaitedVariants[string] => [
    productId,
    variant?.variantId ?? 0,
  ];
  const variants: AwaitedVariants = Object.fromEntries(products.map((row) => [row.sku, variantOf(row)] as const));
  const activities = createGoodsInActivities({
    temporal: shop.worker.client,
    connections: { ask: () => Promise.resolve(shop.credentials) },
  } as unknown as Parameters<typeof createGoodsInActivities>[0]); // what telling uses
  for (let at = 0; at < MANY; at += AT_ONCE) {
    const awaited = skus.slice(at, at + AT_ONCE);
    const of = Object.fromEntries(
      awaited.flatMap((sku) => (variants[sku] === undefined ? [] : [[sku, variants[sku]] as const])),
    );
    const { storeHash } = shop;
    await new MockActivityEnvironment().run(() =>
      activities.awaitGoods({ storeHash, awaited, variants: of, received: false }),
    );
  }
  await spread();
  await expect.poll(async () => Object.keys(await allAwaited()).length, PATIENCE).toBe(MANY);
  return allAwaited();
}

/** Once the store's own run keeps no more than it may. */
const spread = () =>
  expect.poll(async () => unpackSkus((await keptByOwn()).awaited).length, PATIENCE).toBeLessThanOrEqual(OWN);

const isThere = (id: string): Promise<boolean> =>
  run(id)
    .describe()
    .then(
      () => true,
      () => false,
    );

/** As the Web UI's button does; a moment later the server knows no such run. */
async function deleted(ids: readonly string[]): Promise<void> {
  const { workflowService } = shop.worker.client;
  for (const id of ids) {
    if (!(await isThere(id))) continue;
    const workflowExecution = { workflowId: id };
    await workflowService.deleteWorkflowExecution({ namespace: shop.worker.namespace, workflowExecution });
    await expect.poll(() => isThere(id), PATIENCE).toBe(false);
  }
}

async function terminated(ids: readonly string[]): Promise<void> {
  for (const id of ids) if (await isThere(id)) await run(id).terminate('by hand');
}

describe('the whole ledger of awaited SKUs, which is spread over parts', () => {
  itLong.each([
    ['the store’s run and every part were deleted', deleted, (ids: readonly string[]) => ids],
    ['only the parts were deleted', deleted, (ids: readonly string[]) => ids.slice(1)],
    [
      'all of these were terminated',
      terminated,
      (ids: readonly string[]) => [...ids, workflowId.merchantGoods(shop.credentials.merchantId)],
    ],
  ] as const)(
    'is there again, with every SKU and its variant, where %s',
    async (_, end, which) => {
      const before = await open();
      const { client } = shop.worker;
      const entity = run(workflowId.integration(shop.storeHash));
      await entity.executeUpdate(integrationMessages.enableLatestChanges, { args: [{ every: '24h', force: true }] });
      // So many changes are left to comparisons.
      await runNow(client, shop.storeHash);
      await run(workflowId.reconcile(shop.storeHash)).result();
      const zeros = Object.keys(before).filter((_sku, n) => n % 100 === 0);
      shop.stock(Object.fromEntries(zeros.map((sku) => [sku, 0])));

      await end(which(awaitedRuns(shop.storeHash)));
      // Whoever asks first finds it out; until all of it is known again no zero is written.
      await vi.waitFor(async () => {
        shop.stock(Object.fromEntries(zeros.map((sku) => [sku, 0])));
        await runNow(client, shop.storeHash);
        expect(await allAwaited()).toEqual(before);
      }, PATIENCE);
      await spread();
      expect((await keptByOwn()).parts?.length).toBeGreaterThan(1);
      expect(await allAwaited()).toEqual(before);
      const shown = levels();
      expect(Object.keys(before).filter((sku) => shown.get(sku) !== 12)).toEqual([]);

      // Goods end the wait of their SKU alone, whichever run keeps it now.
      const came = ['MANY-00001', 'MANY-03333', 'MANY-05999'];
      shop.sandbox.control.goodsIn(Object.fromEntries(came.map((sku) => [sku, 3])));
      // So many codes are changes, too: a comparison may be under way, and the run after it looks again.
      await vi.waitFor(async () => {
        await runNow(client, shop.storeHash);
        const now = levels();
        expect(came.map((sku) => now.get(sku))).toEqual([3, 3, 3]);
      }, PATIENCE);
      await expect.poll(async () => Object.keys(await allAwaited()).length, PATIENCE).toBe(MANY - came.length);
      // What the run says of itself is that count, too.
      const counted = async (): Promise<number> => {
        const { awaited, parts = [] } = await keptByOwn();
        return parts.reduce((sum, { left }) => sum + left, unpackSkus(awaited).length);
      };
      await expect.poll(counted, PATIENCE).toBe(MANY - came.length);
    },
    500_000,
  );
});
