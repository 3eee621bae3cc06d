import type { World } from '../world.ts';
import type { MerchantState, WarehouseLine, WarehouseOrder, WarehouseStatus } from './merchant-state.ts';
import { orderView } from './order-view.ts';
import { enoughForPending, moveHold, quantities, withoutHold, availableStock } from './stock.ts';
import { announce } from './webhook-delivery.ts';

type By = 'api' | 'warehouse';

/** Marks an order as changed now. */
export function stampOrder(world: World, merchant: MerchantState, order: WarehouseOrder): void {
  merchant.touchOrder(order, editTime(world, merchant));
}

/** The time that a change of an order bears. */
export function editTime(world: World, merchant: MerchantState): number {
  const step = Math.max(1, world.settings.of(merchant.merchantId).editTimeStepMs);
  return Math.floor(world.clock.now() / step) * step;
}

/** Puts a new order into the book, in its first status. */
export function openOrder(world: World, merchant: MerchantState, order: WarehouseOrder, by: By): void {
  merchant.addOrder(order);
  order.statusHistory.push({ at: new Date(order.created).toISOString(), from: null, to: order.status, by });
  moveHold(world, merchant, order, null, order.status);
  world.ledger.record('myogo order created', order.reference, {
    merchantId: merchant.merchantId,
    id: order.id,
    status: order.status,
  });
}

/** Moves an order, and the stock that it holds. */
export function moveOrder(
  world: World,
  merchant: MerchantState,
  order: WarehouseOrder,
  to: WarehouseStatus,
  by: By,
): void {
  const from = order.status;
  const now = world.clock.now();
  if (from !== to) {
    moveHold(world, merchant, order, from, to);
    merchant.setStatus(order, to);
    order.statusHistory.push({ at: new Date(now).toISOString(), from, to, by });
    world.ledger.record('myogo order status', order.reference, { merchantId: merchant.merchantId, from, to, by });
  }
  stampOrder(world, merchant, order);
  if (from !== to && to === 'Shipped')
    announce(world, merchant, 'OrderShipped', () => orderView(order, world.settings.of(merchant.merchantId)));
  if (from !== to) promotePending(world, merchant);
}

/** PENDING orders go to NEW by themselves, the oldest first, as soon as their goods are there. */
export function promotePending(world: World, merchant: MerchantState): void {
  for (const order of [...merchant.pending]) {
    if (order.waits || !enoughForPending(merchant, order)) continue;
    const now = world.clock.now();
    moveHold(world, merchant, order, 'Pending', 'New');
    merchant.setStatus(order, 'New');
    order.statusHistory.push({ at: new Date(now).toISOString(), from: 'Pending', to: 'New', by: 'warehouse' });
    stampOrder(world, merchant, order);
    world.ledger.record('myogo order status', order.reference, {
      merchantId: merchant.merchantId,
      from: 'Pending',
      to: 'New',
      by: 'warehouse',
    });
  }
}

/**
 * Splits a PENDING order in two: what is there stays in the order and goes to NEW, the rest waits in a second one.
 * The reference of the second one is UNCONFIRMED and follows a switch. Undefined when there is nothing to split.
 */
export function splitOrder(world: World, merchant: MerchantState, order: WarehouseOrder): WarehouseOrder | undefined {
  if (order.status !== 'Pending') return undefined;
  // What others hold; this order's own reservation does not count against it.
  const free = new Map<string, number>();
  for (const [code, quantity] of quantities(order)) {
    const product = merchant.product(code);
    free.set(code, Math.max(0, (product ? availableStock(product) : 0) + quantity));
  }
  const now: WarehouseLine[] = [];
  const later: WarehouseLine[] = [];
  for (const line of order.lines) {
    const take = Math.min(line.quantity, free.get(line.code) ?? 0);
    free.set(line.code, (free.get(line.code) ?? 0) - take);
    if (take > 0) now.push({ ...line, quantity: take });
    if (take < line.quantity) later.push({ ...line, quantity: line.quantity - take });
  }
  if (now.length === 0 || later.length === 0) return undefined;
  const suffixed = world.settings.of(merchant.merchantId).splitReference === 'suffix';
  const reference = suffixed ? `${order.reference}-1` : order.reference;
  const child = splitOff(world, merchant, order, { stays: now, leaves: later, reference, status: 'Pending' });
  moveOrder(world, merchant, order, 'New', 'warehouse');
  return child;
}

/** Puts a part of an order into an order of its own. */
export function splitOff(
  world: World,
  merchant: MerchantState,
  order: WarehouseOrder,
  part: {
    stays: WarehouseLine[];
    leaves: WarehouseLine[];
    reference: string;
    status: WarehouseStatus;
    waits?: boolean;
  },
): WarehouseOrder {
  withoutHold(world, merchant, order, () => {
    order.lines = part.stays;
  });
  const child: WarehouseOrder = {
    ...order,
    id: world.random.uuid(),
    reference: part.reference,
    lines: part.leaves,
    status: part.status,
    created: world.clock.now(),
    edited: editTime(world, merchant),
    trackingNumber: null,
    trackingUrl: null,
    waits: part.waits ?? false,
    statusHistory: [],
  };
  openOrder(world, merchant, child, 'warehouse');
  return child;
}
