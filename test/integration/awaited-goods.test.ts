import { setTimeout } from 'node:timers/promises';
import type { WorkflowClient } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import type { Connections } from '../../src/activities/runtime/connections.ts';
import type { StoreApi } from '../../src/bigcommerce/client.ts';
import type { StoreHash } from '../../src/contract/ids.ts';
import { awaitedShardOf } from '../../src/contract/goods.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { goodsInMessages } from '../../src/contract/messages.ts';
import { createGoodsInActivities } from '../../src/activities/stock/goods-in.ts';
import * as awaited from '../../src/activities/stock/awaited/awaited.ts';
import * as come from '../../src/activities/stock/awaited/goods-have-come.ts';
import { TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
import type { GoodsInSnapshot } from '../../src/domain/stock/goods-in-snapshot.ts';
import { unpackSkus } from '../../src/domain/stock/goods-in-state.ts';
import { isLong } from '../support/sample.ts';
import { openShop, type Shop } from '../support/shop.ts';

const MANY = 12_000;
const skus = Array.from({ length: MANY }, (_, n) => `BRAND-${String(n).padStart(6, '0')}`);

const { askedOf } = awaited;
/** Whoever asks is an activity: a run that is not there is looked for once more, after a pause of its own. */
const inActivity = <T>(work: () => Promise<T>): Promise<T> => new MockActivityEnvironment().run(work);
const stillAwaited = (...of: Parameters<typeof awaited.stillAwaited>) => inActivity(() => awaited.stillAwaited(...of));
const goodsHaveCome = (...of: Parameters<typeof come.goodsHaveCome>) => inActivity(() => come.goodsHaveCome(...of));

let shop: Shop;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'));
  await shop.connect({ goodsInEvery: '1h' });
});
afterAll(() => shop.close());

test('awaited SKUs are spread over parts: every answer stays small, and no payload grows', async () => {
  const { client } = shop.worker;
  const goodsIn = client.workflow.getHandle(workflowId.goodsIn(shop.storeHash));
  const deps = { temporal: client, connections };
  const merchant = { storeHash: shop.storeHash, merchantId: shop.credentials.merchantId };
  const activities = createGoodsInActivities({
    temporal: client,
    connections: { ask: () => Promise.resolve(merchant) },
  } as unknown as Parameters<typeof createGoodsInActivities>[0]); // what telling uses
  for (let at = 0; at < MANY; at += 2_000) {
    const told = { storeHash: shop.storeHash, awaited: skus.slice(at, at + 2_000), received: false };
    await inActivity(() => activities.awaitGoods(told));
  }
  await vi.waitFor(async () => expect((await stillAwaited(deps, merchant, skus)).size).toBe(MANY), { timeout: 60_000 });
  // All are awaited before they are spread, too: the parts come after that.
  const own = async (): Promise<number> => {
    const { kept } = await goodsIn.query(goodsInMessages.kept);
    return unpackSkus((kept as GoodsInSnapshot).awaited).length; // what this run keeps
  };
  await expect.poll(own, { timeout: 60_000 }).toBeLessThanOrEqual(2_000);
  for (const shard of new Set(skus.map(awaitedShardOf))) {
    const part = client.workflow.getHandle(workflowId.awaited(shop.storeHash, shard));
    await vi.waitFor(() => part.describe(), { timeout: 60_000 });
  }

  // What an answer costs is what it holds: how long it takes is the machine's matter.
  expect((await goodsIn.query(goodsInMessages.awaited)).length).toBeLessThanOrEqual(2_000);

  const { events } = await goodsIn.fetchHistory();
  const largest = Math.max(...(events ?? []).map((event) => JSON.stringify(event).length));
  // 2,000 SKUs of a message; JSON of bytes is some four times as long.
  expect(largest).toBeLessThan(400_000);

  // Goods that somebody has seen end the waiting, in whatever part it is.
  const came = [skus[1], skus[7_777], skus[11_999]].filter((sku) => sku !== undefined);
  await goodsHaveCome(deps, { connection: merchant, store }, [...came, 'NOT-OURS']);
  await vi.waitFor(async () => expect([...(await stillAwaited(deps, merchant, came))]).toEqual([]), {
    timeout: 60_000,
  });
  expect((await stillAwaited(deps, merchant, skus)).size).toBe(MANY - came.length);
});

test.each(['terminate', 'cancel'] as const)(
  'runs that a person %ss are begun anew by whoever asks, and nothing that they kept is lost',
  async (button) => {
    const { client } = shop.worker;
    const merchant = { storeHash: shop.storeHash, merchantId: shop.credentials.merchantId };
    const open = await vi.waitFor(() => stillAwaited({ temporal: client }, merchant, skus), { timeout: 60_000 });
    const part = workflowId.awaited(shop.storeHash, awaitedShardOf(skus[0] ?? ''));
    for (const id of [workflowId.goodsIn(shop.storeHash), part, workflowId.merchantGoods(merchant.merchantId)]) {
      // This very run: whoever asks meanwhile has begun another one under its id.
      const { runId } = await client.workflow.getHandle(id).describe();
      const run = client.workflow.getHandle(id, runId);
      await run[button]();
      await vi.waitFor(async () => expect((await run.describe()).status.name).not.toBe('RUNNING'), 60_000);
    }
    // Who asks before all is known has no answer, so that no zero is written.
    await expect(stillAwaited({ temporal: client }, merchant, skus)).rejects.toMatchObject({ type: 'Unavailable' });
    await vi.waitFor(async () => expect(await changed(merchant, open)).toEqual([]), 60_000);
  },
);

/** What is awaited and was not, or the reverse. */
const changed = async (
  merchant: Parameters<typeof awaited.stillAwaited>[1],
  open: ReadonlySet<string>,
): Promise<readonly string[]> => {
  const found = await stillAwaited({ temporal: shop.worker.client }, merchant, skus);
  return skus.filter((sku) => open.has(sku) !== found.has(sku));
};

/** Somebody ends a run in the moment in which it has been seen open, and before it is told. */
const endsOnceSeen = (client: WorkflowClient, ends: string): WorkflowClient => {
  let ended = false;
  const getHandle = (id: string, runId?: string) => {
    const handle = client.getHandle(id, runId);
    const describe = async () => {
      const seen = await handle.describe();
      if (id === ends && !ended) {
        ended = true;
        await client.getHandle(id, seen.runId).terminate('a person, in this moment');
      }
      return seen;
    };
    return Object.assign(Object.create(handle) as typeof handle, { describe });
  };
  return new Proxy(client, {
    get: (of, key) => {
      const value: unknown = Reflect.get(of, key);
      if (key === 'getHandle') return getHandle;
      return typeof value === 'function' ? (value as () => unknown).bind(of) : value;
    },
  });
};

test.each(['the run of the store', 'a part', 'the run of the merchant'] as const)(
  '%s that is ended while a message is on its way loses nothing',
  async (which) => {
    const { client } = shop.worker;
    const { storeHash } = shop;
    const merchant = { storeHash, merchantId: shop.credentials.merchantId };
    const open = await vi.waitFor(() => stillAwaited({ temporal: client }, merchant, skus), { timeout: 60_000 });
    const sku = skus.find((each) => open.has(each)) ?? '';
    const shard = awaitedShardOf(sku);
    const ends = {
      'the run of the store': workflowId.goodsIn(storeHash),
      'a part': workflowId.awaited(storeHash, shard),
      'the run of the merchant': workflowId.merchantGoods(merchant.merchantId),
    }[which];
    const activities = createGoodsInActivities({
      temporal: { workflow: endsOnceSeen(client.workflow, ends) },
      connections: { ask: () => Promise.resolve(merchant) },
    } as unknown as Parameters<typeof createGoodsInActivities>[0]); // what telling uses
    await inActivity(() =>
      which === 'a part'
        ? activities.keepAwaited({ storeHash, parts: [{ shard, skus: [sku], message: 1 }] })
        : activities.awaitGoods({ storeHash, awaited: [sku], received: false }),
    );
    await vi.waitFor(async () => expect(await changed(merchant, open)).toEqual([]), 60_000);
  },
);

test.runIf(isLong)(
  'a part that a person deletes is missed by its store’s run, and nobody takes it for empty',
  async () => {
    const { client } = shop.worker;
    const merchant = { storeHash: shop.storeHash, merchantId: shop.credentials.merchantId };
    const asks = (): Promise<ReadonlySet<string>> => stillAwaited({ temporal: client }, merchant, skus);
    const before = await asks();
    const shard = awaitedShardOf(skus[0] ?? '');
    const workflowExecution = { workflowId: workflowId.awaited(shop.storeHash, shard) };
    await client.workflowService.deleteWorkflowExecution({ namespace: shop.worker.namespace, workflowExecution });
    const own = client.workflow.getHandle(workflowId.goodsIn(shop.storeHash));
    // Whoever asks has no answer, and has the loss looked into.
    const isFoundAgain = async (): Promise<boolean> => {
      await asks().catch(() => undefined);
      const { kept } = await own.query(goodsInMessages.kept);
      return (kept as Partial<GoodsInSnapshot>).foundAgain !== undefined;
    };
    await expect.poll(isFoundAgain, { timeout: 60_000 }).toBe(true);
    // The sandbox's store sells none of them: what the others keep is all that there is.
    const others = [...before].filter((sku) => awaitedShardOf(sku) !== shard);
    const missing = async (): Promise<readonly string[]> => {
      const found = await asks();
      return others.filter((sku) => !found.has(sku));
    };
    await vi.waitFor(async () => expect(await missing()).toEqual([]), 60_000);
  },
);

// None of these SKUs knows a variant: nothing is asked of the store, nor of another one.
const store = {} as StoreApi;
const connections = {} as unknown as Connections;

test('a code belongs to the merchant: another store asks, and ends it for all', async () => {
  const deps = { temporal: shop.worker.client, connections };
  const sibling = {
    storeHash: 'sibling0' as StoreHash,
    merchantId: shop.credentials.merchantId,
  };
  const sku = skus[42] ?? '';
  expect([...(await stillAwaited(deps, sibling, [sku, 'OTHER']))]).toEqual([sku]);
  await goodsHaveCome(deps, { connection: sibling, store }, [sku]);
  await vi.waitFor(
    async () => expect(await askedOf(deps, workflowId.goodsIn(shop.storeHash), [sku])).toEqual([]),
    60_000,
  );
  await vi.waitFor(async () => expect([...(await stillAwaited(deps, sibling, [sku]))]).toEqual([]), 60_000);
});

// The worker knows the integration for 15 s.
test.runIf(isLong)(
  'where parts cannot be started, because the integration is gone, nothing turns in a circle',
  async () => {
    const { workflow } = shop.worker.client;
    const goodsIn = await workflow.signalWithStart(WorkflowType.goodsIn, {
      workflowId: workflowId.goodsIn(shop.storeHash),
      taskQueue: TaskQueue.main,
      args: [{ storeHash: shop.storeHash }],
      signal: goodsInMessages.awaitGoods,
      signalArgs: [{ awaited: ['FIRST'], received: false }],
    });
    await vi.waitFor(async () => expect((await goodsIn.describe()).historyLength).toBeGreaterThan(10), 60_000);
    await workflow.getHandle(workflowId.integration(shop.storeHash)).terminate('by hand');
    await setTimeout(16_000);
    const before = (await goodsIn.describe()).historyLength;
    const awaited = Array.from({ length: 2_500 }, (_, n) => `LATE-${n}`);
    await goodsIn.signal(goodsInMessages.awaitGoods, { awaited, received: false });
    await vi.waitFor(async () => expect((await goodsIn.describe()).historyLength).toBeGreaterThan(before + 4), 60_000);
    await setTimeout(2_000);
    expect((await goodsIn.describe()).historyLength).toBeLessThan(before + 30);
  },
);
