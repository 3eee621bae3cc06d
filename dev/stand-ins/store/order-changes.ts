import type { World } from '../world.ts';
import { publish } from './hook-delivery.ts';
import type { StatusChange, StoreOrder } from './order-state.ts';
import { settleStock } from './order-stock.ts';
import type { StoreState } from './store-state.ts';

/** Marks an order as changed now. */
export function orderChanged(world: World, store: StoreState, order: StoreOrder): void {
  store.book.touch(order, world.clock.now());
  publish(world, store, 'store/order/updated', { type: 'order', id: order.id });
}

/**
 * Moves an order to a status, with everything that follows from it: history, stock, the customer's mail, events.
 * @param how.mail false where a shipment has already told the customer
 * @param how.shown what the API had last told of the status when the change was sent
 */
export function moveStatus(
  world: World,
  store: StoreState,
  order: StoreOrder,
  to: number,
  by: StatusChange['by'],
  { mail = true, shown }: { mail?: boolean; shown?: number | undefined } = {},
): void {
  const from = order.statusId;
  if (from === to) return;
  const now = world.clock.now();
  store.book.moveStatus(order, to);
  order.statusHistory.push({
    at: new Date(now).toISOString(),
    from,
    to,
    by,
    ...(shown === undefined ? {} : { shown }),
  });
  if (to === 2 && order.shippedAt === undefined) order.shippedAt = now;
  settleStock(world, store, order);
  world.ledger.record('store order status', `${store.hash}/${order.id}`, { from, to, by });
  if (to === 2 && mail && order.shipments.length === 0) tellShipped(world, store, order);
  publish(world, store, 'store/order/statusUpdated', {
    type: 'order',
    id: order.id,
    status: { previous_status_id: from, new_status_id: to },
  });
  orderChanged(world, store, order);
}

/** The e-mail that the store sends by itself when something ships. */
export function tellShipped(
  world: World,
  store: StoreState,
  order: StoreOrder,
  shipment?: { id: number; tracking_number: string },
): void {
  const mail = {
    orderId: order.id,
    kind: 'shipped' as const,
    at: new Date(world.clock.now()).toISOString(),
    ...(shipment && { shipmentId: shipment.id }),
    ...(shipment?.tracking_number && { tracking: shipment.tracking_number }),
  };
  order.mails.push(mail);
  store.mails.push(mail);
  world.ledger.record('customer mail', `${store.hash}/${order.id}`, {
    kind: mail.kind,
    ...(mail.tracking !== undefined && { tracking: mail.tracking }),
  });
}
