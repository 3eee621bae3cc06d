import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shop } from '../support/shop.ts';
import { passOnMyOgoOrder } from '../../src/activities/changes/intake.ts';
import { itLong } from '../support/sample.ts';
import { openOrderDesk, type OrderDesk } from './order-desk.ts';

describe('the tracking of a shipment', () => {
  let shop: Shop;
  let desk: OrderDesk;
  beforeAll(async () => {
    ({ shop, desk } = await openOrderDesk());
  });
  afterAll(async () => {
    desk.prove();
    await shop.close();
  });

  const shipped = async (tracking: string | string[], trackingUrl: string, quantity = 1) => {
    const { orderId } = await desk.handedOver({ lines: [{ quantity }] });
    const reference = desk.reference(orderId);
    await desk.warehouse(orderId, reference, { status: 'SHIPPED', tracking, trackingUrl });
    const story = await desk.staged(orderId, 'shipped');
    return { orderId, reference, said: story.effects.map(({ what }) => what).join() };
  };
  const links = (orderId: number) => shop.storeOrder(orderId).shipments.map(({ trackingLink }) => trackingLink);

  it.each([
    ['JJFI0001', ''],
    ['posti.example/track?n=JJFI0001', 'https://posti.example/track?n=JJFI0001'],
    ['Carrier 9400 1000 0000', ''],
    [' https://track.example/?n=JJFI0001 ', 'https://track.example/?n=JJFI0001'],
    ['javascript:void(0)', ''],
    ['https://track.example/?a=1&amp;n=JJFI0001', 'https://track.example/?a=1&n=JJFI0001'],
  ])('goes with what can be used of the link %j', async (trackingUrl, link) => {
    const { orderId, said } = await shipped('JJFI0001', trackingUrl);
    expect(shop.storeOrder(orderId).shipments).toMatchObject([{ trackingNumber: 'JJFI0001', trackingLink: link }]);
    expect(said.includes('tracking link was left out')).toBe(link === '');
  });

  it('in two parcels leads each to its own', async () => {
    const one = await shipped(['AA1', 'BB2'], 'https://track.example/?n=AA1', 2);
    expect(links(one.orderId)).toEqual(['https://track.example/?n=AA1', '']);
    const second = await shipped(['AA1', 'BB2'], 'https://track.example/?n=BB2', 2);
    expect(links(second.orderId)).toEqual(['', 'https://track.example/?n=BB2']);
  });

  itLong('is told once, however its numbers are parted when they are read again', async () => {
    const { orderId, reference } = await shipped('AA1; BB2', '', 2);
    const numbers = () => shop.storeOrder(orderId).shipments.map(({ trackingNumber }) => trackingNumber);
    expect(numbers()).toEqual(['AA1', 'BB2']);
    const writes = () => desk.asked('store', 'PUT') + desk.asked('store', 'POST');
    const before = writes();
    for (const tracking of ['AA1\nBB2', 'AA1,BB2', 'AA1\tBB2']) {
      shop.sandbox.control.advance(10);
      shop.sandbox.control.warehouse(reference, { tracking });
      await (await shop.startOrder(orderId)).result();
    }
    expect([numbers(), writes()]).toEqual([['AA1', 'BB2'], before]);
  });

  it('in two dozen parcels reaches the store from a poll, although no message may say so many numbers', async () => {
    const { orderId } = await desk.handedOver({ lines: [{ quantity: 30 }] });
    const [order] = desk.warehouseOrders(desk.reference(orderId));
    const tracking = Array.from({ length: 24 }, (_, at) => `JJFI64123456789${10 + at}`);
    shop.sandbox.control.advance(10);
    shop.sandbox.control.warehouse(desk.reference(orderId), { status: 'SHIPPED', tracking });
    const changes = { isNews: () => true, remember: () => undefined };
    const listed = {
      id: order?.id ?? '',
      reference: desk.reference(orderId),
      status: 'SHIPPED',
      editTime: '',
    } as const;
    const row = { ...listed, trackingNumber: tracking.join(','), lines: [] };
    await passOnMyOgoOrder({ temporal: shop.worker.client, changes }, shop.storeHash, row);
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId).shipments.map(({ trackingNumber }) => trackingNumber)).toEqual(tracking);
  });

  it('takes a link that comes after the number, and one that changes, also after the run has ended', async () => {
    const { orderId, reference } = await shipped('NUMBERED', '');
    const update = async (trackingUrl: string) => {
      shop.sandbox.control.advance(10);
      shop.sandbox.control.warehouse(reference, { trackingUrl });
      await (await shop.startOrder(orderId)).result();
    };
    const before = desk.asked('store', 'PUT');
    await update('https://track.example/?n=NUMBERED');
    expect(links(orderId)).toEqual(['https://track.example/?n=NUMBERED']);
    await update('https://other.example/?n=NUMBERED');
    expect(links(orderId)).toEqual(['https://other.example/?n=NUMBERED']);
    const after = desk.asked('store', 'PUT');
    expect(after).toBeGreaterThan(before);
    await update('https://other.example/?n=NUMBERED');
    expect(desk.asked('store', 'PUT')).toBe(after);
  });
});
