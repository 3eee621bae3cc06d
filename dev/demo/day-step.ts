import { orderReference, parseStoreHash, workflowId, type StoreHash } from '../../src/contract/ids.ts';
import { StoreStatus } from '../../src/contract/orders.ts';
import { compareStock } from './shelves.ts';
import type { Step } from './step.ts';
import { pairOf, seen, verifyHandedOver, verifyShipped, type Order } from './verify-order.ts';
import { orderByWebhook } from './webhook-order.ts';

/** The method that nobody has linked yet, and what it should have been linked to. */
const FORGOTTEN = { method: 'Flat Rate', code: 'POSTI' };

/** A DHL-like code: text, because a number would lose its first digit. */
const LOCKER = '0118';

/** Four orders of one day: one flows through, one goes to a locker, one waits for a link and then goes on by itself, of one a webhook tells. */
export async function day(step: Step, connectedAt: string): Promise<void> {
  const hash = parseStoreHash(step.stack.storeHash);
  if (hash === undefined) throw new Error('The sandbox has a store hash that is none.');
  const [first, locker, second] = await placeOrders(step, hash);

  step.run(workflowId.fulfilOrder(hash, first.orderId));
  await verifyHandedOver(step, first, 'DHL-EXPRESS');
  await step.sides.ship(first.reference, 'JJFI1234567890');
  step.show(`the warehouse ships order ${first.orderId}`);

  step.run(workflowId.fulfilOrder(hash, locker.orderId));
  await verifyHandedOver(step, locker, 'OMNIVA');
  await step.sides.ship(locker.reference, 'OM555666777EE');
  step.show(`the warehouse ships order ${locker.orderId} to locker ${LOCKER}`);

  step.run(workflowId.fulfilOrder(hash, second.orderId));
  await verifyHeld(step, second);
  await step.ask('the forgotten method is linked', () => step.shop.shipping.link(FORGOTTEN));
  step.show(`linked: ${FORGOTTEN.method} → ${FORGOTTEN.code}`);
  await verifyHandedOver(step, second, FORGOTTEN.code);
  await step.sides.ship(second.reference, 'POSTI-998877');
  step.show(`the warehouse ships order ${second.orderId}`);

  await verifyShipped(step, first, 'JJFI1234567890');
  await verifyShipped(step, locker, 'OM555666777EE');
  await verifyShipped(step, second, 'POSTI-998877');
  const last = await orderByWebhook(step, hash);
  await verifyOnce(step, [first, locker, second, last]);
  const { equal } = await step.until('the store’s stock follows', (sides) => {
    const comparison = compareStock(sides, connectedAt);
    return comparison.differing.length === 0 ? { found: comparison } : { seen: comparison.differing };
  });
  step.verified('store', `after the day, ${equal} levels equal the warehouse's again`);
}

/** The last one is the one that is going to be held. */
async function placeOrders(step: Step, hash: StoreHash): Promise<readonly [Order, Order, Order]> {
  const place = async (shippingMethod: string, sku: string, point?: string): Promise<Order> => {
    const orderId = await step.sides.placeOrder({
      ...{ lines: [{ sku, quantity: 2 }], shippingMethod, country: 'FI' },
      ...(point === undefined ? {} : { addresses: [{ formFields: [{ name: 'Pick-up point', value: point }] }] }),
    });
    step.show(
      `order ${orderId} is placed: 2 × ${sku} by “${shippingMethod}”${point === undefined ? '' : ` to locker ${point}`}`,
    );
    return { orderId, reference: orderReference(hash, orderId), ...(point === undefined ? {} : { point }) };
  };
  return [
    await place('DHL Express', 'MUG-ENAMEL'),
    await place('Omniva parcel locker', 'MUG-ENAMEL', LOCKER),
    await place(FORGOTTEN.method, 'BLANKET-WOOL'),
  ];
}

async function verifyHeld(step: Step, { orderId, reference }: Order): Promise<void> {
  const { hold, message, remedy } = await step.until(
    `order ${orderId} is held: nobody has linked its method`,
    async () => {
      const held = await step.patiently('the held orders', () => step.shop.orders.held());
      const mine = held.find((each) => each.orderId === orderId);
      if (mine === undefined) return { seen: [`held orders: ${held.length}`] };
      // An order that looks again meanwhile is not held for that moment.
      const status = await step.patiently('the order’s status', () => step.shop.orders.status(orderId));
      const told = status.addresses.find((address) => address.hold !== undefined)?.hold;
      return told === undefined ? { seen: [`stage: ${status.stage}`] } : { found: { ...told, hold: mine } };
    },
  );
  step.require(hold.reason === 'shipping-method-not-linked' && message !== '', 'the hold tells its reason', [
    `${hold.reason}: ${message}`,
  ]);
  step.show(`order ${orderId} is held (${hold.reason}): ${message}`);
  step.show(`  ${remedy}`);
  const pair = pairOf(await step.sides.read(), orderId, reference);
  step.require(
    pair.warehouse === undefined && pair.store.statusId === StoreStatus.awaitingFulfillment,
    'a held order is touched on neither side',
    seen(pair, reference),
  );
  step.verified('warehouse', `it has no ${reference}`);
  step.verified('store', `order ${orderId} still is “${pair.store.status}”`);
}

/** The promise that matters most: every effect happened exactly once. */
async function verifyOnce(step: Step, orders: readonly Order[]): Promise<void> {
  const { effects } = await step.sides.ledger();
  const created = effects['myogo order created'] ?? {};
  const parcels = effects['shipment created'] ?? {};
  const mails = effects['customer mail'] ?? {};
  const counts = [...Object.values(parcels), ...Object.values(mails)];
  step.require(
    Object.keys(created).length === orders.length && orders.every(({ reference }) => created[reference] === 1),
    'each order was created in the warehouse once',
    Object.entries(created).map(([reference, n]) => `${reference}: ${n}`),
  );
  step.require(
    counts.length === 2 * orders.length && counts.every((n) => n === 1),
    'each order has one shipment and one mail to the customer',
    Object.entries({ ...parcels, ...mails }).map(([key, n]) => `${key}: ${n}`),
  );
  const { warehouse } = await step.sides.read();
  step.verified('store', 'each order has exactly one shipment, and its customer one mail');
  step.verified(
    'warehouse',
    `${warehouse.orders.map(({ reference, status }) => `${reference} ${status}`).join(', ')}; each was created exactly once`,
  );
}
