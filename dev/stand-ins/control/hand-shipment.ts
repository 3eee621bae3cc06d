import type { Shipment, StoreOrder } from '../store/order-state.ts';
import { toShip } from '../store/order-state.ts';
import { addShipment, changeShipment, removeShipments } from '../store/shipment-effects.ts';
import type { StoreState } from '../store/store-state.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';

/** A shipment that the merchant types into the control panel. */
export interface HandShipment {
  storeHash?: string;
  /** Default: the first address. */
  addressId?: number;
  /** Which lines and how much of them; default: all that is left at the address. */
  items?: { orderProductId?: number; sku?: string; quantity?: number }[];
  /** Default: none. */
  tracking?: string;
  trackingLink?: string;
  carrier?: string;
  comments?: string;
}

/** What the merchant does to a shipment, whoever made it. */
export interface ShipmentChange {
  storeHash?: string;
  remove?: boolean;
  tracking?: string;
  trackingLink?: string;
  comments?: string;
}

/** Ships by hand: lines, status and the customer's mail follow as they do for the API. */
export function shipByHand(world: World, store: StoreState, orderId: number, given: HandShipment) {
  const order = theOrder(store, orderId);
  const address =
    given.addressId === undefined ? order.addresses[0] : order.addresses.find(({ id }) => id === given.addressId);
  if (!address) throw new ControlError(404, `The order has no address ${given.addressId ?? ''}.`);
  const shipment: Shipment = {
    id: store.book.nextShipmentId(),
    addressId: address.id,
    created: world.clock.now(),
    tracking_number: given.tracking ?? '',
    tracking_link: given.trackingLink ?? '',
    tracking_carrier: given.carrier ?? '',
    shipping_provider: '',
    shipping_method: address.shippingMethod,
    merchant_shipping_cost: '0.0000',
    comments: given.comments ?? '',
    items: itemsOf(order, address.id, given.items),
    by: 'merchant',
  };
  addShipment({ world, store, order }, shipment);
  return { orderId, shipmentId: shipment.id, statusId: order.statusId };
}

function itemsOf(order: StoreOrder, addressId: number, wanted: HandShipment['items']): Shipment['items'] {
  const lines = order.lines.filter((line) => line.addressId === addressId && line.type === 'physical');
  const all = wanted ?? lines.map((line) => ({ orderProductId: line.id }));
  const items = all.flatMap((item: NonNullable<HandShipment['items']>[number]) => {
    const line = lines.find((l) =>
      item.orderProductId === undefined ? l.sku === item.sku : l.id === item.orderProductId,
    );
    if (!line) throw new ControlError(404, 'The address has no such line to ship.');
    const quantity = item.quantity ?? toShip(line);
    if (quantity > toShip(line)) throw new ControlError(409, 'More than what is left cannot be shipped.');
    return quantity === 0 ? [] : [{ order_product_id: line.id, product_id: line.productId, quantity }];
  });
  if (items.length === 0) throw new ControlError(409, 'Nothing is left to ship.');
  return items;
}

/** Deletes a shipment, or corrects its texts. */
export function changeByHand(
  world: World,
  store: StoreState,
  orderId: number,
  shipmentId: number,
  change: ShipmentChange,
) {
  const order = theOrder(store, orderId);
  const shipment = order.shipments.find(({ id }) => id === shipmentId);
  if (!shipment) throw new ControlError(404, `The order has no shipment ${shipmentId}.`);
  const place = { world, store, order };
  if (change.remove) removeShipments(place, [shipment], 'merchant');
  else {
    const texts: Partial<Shipment> = {
      ...(change.tracking !== undefined && { tracking_number: change.tracking }),
      ...(change.trackingLink !== undefined && { tracking_link: change.trackingLink }),
      ...(change.comments !== undefined && { comments: change.comments }),
    };
    changeShipment(place, shipment, texts, 'merchant');
  }
  return { orderId, shipmentId, statusId: order.statusId };
}

function theOrder(store: StoreState, orderId: number): StoreOrder {
  const order = store.book.orders.get(orderId);
  if (!order) throw new ControlError(404, `The store has no order ${orderId}.`);
  return order;
}
