import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shop } from '../support/shop.ts';
import { openOrderDesk, type OrderDesk } from './order-desk.ts';

describe('before hand-over, an order', () => {
  let shop: Shop;
  let desk: OrderDesk;
  beforeAll(async () => {
    ({ shop, desk } = await openOrderDesk());
  });
  afterAll(async () => {
    desk.prove();
    await shop.close();
  });

  const created = () => shop.effects('myogo order created');

  it('of two addresses ships the one while the other is held, and its status moves on when both are handed over', async () => {
    const { orderId, addressIds } = await desk.order({
      lines: [{ address: 0 }, { address: 1 }],
      addresses: [{}, { shippingMethod: 'Pigeon' }],
    });
    const [first = 0, second = 0] = addressIds;
    const one = desk.reference(orderId, first);
    const held = await shop.until(
      orderId,
      ({ addresses }) => addresses[0]?.stage === 'handed-over' && addresses[1]?.stage === 'held',
    );
    expect(held.stage).toBe('held');
    expect(created()).toMatchObject({ [one]: 1 });
    expect(shop.storeOrder(orderId).statusId).toBe(11);

    await desk.warehouse(orderId, one, { status: 'SHIPPED', tracking: 'T-1' });
    await shop.until(orderId, ({ addresses }) => addresses[0]?.stage === 'shipped');
    expect(shop.storeOrder(orderId)).toMatchObject({ statusId: 3, shipments: [{ trackingNumber: 'T-1' }] });

    // The store shows it as partly shipped by now: the rest goes on all the same.
    await shop.link({ method: 'Pigeon', code: 'POSTI' });
    await shop.until(orderId, ({ addresses }) => addresses[1]?.stage === 'handed-over');
    const two = desk.reference(orderId, second);
    expect(created()).toMatchObject({ [one]: 1, [two]: 1 });
    await desk.warehouse(orderId, two, { status: 'SHIPPED', tracking: 'T-2' });
    await desk.staged(orderId, 'shipped');
    expect(shop.storeOrder(orderId).statusId).toBe(2);
  });

  it('moves its status on once all its addresses are handed over', async () => {
    const { orderId, addressIds } = await desk.handedOver({ lines: [{ address: 0 }, { address: 1 }], addresses: 2 });
    await shop.until(orderId, ({ effects }) => effects.some(({ what }) => what.includes('status')));
    expect(shop.storeOrder(orderId)).toMatchObject({ statusId: 9 });
    for (const id of addressIds) expect(created()).toMatchObject({ [desk.reference(orderId, id)]: 1 });
  });

  it('that is unpaid waits at no cost, and goes on when it is paid', async () => {
    const { orderId } = await desk.order({ statusId: 7 });
    await desk.staged(orderId, 'awaiting-payment');
    const handle = shop.worker.client.workflow.getHandle(`order:${shop.storeHash}:${orderId}`);
    const { events = [] } = await handle.fetchHistory();
    expect(events?.filter((event) => event.timerStartedEventAttributes)).toEqual([]);
    // It is looked up in the warehouse once; then nothing is under way.
    await expect.poll(async () => (await handle.describe()).raw.pendingActivities).toEqual([]);
    await desk.change(orderId, { status: 11, paid: true });
    await desk.staged(orderId, 'handed-over');
    expect(created()).toMatchObject({ [desk.reference(orderId)]: 1 });
  });

  it.each([
    ['not placed', { statusId: 0 }],
    ['pending', { statusId: 1 }],
    ['picked up', { pickup: true }],
    ['a gift certificate', { lines: [{ name: 'Gift', giftCertificate: true }] }],
  ])('that is %s ends with nothing to ship', async (_, order) => {
    const { orderId } = await desk.order(order, { inWarehouse: false });
    await desk.staged(orderId, 'nothing-to-ship');
    expect(created()).not.toHaveProperty(desk.reference(orderId));
  });

  it('that was refunded whole is not handed over', async () => {
    const placed = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    shop.sandbox.control.changeOrder(placed.orderId, { refund: true });
    await shop.startOrder(placed.orderId);
    await desk.staged(placed.orderId, 'nothing-to-ship');
    expect(created()).not.toHaveProperty(desk.reference(placed.orderId));
  });

  it('that is refunded in part while it waits is handed over with the rest', async () => {
    const { orderId } = await desk.order({ lines: [{ quantity: 3 }], shippingMethod: 'Sledge' });
    await desk.staged(orderId, 'held');
    const [line] = shop.storeOrder(orderId).lines;
    if (line === undefined) throw new Error('no line');
    await desk.change(orderId, { refund: [{ orderProductId: line.orderProductId, quantity: 1 }] });
    await shop.link({ method: 'Sledge', code: 'POSTI' });
    await desk.staged(orderId, 'handed-over');
    expect(desk.warehouseOrders(desk.reference(orderId))).toMatchObject([{ lines: [{ code: line.sku, quantity: 2 }] }]);
  });

  it('with an item without SKU holds, and goes on when the store’s order has one', async () => {
    const { orderId } = await desk.order({ lines: [{ name: 'Something', sku: '' }] }, { inWarehouse: false });
    const story = await desk.staged(orderId, 'held');
    expect(story.addresses[0]?.hold).toMatchObject({ reason: 'sku-missing' });
    shop.stock({ 'MADE-TO-ORDER': 5 });
    await desk.change(orderId, { lines: [{ name: 'Something', sku: 'MADE-TO-ORDER' }] });
    await desk.staged(orderId, 'handed-over');
  });

  it('of a product that myOGO does not know holds, and goes on by a retry when it is there', async () => {
    const { orderId } = await desk.order({ lines: [{ sku: 'UNHEARD-OF', name: 'New' }] }, { inWarehouse: false });
    const story = await desk.staged(orderId, 'held');
    expect(story.addresses[0]?.hold).toMatchObject({ reason: 'product-not-in-myogo' });
    expect(story.addresses[0]?.hold?.message).toContain('UNHEARD-OF');
    shop.stock({ 'UNHEARD-OF': 5 });
    await desk.retry(orderId);
    await desk.staged(orderId, 'handed-over');
  });

  it('whose address lacks something holds with its name, and goes on by itself when the store has it', async () => {
    const { orderId } = await desk.order({ addresses: [{ zip: '', city: '' }] });
    const story = await desk.staged(orderId, 'held');
    expect(story.addresses[0]?.hold).toMatchObject({
      reason: 'address-incomplete',
      message: 'The address lacks: city, postcode.',
    });
    await desk.change(orderId, { address: { zip: '00100', city: 'Helsinki' } });
    await desk.staged(orderId, 'handed-over');
  });

  it('whose shipping code the warehouse refuses holds, and goes on when the link is corrected', async () => {
    await shop.link({ method: 'Canoe', code: 'NO-SUCH-CODE' });
    const { orderId } = await desk.order({ shippingMethod: 'Canoe' });
    const story = await desk.staged(orderId, 'held');
    expect(story.addresses[0]?.hold).toMatchObject({
      reason: 'shipping-code-refused',
      message: expect.stringContaining(' is refused: ') as string,
    });
    await desk.unlink('Canoe');
    await shop.link({ method: 'Canoe', code: 'POSTI' });
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(created()).toMatchObject({ [desk.reference(orderId)]: 1 });
  });

  it('that two links fit equally well holds, with both of them and why', async () => {
    await shop.link({ method: 'Kayak*Fast', code: 'POSTI' });
    await shop.link({ method: 'Kayak A*st', code: 'GLS' });
    const { orderId } = await desk.order({ shippingMethod: 'Kayak A Fast' });
    const story = await desk.staged(orderId, 'held');
    expect(story.addresses[0]?.hold).toMatchObject({ reason: 'ambiguous-link' });
    expect(story.decisions.find(({ candidates }) => candidates !== undefined)?.candidates?.length).toBeGreaterThan(1);
    expect(story.decisions.at(-1)?.what).toContain('ambiguous-link');
    await desk.unlink('Kayak A*st');
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
  });

  it('whose method is marked as not ours ends, and nothing of it is in the warehouse', async () => {
    await shop.link({ method: 'Pick up*', code: 'ignore' });
    const { orderId } = await desk.order({ shippingMethod: 'Pick up in store' });
    await desk.staged(orderId, 'ignored');
    expect(created()).not.toHaveProperty(desk.reference(orderId));
    expect(shop.storeOrder(orderId).statusId).toBe(11);
  });

  it('that is cancelled in the store stops, whether it is held or waits', async () => {
    const { orderId } = await desk.order({ shippingMethod: 'Balloon' });
    await desk.staged(orderId, 'held');
    await desk.change(orderId, { status: 5 });
    await desk.staged(orderId, 'cancelled');
    const waiting = await desk.order({ statusId: 7 });
    await desk.staged(waiting.orderId, 'awaiting-payment');
    await desk.change(waiting.orderId, { status: 6 });
    await desk.staged(waiting.orderId, 'cancelled');
    expect(created()).not.toHaveProperty(desk.reference(orderId));
  });

  it('that a person cancels is cancelled in the store, so that it is not taken again', async () => {
    const { orderId } = await desk.order({ shippingMethod: 'Zeppelin' });
    await desk.staged(orderId, 'held');
    const story = await desk.cancel(orderId);
    expect(story.stage).toBe('cancelled');
    expect(shop.storeOrder(orderId).statusId).toBe(5);
    expect(created()).not.toHaveProperty(desk.reference(orderId));
  });

  it('is released by a person’s decisions, and what cannot be decided is refused by name', async () => {
    const { orderId } = await desk.order({ shippingMethod: 'Rocket' });
    await desk.staged(orderId, 'held');
    const refusal = async (decision: object): Promise<ApplicationFailure> => {
      // Decisions come from forms: what the types forbid is sent all the same.
      const error: unknown = await desk.release(orderId, decision as never).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
      return (error as WorkflowUpdateFailedError).cause as ApplicationFailure; // checked in the line above
    };
    expect(await refusal({ kind: 'use-code', code: ' ' })).toMatchObject({
      type: 'InvalidInput',
      details: [{ field: 'code' }],
    });
    expect(await refusal({ kind: 'fly' })).toMatchObject({ type: 'InvalidInput', details: [{ field: 'kind' }] });
    expect(await refusal({ kind: 'cancel', addressId: 99_999 })).toMatchObject({
      type: 'InvalidInput',
      details: [{ field: 'addressId' }],
    });
    const story = await desk.release(orderId, { kind: 'use-code', code: 'POSTI' });
    expect(story).toMatchObject({ stage: 'handed-over', addresses: [{ shippingCode: 'POSTI' }] });
    expect(await refusal({ kind: 'treat-as-done' })).toMatchObject({ type: 'Refused' });

    const other = await desk.order({ shippingMethod: 'Rocket' });
    await desk.staged(other.orderId, 'held');
    expect(await desk.release(other.orderId, { kind: 'treat-as-done' })).toMatchObject({ stage: 'ignored' });
  });

  it('that is being judged anew takes a decision when the judging has ended', async () => {
    const { orderId } = await desk.order({ shippingMethod: 'Glider' });
    const first = await desk.staged(orderId, 'held');
    const look = { rate: 1, kinds: ['latency' as const], paths: ['GET */api/v1/Orders'], latencyMs: 1_500 };
    shop.sandbox.control.faults({ ...look, count: 1 });
    try {
      await desk.retry(orderId);
      await desk.staged(orderId, 'ready');
      const story = await desk.release(orderId, { kind: 'use-code', code: 'POSTI' });
      expect(story).toMatchObject({ stage: 'handed-over', addresses: [{ shippingCode: 'POSTI' }] });
      // It held once more meanwhile, for the same reason: one hold, with its age.
      const held = story.decisions.filter(({ what }) => what.startsWith('Held as'));
      expect(held).toEqual(first.decisions.filter(({ what }) => what.startsWith('Held as')));
      expect(held).toMatchObject([{ what: expect.stringContaining('Glider') as string }]);
    } finally {
      shop.sandbox.control.faults();
    }
  });

  it('waits out the grace period, and a cancellation within it stops it', async () => {
    await desk.settings({ graceMinutes: 60 });
    try {
      const { orderId } = await desk.order({ statusId: 7 });
      await desk.staged(orderId, 'awaiting-payment');
      // A worker hears of a setting within fifteen seconds; whoever asks for another look has it ask at once.
      await desk.retry(orderId);
      await desk.change(orderId, { status: 11, paid: true });
      await desk.staged(orderId, 'ready');
      await desk.change(orderId, { status: 5 });
      await desk.staged(orderId, 'cancelled');
      expect(created()).not.toHaveProperty(desk.reference(orderId));
    } finally {
      await desk.settings({ graceMinutes: 0 });
    }
  });
});
