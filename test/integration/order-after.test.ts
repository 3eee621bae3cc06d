import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sample } from '../support/sample.ts';
import type { Shop } from '../support/shop.ts';
import { openOrderDesk, type OrderDesk } from './order-desk.ts';

describe('after hand-over, an order', () => {
  let shop: Shop;
  let desk: OrderDesk;
  const withoutTracking: number[] = [];
  beforeAll(async () => {
    ({ shop, desk } = await openOrderDesk());
  });
  afterAll(async () => {
    desk.prove({ withoutTracking });
    await shop.close();
  });

  const hold = async (orderId: number) => (await desk.staged(orderId, 'held')).addresses[0]?.hold;

  it('that is cancelled in the store is cancelled in the warehouse', async () => {
    const { orderId } = await desk.handedOver();
    await desk.change(orderId, { status: 5 });
    await desk.staged(orderId, 'cancelled');
    expect(desk.warehouseOrders(desk.reference(orderId))).toMatchObject([{ status: 'Cancelled' }]);
    expect(shop.storeOrder(orderId).statusId).toBe(5);
  });

  it.each([{ uneditable: 'ignore' as const }, { uneditable: 'refuse' as const }])(
    'whose cancellation the warehouse does not take ($uneditable) holds, with a note in the store',
    async ({ uneditable }) => {
      shop.sandbox.control.settings({ uneditable });
      const { orderId } = await desk.handedOver();
      const reference = desk.reference(orderId);
      await desk.warehouse(orderId, reference, { status: 'COLLECTING' });
      await desk.change(orderId, { status: 5 });
      expect(await hold(orderId)).toMatchObject({ reason: 'cancel-refused' });
      expect(shop.storeOrder(orderId).staffNotes).toContain(`${reference} could not be cancelled`);

      // It leaves the house all the same: a shipment would undo the cancellation, so the store's order only says so.
      await desk.warehouse(orderId, reference, { status: 'SHIPPED', tracking: `GONE-${orderId}` });
      await desk.staged(orderId, 'shipped');
      expect(shop.storeOrder(orderId)).toMatchObject({ statusId: 5, shipments: [] });
      expect(shop.storeOrder(orderId).staffNotes).toContain(`GONE-${orderId}`);
      expect(shop.storeOrder(orderId).staffNotes?.match(/could not be cancelled/g)).toHaveLength(1);
    },
  );

  it('whose cancellation crosses its shipment is shipped, and the store’s order says that it came too late', async () => {
    const { orderId } = await desk.handedOver();
    shop.sandbox.control.advance(1_000);
    shop.sandbox.control.changeOrder(orderId, { status: 5 });
    // The poll that tells of both looks like our own write.
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED', tracking: `CROSSED-${orderId}` });
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId)).toMatchObject({
      statusId: 5,
      shipments: [{ trackingNumber: `CROSSED-${orderId}` }],
    });
    await expect
      .poll(() => shop.storeOrder(orderId).staffNotes)
      .toContain('had left the warehouse when the order was cancelled');
  });

  it('that the warehouse cancels holds, and is handed over again by a decision', async () => {
    const { orderId } = await desk.handedOver();
    const reference = desk.reference(orderId);
    await desk.warehouse(orderId, reference, { status: 'CANCELLED' });
    expect(await hold(orderId)).toMatchObject({ reason: 'cancelled-in-warehouse' });
    expect(await desk.release(orderId, { kind: 'hand-over-again' })).toMatchObject({ stage: 'handed-over' });
    // What its people cancelled stays so: the pieces go once more under a further reference.
    expect(desk.warehouseOrders(reference)).toMatchObject([{ status: 'Cancelled' }]);
    expect(desk.warehouseOrders(`${reference}-s2`)).toMatchObject([{ status: 'New' }]);
  });

  it('that the warehouse cancels is cancelled in the store by a decision', async () => {
    const { orderId } = await desk.handedOver();
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'CANCELLED' });
    await desk.staged(orderId, 'held');
    expect(await desk.release(orderId, { kind: 'cancel' })).toMatchObject({ stage: 'cancelled' });
    expect(shop.storeOrder(orderId).statusId).toBe(5);
  });

  it('that a person cancels is cancelled on both sides', async () => {
    const { orderId } = await desk.handedOver();
    expect(await desk.cancel(orderId)).toMatchObject({ stage: 'cancelled' });
    expect(desk.warehouseOrders(desk.reference(orderId))).toMatchObject([{ status: 'Cancelled' }]);
    expect(shop.storeOrder(orderId).statusId).toBe(5);
  });

  it('whose address or lines are edited holds with the name of what changed, and no value', async () => {
    const { orderId } = await desk.handedOver({ lines: [{ quantity: 2 }] });
    await desk.change(orderId, { address: { street_1: 'Uusikatu 99', phone: '+358 40 7654321' } });
    const first = await hold(orderId);
    expect(first).toMatchObject({
      reason: 'changed-after-hand-over',
      message: 'Changed in the store after hand-over: street, phone.',
    });
    expect(await desk.release(orderId, { kind: 'treat-as-done' })).toMatchObject({ stage: 'handed-over' });
    const [line] = shop.storeOrder(orderId).lines;
    await desk.change(orderId, { refund: [{ orderProductId: line?.orderProductId ?? 0, quantity: 1 }] });
    expect(await hold(orderId)).toMatchObject({
      reason: 'changed-after-hand-over',
      message: expect.stringMatching(/^1 × .+ is no longer wanted, and the setting ordersEditable/) as string,
    });
    // What leaves the warehouse meanwhile is told to the store, and no more of it than the customer was not refunded.
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED', tracking: 'EDITED' });
    await shop.until(orderId, ({ addresses }) => (addresses[0]?.shipments.length ?? 0) > 0);
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId).lines).toMatchObject([{ quantity: 2, shipped: 1, refunded: 1 }]);
    await expect.poll(() => shop.storeOrder(orderId).staffNotes).toContain('which this order no longer takes');
  });

  it('whose edit is taken back in the store goes on by itself', async () => {
    const { orderId } = await desk.handedOver({ addresses: [{ city: 'Espoo' }] });
    await desk.change(orderId, { address: { city: 'Vantaa' } });
    expect(await hold(orderId)).toMatchObject({ message: 'Changed in the store after hand-over: city.' });
    await desk.change(orderId, { address: { city: 'Espoo' } });
    await desk.staged(orderId, 'handed-over');
  });

  it('whose merchant lets myOGO take edits is edited there, and read back', async () => {
    shop.sandbox.control.settings({ ordersEditable: true });
    await desk.settings({ ordersEditable: true });
    const { orderId } = await desk.handedOver();
    await desk.change(orderId, { address: { street_1: 'Kauppakatu 7' } });
    await shop.until(orderId, ({ effects }) =>
      effects.some(({ what }) => what.startsWith('the change was sent to myOGO')),
    );
    expect(desk.warehouseOrders(desk.reference(orderId))).toMatchObject([
      { fields: { customer: { address1: 'Kauppakatu 7' } } },
    ]);
    expect((await shop.story(orderId)).stage).toBe('handed-over');
    // The warehouse's own switch is off again: then it answers and changes nothing.
    shop.sandbox.control.settings({ ordersEditable: false, uneditable: 'ignore' });
    await desk.change(orderId, { address: { street_1: 'Kauppakatu 8' } });
    expect((await hold(orderId))?.message).toContain(
      'The change was not made in myOGO: The warehouse answered and kept the order as it was.',
    );
    await desk.settings({ ordersEditable: false });
  });

  it('that was split is shipped part by part, each with its own goods and tracking', async () => {
    const { orderId } = await desk.order({
      lines: [
        { name: 'A', sku: 'HAVE' },
        { name: 'B', sku: 'LACK' },
      ],
    });
    await desk.staged(orderId, 'handed-over');
    const reference = desk.reference(orderId);
    shop.sandbox.control.goodsIn({ LACK: -60 });
    expect(desk.warehouseOrders(reference)).toHaveLength(1);
    shop.sandbox.control.warehouse(reference, { status: 'PENDING' });
    await desk.warehouse(orderId, reference, { split: true });
    await desk.warehouse(orderId, reference, { status: 'SHIPPED', tracking: 'PART-1' });
    await shop.until(orderId, ({ addresses }) => addresses[0]?.shipments.length === 1);
    expect(shop.storeOrder(orderId)).toMatchObject({ statusId: 3, lines: [{ shipped: 1 }, { shipped: 0 }] });
    expect((await shop.story(orderId)).stage).toBe('handed-over');
    shop.sandbox.control.goodsIn({ LACK: 80 });
    await desk.warehouse(orderId, `${reference}-1`, { status: 'SHIPPED', tracking: 'PART-2' });
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId)).toMatchObject({
      statusId: 2,
      shipments: [{ trackingNumber: 'PART-1' }, { trackingNumber: 'PART-2' }],
      lines: [{ shipped: 1 }, { shipped: 1 }],
    });
  });

  it('in several parcels has each number in the store, and those without a piece in the comment', async () => {
    const { orderId } = await desk.handedOver({ lines: [{ quantity: 2 }] });
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED', tracking: ['P-1', 'P-2', 'P-3'] });
    await desk.staged(orderId, 'shipped');
    const { shipments } = shop.storeOrder(orderId);
    expect(shipments.map(({ trackingNumber }) => trackingNumber)).toEqual(['P-1', 'P-2']);
    expect(shipments[0]?.comments).toContain('P-3');
  });

  it('is told with the carrier that its link names, also where that is named after hand-over', async () => {
    const { orderId } = await desk.handedOver();
    await shop.link({ method: 'DHL*', code: 'DHL-EXPRESS', trackingCarrier: 'DHL' });
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED', tracking: 'CARRIED' });
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId).shipments).toMatchObject([{ trackingNumber: 'CARRIED', trackingCarrier: 'dhl' }]);
    const status = await shop.worker.client.workflow.getHandle(`integration:${shop.storeHash}`).query('status');
    expect(status).toMatchObject({ links: [{ method: 'DHL*', trackingCarrier: 'dhl' }] });
  });

  it('shipped without a number is told so, and its late number updates the shipment after the run has ended', async () => {
    const { orderId } = await desk.handedOver();
    withoutTracking.push(orderId);
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED' });
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId).shipments).toMatchObject([{ trackingNumber: '' }]);
    shop.sandbox.control.warehouse(desk.reference(orderId), { tracking: 'LATE' });
    await shop.startOrder(orderId);
    await shop.sandbox.waitFor(({ name, key }) => name === 'shipment updated' && key.endsWith('/LATE'));
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId).shipments).toMatchObject([{ trackingNumber: 'LATE' }]);
  });

  it('waits for its number while the merchant wants that, and one mail goes out, with it', async () => {
    await desk.settings({ waitForTrackingMinutes: 30 });
    const { orderId } = await desk.order({ statusId: 7 });
    await desk.staged(orderId, 'awaiting-payment');
    await desk.change(orderId, { status: 11, paid: true });
    await desk.staged(orderId, 'handed-over');
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED' });
    await shop.until(orderId, ({ addresses }) => addresses[0]?.myOgoStatus === 'SHIPPED');
    await desk.warehouse(orderId, desk.reference(orderId), { tracking: 'WORTH-IT' });
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId).mails).toMatchObject([{ tracking: 'WORTH-IT' }]);
    await desk.settings({ waitForTrackingMinutes: 0 });
  });

  it('waits for its number also where it was handed over before the merchant wanted that', async () => {
    const { orderId } = await desk.handedOver();
    await desk.settings({ waitForTrackingMinutes: 30 });
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED' });
    const told = await shop.until(
      orderId,
      ({ stage, addresses: [address] }) =>
        stage === 'shipped' || address?.waits?.words.includes('the tracking number') === true,
    );
    expect(told.stage).toBe('handed-over');
    await desk.warehouse(orderId, desk.reference(orderId), { tracking: 'WAITED' });
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId).mails).toMatchObject([{ tracking: 'WAITED' }]);
    await desk.settings({ waitForTrackingMinutes: 0 });
  });

  it('that comes back is noted on the store’s order, once', async () => {
    const { orderId } = await desk.handedOver();
    const reference = desk.reference(orderId);
    await desk.warehouse(orderId, reference, { status: 'SHIPPED', tracking: 'BACK' });
    await desk.staged(orderId, 'shipped');
    shop.sandbox.control.warehouse(reference, { status: 'RETURNED' });
    for (let times = 0; times < 2; times += 1) {
      const handle = await shop.startOrder(orderId);
      await handle.result();
    }
    expect(shop.storeOrder(orderId).staffNotes?.match(/was returned/g)).toHaveLength(1);
    expect(shop.storeOrder(orderId)).toMatchObject({ statusId: 2, shipments: [{ trackingNumber: 'BACK' }] });
  });

  it('that the merchant shipped by hand is not shipped again', async () => {
    const { orderId, addressIds } = await desk.handedOver({ lines: [{ quantity: 1 }] });
    const [line] = shop.storeOrder(orderId).lines;
    const answer = await fetch(`${shop.sandbox.storeUrl}/stores/${shop.storeHash}/v2/orders/${orderId}/shipments`, {
      method: 'POST',
      headers: {
        'x-auth-token': shop.credentials.apiToken,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify({
        order_address_id: addressIds[0],
        tracking_number: 'BY-HAND',
        items: [{ order_product_id: line?.orderProductId, quantity: 1 }],
      }),
    });
    expect(answer.status).toBe(201);
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED', tracking: 'OURS' });
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId)).toMatchObject({ shipments: [{ trackingNumber: 'BY-HAND' }] });
  });

  it('writes one shipment when the store’s answer is lost, late or broken', async () => {
    for (const kind of ['reset-after', 'late-effect', 'malformed'] as const) {
      const { orderId } = await desk.handedOver({ lines: [{ quantity: 2 }] });
      shop.sandbox.control.faults({ rate: 1, kinds: [kind], paths: ['POST */shipments'], count: 1, lateMs: 200 });
      await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED', tracking: `ONE-${kind}` });
      await desk.staged(orderId, 'shipped');
      expect(shop.storeOrder(orderId).shipments).toHaveLength(1);
      expect(shop.storeOrder(orderId).mails).toHaveLength(1);
    }
    shop.sandbox.control.faults();
  });

  it('goes through the warehouse’s states as they come, and back', async () => {
    const { orderId } = await desk.handedOver();
    for (const status of ['RESERVED', 'LOCKED', 'DRAFT', 'NEW', 'COLLECTING'] as const) {
      await desk.warehouse(orderId, desk.reference(orderId), { status });
      await shop.until(orderId, ({ addresses }) => addresses[0]?.myOgoStatus === status);
      expect((await shop.story(orderId)).stage).toBe('handed-over');
    }
  });

  it('continues as new with all that it knows', async () => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    const { workflow } = shop.worker.client;
    const workflowId = `order:${shop.storeHash}:${orderId}`;
    const args = [{ storeHash: shop.storeHash, orderId, historyLimit: 12 }];
    await workflow.start('fulfilOrder', { workflowId, taskQueue: 'ogoship-bigcommerce', args });
    await desk.staged(orderId, 'handed-over');
    await shop.until(orderId, ({ effects }) => effects.length > 0);
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED', tracking: 'RENEWED' });
    await desk.staged(orderId, 'shipped');
    // The list is a moment behind.
    const query = `WorkflowId = '${workflowId}'`;
    await expect.poll(async () => (await workflow.count(query)).count).toBeGreaterThan(1);
    expect(shop.storeOrder(orderId).shipments).toMatchObject([{ trackingNumber: 'RENEWED' }]);
  });

  it.each(sample([11, 12], 1))(
    'does what a person decided although its history (of %d events at most) is full at that moment',
    async (historyLimit) => {
      const { orderId } = shop.placeOrder({ shippingMethod: `By sea ${historyLimit}`, country: 'FI' });
      const { workflow } = shop.worker.client;
      await workflow.start('fulfilOrder', {
        workflowId: `order:${shop.storeHash}:${orderId}`,
        taskQueue: 'ogoship-bigcommerce',
        args: [{ storeHash: shop.storeHash, orderId, historyLimit }],
      });
      await desk.staged(orderId, 'held');
      // The answer comes when the decision has taken effect: one that waits for the next run would be of a held order.
      const story = await desk.release(orderId, { kind: 'use-code', code: 'DHL-EXPRESS' });
      expect(story.stage).toBe('handed-over');
    },
  );
});
