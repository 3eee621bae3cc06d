import type { World } from '../world.ts';
import { publish } from './hook-delivery.ts';
import { moveStatus, orderChanged, tellShipped } from './order-changes.ts';
import type { Shipment, StoreOrder } from './order-state.ts';
import { toShip } from './order-state.ts';
import type { StoreState } from './store-state.ts';

/** Where a shipment, and all that follows from it, happens. */
export interface ShipmentPlace {
  readonly world: World;
  readonly store: StoreState;
  readonly order: StoreOrder;
}

const settled = new Set([4, 5, 6, 10]);

const keyOf = ({ store, order }: ShipmentPlace, shipment: Shipment): string =>
  `${store.hash}/${order.id}/${shipment.addressId}/${shipment.tracking_number}`;

/** Records a shipment, tells the customer, and moves the status to 2 or 3. */
export function addShipment(place: ShipmentPlace, shipment: Shipment): void {
  const { world, store, order } = place;
  order.shipments.push(shipment);
  for (const item of shipment.items) {
    const line = order.lines.find((l) => l.id === item.order_product_id);
    if (line) line.shipped += item.quantity;
  }
  // What the merchant does by hand is no effect of an integration, and is counted apart.
  world.ledger.record(shipment.by === 'api' ? 'shipment created' : 'shipment by hand', keyOf(place, shipment), {
    shipmentId: shipment.id,
    items: shipment.items,
  });
  tellShipped(world, store, order, shipment);
  publish(world, store, 'store/shipment/created', { type: 'shipment', id: shipment.id, orderId: order.id });
  statusAfterShipment(place);
}

/** UNCONFIRMED in detail: digital lines do not count, and an order that is closed stays so. */
function statusAfterShipment({ world, store, order }: ShipmentPlace): void {
  const to = order.lines.some((line) => line.type === 'physical' && toShip(line) > 0) ? 3 : 2;
  const moves =
    world.settings.of(store.hash).shipmentMovesStatus &&
    !settled.has(order.statusId) &&
    !(order.statusId === 2 && to === 3);
  if (moves && order.statusId !== to) moveStatus(world, store, order, to, 'store', { mail: false });
  else orderChanged(world, store, order);
}

/** The lines can be shipped again; the status does not move back. */
export function removeShipments(place: ShipmentPlace, gone: readonly Shipment[], by: Shipment['by']): void {
  const { world, store, order } = place;
  for (const shipment of gone) {
    for (const item of shipment.items) {
      const line = order.lines.find((l) => l.id === item.order_product_id);
      if (line) line.shipped -= item.quantity;
    }
    world.ledger.record(by === 'api' ? 'shipment deleted' : 'shipment deleted by hand', keyOf(place, shipment));
    publish(world, store, 'store/shipment/deleted', { type: 'shipment', id: shipment.id, orderId: order.id });
  }
  order.shipments = order.shipments.filter((shipment) => !gone.includes(shipment));
  orderChanged(world, store, order);
}

/** Other texts of a shipment, e.g. its number. */
export function changeShipment(place: ShipmentPlace, shipment: Shipment, texts: Partial<Shipment>, by: Shipment['by']) {
  const { world, store, order } = place;
  Object.assign(shipment, texts);
  const name = by === 'api' ? 'shipment updated' : 'shipment updated by hand';
  world.ledger.record(name, keyOf(place, shipment), { shipmentId: shipment.id });
  publish(world, store, 'store/shipment/updated', { type: 'shipment', id: shipment.id, orderId: order.id });
  orderChanged(world, store, order);
}
