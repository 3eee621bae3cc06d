import { workflowId, type StoreHash } from '../../../src/contract/ids.ts';
import { goodsInMessages, hintMessages, merchantGoodsMessages, watchMessages } from '../../../src/contract/messages.ts';
import { TaskQueue, WorkflowType } from '../../../src/contract/temporal.ts';
import { run as orderRun } from './orders.ts';
import { goodsIn, report, startPart } from './stock.ts';
import { countOf, entityOf, until, type Lived, type Lives, type LivesWorld } from './world.ts';

/** Events after which the server of these lives suggests to continue as new. */
export const RENEWED_AFTER = 20;

/** What keeps a run of hints open. */
const PUT_OFF = { source: 'storeProducts', waitMs: 600_000 } as const;

/** Each lives on until it has continued as new. Taken are the first run, which ends so, and the one that goes on. */
export const renewals: Lives = {
  integration: async (world) => {
    await insist(world, entityOf(world), async (n) => {
      await world.store.shipping.link({ method: `Method ${n}`, code: `CODE-${n}` });
    });
    return entityOf(world);
  },
  'fulfil-order': async (world) => {
    const { orderId } = await world.desk.order({ shippingMethod: 'Rocket' });
    await world.desk.staged(orderId, 'held');
    await insist(world, orderRun(world, orderId), () => world.desk.retry(orderId));
    await world.desk.release(orderId, { kind: 'use-code', code: 'POSTI' });
    return orderRun(world, orderId);
  },
  'goods-in': async (world) => {
    await world.products.create({ selection: { skus: ['MUG-ENAMEL', 'BLANKET-WOOL'] } });
    const handle = world.client.workflow.getHandle(goodsIn(world).id);
    await insist(world, goodsIn(world), () => handle.signal(goodsInMessages.lookNow));
    return goodsIn(world);
  },
  'awaited-part': async (world) => {
    const id = await startPart(world, 902);
    const handle = world.client.workflow.getHandle(id);
    await insist(world, { id }, () => handle.signal(goodsInMessages.goodsCame, ['OTHER']));
    return { id };
  },
  'merchant-goods': async (world) => {
    const id = workflowId.merchantGoods('golden-renewed');
    const storeHash = 'sibling2' as StoreHash; // such a hash is valid; nobody is there
    await world.client.workflow.signalWithStart(WorkflowType.merchantGoods, {
      ...{ workflowId: id, taskQueue: TaskQueue.main, args: [{ merchantId: 'golden-renewed' }] },
      signal: merchantGoodsMessages.awaits,
      signalArgs: [{ storeHash, inParts: true }],
    });
    const handle = world.client.workflow.getHandle(id);
    await insist(world, { id }, () => handle.signal(merchantGoodsMessages.goodsCame, ['A']));
    return { id };
  },
  'changes-watch': async (world) => {
    const id = workflowId.changesWatch('0-of-1');
    await world.store.latestChanges.enable({ every: '5m', force: true });
    const handle = world.client.workflow.getHandle(id);
    await insist(world, { id }, () => handle.signal(watchMessages.lookNow));
    await world.store.latestChanges.enable({ every: '24h', force: true });
    return { id };
  },
  hints: async (world) => {
    const { storeHash } = world.shop;
    const id = workflowId.hints(storeHash);
    await insist(world, { id }, async (n) => {
      const { signaledRunId } = await world.client.workflow.signalWithStart(WorkflowType.hints, {
        ...{ workflowId: id, taskQueue: TaskQueue.main, args: [{ storeHash }] },
        signal: hintMessages.hint,
        signalArgs: [{ source: 'storeOrders', ids: [900_000 + n] }],
      });
      if (n === 1) await world.client.workflow.getHandle(id, signaledRunId).signal(hintMessages.hint, PUT_OFF);
    });
    return { id };
  },
  'owed-ledger': async (world) => {
    await world.store.latestChanges.enable({ force: true });
    const id = workflowId.owed(world.shop.storeHash, 1);
    await insist(world, { id }, (n) => report(world, id, 1, n, { 'MUG-ENAMEL': n }));
    return { id };
  },
};

/** Does it again and again, each time when what came of it is over, until the run has continued as new and gone on. */
async function insist(world: LivesWorld, { id }: Lived, act: (n: number) => Promise<void>): Promise<void> {
  for (let n = 1; n <= 60; n += 1) {
    await act(n);
    await rests(world, id);
    if (await isContinued(world, id)) break;
  }
  if (!(await isContinued(world, id))) throw new Error(`${id} does not continue as new.`);
  // The server lets a run that renews itself quickly wait for a second.
  await until(`${id} going on`, async () => (await countOf(world, { id }, 'workflowTaskCompletedEventAttributes')) > 0);
}

async function isContinued({ client }: LivesWorld, id: string): Promise<boolean> {
  const { workflowExecutionInfo } = (await client.workflow.getHandle(id).describe()).raw;
  return workflowExecutionInfo?.firstRunId !== workflowExecutionInfo?.execution?.runId;
}

async function rests({ client }: LivesWorld, id: string): Promise<void> {
  await until(`${id} at rest`, async () => {
    const { pendingActivities, pendingWorkflowTask } = (await client.workflow.getHandle(id).describe()).raw;
    return (pendingActivities ?? []).length === 0 && pendingWorkflowTask == null;
  });
}
