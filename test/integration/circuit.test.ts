import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { guideScopes } from '../../dev/stand-ins/store/store-state.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { itLong } from '../support/sample.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { orderDesk, type OrderDesk } from './order-desk.ts';

let shop: Shop;
let desk: OrderDesk;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'));
  desk = orderDesk(shop);
  await shop.connect({ waitForTrackingMinutes: 0, every: '24h' });
  await shop.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
  await entity().executeUpdate(integrationMessages.enableLatestChanges, { args: [{ force: true }] });
});
afterAll(() => shop.close());

const entity = () => shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
const status = () => entity().query(integrationMessages.status);
/** How often the entity has had an activity done. */
async function done(activityType: string): Promise<number> {
  const { events = [] } = await entity().fetchHistory();
  const scheduled = (events ?? []).filter(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === activityType,
  );
  const ids = new Set(scheduled.map(({ eventId }) => String(eventId)));
  return (events ?? []).filter((event) => ids.has(String(event.activityTaskCompletedEventAttributes?.scheduledEventId)))
    .length;
}
async function alerts(): Promise<readonly string[]> {
  const { events } = await entity().fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => {
    if (scheduled?.activityType?.name !== 'raiseAlert') return [];
    const [payload] = scheduled.input?.payloads ?? [];
    return [(JSON.parse(Buffer.from(payload?.data ?? []).toString()) as { cause: string }).cause];
  });
}

describe('a permission that is taken away', () => {
  let orderId: number;

  it('holds what needs it, and nothing else', async () => {
    const readOnly = guideScopes.map((scope) => (scope === 'store_v2_orders' ? 'store_v2_orders_read_only' : scope));
    shop.sandbox.control.access({ scopes: readOnly });
    ({ orderId } = await desk.order());
    const held = await desk.staged(orderId, 'held');
    expect(held.hold ?? held.addresses[0]?.hold).toMatchObject({
      reason: 'scope-missing',
      remedy: expect.stringContaining('permission') as string,
    });
    await expect
      .poll(async () => (await status()).missingCapabilities, { timeout: 60_000 })
      .toContain('Orders: modify');
    expect(await status()).toMatchObject({ stage: 'live', latestChanges: { running: true } });
    await expect.poll(alerts).toEqual(['scope-missing']);
    // The same refusal again is looked into, and nobody is called a second time.
    const tests = await done('testCredentials');
    await desk.retry(orderId);
    await expect.poll(() => done('testCredentials'), { timeout: 60_000 }).toBeGreaterThan(tests);
    const missing = (await status()).lastTest?.checks.find(({ capability }) => capability === 'Orders: modify');
    expect(missing).toMatchObject({
      ok: false,
      needed: 'required',
      remedy: expect.stringContaining('Orders') as string,
    });
    expect(await alerts()).toEqual(['scope-missing']);
    // What needs no more than the catalogue goes on.
    const products = await entity().executeUpdate(integrationMessages.test);
    expect(products.checks.find(({ capability }) => capability === 'Products: modify')?.ok).toBe(true);
  });

  it('lets go of it by itself once a test finds it given again', async () => {
    shop.sandbox.control.access({ scopes: guideScopes });
    expect(await entity().executeUpdate(integrationMessages.test)).toMatchObject({ ok: true });
    await desk.staged(orderId, 'handed-over');
    expect(shop.effects('myogo order created')).toEqual({ [desk.reference(orderId)]: 1 });
  });
});

describe('a crowd that one cause holds', () => {
  itLong('tells the integration at most twenty times, and all of it goes on after one test', async () => {
    const told = async () => {
      const { events } = await entity().fetchHistory();
      return (events ?? []).filter(({ workflowExecutionSignaledEventAttributes: signal }) => signal != null).length;
    };
    const before = await told();
    shop.sandbox.control.access({
      scopes: guideScopes.map((scope) => (scope === 'store_v2_orders' ? 'store_v2_orders_read_only' : scope)),
    });
    const ids = Array.from({ length: 300 }, () => shop.placeOrder({ shippingMethod: 'DHL Express' }).orderId);
    for (const orderId of ids) await shop.startOrder(orderId);
    const at = async (stage: string) => {
      const query = `OgoIntegration = '${shop.storeHash}' AND OgoStage = '${stage}'`;
      return (await shop.worker.client.workflow.count(query)).count;
    };
    const patience = { timeout: 300_000, interval: 1_000 };
    await expect.poll(() => at('held'), patience).toBeGreaterThanOrEqual(ids.length);
    shop.sandbox.control.access({ scopes: guideScopes });
    await entity().executeUpdate(integrationMessages.test);
    const created = () => shop.effects('myogo order created');
    const missing = () => ids.filter((orderId) => created()[desk.reference(orderId)] !== 1);
    await expect.poll(missing, patience).toEqual([]);
    expect((await told()) - before).toBeLessThanOrEqual(20);
  });
});

describe('a store that is down for maintenance', () => {
  it('is no credentials problem: nothing holds, nobody is alerted, and all goes on by itself', async () => {
    const before = await alerts();
    shop.sandbox.control.settings({ storeStatus: 'down' });
    const { orderId } = await desk.order();
    const pending = async () => (await runOf(orderId).describe()).raw.pendingActivities?.[0]?.lastFailure;
    await expect.poll(pending, { timeout: 60_000 }).toMatchObject({ applicationFailureInfo: { type: 'Unavailable' } });
    expect(await status()).toMatchObject({
      stage: 'live',
      missingCapabilities: expect.not.arrayContaining(['Orders: modify']) as string[],
    });
    shop.sandbox.control.settings({ storeStatus: 'live' });
    await desk.staged(orderId, 'handed-over');
    expect(await alerts()).toEqual(before);
  });
});

describe('a setting that is changed', () => {
  it('lets go of the orders that it concerns, and takes effect on their next step', async () => {
    const { orderId } = await desk.order({ lines: [{ sku: 'LADLE-SAUNA' }] }, { inWarehouse: false });
    const held = await desk.staged(orderId, 'held');
    expect(held.addresses[0]?.hold).toMatchObject({ reason: 'product-not-in-myogo' });
    const query = `OgoOrder = '${shop.storeHash}-${orderId}' AND OgoHold = 'product-not-in-myogo'`;
    await expect.poll(async () => (await shop.worker.client.workflow.count(query)).count, { timeout: 60_000 }).toBe(1);
    await desk.settings({ createMissingProducts: true });
    await desk.staged(orderId, 'handed-over');
  });
});

const runOf = (orderId: number) =>
  shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(shop.storeHash, orderId));
