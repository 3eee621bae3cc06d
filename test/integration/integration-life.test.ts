import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { FailureDetail } from '../../src/contract/failures.ts';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { guideScopes } from '../../dev/stand-ins/store/store-state.ts';
import { openShop, type Shop } from '../support/shop.ts';

/** The typed refusal that an update was answered with. */
async function refusalOf(update: Promise<unknown>): Promise<{ type: string; detail: FailureDetail; message: string }> {
  const error: unknown = await update.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) {
    throw new Error(`expected a typed refusal, got ${String(error)}`);
  }
  const { type, details, message } = error.cause;
  return { type: type ?? '', detail: details?.[0] ?? {}, message };
}

describe('an integration', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(inject('temporalAddress'));
  });
  afterAll(() => shop.close());

  const entity = () => shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
  const status = () => entity().query(integrationMessages.status);
  const credentials = () => shop.credentials;
  const sealed = (apiToken: string, secretToken: string) =>
    shop.worker.seal(shop.storeHash, { bigcommerce: { apiToken }, myogo: { secretToken } });

  it('connects with the guide’s four scopes, changes nothing on either side, and waits for goods', async () => {
    const connected = await shop.connect();
    expect(connected).toMatchObject({ stage: 'awaiting-goods', latestChanges: { wanted: false, running: false } });
    expect(connected.lastTest?.ok).toBe(true);
    const missing = connected.lastTest?.checks
      .filter(({ ok }) => ok === false)
      .map(({ capability, needed }) => [capability, needed]);
    expect(missing).toEqual([
      ['Information & Settings: read', 'recommended'],
      ['Store Inventory: read', 'recommended'],
      ['Store Inventory: modify', 'recommended'],
      ['Store Locations: read', 'recommended'],
    ]);
    const { effects } = shop.sandbox.control.ledger();
    expect(Object.keys(effects)).toEqual(['myogo token issued']);
  });

  it('tells for each check what it is needed for, and the menu to change where it fails', async () => {
    const report = await entity().executeUpdate(integrationMessages.test);
    for (const check of report.checks) {
      expect(check.purpose).not.toBe('');
      if (check.ok === false) expect(check).toMatchObject({ problem: expect.any(String), remedy: expect.any(String) });
    }
    expect(report.checks.filter(({ ok }) => ok === 'not provable').map(({ capability }) => capability)).toEqual([
      'Order Transactions: modify',
      'Content: modify',
    ]);
  });

  it('takes the same connect again without a change, and refuses other credentials and another merchant', async () => {
    const before = await status();
    expect(await shop.connect()).toMatchObject({ credentialsVersion: 1, settings: before.settings });
    const { merchantId, secretToken } = credentials();
    const connect = (request: { merchantId: string; sealed: string }) =>
      entity().executeUpdate(integrationMessages.connect, { args: [request] });
    expect(await refusalOf(connect({ merchantId, sealed: sealed('another', secretToken) }))).toMatchObject({
      type: 'Refused',
      detail: { expected: expect.stringContaining('rotateCredentials') },
    });
    expect(await refusalOf(connect({ merchantId: 'another', sealed: sealed('another', secretToken) }))).toMatchObject({
      type: 'Refused',
      detail: { expected: expect.stringContaining('disconnect') },
    });
  });

  it('reads what the store says of itself as soon as its token may', async () => {
    expect((await status()).store).toEqual({ inventoryScope: false });
    shop.sandbox.control.access({
      scopes: [...guideScopes, 'store_v2_information', 'store_inventory', 'store_locations_read_only'],
    });
    expect(await entity().executeUpdate(integrationMessages.test)).toMatchObject({ ok: true });
    expect((await status()).store).toMatchObject({
      currency: 'EUR',
      weightUnit: 'KGS',
      dimensionUnit: 'Centimeters',
      timeZone: 'Europe/Helsinki',
      defaultLocationId: 1,
      locationIds: [1],
      updateStockBehavior: 'order_placed',
      inventoryScope: true,
    });
    const elsewhere = entity().executeUpdate(integrationMessages.changeSettings, {
      args: [{ patch: { locationId: 7 }, by: 'a test' }],
    });
    expect(await refusalOf(elsewhere)).toMatchObject({
      type: 'InvalidInput',
      detail: { field: 'locationId', expected: expect.stringContaining('the store has 1') as string },
    });
    shop.sandbox.control.access({ scopes: guideScopes });
    await entity().executeUpdate(integrationMessages.test);
  });

  it('refuses a link without pattern or code, and a setting that would take orders again and again, by field', async () => {
    const link = (method: string, code: string) =>
      entity().executeUpdate(integrationMessages.linkShippingMethod, { args: [{ method, code }] });
    expect(await refusalOf(link(' ', 'DHL'))).toMatchObject({ type: 'InvalidInput', detail: { field: 'method' } });
    expect(await refusalOf(link('DHL*', ''))).toMatchObject({ type: 'InvalidInput', detail: { field: 'code' } });
    const change = entity().executeUpdate(integrationMessages.changeSettings, {
      args: [{ patch: { statusAfterHandOver: 11 }, by: 'a test' }],
    });
    expect(await refusalOf(change)).toMatchObject({ type: 'InvalidInput', detail: { field: 'statusAfterHandOver' } });
  });

  it('records who changed which setting and when', async () => {
    await entity().executeUpdate(integrationMessages.changeSettings, {
      args: [{ patch: { stockBuffer: 2 }, by: 'Ada' }],
    });
    const { settings, settingsChanges } = await status();
    expect(settings.stockBuffer).toBe(2);
    expect(settingsChanges.at(-1)).toMatchObject({ by: 'Ada', fields: ['stockBuffer'], at: expect.any(String) });
  });

  it('refuses to enable latest changes before there are goods, and says why; forced, a schedule runs', async () => {
    const enable = (force: boolean) =>
      entity().executeUpdate(integrationMessages.enableLatestChanges, { args: [{ force }] });
    const refusal = await refusalOf(enable(false));
    expect(refusal).toMatchObject({ type: 'Refused' });
    expect(refusal.message).toContain('no goods in stock');
    expect(await enable(true)).toMatchObject({ stage: 'live', latestChanges: { wanted: true, running: true } });
    const schedule = shop.worker.client.schedule.getHandle(scheduleId.latestChanges(shop.storeHash));
    expect((await schedule.describe()).state.paused).toBe(false);
  });

  it('paused by a person stops its schedule and keeps the reason; resumed, it runs again', async () => {
    const schedule = shop.worker.client.schedule.getHandle(scheduleId.latestChanges(shop.storeHash));
    const paused = await entity().executeUpdate(integrationMessages.pause, { args: [{ reason: 'moving house' }] });
    expect(paused).toMatchObject({
      stage: 'paused',
      paused: { reason: 'moving house' },
      latestChanges: { running: false },
    });
    expect((await schedule.describe()).state.paused).toBe(true);
    expect(await entity().executeUpdate(integrationMessages.resume)).toMatchObject({ stage: 'live' });
    expect((await schedule.describe()).state.paused).toBe(false);
  });

  it('holds an order while its token is revoked, raises one alert, and goes on after a tested rotation', async () => {
    await shop.link({ method: '*', code: 'DHL-EXPRESS' });
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    const renewed = shop.sandbox.control.access({ token: true });
    await shop.startOrder(orderId);
    const held = await shop.until(orderId, ({ stage }) => stage === 'held');
    expect(held.hold ?? held.addresses[0]?.hold).toMatchObject({ reason: 'integration-paused' });
    await expect.poll(async () => (await status()).stage, { timeout: 60_000 }).toBe('needs-credentials');

    const rotate = (apiToken: string) =>
      entity().executeUpdate(integrationMessages.rotateCredentials, {
        args: [{ sealed: sealed(apiToken, ''), parts: ['bigcommerce'] }],
      });
    expect(await refusalOf(rotate('still-wrong'))).toMatchObject({ type: 'Refused' });
    expect((await status()).credentialsVersion).toBe(1);
    expect(await rotate(renewed.apiToken)).toMatchObject({ stage: 'live', credentialsVersion: 2 });
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(shop.effects('myogo order created')).toEqual({ [`${shop.storeHash}-${orderId}`]: 1 });
    const { events } = await entity().fetchHistory();
    const raised = events?.filter(
      (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'raiseAlert',
    );
    expect(raised).toHaveLength(1);
  });

  it('disconnects: no schedule stays, no credentials stay, and connecting again continues without duplicates', async () => {
    const report = await entity().executeUpdate(integrationMessages.disconnect);
    expect(report).toMatchObject({ openOrders: 1, advice: expect.stringContaining('API account') });
    await entity().result();
    await expect(
      shop.worker.client.schedule.getHandle(scheduleId.latestChanges(shop.storeHash)).describe(),
    ).rejects.toThrow();

    const [open] = Object.keys(shop.effects('myogo order created'));
    const { apiToken } = shop.sandbox.control.access({});
    const { merchantId, secretToken } = credentials();
    await shop.connect({}, sealed(apiToken, secretToken));
    expect(await status()).toMatchObject({ stage: 'awaiting-goods', merchantId, credentialsVersion: 1 });
    shop.sandbox.control.warehouse(open ?? '', { status: 'SHIPPED', tracking: 'JJFI9' });
    const orderId = Number(open?.split('-')[1]);
    await shop.tellWarehouseNews(orderId);
    await shop.until(orderId, ({ stage }) => stage === 'shipped');
    expect(shop.effects('myogo order created')).toEqual({ [open ?? '']: 1 });
    expect(shop.storeOrder(orderId).shipments).toHaveLength(1);
  });
});
