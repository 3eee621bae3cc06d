import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openShop, type Shop } from '../support/shop.ts';

describe('an order', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(inject('temporalAddress'));
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
