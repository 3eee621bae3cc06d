import { workflowId } from '../../../src/contract/ids.ts';
import { DecisionsField } from '../../../src/contract/registered-names.ts';
import { countOf, pauseForAll, until, type Lived, type Lives, type LivesWorld } from './world.ts';

/** Every stage of an order, and what people do about it. */
export const orderLives: Lives = {
  'fulfil-order-awaiting-payment': async (world) => {
    const { orderId } = await world.desk.order({ statusId: 7 });
    await world.desk.staged(orderId, 'awaiting-payment');
    return run(world, orderId);
  },
  'fulfil-order-nothing-to-ship': async (world) => {
    const { orderId } = await world.desk.order({ pickup: true }, { inWarehouse: false });
    await world.desk.staged(orderId, 'nothing-to-ship');
    return run(world, orderId);
  },
  'fulfil-order-not-found-then-found': async (world) => {
    const { orderId } = world.shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    world.shop.sandbox.control.changeOrder(orderId, { gone: 1 });
    await world.shop.startOrder(orderId);
    await world.shop.until(orderId, ({ summary }) => summary.includes('no such order'));
    await world.desk.retry(orderId);
    await world.desk.staged(orderId, 'handed-over');
    return run(world, orderId);
  },
  'fulfil-order-held': async (world) => {
    const { orderId } = await world.desk.order({ shippingMethod: 'Balloon' });
    await world.desk.staged(orderId, 'held');
    return run(world, orderId);
  },
  'fulfil-order-held-then-released': async (world) => {
    const { orderId } = await world.desk.order({ shippingMethod: 'Rocket' });
    await world.desk.staged(orderId, 'held');
    await world.desk.release(orderId, { kind: 'use-code', code: 'POSTI' });
    const { namespace, key } = DecisionsField;
    const { metafields } = world.shop.storeOrder(orderId);
    const kept = metafields.find((field) => field.namespace === namespace && field.key === key);
    return { ...run(world, orderId), left: { 'decisions-on-the-order': kept?.value } };
  },
  'fulfil-order-held-then-retried': async (world) => {
    const { orderId } = await world.desk.order({}, { inWarehouse: false });
    await world.desk.staged(orderId, 'held');
    const skus = world.shop.storeOrder(orderId).lines.map(({ sku }) => sku);
    world.shop.stock(Object.fromEntries(skus.map((sku) => [sku, 50])));
    await world.desk.retry(orderId);
    await world.desk.staged(orderId, 'handed-over');
    return run(world, orderId);
  },
  'fulfil-order-paused-then-resumed': async (world) => {
    await pauseForAll(world);
    const { orderId } = await world.desk.order();
    await world.desk.staged(orderId, 'held');
    await world.store.resume();
    await world.desk.retry(orderId);
    await world.desk.staged(orderId, 'handed-over');
    return run(world, orderId);
  },
  'fulfil-order-ignored': async (world) => {
    await world.shop.link({ method: 'Pick up', code: 'ignore' });
    const { orderId } = await world.desk.order({ shippingMethod: 'Pick up' });
    await world.desk.staged(orderId, 'ignored');
    return run(world, orderId);
  },
  'fulfil-order-handed-over': async (world) => run(world, (await world.desk.handedOver()).orderId),
  'fulfil-order-answer-lost': async (world) => {
    const paths = ['POST /api/v1/Orders'];
    world.shop.sandbox.control.faults({ rate: 1, kinds: ['reset-after'], paths, count: 1 });
    const { orderId } = await world.desk.handedOver();
    world.shop.sandbox.control.faults();
    return run(world, orderId);
  },
  'fulfil-order-shipped': async (world) => {
    const { orderId } = await world.desk.handedOver();
    await world.desk.warehouse(orderId, world.desk.reference(orderId), { status: 'SHIPPED', tracking: 'GOLD' });
    await world.desk.staged(orderId, 'shipped');
    return run(world, orderId);
  },
  'fulfil-order-two-addresses-shipped': async (world) => {
    const { desk } = world;
    const { orderId, addressIds } = await desk.handedOver({ lines: [{ address: 0 }, { address: 1 }], addresses: 2 });
    for (const id of addressIds) {
      await desk.warehouse(orderId, desk.reference(orderId, id), { status: 'SHIPPED', tracking: `GOLD-${id}` });
    }
    await desk.staged(orderId, 'shipped');
    return run(world, orderId);
  },
  'fulfil-order-cancelled': async (world) => {
    const { orderId } = await world.desk.handedOver();
    await world.desk.change(orderId, { status: 5 });
    await world.desk.staged(orderId, 'cancelled');
    return run(world, orderId);
  },
  'fulfil-order-cancel-refused': async (world) => {
    const { orderId } = await world.desk.handedOver();
    await world.desk.warehouse(orderId, world.desk.reference(orderId), { status: 'COLLECTING' });
    await world.desk.change(orderId, { status: 5 });
    await world.desk.staged(orderId, 'held');
    return run(world, orderId);
  },
  'fulfil-order-cancelled-by-a-person': async (world) => {
    const { orderId } = await world.desk.handedOver();
    await world.desk.cancel(orderId);
    return run(world, orderId);
  },
  'fulfil-order-handed-over-again': async (world) => {
    const { orderId } = await world.desk.handedOver();
    await world.desk.warehouse(orderId, world.desk.reference(orderId), { status: 'CANCELLED' });
    await world.desk.staged(orderId, 'held');
    await world.desk.release(orderId, { kind: 'hand-over-again' });
    return run(world, orderId);
  },
  'fulfil-order-changed-after-hand-over': async (world) => {
    const { orderId } = await world.desk.handedOver();
    await world.desk.change(orderId, { address: { city: 'Elsewhere' } });
    await world.desk.staged(orderId, 'held');
    return run(world, orderId);
  },
  'fulfil-order-changed-in-grace-then-cancelled': async (world) => {
    await world.desk.settings({ graceMinutes: 60 });
    const { orderId } = await world.desk.order();
    await world.desk.staged(orderId, 'ready');
    await world.desk.change(orderId, { address: { city: 'Elsewhere' } });
    await world.desk.change(orderId, { status: 5 });
    await world.desk.staged(orderId, 'cancelled');
    await world.desk.settings({ graceMinutes: 0 });
    return run(world, orderId);
  },
  'fulfil-order-shipped-without-number-then-numbered': async (world) => {
    await world.desk.settings({ waitForTrackingMinutes: 60 });
    const { orderId } = await world.desk.handedOver();
    await world.desk.warehouse(orderId, world.desk.reference(orderId), { status: 'SHIPPED' });
    await until('the wait', async () => (await countOf(world, run(world, orderId), 'timerStartedEventAttributes')) > 0);
    await world.desk.warehouse(orderId, world.desk.reference(orderId), { tracking: 'GOLD-LATE' });
    await world.desk.staged(orderId, 'shipped');
    await world.desk.settings({ waitForTrackingMinutes: 0 });
    return run(world, orderId);
  },
  'fulfil-order-edited-in-warehouse': async (world) => {
    const { control } = world.shop.sandbox;
    control.settings({ ordersEditable: true });
    await world.desk.settings({ ordersEditable: true });
    const { orderId } = await world.desk.handedOver();
    await world.desk.change(orderId, { address: { street_1: 'Kauppakatu 7' } });
    await world.shop.until(orderId, ({ effects }) =>
      effects.some(({ what }) => what.startsWith('the change was sent')),
    );
    control.settings({ ordersEditable: false });
    await world.desk.settings({ ordersEditable: false });
    return run(world, orderId);
  },
  'fulfil-order-cancelled-in-warehouse-then-treated-as-done': async (world) => {
    const { orderId } = await world.desk.handedOver();
    await world.desk.warehouse(orderId, world.desk.reference(orderId), { status: 'CANCELLED' });
    await world.desk.staged(orderId, 'held');
    await world.desk.release(orderId, { kind: 'treat-as-done' });
    return run(world, orderId);
  },
  'fulfil-order-settled-then-refunded-and-raised': async (world) => {
    const { orderId } = await world.desk.handedOver({ lines: [{ quantity: 3 }] });
    const sku = world.shop.storeOrder(orderId).lines[0]?.sku ?? '';
    await world.desk.warehouse(orderId, world.desk.reference(orderId), { lines: [{ code: sku, quantity: 2 }] });
    await world.desk.staged(orderId, 'held');
    await world.desk.release(orderId, { kind: 'treat-as-done' });
    await world.desk.change(orderId, { refund: [{ sku, quantity: 1 }] });
    const isCut = () => world.shop.storeOrder(orderId).metafields.some(({ value }) => value.includes('"left":0'));
    await until('what was settled is less', () => Promise.resolve(isCut()));
    await world.desk.change(orderId, { editLines: [{ sku, quantity: 4 }] });
    const rest = () => world.desk.warehouseOrders(`${world.desk.reference(orderId)}-s2`);
    await until('what was ordered after that is handed over', () => Promise.resolve(rest().length === 1));
    return run(world, orderId);
  },
  'fulfil-order-refunded-and-raised': async (world) => {
    const { orderId } = await world.desk.handedOver({ lines: [{ quantity: 3 }] });
    const sku = world.shop.storeOrder(orderId).lines[0]?.sku ?? '';
    const reference = world.desk.reference(orderId);
    await world.desk.warehouse(orderId, reference, { split: { lines: [{ code: sku, quantity: 1 }] } });
    await world.desk.warehouse(orderId, reference, { status: 'SHIPPED', tracking: 'GOLD-RAISED' });
    await world.shop.until(orderId, ({ addresses }) => addresses[0]?.shipments.length === 1);
    world.shop.sandbox.control.changeOrder(orderId, { refund: [{ sku, quantity: 1 }] });
    await world.desk.change(orderId, { editLines: [{ sku, quantity: 4 }] });
    await world.desk.staged(orderId, 'held');
    await world.desk.release(orderId, { kind: 'hand-over-again' });
    const rest = () => world.desk.warehouseOrders(`${reference}-s2`);
    await until('what came is handed over', () => Promise.resolve(rest().length === 1));
    return run(world, orderId);
  },
  'fulfil-order-split-then-shipped': async (world) => {
    const { orderId } = await world.desk.handedOver({ lines: [{ quantity: 2 }] });
    const [line] = world.shop.storeOrder(orderId).lines;
    const reference = world.desk.reference(orderId);
    const split = { lines: [{ code: line?.sku ?? '', quantity: 1 }] };
    await world.desk.warehouse(orderId, reference, { split });
    await world.desk.warehouse(orderId, reference, { status: 'SHIPPED', tracking: 'GOLD-PART-1' });
    await world.shop.until(orderId, ({ addresses }) => addresses[0]?.shipments.length === 1);
    await world.desk.warehouse(orderId, `${reference}-1`, { status: 'SHIPPED', tracking: 'GOLD-PART-2' });
    await world.desk.staged(orderId, 'shipped');
    return run(world, orderId);
  },
};

/** What came after 1.0.0, in a store of its own. */
export const laterOrderLives: Lives = {
  'fulfil-order-relinked-before-hand-over': async ({ desk, shop, ...world }) => {
    const { control } = shop.sandbox;
    await shop.link({ method: 'Drone', code: 'POSTI' });
    control.faults({ rate: 1, kinds: ['503'], paths: ['POST /api/v1/Orders'] });
    const before = desk.asked('warehouse', 'POST /api/v1/Orders');
    const { orderId } = await desk.order({ shippingMethod: 'Drone' });
    await until('the warehouse is away', () =>
      Promise.resolve(desk.asked('warehouse', 'POST /api/v1/Orders') > before),
    );
    await desk.unlink('Drone');
    await shop.link({ method: 'Drone', code: 'OMNIVA' });
    control.faults();
    await desk.staged(orderId, 'handed-over');
    return run({ desk, shop, ...world }, orderId);
  },
  'fulfil-order-moved-before-heard': async (world) => {
    const { desk, shop } = world;
    const { control } = shop.sandbox;
    const { orderId } = await desk.handedOver({ lines: [{ quantity: 1 }, { quantity: 2 }] });
    const moved = { sku: shop.storeOrder(orderId).lines[1]?.sku ?? '' };
    const reference = desk.reference(orderId);
    await desk.warehouse(orderId, reference, { status: 'COLLECTING' });
    const { addressId = 0 } = control.changeOrder(orderId, { addAddress: {} });
    await desk.change(orderId, { editLines: [{ ...moved, addressId }] });
    await desk.staged(orderId, 'held');
    control.advance(10);
    control.warehouse(reference, { split: { lines: [{ code: moved.sku, quantity: 2 }] } });
    control.warehouse(reference, { status: 'SHIPPED', tracking: 'GOLD-MOVED' });
    // A poll tells of one part alone.
    await shop.tellWarehouseNews(orderId, (one) => one === reference);
    await shop.until(orderId, (story) => JSON.stringify(story).includes(`${reference}-1`));
    return run(world, orderId);
  },
};

export function run({ shop }: LivesWorld, orderId: number): Lived {
  return { id: workflowId.fulfilOrder(shop.storeHash, orderId) };
}
