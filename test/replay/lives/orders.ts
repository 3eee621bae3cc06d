import { workflowId } from '../../../src/contract/ids.ts';
import { DecisionsField } from '../../../src/contract/registered-names.ts';
import { pauseForAll, type Lived, type Lives, type LivesWorld } from './world.ts';

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
};

export function run({ shop }: LivesWorld, orderId: number): Lived {
  return { id: workflowId.fulfilOrder(shop.storeHash, orderId) };
}
