import { randomBytes, randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { OgoshipClient } from '../../src/client/index.ts';
import { workflowId } from '../../src/contract/ids.ts';
import {
  goodsInMessages,
  hintMessages,
  integrationMessages,
  merchantGoodsMessages,
  owedMessages,
  watchMessages,
} from '../../src/contract/messages.ts';
import { TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
import type { MaintainReport } from '../../src/workflows/maintain.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { isLong } from '../support/sample.ts';
import { rowsOf } from '../support/rows-of.ts';
import { openShop, type Shop } from '../support/shop.ts';

// docs/operations/reset-cancel-terminate.md: what a person's button in the Temporal UI does to each kind of run.

const credentialKeys = `hand:${randomBytes(32).toString('base64')}`;
let shop: Shop;
let orderId: number;
let client: OgoshipClient;
/** One of the sandbox's products. */
const variant = { sku: 'MUG-ENAMEL', productId: 77, variantId: 1 };
beforeAll(async () => {
  const address = inject('temporalAddress');
  shop = await openShop(address, { worker: { overrides: { keyRing: parseKeyRing(credentialKeys) } } });
  client = await OgoshipClient.connect({ temporal: { address, namespace: shop.worker.namespace }, credentialKeys });
  await kinds.integration();
  await client.integration(shop.storeHash).changeSettings({ stockBuffer: 3 });
  await shop.link({ method: '*', code: 'DHL-EXPRESS' });
  orderId = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' }).orderId;
});
afterAll(async () => {
  await client.close();
  await shop.close();
});

const flow = () => shop.worker.client.workflow;
const plain = (type: keyof typeof WorkflowType, id: string, ...args: readonly unknown[]) =>
  flow().start(WorkflowType[type], {
    workflowId: id,
    taskQueue: TaskQueue.main,
    args: [...args],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });

/** Each kind of run, begun as the product begins it: a second time it is the same run, where one is open. */
const kinds: Readonly<Record<keyof typeof WorkflowType, () => Promise<WorkflowHandle>>> = {
  goodsIn: () => {
    const { storeHash } = shop;
    return flow().signalWithStart(WorkflowType.goodsIn, {
      ...{ workflowId: workflowId.goodsIn(storeHash), taskQueue: TaskQueue.main, args: [{ storeHash }] },
      ...{ signal: goodsInMessages.awaitGoods, signalArgs: [{ awaited: ['NEVER-SEEN'], received: false }] },
    });
  },
  awaitedPart: () => {
    const { storeHash } = shop;
    return flow().signalWithStart(WorkflowType.awaitedPart, {
      ...{ workflowId: workflowId.awaited(storeHash, 1), taskQueue: TaskQueue.main, args: [{ storeHash, shard: 1 }] },
      ...{ signal: goodsInMessages.keepAwaited, signalArgs: [{ skus: ['NEVER-SEEN'], message: 1 }] },
    });
  },
  merchantGoods: () =>
    flow().signalWithStart(WorkflowType.merchantGoods, {
      ...{
        workflowId: workflowId.merchantGoods('another'),
        taskQueue: TaskQueue.main,
        args: [{ merchantId: 'another' }],
      },
      ...{ signal: merchantGoodsMessages.awaits, signalArgs: [{ storeHash: shop.storeHash, inParts: false }] },
    }),
  owedLedger: () => {
    const { storeHash } = shop;
    return flow().signalWithStart(WorkflowType.owedLedger, {
      ...{ workflowId: workflowId.owed(storeHash, 1), taskQueue: TaskQueue.main, args: [{ storeHash, shard: 1 }] },
      ...{ signal: owedMessages.report, signalArgs: [[{ orderId: 5, revision: 2, owed: { MUG: 1 } }]] },
    });
  },
  hints: () => {
    const { storeHash } = shop;
    return flow().signalWithStart(WorkflowType.hints, {
      ...{ workflowId: workflowId.hints(storeHash), taskQueue: TaskQueue.main, args: [{ storeHash }] },
      ...{ signal: hintMessages.hint, signalArgs: [{ source: 'storeOrders', waitMs: 0 }] },
    });
  },
  changesWatch: () =>
    flow().signalWithStart(WorkflowType.changesWatch, {
      ...{ workflowId: workflowId.changesWatch('0-of-1'), taskQueue: TaskQueue.main, args: [{ group: '0-of-1' }] },
      ...{ signal: watchMessages.join, signalArgs: [{ storeHash: shop.storeHash, everyMs: 300_000 }] },
    }),
  latestChanges: () => plain('latestChanges', `latest-changes-run:${shop.storeHash}`, { storeHash: shop.storeHash }),
  reconcile: () => plain('reconcile', workflowId.reconcile(shop.storeHash), { storeHash: shop.storeHash }),
  maintain: () => plain('maintain', 'maintain-run'),
  lookup: () =>
    plain('lookup', workflowId.lookup(shop.storeHash, randomUUID()), {
      ...{ storeHash: shop.storeHash, request: { kind: 'order', orderId } },
    }),
  createProducts: () =>
    plain('createProducts', workflowId.createProducts(shop.storeHash), {
      storeHash: shop.storeHash,
      selection: { all: true },
    }),
  createProduct: () => plain('createProduct', `product:${shop.storeHash}:X`, { storeHash: shop.storeHash, ...variant }),
  fulfilOrder: async () => {
    await client.integration(shop.storeHash).orders.fulfil(orderId);
    return flow().getHandle(workflowId.fulfilOrder(shop.storeHash, orderId));
  },
  integration: async () => {
    const { apiToken, merchantId, secretToken } = shop.credentials;
    await client.integration(shop.storeHash).connect({ bigcommerce: { apiToken }, myogo: { merchantId, secretToken } });
    return flow().getHandle(workflowId.integration(shop.storeHash));
  },
};

async function reset(run: WorkflowHandle): Promise<void> {
  const { runId } = await run.describe();
  let first: number | undefined;
  while (first === undefined) {
    const { events = [] } = await flow().getHandle(run.workflowId, runId).fetchHistory();
    first = events
      ?.map((event) => (event.workflowTaskCompletedEventAttributes == null ? undefined : Number(event.eventId)))
      .find((id) => id !== undefined);
  }
  await shop.worker.client.workflowService.resetWorkflowExecution({
    namespace: shop.worker.namespace,
    workflowExecution: { workflowId: run.workflowId, runId },
    reason: 'a test',
    requestId: randomUUID(),
    workflowTaskFinishEventId: first as never, // a number does where the types want a Long
  });
}
const standing = async (run: WorkflowHandle) => (await run.describe()).status.name;

/** What a button does, and how the run may stand a moment later. */
const buttons = {
  cancel: { press: (run: WorkflowHandle) => run.cancel(), then: /^(CANCELLED|COMPLETED)$/ },
  terminate: { press: (run: WorkflowHandle) => run.terminate('a test'), then: /^TERMINATED$/ },
  reset: { press: reset, then: /^(RUNNING|COMPLETED)$/ },
} as const;

const all = Object.keys(kinds).flatMap((kind) => Object.keys(buttons).map((button) => [kind, button] as const));
// The quick suite has one button for each kind of run, and each button for some of them.
const rows = isLong
  ? all
  : all.filter(([kind, button], at) =>
      kind === 'integration' ? button === 'reset' : (at + Math.floor(at / 3)) % 3 === 1,
    );

describe('what a person does to a run in the Temporal UI', () => {
  it.each(rows)('%s, %s: it ends or goes on, and is there again by its usual way', async (kind, button) => {
    const begin = kinds[kind as keyof typeof kinds]; // keys of them
    const { press, then } = buttons[button as keyof typeof buttons];
    // Most would be over before the button is pressed.
    shop.sandbox.control.faults({ rate: 1, kinds: ['latency'], latencyMs: 1_000 });
    const run = flow().getHandle((await begin()).workflowId);
    await press(run);
    shop.sandbox.control.faults();
    await expect.poll(() => standing(run), { interval: 20 }).toMatch(then);
    const again = flow().getHandle((await begin()).workflowId);
    await expect.poll(() => failuresOf(again), { interval: 20 }).toEqual([]);
    expect(await standing(again)).toMatch(/^(RUNNING|COMPLETED)$/);
  });

  it('and nothing was lost, and nothing done twice', async () => {
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    const { links, settings, stage } = await client.integration(shop.storeHash).status();
    expect(links).toMatchObject([{ method: '*', code: 'DHL-EXPRESS' }]);
    expect(settings).toMatchObject({ stockBuffer: 3 });
    expect(stage).toMatch(/awaiting-goods|live/);
    const next = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' }).orderId;
    await shop.startOrder(next);
    await shop.until(next, ({ stage: now }) => now === 'handed-over');
    const created = shop.effects('myogo order created');
    expect(created).toEqual({ [`${shop.storeHash}-${orderId}`]: 1, [`${shop.storeHash}-${next}`]: 1 });
    expect(Object.values(shop.effects('myogo product created')).filter((count) => count > 1)).toEqual([]);
  });

  it('and whoever connects and enables beside each other has an answer', async () => {
    const entity = flow().getHandle(workflowId.integration(shop.storeHash));
    const enable = () =>
      entity.executeUpdate(integrationMessages.enableLatestChanges, { args: [{ every: '24h', force: true }] });
    const answers = await Promise.all([shop.connect(), enable(), shop.connect(), enable(), shop.connect()]);
    expect(answers.map(({ latestChanges }) => latestChanges.wanted)).toContain(true);
  });

  it('and a pause that comes while another is resumed stays', async () => {
    const entity = flow().getHandle(workflowId.integration(shop.storeHash));
    await entity.executeUpdate(integrationMessages.pause, { args: [{ reason: 'the first' }] });
    const resumed = await entity.startUpdate(integrationMessages.resume, { waitForStage: 'ACCEPTED' });
    await entity.executeUpdate(integrationMessages.pause, { args: [{ reason: 'the second' }] });
    await resumed.result();
    const { paused } = await entity.query(integrationMessages.status);
    expect(paused).toMatchObject({ reason: 'the second' });
  });
});

describe('a run that a person paused in Temporal', () => {
  const target = (id: string) => ({ namespace: shop.worker.namespace, workflowId: id });
  const said = { identity: 'a test', reason: 'a test' };
  const press = (id: string) => shop.worker.client.workflowService.pauseWorkflowExecution({ ...target(id), ...said });
  const unpause = (id: string) =>
    shop.worker.client.workflowService.unpauseWorkflowExecution({ ...target(id), ...said });

  it('is an order that is held, with what lets it go on, beside those that are held for another reason', async () => {
    await shop.worker.client.workflow
      .getHandle(workflowId.integration(shop.storeHash))
      .executeUpdate(integrationMessages.resume, { args: [] });
    const [still, other] = [0, 0].map(() => shop.placeOrder({ shippingMethod: 'Unknown', country: 'FI' }).orderId);
    if (still === undefined || other === undefined) throw new TypeError('two orders are placed');
    await client.integration(shop.storeHash).shipping.unlink({ method: '*' });
    for (const order of [still, other]) {
      await shop.startOrder(order);
      await shop.until(order, ({ stage }) => stage === 'held');
    }
    const id = workflowId.fulfilOrder(shop.storeHash, still);
    await press(id);
    const rows = async () => (await rowsOf(client.stores.held())).map(({ orderId: order, reason }) => [order, reason]);
    await expect.poll(rows).toEqual(
      expect.arrayContaining([
        [other, 'shipping-method-not-linked'],
        [still, 'paused-in-temporal'],
      ]),
    );
    const found = await client.integration(shop.storeHash).orders.held();
    expect(found.find(({ orderId: order }) => order === still)).toMatchObject({
      remedy: 'Unpause Workflow on its page in the Temporal Web UI',
      since: expect.stringMatching(/^\d{4}-/) as string,
    });
    await unpause(id);
    await expect.poll(rows).toContainEqual([still, 'shipping-method-not-linked']);
  });

  it('is an integration that is listed as failing, and keeps its schedules', async () => {
    const id = workflowId.integration(shop.storeHash);
    await press(id);
    const failing = async () => (await rowsOf(client.stores.failing())).map(({ storeHash, type }) => [storeHash, type]);
    await expect.poll(failing).toContainEqual([shop.storeHash, 'paused-in-temporal']);
    const listed: string[] = [];
    for await (const { storeHash } of client.integrations()) listed.push(storeHash);
    expect(listed).toContain(shop.storeHash);
    const { schedules } = (await (await kinds.maintain()).result()) as MaintainReport; // of our own workflow
    expect(schedules).toMatchObject({ orphaned: 0, unanswered: 1 });
    expect(schedules?.found).toContainEqual(
      expect.stringContaining(`Store ${shop.storeHash}: the run of its integration is paused in Temporal`),
    );

    const order = shop.placeOrder({ shippingMethod: 'Unknown', country: 'FI' }).orderId;
    await shop.startOrder(order); // its first step tries again and again
    const run = flow().getHandle(workflowId.fulfilOrder(shop.storeHash, order));
    const tries = async () => (await run.describe()).raw.pendingActivities?.[0]?.activityType?.name;
    await expect.poll(tries).toBe('readStoreOrder');
    const { namespace } = shop.worker;
    const step = { namespace, execution: { workflowId: run.workflowId }, type: 'readStoreOrder', identity: 'a test' };
    await shop.worker.client.workflowService.pauseActivity({ ...step, reason: 'a test' });
    const answer = async () => (await client.integration(shop.storeHash).orders.explain(order)).answer;
    expect(await answer()).toMatch(/^Order \d+ stands still: its step readStoreOrder .* is paused in Temporal since /);
    await shop.worker.client.workflowService.unpauseActivity(step);
    expect(await answer()).not.toContain('paused');

    await unpause(id);
    await expect.poll(failing).toEqual([]);
    await shop.until(order, ({ stage }) => stage === 'held');
  });
});

/** Tasks of the newest run that failed; a reset leaves its own mark, which is none. */
async function failuresOf(run: WorkflowHandle): Promise<readonly string[]> {
  const { runId } = await run.describe();
  const { events } = await flow().getHandle(run.workflowId, runId).fetchHistory();
  if (!(events ?? []).some((event) => event.workflowTaskCompletedEventAttributes != null)) return ['has not begun'];
  return (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) =>
    failed == null || failed.failure?.message === 'a test' ? [] : [failed.failure?.message ?? 'a task failed'],
  );
}
