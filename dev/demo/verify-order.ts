import { StoreStatus } from '../../src/contract/orders.ts';
import type { Sides, StoreOrderView, WarehouseOrderView } from './both-sides.ts';
import type { Look, Step } from './step.ts';

// What the walk verifies of one order on both sides.

export interface Order {
  readonly orderId: number;
  readonly reference: string;
  /** The locker that the shopper chose. */
  readonly point?: string;
}

export async function verifyHandedOver(step: Step, { orderId, reference, point }: Order, code: string): Promise<void> {
  const found = await step.until(`order ${orderId} is in the warehouse`, (sides): Look<Pair> => {
    const pair = pairOf(sides, orderId, reference);
    return pair.warehouse !== undefined && pair.store.statusId === StoreStatus.awaitingShipment
      ? { found: { ...pair, warehouse: pair.warehouse } }
      : { seen: seen(pair, reference) };
  });
  const { store, warehouse } = found;
  const ordered = store.lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ');
  const toPick = warehouse.lines.map((line) => `${line.quantity} × ${line.code}`).join(', ');
  step.require(
    (warehouse.pickUpPoint ?? undefined) === point,
    point === undefined ? `${reference} goes to no pick-up point` : `${reference} goes to the pick-up point ${point}`,
    [`warehouse: ${JSON.stringify(warehouse.pickUpPoint)}`],
  );
  step.require(
    warehouse.shippingCode === code && ordered === toPick && warehouse.customer !== null,
    `${reference} holds ${ordered} by ${code} with the customer's address`,
    [`warehouse: ${toPick} by ${JSON.stringify(warehouse.shippingCode)}`],
  );
  const toward = point === undefined ? '' : ` to the pick-up point ${point}`;
  step.verified('warehouse', `${reference} is there once: ${toPick} by ${code}${toward}, with the customer's address`);
  step.verified('store', `order ${orderId} is “${store.status}”`);
}

export async function verifyShipped(step: Step, { orderId, reference }: Order, tracking: string): Promise<void> {
  const { store } = await step.until(`order ${orderId} is shipped in the store, with its tracking`, (sides) => {
    const pair = pairOf(sides, orderId, reference);
    const told = pair.store.shipments.some(({ trackingNumber }) => trackingNumber === tracking);
    return told && pair.store.statusId === StoreStatus.shipped ? { found: pair } : { seen: seen(pair, reference) };
  });
  step.require(store.shipments.length === 1, 'one parcel is one shipment', [
    `store: ${store.shipments.length} shipments of order ${orderId}`,
  ]);
  step.verified('store', `order ${orderId} is “${store.status}” with tracking ${tracking}`);
}

interface Pair {
  readonly store: StoreOrderView;
  readonly warehouse: WarehouseOrderView;
}

export function pairOf(
  { store, warehouse }: Sides,
  orderId: number,
  reference: string,
): { store: StoreOrderView; warehouse: WarehouseOrderView | undefined } {
  const order = store.orders.find((each) => each.orderId === orderId);
  if (order === undefined) throw new Error(`The store has lost order ${orderId}.`);
  return { store: order, warehouse: warehouse.orders.find((each) => each.reference === reference) };
}

/** What is there, where something else was waited for. */
export function seen({ store, warehouse }: ReturnType<typeof pairOf>, reference: string): string[] {
  const parcels = store.shipments.map(({ trackingNumber }) => trackingNumber || 'without tracking').join(', ');
  return [
    `store: order ${store.orderId} is “${store.status}”${parcels === '' ? '' : `, shipped: ${parcels}`}`,
    warehouse === undefined
      ? `warehouse: no ${reference}`
      : `warehouse: ${reference} is ${warehouse.status}, tracking ${warehouse.trackingNumber ?? 'none'}`,
  ];
}
