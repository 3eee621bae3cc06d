import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  InvalidInput,
  OgoshipClient,
  Refused,
  Unavailable,
  UnknownIntegration,
  type Integration,
  type IntegrationListed,
  type OnWaiting,
} from '../../src/client/index.ts';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

const credentialKeys = `client:${randomBytes(32).toString('base64')}`;

let shop: Shop;
let credentials: StoreCredentials;
let ogoship: OgoshipClient;
let store: Integration;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'), {
    worker: { overrides: { keyRing: parseKeyRing(credentialKeys), latestChangesEvery: '24h' } },
  });
  credentials = shop.credentials;
  ogoship = await openClient();
  store = ogoship.integration(credentials.storeHash);
});

afterAll(async () => {
  await ogoship.close();
  await shop.close();
});

function openClient(
  options: { readonly answerWithinMs?: number; readonly onWaiting?: OnWaiting } = {},
): Promise<OgoshipClient> {
  const { namespace } = shop.worker;
  return OgoshipClient.connect({
    temporal: { address: inject('temporalAddress'), namespace },
    credentialKeys,
    by: 'client.test',
    ...options,
  });
}

async function listed(): Promise<readonly IntegrationListed[]> {
  const found: IntegrationListed[] = [];
  for await (const each of ogoship.integrations()) found.push(each);
  return found;
}

const input = (change: { apiToken?: string; secretToken?: string; merchantId?: string } = {}) => ({
  bigcommerce: { apiToken: change.apiToken ?? credentials.apiToken },
  myogo: {
    merchantId: change.merchantId ?? credentials.merchantId,
    secretToken: change.secretToken ?? credentials.secretToken,
  },
});

describe('before a store is connected', () => {
  it('everything about it is refused as an unknown integration, and nothing is started', async () => {
    const asked: readonly (() => Promise<unknown>)[] = [
      () => store.status(),
      () => store.test(),
      () => store.pause('stocktaking'),
      () => store.disconnect(),
      () => store.rotateCredentials({ myogo: { secretToken: 'new' } }),
      () => store.products.list(),
      () => store.products.create({ all: true }),
      () => store.shipping.links(),
      () => store.shipping.storeMethods(),
      () => store.shipping.link({ method: 'DHL*', code: 'DHL' }),
      () => store.latestChanges.enable(),
      () => store.latestChanges.runNow(),
      () => store.orders.fulfil(100),
      () => store.orders.status(100),
      () => store.orders.held(),
      () => store.reconcile.runNow(),
    ];
    for (const ask of asked) await expect(ask(), ask.toString()).rejects.toBeInstanceOf(UnknownIntegration);
    const { count } = await shop.worker.client.workflow.count();
    expect(count).toBe(0);
  });

  it.each([
    ['bigcommerce.apiToken', { apiToken: '' }],
    ['bigcommerce.apiToken', { apiToken: ' \r\n' }],
    ['myogo.secretToken', { secretToken: '\t' }],
    ['myogo.merchantId', { merchantId: '' }],
  ])('an empty %s is refused before anything leaves the process', async (field, change) => {
    await expect(store.connect(input(change))).rejects.toMatchObject({ name: 'InvalidInput', field });
  });
});

describe('connecting', () => {
  it('tests both sides, and forgives spaces and line ends around what was pasted', async () => {
    const pasted = ogoship.integration(`https://api.bigcommerce.com/stores/${credentials.storeHash}/v3/`);
    const status = await pasted.connect({
      ...input({ apiToken: `  ${credentials.apiToken}\r\n`, secretToken: `${credentials.secretToken}\n` }),
      settings: { waitForTrackingMinutes: 0 },
    });
    expect(status).toMatchObject({
      storeHash: credentials.storeHash,
      stage: 'awaiting-goods',
      lastTest: { ok: true },
      settings: { waitForTrackingMinutes: 0 },
    });
  });

  it('again with the same credentials changes nothing', async () => {
    const before = await store.status();
    expect(await store.connect(input())).toMatchObject({ credentialsVersion: before.credentialsVersion });
  });

  it('with other credentials or to another merchant is refused, and says what to do', async () => {
    const other = store.connect(input({ apiToken: 'another-token' }));
    await expect(other).rejects.toBeInstanceOf(Refused);
    await expect(other).rejects.toMatchObject({ expected: expect.stringContaining('rotateCredentials') as string });
    const merchant = store.connect(input({ merchantId: '999999' }));
    await expect(merchant).rejects.toMatchObject({
      name: 'Refused',
      expected: expect.stringContaining('disconnect') as string,
    });
  });

  it('is listed', async () => {
    await expect
      .poll(() => listed())
      .toEqual([
        {
          storeHash: credentials.storeHash,
          stage: 'awaiting-goods',
          workflowId: `integration:${credentials.storeHash}`,
        },
      ]);
  });

  it('is tested by the Test button, line by line', async () => {
    const { ok, checks } = await store.test();
    expect(ok).toBe(true);
    expect(checks.map(({ capability }) => capability)).toContain('Orders: modify');
  });
});

describe('credentials and settings', () => {
  it('that a side refuses are not taken, and no message holds them', async () => {
    const rotation = store.rotateCredentials({ bigcommerce: { apiToken: 'stale-token-of-nobody' } });
    await expect(rotation).rejects.toBeInstanceOf(Refused);
    const error: unknown = await rotation.catch((reason: unknown) => reason);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('stale-token-of-nobody');
    expect(await store.status()).toMatchObject({ credentialsVersion: 1 });
  });

  it('of one side are rotated alone', async () => {
    const { apiToken } = shop.sandbox.control.access({ token: true });
    expect(await store.rotateCredentials({ bigcommerce: { apiToken } })).toMatchObject({ credentialsVersion: 2 });
    credentials = { ...credentials, apiToken };
    expect((await store.test()).ok).toBe(true);
  });

  it('are changed by name, with their author, and refused by name', async () => {
    expect(await store.changeSettings({ stockBuffer: 2 })).toMatchObject({ stockBuffer: 2 });
    const { settingsChanges } = await store.status();
    expect(settingsChanges.at(-1)).toMatchObject({ by: 'client.test', fields: ['stockBuffer'] });
    await expect(store.changeSettings({ stockBuffer: -1 })).rejects.toMatchObject({
      name: 'InvalidInput',
      field: 'stockBuffer',
    });
  });
});

describe('products', () => {
  it('are listed by page, with how each stands beside myOGO', async () => {
    const first = await store.products.list({ limit: 5 });
    expect(first).toMatchObject({ page: 1, more: true });
    expect(first.rows).toHaveLength(5);
    const { rows } = await store.products.list({ state: 'no-sku' });
    expect(rows.length).toBeGreaterThan(0);
    await expect(store.products.list({ limit: 251 })).rejects.toMatchObject({ field: 'limit' });
    await expect(store.products.list({ page: 0 })).rejects.toMatchObject({ field: 'page' });
  });

  it('are refused for an empty selection', async () => {
    await expect(store.products.create({ skus: [] })).rejects.toMatchObject({ name: 'InvalidInput', field: 'skus' });
  });

  it('of the same selection are joined while it runs, another one is refused, and a run can be cancelled', async () => {
    // A paused integration holds the run where it is.
    await store.pause('the test looks at a run that stands still');
    const run = await store.products.create({ all: true });
    expect(await store.products.create({ all: true })).toMatchObject({ joined: true, workflowId: run.workflowId });
    await expect(store.products.create({ skus: ['A'] })).rejects.toMatchObject({ name: 'Refused' });
    await run.cancel();
    expect(await run.result()).toMatchObject({ cancelled: true, created: 0 });
    expect(await store.resume()).toMatchObject({ stage: 'awaiting-goods' });
  });

  it('are created, with a report', async () => {
    const run = await store.products.create({ all: true });
    const report = await run.result();
    expect(report.created).toBeGreaterThan(10);
    expect(report.refused.map(({ reason }) => reason)).toContain('no-sku');
    expect(await run.progress()).toMatchObject({ created: report.created, remaining: 0 });
    await expect(run.cancel()).rejects.toMatchObject({ name: 'Refused', message: 'The run has ended.' });
    const again = await store.products.create({ all: true });
    // A handle stands for its own run, and not for whatever runs under the store's id by now.
    await expect(run.cancel()).rejects.toBeInstanceOf(Refused);
    expect(await run.progress()).toMatchObject({ created: report.created });
    expect(await again.result()).toMatchObject({ created: 0, cancelled: false });
  });
});

describe('shipping links', () => {
  it('are saved once, listed, shown beside the store’s methods, tried on past orders, and removed', async () => {
    const link = { method: 'DHL*', code: 'DHL-EXPRESS' };
    expect(await store.shipping.link(link)).toMatchObject({ changed: true });
    expect(await store.shipping.link(link)).toMatchObject({ changed: false });
    expect(await store.shipping.links()).toEqual([link]);
    shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    shop.placeOrder({ shippingMethod: 'GLS', country: 'FI' });
    const methods = await store.shipping.storeMethods();
    expect(methods.find(({ name }) => name === 'DHL Express')).toMatchObject({ linkedTo: 'DHL-EXPRESS' });
    const preview = await store.shipping.preview({ links: [link, { method: 'GLS', code: 'GLS' }], days: 7 });
    expect(preview).toMatchObject({ orders: 2, changed: 1, unmatched: [] });
    await store.shipping.link({ method: 'Pickup', code: 'ignore' });
    expect(await store.shipping.unlink({ method: 'pickup' })).toMatchObject({ changed: true, links: [link] });
  });

  it.each([
    ['method', { method: ' ', code: 'DHL' }],
    ['code', { method: 'Courier', code: '' }],
    ['country', { method: 'Courier', code: 'DHL', country: 'Finland' }],
    ['code', { method: 'dhl*', code: 'ANOTHER' }],
  ])('with a wrong %s are refused by that name', async (field, link) => {
    await expect(store.shipping.link(link)).rejects.toMatchObject({ name: 'InvalidInput', field });
  });

  it('are not tried on an impossible number of days', async () => {
    await expect(store.shipping.preview({ days: 0 })).rejects.toMatchObject({ name: 'InvalidInput', field: 'days' });
  });
});

describe('orders', () => {
  it.each([0, -1, 1.5, Number.NaN, Number.MAX_VALUE])('%s is no order number', async (orderId) => {
    await expect(store.orders.fulfil(orderId)).rejects.toMatchObject({ name: 'InvalidInput', field: 'orderId' });
    await expect(store.orders.cancel(orderId)).rejects.toMatchObject({ name: 'InvalidInput', field: 'orderId' });
  });

  it('that the store does not have are refused before anything is started', async () => {
    await expect(store.orders.fulfil(987_654)).rejects.toMatchObject({ name: 'InvalidInput', field: 'orderId' });
    await expect(store.orders.status(987_654)).rejects.toMatchObject({ name: 'InvalidInput', field: 'orderId' });
    const run = shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(store.storeHash, 987_654));
    await expect(run.describe()).rejects.toMatchObject({ name: 'WorkflowNotFoundError' });
  });

  it('without an open run are neither retried nor released nor cancelled, and it is said what to do', async () => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    for (const ask of [
      () => store.orders.retry(orderId),
      () => store.orders.cancel(orderId),
      () => store.orders.release(orderId, { kind: 'cancel' }),
    ]) {
      await expect(ask()).rejects.toMatchObject({
        name: 'Refused',
        expected: expect.stringContaining('fulfil') as string,
      });
    }
  });

  it('without a run are explained by what both sides hold, and what is left out', async () => {
    const lines = [{ quantity: 1 }, { quantity: 1 }];
    const { orderId } = shop.placeOrder(
      { lines, shippingMethod: 'DHL Express', country: 'FI' },
      { inWarehouse: false },
    );
    const [refunded] = shop.storeOrder(orderId).lines;
    const pieces = { orderProductId: refunded?.orderProductId ?? 0, quantity: 1 };
    shop.sandbox.control.changeOrder(orderId, { refund: [pieces] });
    const story = await store.orders.explain(orderId);
    expect(story).toMatchObject({ orderId, effects: [] });
    expect(story.decisions).toMatchObject([
      { what: 'Lines that are not shipped: 1 refunded.' },
      { what: 'Shipping method “DHL Express” is linked to DHL-EXPRESS.' },
    ]);
    expect(story.summary).toMatch(/^No run has taken it/);
    expect(story.summary).toContain(`It would be handed over as ${store.storeHash}-${orderId} with DHL-EXPRESS: `);
  });

  it('are fulfilled by hand, released by a decision, and explained', async () => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'Omniva parcel locker', country: 'EE' });
    expect(await store.orders.fulfil(orderId)).toMatchObject({ orderId, outcome: 'started' });
    await shop.until(orderId, ({ stage }) => stage === 'held');
    const wrong = { kind: 'use-code', code: ' ' } as const;
    await expect(store.orders.release(orderId, wrong)).rejects.toMatchObject({ name: 'InvalidInput', field: 'code' });
    const released = await store.orders.release(orderId, { kind: 'use-code', code: 'OMNIVA' });
    expect(released).toMatchObject({ stage: 'handed-over', addresses: [{ shippingCode: 'OMNIVA' }] });
    const story = await store.orders.explain(orderId);
    expect(story.decisions.length).toBeGreaterThan(0);
    expect(story.effects.length).toBeGreaterThan(0);
    expect(await store.orders.status(orderId)).not.toHaveProperty('effects');
  });

  it('that are held are found with reason and remedy, counted, and tried again in bulk', async () => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'Omniva parcel locker', country: 'EE' });
    await store.orders.fulfil(orderId);
    await shop.until(orderId, ({ stage }) => stage === 'held');
    const reason = 'shipping-method-not-linked';
    await expect
      .poll(() => store.orders.held({ reason }))
      .toMatchObject([{ orderId, reason, remedy: expect.stringContaining('Link') as string }]);
    expect(await store.orders.held({ reason: 'sku-missing' })).toEqual([]);
    await expect(store.orders.held({ reason: 'bad-luck' as never })).rejects.toMatchObject({ field: 'reason' });
    // What looks again, as links were saved a moment ago, is not held meanwhile.
    await expect.poll(() => store.status()).toMatchObject({ holds: [{ reason, runs: 1 }] });
    // Read from a list, which lags.
    await expect.poll(() => store.orders.retryHeld({ reason })).toBe(1);
    expect(await store.orders.fulfil(orderId)).toMatchObject({ outcome: 'running' });
    await store.orders.retry(orderId);
    await store.shipping.link({ method: 'Omniva*', code: 'OMNIVA' });
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
  });

  it('whose run has ended still tell their story, and after a termination what both sides hold', async () => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    await store.orders.fulfil(orderId);
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    shop.sandbox.control.warehouse(`${store.storeHash}-${orderId}`, { status: 'SHIPPED', tracking: 'JJFI999' });
    await shop.tellWarehouseNews(orderId);
    const run = shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(store.storeHash, orderId));
    await run.result();
    expect(await store.orders.explain(orderId)).toMatchObject({ orderId, stage: 'shipped' });
    await expect(store.orders.retry(orderId)).rejects.toBeInstanceOf(Refused);

    const { orderId: other } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    await store.orders.fulfil(other);
    await shop.until(other, ({ stage }) => stage === 'handed-over');
    await shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(store.storeHash, other)).terminate('test');
    expect(await store.orders.status(other)).toMatchObject({ orderId: other, stage: 'handed-over' });
  });
});

describe('latest changes', () => {
  it('do not run while they are disabled', async () => {
    await expect(store.latestChanges.runNow()).rejects.toMatchObject({
      name: 'Refused',
      expected: expect.stringContaining('enable') as string,
    });
  });

  it('are enabled, run now with a report, and are shared by callers at the same time', async () => {
    await expect(store.latestChanges.enable({ every: 'soon' })).rejects.toMatchObject({ field: 'every' });
    expect(await store.latestChanges.enable({ force: true })).toMatchObject({
      stage: 'live',
      latestChanges: { running: true },
    });
    const reports = await Promise.all([store.latestChanges.runNow(), store.latestChanges.runNow()]);
    for (const report of reports) expect(report.cursors).toHaveProperty('myogoStock');
    // The second call may have begun one more run, whose report is still to come.
    await expect
      .poll(async () => (await store.status()).lastRun?.report?.cursors, { timeout: 60_000 })
      .toHaveProperty('myogoStock');
  });

  it('are completed by a full comparison of both sides, which callers at the same time share', async () => {
    const [report, same] = await Promise.all([store.reconcile.runNow(), store.reconcile.runNow()]);
    expect(report.stock.compared).toBeGreaterThan(0);
    expect(same).toEqual(report);
  });

  it('that a person paused in Temporal are reported, not run', async () => {
    const schedule = shop.worker.client.schedule.getHandle(scheduleId.latestChanges(store.storeHash));
    await schedule.pause('stocktaking');
    await expect(store.latestChanges.runNow()).rejects.toBeInstanceOf(Refused);
    await schedule.unpause();
  });

  it('are disabled', async () => {
    expect(await store.latestChanges.disable()).toMatchObject({ latestChanges: { running: false } });
    await expect(store.latestChanges.runNow()).rejects.toBeInstanceOf(Refused);
  });
});

describe('when something is away', () => {
  it('a worker that does not run is unavailable, and is not when it comes back', async () => {
    const told: Parameters<OnWaiting>[0][] = [];
    const hasty = await openClient({ answerWithinMs: 2_000, onWaiting: (waiting) => told.push(waiting) });
    await shop.worker.stop();
    const impatient = hasty.integration(credentials.storeHash);
    await expect(impatient.status()).rejects.toBeInstanceOf(Unavailable);
    const update = impatient.changeSettings({ stockBuffer: 7 });
    await expect(update).rejects.toMatchObject({ name: 'WorkerUnavailable', detail: { outcomeUnknown: true } });
    // After three seconds: one whose worker has just ended cannot know it yet.
    expect(told).toEqual([
      { for: expect.stringMatching(/worker|answer/), message: expect.stringMatching(/worker/i), givesUpAfterMs: 4_000 },
    ]);
    await shop.worker.start();
    expect(await store.changeSettings({ stockBuffer: 8 })).toMatchObject({ stockBuffer: 8 });
    await hasty.close();
  });

  it('a server that does not answer is unavailable, and its address is named', async () => {
    const connecting = OgoshipClient.connect({ temporal: { address: '127.0.0.1:1' }, answerWithinMs: 500 });
    await expect(connecting).rejects.toMatchObject({ name: 'TemporalUnavailable', field: 'TEMPORAL_ADDRESS' });
  });

  it('an unknown namespace is refused by name', async () => {
    const lost = await OgoshipClient.connect({
      temporal: { address: inject('temporalAddress'), namespace: 'nowhere' },
      credentialKeys,
    });
    const asked = lost.integration('abc123').test();
    await expect(asked).rejects.toMatchObject({ name: 'Refused', field: 'TEMPORAL_NAMESPACE' });
    await lost.close();
  });

  it('missing keys are refused only where a token would have to be sealed', async () => {
    const keyless = await OgoshipClient.connect({
      temporal: { address: inject('temporalAddress'), namespace: shop.worker.namespace },
    });
    const same = keyless.integration(credentials.storeHash);
    expect(await same.status()).toMatchObject({ storeHash: credentials.storeHash });
    await expect(same.connect(input())).rejects.toMatchObject({ name: 'InvalidInput', field: 'CREDENTIAL_KEYS' });
    await keyless.close();
  });
});

describe('a new namespace', () => {
  it('gets its search attributes once, and one of another type in the way is named', async () => {
    const connection = await Connection.connect({ address: inject('temporalAddress'), interceptors: usualRetries() });
    const namespace = `setup-${randomBytes(6).toString('hex')}`;
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never }, // a number does where the types want a Long
    });
    const fresh = await OgoshipClient.connect({ temporal: { connection, namespace } });
    // The server's own caches learn of a namespace a moment later.
    const report = () => fresh.setUp().catch(() => undefined);
    await expect.poll(report, { timeout: 60_000 }).toMatchObject({ namespace });
    const all = ['OgoIntegration', 'OgoStage', 'OgoHold', 'OgoOrder'];
    await expect
      .poll(report, { timeout: 60_000 })
      .toMatchObject({ searchAttributes: { added: [], present: all }, maintain: 'present' });

    const { INDEXED_VALUE_TYPE_INT } = temporal.api.enums.v1.IndexedValueType;
    await connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: ['OgoHold'] });
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: { OgoHold: INDEXED_VALUE_TYPE_INT },
    });
    const outcome = () => fresh.setUp().catch((error: unknown) => error);
    await expect.poll(outcome, { timeout: 60_000 }).toMatchObject({ name: 'Refused', field: 'OgoHold' });
    await fresh.close();
    await connection.close();
  });
});

describe('at the end', () => {
  it('a disconnected store says so, refuses everything else, and is connected again without doubles', async () => {
    const report = await store.disconnect();
    expect(report.advice).toContain('API account');
    const run = shop.worker.client.workflow.getHandle(workflowId.integration(store.storeHash));
    await run.result();
    expect(await store.status()).toMatchObject({ stage: 'disconnected' });
    await expect(store.pause('late')).rejects.toBeInstanceOf(UnknownIntegration);
    expect(await store.connect(input())).toMatchObject({ stage: 'awaiting-goods' });
  });

  it('a terminated integration is unknown, whatever it would still say of itself', async () => {
    await shop.worker.client.workflow.getHandle(workflowId.integration(store.storeHash)).terminate('test');
    await expect(store.status()).rejects.toBeInstanceOf(UnknownIntegration);
  });

  it.each(['', 'no such hash!', 'https://example.com/'])('“%s” is no store hash', (text) => {
    expect(() => ogoship.integration(text)).toThrow(InvalidInput);
  });
});
