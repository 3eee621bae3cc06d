import { randomBytes } from 'node:crypto';
import { Connection, WorkflowNotFoundError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { OgoshipClient, type Integration } from '../../src/client/index.ts';
import type { ReconcileInput } from '../../src/contract/changes.ts';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import type { DueReport } from '../../src/contract/integration/questions.ts';
import { goodsInMessages, integrationMessages, merchantGoodsMessages } from '../../src/contract/messages.ts';
import { WorkflowType } from '../../src/contract/temporal.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { levelOf, runNow } from './stock-runs.ts';

const long = process.env['TEST_LONG'] === '1';
const credentialKeys = `again:${randomBytes(32).toString('base64')}`;
const dhl = { shippingMethod: 'DHL Express', country: 'FI', lines: [{ sku: 'MUG-ENAMEL' }] };

let shop: Shop;
let ogoship: OgoshipClient;
let store: Integration;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'), {
    sandbox: { plan: 'unlimited' },
    worker: { overrides: { keyRing: parseKeyRing(credentialKeys) } },
  });
  const temporal = { address: inject('temporalAddress'), namespace: shop.worker.namespace };
  ogoship = await OgoshipClient.connect({ temporal, credentialKeys, by: 'Ada' });
  store = ogoship.integration(shop.storeHash);
});
afterAll(async () => {
  await ogoship.close();
  await shop.close();
});

const first = (): StoreCredentials => shop.credentials;
const input = ({ apiToken, merchantId, secretToken }: StoreCredentials) => ({
  bigcommerce: { apiToken },
  myogo: { merchantId, secretToken },
});
const created = () => shop.effects('myogo order created');
const reference = (orderId: number) => `${shop.storeHash}-${orderId}`;
const entity = () => shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));

/** Created, and not received before it leaves. */
const NEW = 'FIRESTEEL';
const goodsIn = () => shop.worker.client.workflow.getHandle(workflowId.goodsIn(shop.storeHash));
const awaited = () => goodsIn().query(goodsInMessages.awaited);

/** Its next look finds that the store is gone, as soon as the worker has heard of that; until then the run is the same one. */
async function looksWhileGone(): Promise<void> {
  const looked = async () => {
    await goodsIn().signal(goodsInMessages.lookNow);
    return (await goodsIn().describe()).status.name;
  };
  await expect.poll(() => looked().catch(() => 'COMPLETED'), { timeout: 60_000, interval: 500 }).toBe('COMPLETED');
}

/** A store that is live gets its schedule when it awaits what it awaited before: until then no run can be asked for. */
const flows = async () => {
  const schedule = shop.worker.client.schedule.getHandle(scheduleId.latestChanges(shop.storeHash));
  const paused = () =>
    schedule.describe().then(
      ({ state }) => state.paused,
      () => 'not there',
    );
  await expect.poll(paused, { timeout: 60_000 }).toBe(false);
};

describe('a store that is disconnected and connected again', () => {
  let before: number;
  let ordersFrom: string;

  it('leaves a report of what is open', async () => {
    ({
      settings: { ordersFrom },
    } = await store.connect({ ...input(first()), settings: { waitForTrackingMinutes: 0, every: '5s' } }));
    await store.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
    before = shop.placeOrder(dhl).orderId;
    await store.latestChanges.enable();
    await expect.poll(created, { timeout: 60_000 }).toEqual({ [reference(before)]: 1 });
    await shop.until(before, ({ stage }) => stage === 'handed-over');
    // The list that the report is made from lags.
    const stage = async () => {
      const query = `OgoOrder = '${reference(before)}' AND OgoStage = 'handed-over'`;
      return (await shop.worker.client.workflow.count(query)).count;
    };
    await expect.poll(stage, { timeout: 60_000 }).toBe(1);
    await (await store.products.create({ skus: [NEW] })).result();
    expect(await awaited()).toEqual([NEW]);

    const report = await store.disconnect();
    expect(report).toMatchObject({
      openOrders: 1,
      orders: [{ orderId: before, stage: 'handed-over' }],
      leaves: { merchantId: first().merchantId, live: true, settings: { ordersFrom }, links: [{ method: 'DHL*' }] },
    });
    expect(JSON.stringify(report)).not.toContain('sealed');
    await entity().result();
    expect(await store.status()).toMatchObject({ stage: 'disconnected', settings: { ordersFrom } });
    if (long) await looksWhileGone();
  });

  it('goes on with its settings and links, takes what came meanwhile, and nothing twice', async () => {
    const meanwhile = shop.placeOrder(dhl).orderId;
    const again = await store.connect(input(first()));
    expect(again).toMatchObject({
      settings: { ordersFrom, every: '5s' },
      links: [{ method: 'DHL*' }],
      credentialsVersion: 2,
    });
    await expect.poll(async () => (await store.status()).stage, { timeout: 60_000 }).toBe('live');
    // No zero is written, or asked about, for what the warehouse never received.
    await expect.poll(async () => (await goodsIn().describe()).status.name, { timeout: 60_000 }).toBe('RUNNING');
    await expect.poll(awaited, { timeout: 60_000 }).toEqual([NEW]);
    await flows();
    await store.latestChanges.runNow();
    await expect.poll(created, { timeout: 60_000 }).toEqual({ [reference(before)]: 1, [reference(meanwhile)]: 1 });
    shop.sandbox.control.warehouse(reference(before), { status: 'SHIPPED', tracking: 'BEFORE' });
    await store.latestChanges.runNow();
    await shop.until(before, ({ stage }) => stage === 'shipped');
    expect(shop.storeOrder(before).shipments).toMatchObject([{ trackingNumber: 'BEFORE' }]);
  });

  it('takes the settings that connecting again names', async () => {
    await store.disconnect();
    await entity().result();
    const meanwhile = shop.placeOrder(dhl).orderId;
    const again = await store.connect({ ...input(first()), settings: { stockBuffer: 1 } });
    expect(again.settings).toMatchObject({ ordersFrom, stockBuffer: 1, every: '5s' });
    await expect.poll(async () => (await store.status()).stage, { timeout: 60_000 }).toBe('live');
    await flows();
    await store.latestChanges.runNow();
    await expect.poll(created, { timeout: 60_000 }).toHaveProperty(reference(meanwhile), 1);
  });

  it('also after somebody terminated it in Temporal', async () => {
    const { links, settings } = await store.status();
    await entity().terminate('a test');
    const again = await store.connect(input(first()));
    expect(again).toMatchObject({ links, settings, credentialsVersion: 4 });
  });

  it('also where somebody terminates it while the call is on its way', async () => {
    const { links, settings, credentialsVersion = 0 } = await store.status();
    const id = workflowId.integration(shop.storeHash);
    const connection = await Connection.connect({ address: inject('temporalAddress') });
    let ended = false;
    /** What is seen open is ended in that moment. */
    const describeWorkflowExecution = async (request: { execution?: { workflowId?: string | null } | null }) => {
      const seen = await connection.workflowService.describeWorkflowExecution(request);
      if (request.execution?.workflowId === id && !ended) {
        ended = true;
        await entity().terminate('a person, in this moment');
      }
      return seen;
    };
    const over = <T extends object>(what: T, replaced: object): T =>
      new Proxy(what, { get: (of, key) => Reflect.get(key in replaced ? replaced : of, key) as unknown });
    const workflowService = over(connection.workflowService, { describeWorkflowExecution });
    const temporal = { connection: over(connection, { workflowService }), namespace: shop.worker.namespace };
    const inThatMoment = await OgoshipClient.connect({ temporal, credentialKeys, by: 'Ada' });
    try {
      const again = await inThatMoment.integration(shop.storeHash).connect(input(first()));
      expect(ended).toBe(true);
      expect(again).toMatchObject({ links, settings, credentialsVersion: credentialsVersion + 1 });
    } finally {
      await inThatMoment.close();
      await connection.close();
    }
  });

  it('with another merchant takes only what was placed since, by settings of its own', async () => {
    const other = shop.sandbox.control.addStore();
    const { leaves } = await store.disconnect();
    await entity().result();
    if (long) await looksWhileGone();
    const { merchantId, secretToken } = other;
    const again = await store.connect({ ...input(first()), myogo: { merchantId, secretToken } });
    expect(again).toMatchObject({
      merchantId,
      stage: 'awaiting-goods',
      links: [],
      settings: { ordersFrom: leaves?.endedAt, every: null },
    });
    // What comparisons said of the first merchant's goods is none of the second one's.
    await expect(store.reconcile.report()).rejects.toMatchObject({ type: 'NotFound' });
    expect(await store.status()).not.toHaveProperty('dueLevels');
    // What was awaited of the first merchant is none of the second one's, and its gate waits for goods of its own.
    await (await store.products.create({ skus: ['MUG-ENAMEL', 'THERMOS-05'] })).result();
    await expect
      .poll(async () => (await awaited()).toSorted(), { timeout: 60_000 })
      .toEqual(['MUG-ENAMEL', 'THERMOS-05']);
    expect((await store.status()).stage).toBe('awaiting-goods');
    shop.sandbox.control.goodsIn({ 'MUG-ENAMEL': 3 }, merchantId);
    await goodsIn().signal(goodsInMessages.lookNow);
    await expect.poll(async () => (await store.status()).stage, { timeout: 60_000 }).toBe('live');
    expect(await awaited()).toEqual(['THERMOS-05']);
  });

  it.runIf(long)('and comes back to the first one, whose goods it awaits again, though its run has ended', async () => {
    await store.disconnect();
    await entity().result();
    await looksWhileGone();
    const shown = levelOf(shop.sandbox, shop.storeHash, NEW);
    expect(shown).toBeGreaterThan(0);
    await store.connect({ ...input(first()), settings: { every: '24h', brakeShare: 1 } });
    await store.latestChanges.enable({ force: true });
    // Nobody tells it of its goods: the first run that meets a zero asks, be it this comparison or the next run.
    await shop.worker.client.workflow.getHandle(workflowId.reconcile(shop.storeHash)).result();
    shop.stock({ [NEW]: 0 });
    const due = async () => {
      const { due: left } = await runNow(shop.worker.client, shop.storeHash);
      return left?.rows.find(({ sku }) => sku === NEW)?.reason;
    };
    await expect.poll(due, { timeout: 60_000 }).toBe('awaited');
    // Those of the other merchant are kept apart a moment later.
    await expect.poll(awaited, { timeout: 60_000 }).toEqual([NEW]);
    expect(levelOf(shop.sandbox, shop.storeHash, NEW)).toBe(shown);
    const { merchantId } = first();
    const stores = shop.worker.client.workflow.getHandle(workflowId.merchantGoods(merchantId));
    await expect.poll(() => stores.query(merchantGoodsMessages.who)).toMatchObject([{ storeHash: shop.storeHash }]);
  });
});

describe('an integration', () => {
  it('names the other stores of its merchant', async () => {
    const { merchantId, secretToken } = shop.sandbox.control.addStore();
    await store.disconnect();
    await entity().result();
    await store.connect({ ...input(first()), myogo: { merchantId, secretToken } });
    const sibling = shop.sandbox.control.addStore({ merchantId });
    const stranger = shop.sandbox.control.addStore();
    for (const other of [sibling, stranger]) await ogoship.integration(other.storeHash).connect(input(other));
    await expect.poll(async () => (await store.status()).siblings, { timeout: 60_000 }).toEqual([sibling.storeHash]);
    const others = async () => (await ogoship.integration(sibling.storeHash).status()).siblings;
    await expect.poll(others).toEqual([shop.storeHash]);
  });

  it('shows a pause by a person with the reason and who it was', async () => {
    expect(await store.pause('stocktaking')).toMatchObject({
      paused: { reason: 'stocktaking', by: 'Ada' },
      summary: 'Paused by Ada: stocktaking',
    });
    await store.resume();
  });

  it('shows a schedule that a person paused in Temporal, does not undo it, and sees it go on', async () => {
    await store.latestChanges.enable({ force: true, every: '24h' });
    const schedule = shop.worker.client.schedule.getHandle(scheduleId.latestChanges(shop.storeHash));
    const { client } = shop.worker;
    const maintain = (id: string) =>
      client.workflow.execute(WorkflowType.maintain, { workflowId: id, taskQueue: 'ogoship-bigcommerce' });
    const known = async () => (await entity().query(integrationMessages.status)).latestChanges;

    await schedule.pause('counting shelves');
    expect((await store.status()).latestChanges).toMatchObject({
      running: false,
      why: 'paused in Temporal: counting shelves',
    });
    await maintain('maintain-1');
    expect((await schedule.describe()).state).toMatchObject({ paused: true, note: 'counting shelves' });
    await expect.poll(known).toMatchObject({ allowed: true, running: false });

    await schedule.unpause();
    expect((await store.status()).latestChanges).toMatchObject({ running: true });
    await maintain('maintain-2');
    expect((await schedule.describe()).state.paused).toBe(false);
    await expect.poll(known).toMatchObject({ allowed: true, running: true });
  });
});

describe('an approval', () => {
  const asked = (kind: DueReport['kind'], item: string, askedBy: string): DueReport => ({
    kind,
    due: [item],
    over: [],
    askedBy,
  });
  const comparison = () => shop.worker.client.workflow.getHandle(workflowId.reconcile(shop.storeHash));

  /** Asks, approves, and tells what the comparison was asked to do that this set off. */
  async function approved(question: DueReport): Promise<void> {
    // One that is under way may be past what is approved: what follows then is begun a minute later.
    await comparison().result().catch(unlessNone);
    await entity().signal(integrationMessages.reportDue, question);
    const open = async () => (await store.questions()).find(({ items }) => items[0] === question.due[0]);
    await expect.poll(open).toBeDefined();
    await store.answer((await open())?.id ?? '', 'approve');
  }
  const unlessNone = (error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  };
  async function inputOf(): Promise<ReconcileInput> {
    const { events } = await comparison().fetchHistory();
    const [payload] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    return JSON.parse(Buffer.from(payload?.data ?? []).toString()) as ReconcileInput; // what the entity sent
  }
  const runId = async () =>
    (
      await comparison()
        .describe()
        .catch(() => undefined)
    )?.runId;

  it('of a first import compares the store’s orders at once', async () => {
    const before = await runId();
    await approved(asked('first-import', 'aaaaaaaa', WorkflowType.reconcile));
    await expect.poll(runId, { timeout: 60_000 }).not.toBe(before);
    expect(await inputOf()).toMatchObject({ catchUp: { storeOrders: null } });
    await comparison().result();
  });

  it('of zeros that a full comparison asked about compares all stock at once', async () => {
    const before = await runId();
    await approved(asked('stock-brake', 'bbbbbbbb', WorkflowType.reconcile));
    await expect.poll(runId, { timeout: 60_000 }).not.toBe(before);
    expect(await inputOf()).toMatchObject({ catchUp: { myogoStock: null } });
    await comparison().result();
  });

  // The entity tries again after a minute, which is for the long suite.
  it.runIf(long)('while a comparison is under way, which may be past it, is followed by one more', async () => {
    shop.sandbox.control.faults({ rate: 1, kinds: ['latency'], paths: ['/api/v1/Stock'], latencyMs: 5_000, count: 1 });
    const before = await runId();
    await approved(asked('stock-brake', 'dddddddd', WorkflowType.reconcile));
    await expect.poll(runId, { timeout: 60_000 }).not.toBe(before);
    const underWay = await runId();
    await approved(asked('stock-brake', 'eeeeeeee', WorkflowType.reconcile));
    expect((await comparison().describe()).status.name).toBe('RUNNING');
    await comparison().result();
    expect(await runId()).toBe(underWay);
    await expect.poll(runId, { timeout: 90_000, interval: 500 }).not.toBe(underWay);
    expect(await inputOf()).toMatchObject({ catchUp: { myogoStock: null } });
    await comparison().result();
  });

  it('of zeros that latest changes asked about runs those at once', async () => {
    const schedule = shop.worker.client.schedule.getHandle(scheduleId.latestChanges(shop.storeHash));
    const taken = async () => (await schedule.describe()).info.numActionsTaken;
    const before = await taken();
    await approved(asked('stock-brake', 'cccccccc', WorkflowType.latestChanges));
    await expect.poll(taken, { timeout: 60_000 }).toBe(before + 1);
  });
});
