import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { recommendedScopes } from '../../dev/stand-ins/store/store-state.ts';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import type { SettingsPatch } from '../../src/contract/settings.ts';
import { productDesk } from '../support/products.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { orderDesk, type OrderDesk } from './order-desk.ts';

const PREPARING = 8;
const VERIFYING = 12;
const DISPUTED = 13;

/**
 * Every setting that other files do not change while runs are under way: graceMinutes (order-holds), ordersEditable and
 * waitForTrackingMinutes (order-after), createMissingProducts (circuit), brakeShare (stock-brake), goodsInEvery (goods-in).
 */
describe('an integration whose settings were changed', () => {
  let shop: Shop;
  let desk: OrderDesk;
  let old: number;
  let settings: SettingsPatch;

  const entity = () => shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
  const schedule = () => shop.worker.client.schedule.getHandle(scheduleId.latestChanges(shop.storeHash));
  const variant = (sku: string) =>
    shop.sandbox.control
      .state()
      .stores.flatMap(({ products }) => products.flatMap(({ variants }) => variants))
      .find((one) => one.sku === sku);
  const isKnown = async (orderId: number) => {
    const query = `OgoOrder = '${shop.storeHash}-${orderId}'`;
    return (await shop.worker.client.workflow.count(query)).count > 0;
  };

  beforeAll(async () => {
    shop = await openShop(inject('temporalAddress'), { sandbox: { scopes: recommendedScopes } });
    desk = orderDesk(shop);
    const { id: locationId } = shop.sandbox.control.addLocation({ label: 'Second shelf' });
    old = shop.placeOrder({ statusId: PREPARING, shippingMethod: 'DHL Express', country: 'FI' }).orderId;
    shop.sandbox.control.advance(3_600_000);
    await shop.connect({ enableLatestChanges: 'by-hand' });
    await shop.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
    settings = {
      importStatuses: [PREPARING, DISPUTED],
      waitingStatuses: [PREPARING, DISPUTED],
      statusAfterHandOver: VERIFYING,
      ordersFrom: new Date(Date.parse(shop.sandbox.control.state().now) - 60_000).toISOString(),
      stockBuffer: 3,
      locationId,
      languageCode: 'fi',
      every: '7s',
    };
    await entity().executeUpdate(integrationMessages.changeSettings, { args: [{ patch: settings, by: 'Ada' }] });
  });
  afterAll(() => shop.close());

  it('shows them, and who changed them', async () => {
    const status = await entity().query(integrationMessages.status);
    expect(status.settings).toMatchObject(settings);
    expect(status.settingsChanges.at(-1)).toMatchObject({ by: 'Ada', fields: Object.keys(settings) });
  });

  it('names products in the language', async () => {
    await productDesk(shop).create({ selection: { skus: ['MUG-ENAMEL'] } });
    const mug = shop.sandbox.control.merchant().products.find(({ code }) => code === 'MUG-ENAMEL');
    expect(mug).toMatchObject({ languageCode: 'fi' });
  });

  it('hands over by the import statuses, gives the status after it, and leaves the default ones alone', async () => {
    const { orderId } = await desk.handedOver({ statusId: PREPARING });
    await expect.poll(() => shop.storeOrder(orderId).statusId, { timeout: 60_000 }).toBe(VERIFYING);
    const usual = await desk.order({ statusId: 11 });
    await desk.staged(usual.orderId, 'awaiting-payment');
    expect(desk.warehouseOrders(desk.reference(usual.orderId))).toEqual([]);
  });

  it('runs its schedule by the cadence, takes orders from the time on, and writes the buffered stock to the location', async () => {
    shop.stock({ 'KETTLE-CAMP': 10 });
    shop.placeOrder({ statusId: 7, lines: [{ sku: 'KETTLE-CAMP', quantity: 2 }] }, { inWarehouse: false });
    const before = variant('KETTLE-CAMP')?.level;
    const lines = [{ sku: 'BOARD-BIRCH' }];
    const { orderId } = shop.placeOrder({ statusId: DISPUTED, shippingMethod: 'DHL Express', country: 'FI', lines });
    await entity().executeUpdate(integrationMessages.enableLatestChanges, { args: [{ force: true }] });
    expect((await schedule().describe()).spec.intervals?.[0]?.every).toBe(7_000);
    await expect.poll(() => isKnown(orderId), { timeout: 60_000 }).toBe(true);
    await desk.staged(orderId, 'handed-over');
    // Ten, less three kept back; an order that is not paid does not count as open any more.
    await expect.poll(() => variant('KETTLE-CAMP')?.levels, { timeout: 60_000 }).toMatchObject({ 2: 7 });
    expect(variant('KETTLE-CAMP')?.level).toBe(before);
    expect(await isKnown(old)).toBe(false);
  });
});
