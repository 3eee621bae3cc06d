import { workflowId, type StoreHash } from '../../../src/contract/ids.ts';
import { goodsInMessages, merchantGoodsMessages, owedMessages } from '../../../src/contract/messages.ts';
import { SearchAttribute, TaskQueue, WorkflowType } from '../../../src/contract/temporal.ts';
import { countOf, pauseForAll, until, type Lived, type Lives, type LivesWorld } from './world.ts';

const SIGNALLED = 'workflowExecutionSignaledEventAttributes';
const SLEPT = 'timerStartedEventAttributes';
const DONE = 'activityTaskCompletedEventAttributes';

export const stockLives: Lives = {
  'goods-in-awaiting': async (world) => {
    await world.products.create({ selection: { skus: ['MUG-ENAMEL', 'BLANKET-WOOL'] } });
    await world.client.workflow.getHandle(goodsIn(world).id).signal(goodsInMessages.lookNow);
    await until('a second look', async () => (await countOf(world, goodsIn(world), DONE)) > 1);
    return goodsIn(world);
  },
  'merchant-goods-awaiting': async (world) => {
    await until('the merchant’s run', async () => (await countOf(world, merchant(world), SIGNALLED)) > 0);
    return merchant(world);
  },
  'goods-in-came-until-done': async (world) => {
    const { client, shop } = world;
    shop.sandbox.control.goodsIn({ 'MUG-ENAMEL': 5, 'BLANKET-WOOL': 3 });
    const handle = client.workflow.getHandle(goodsIn(world).id);
    await handle.signal(goodsInMessages.lookNow);
    await handle.result();
    return goodsIn(world);
  },
  'merchant-goods-awaits-no-more': async (world) => {
    await world.client.workflow.getHandle(merchant(world).id).result();
    return merchant(world);
  },
  'goods-in-spread-over-parts': async (world) => {
    const skus = Array.from({ length: 2_010 }, (_, n) => `P${n}`);
    await world.client.workflow.signalWithStart(WorkflowType.goodsIn, {
      ...{ workflowId: goodsIn(world).id, taskQueue: TaskQueue.main, args: [{ storeHash: world.shop.storeHash }] },
      signal: goodsInMessages.awaitGoods,
      signalArgs: [{ awaited: skus, received: true, merchantId: world.merchantId }],
    });
    const isSpread = async () => (await countOf(world, goodsIn(world), DONE)) > 1 && (await hasPart(world));
    await until('a part of the awaited SKUs', isSpread);
    return goodsIn(world);
  },
  'awaited-part-goods-came': async (world) => {
    const id = await startPart(world, 900);
    const handle = world.client.workflow.getHandle(id);
    await handle.signal(goodsInMessages.goodsCame, ['A', 'OTHER']);
    await handle.signal(goodsInMessages.drop, ['B']);
    await handle.signal(goodsInMessages.goodsCame, ['C']);
    await handle.result();
    return { id };
  },
  'awaited-part-handed-on': async (world) => {
    const { client, merchantId, ogoship, shop } = world;
    const { storeHash, apiToken, secretToken } = shop.sandbox.control.addStore({ merchantId, products: 1 });
    const sibling = ogoship.integration(storeHash);
    await sibling.connect({ bigcommerce: { apiToken }, myogo: { merchantId, secretToken } });
    const id = await startPart(world, 901);
    const handle = client.workflow.getHandle(id);
    await handle.signal(goodsInMessages.handOn, { to: storeHash as StoreHash }); // the sandbox makes valid ones
    await handle.result();
    return { id };
  },
  'merchant-goods-came': async ({ client }) => {
    const id = workflowId.merchantGoods('golden-merchant');
    const storeHash = 'sibling1' as StoreHash; // such a hash is valid; nobody is there
    await client.workflow.signalWithStart(WorkflowType.merchantGoods, {
      ...{ workflowId: id, taskQueue: TaskQueue.main, args: [{ merchantId: 'golden-merchant' }] },
      signal: merchantGoodsMessages.awaits,
      signalArgs: [{ storeHash, inParts: false }],
    });
    const handle = client.workflow.getHandle(id);
    await handle.signal(merchantGoodsMessages.goodsCame, ['A', 'B']);
    await handle.signal(merchantGoodsMessages.awaitsNoMore, storeHash);
    await handle.result();
    return { id };
  },
  'owed-ledger-reported': async (world) => {
    await world.store.latestChanges.enable({ force: true });
    const id = workflowId.owed(world.shop.storeHash, 1);
    await report(world, id, 1, 1, { 'MUG-ENAMEL': 2 });
    await until('the levels', async () => (await countOf(world, { id }, DONE)) === 1);
    await report(world, id, 1, 2, {});
    await until('the levels again', async () => (await countOf(world, { id }, DONE)) === 2);
    return { id };
  },
  'owed-ledger-paused-then-pausing': async (world) => {
    const id = workflowId.owed(world.shop.storeHash, 2);
    await pauseForAll(world);
    await report(world, id, 2, 1, { ROPE: 1 });
    await until('the pause after a failure', async () => (await countOf(world, { id }, SLEPT)) > 1);
    await world.store.resume();
    return { id };
  },
  'owed-ledger-rebuilding': async (world) => {
    const { client, shop } = world;
    const id = workflowId.owed(shop.storeHash, 3);
    const args = [{ storeHash: shop.storeHash, shard: 3, rebuild: true }];
    await client.workflow.start(WorkflowType.owedLedger, { workflowId: id, taskQueue: TaskQueue.main, args });
    await until('the first round', async () => (await countOf(world, { id }, SLEPT)) > 0);
    return { id };
  },
};

export function goodsIn({ shop }: LivesWorld): Lived {
  return { id: workflowId.goodsIn(shop.storeHash) };
}

function merchant({ merchantId }: LivesWorld): Lived {
  return { id: workflowId.merchantGoods(merchantId) };
}

async function hasPart({ client, shop }: LivesWorld): Promise<boolean> {
  const ofStore = `${SearchAttribute.integration}="${shop.storeHash}"`;
  const { count } = await client.workflow.count(`WorkflowType="${WorkflowType.awaitedPart}" AND ${ofStore}`);
  return count > 0;
}

/** A part with three SKUs, as the store's run starts one. */
export async function startPart({ client, shop }: LivesWorld, shard: number): Promise<string> {
  const id = workflowId.awaited(shop.storeHash, shard);
  await client.workflow.signalWithStart(WorkflowType.awaitedPart, {
    ...{ workflowId: id, taskQueue: TaskQueue.main, args: [{ storeHash: shop.storeHash, shard }] },
    signal: goodsInMessages.keepAwaited,
    signalArgs: [{ skus: ['A', 'B', 'C'], message: 1 }],
  });
  return id;
}

/** An order's run tells what it owes beside what the store's status says. */
export async function report(
  { client, shop }: LivesWorld,
  id: string,
  orderId: number,
  revision: number,
  owed: Readonly<Record<string, number>>,
): Promise<void> {
  await client.workflow.signalWithStart(WorkflowType.owedLedger, {
    ...{ workflowId: id, taskQueue: TaskQueue.main, args: [{ storeHash: shop.storeHash, shard: orderId % 4 }] },
    signal: owedMessages.report,
    signalArgs: [[{ orderId, revision, owed }]],
  });
}
