import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { orderDesk, type OrderDesk } from './order-desk.ts';

describe('an order', () => {
  let shop: Shop;
  let desk: OrderDesk;
  const activities = async (orderId: number) => {
    const run = shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(shop.storeHash, orderId));
    const { events = [] } = await run.fetchHistory();
    return events?.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []);
  };
  beforeAll(async () => {
    shop = await openShop(inject('temporalAddress'));
    desk = orderDesk(shop);
    await shop.connect({ waitForTrackingMinutes: 0 });
    await shop.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
  });
  afterAll(() => shop.close());

  it('is handed over once, shipped, and its tracking is back in the store before any mail', async () => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    await shop.startOrder(orderId);
    const handed = await shop.until(orderId, ({ stage }) => stage === 'handed-over' || stage === 'held');
    expect(handed).toMatchObject({ stage: 'handed-over', addresses: [{ shippingCode: 'DHL-EXPRESS' }] });
    const reference = `${shop.storeHash}-${orderId}`;
    expect(shop.effects('myogo order created')).toEqual({ [reference]: 1 });

    shop.sandbox.control.warehouse(reference, { status: 'SHIPPED', tracking: 'JJFI123' });
    await shop.tellWarehouseNews(orderId);
    const done = await shop.until(orderId, ({ stage }) => stage === 'shipped' || stage === 'held');
    expect(done.stage).toBe('shipped');
    const order = shop.storeOrder(orderId);
    expect(order).toMatchObject({ statusId: 2, shipments: [{ trackingNumber: 'JJFI123' }] });
    expect(order.mails).toMatchObject([{ kind: 'shipped', tracking: 'JJFI123' }]);
    // The reading brings what the links say: nothing else is asked.
    expect(await activities(orderId)).toEqual(['readStoreOrder', 'handOver', 'writeShipment']);
  });

  it('that waited for its payment goes by the links as they are when it is paid', async () => {
    await shop.link({ method: 'Posti Express', code: 'POSTI' });
    const { orderId } = shop.placeOrder({ shippingMethod: 'Posti Express', country: 'FI', statusId: 7 });
    await shop.startOrder(orderId);
    await shop.until(orderId, ({ stage }) => stage === 'awaiting-payment');
    await desk.unlink('Posti Express');
    await shop.link({ method: 'Posti Express', code: 'GLS' });
    await desk.change(orderId, { status: 11 });
    const handed = await shop.until(orderId, ({ stage }) => stage === 'handed-over' || stage === 'held');
    expect(handed).toMatchObject({ stage: 'handed-over', addresses: [{ shippingCode: 'GLS' }] });
  });

  it('whose method no link matches holds with a readable reason, and goes on by itself when the link is added', async () => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'Omniva parcel locker', country: 'EE' });
    await shop.startOrder(orderId);
    const held = await shop.until(orderId, ({ stage }) => stage === 'held' || stage === 'handed-over');
    expect(held.addresses[0]?.hold).toMatchObject({ reason: 'shipping-method-not-linked' });
    expect(held.addresses[0]?.hold?.message).toContain('Omniva parcel locker');
    await shop.link({ method: 'omniva*', code: 'OMNIVA' });
    const released = await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(released.addresses[0]).toMatchObject({ shippingCode: 'OMNIVA' });
  });
});
