import { idParam } from '../exchange.ts';
import { noContent, ok } from '../reply.ts';
import type { World } from '../world.ts';
import { consignments } from './consignments.ts';
import { v2NotFound } from './errors.ts';
import { countOrders, listOrders, statusView } from './order-list.ts';
import { orderStatuses } from './order-state.ts';
import { addressView, lineView } from './order-view.ts';
import { archiveOrder, getOrder, putAddress, putOrder, theAddress, theOrder } from './order-write.ts';
import type { StoreCall, StoreRoute } from './route.ts';
import { routeMaker } from './route.ts';
import { countShipments, deleteShipments, getShipment, listShipments, postShipment, putShipment } from './shipments.ts';
import { v2List } from './v2-list.ts';

/** Quotes exist only for orders of the storefront; they alone carry the method's stable id. */
function quotes(call: StoreCall) {
  const order = theOrder(call);
  const address = theAddress(call, order);
  if (address.methodId === undefined && address.rateId === undefined && address.rateCode === undefined)
    return noContent;
  return ok({
    id: String(address.id),
    uuid: `00000000-0000-4000-8000-${String(address.id).padStart(12, '0')}`,
    timestamp: String(Math.floor(order.created / 1000)),
    shipping_provider_id: 'bcstatic',
    shipping_provider_quote: { name: address.shippingMethod },
    provider_code: 'perorder',
    carrier_code: '',
    rate_code: address.rateCode ?? '',
    rate_id: address.rateId ?? '',
    // An integer by the contract, where there is one.
    ...(address.methodId === undefined ? {} : { method_id: address.methodId }),
  });
}

/** Everything below `/v2/orders`, and `/v2/order_statuses`. */
export function orderRoutes(world: World): StoreRoute[] {
  const route = routeMaker(world, 'store_v2_orders');
  const order = '/v2/orders/:orderId';
  const shipment = `${order}/shipments/:shipmentId`;
  return [
    route('GET', '/v2/orders', listOrders),
    route('GET', '/v2/orders/count', countOrders),
    route('GET', order, getOrder),
    route('PUT', order, putOrder),
    route('DELETE', order, archiveOrder),
    route('GET', `${order}/products`, (call) => {
      const found = theOrder(call);
      const lines = found.odd?.products === 'none' ? [] : found.lines;
      return v2List(lines, call.exchange.query, (line) => lineView(found, line));
    }),
    route('GET', `${order}/products/:lineId`, (call) => {
      const found = theOrder(call);
      const line = found.lines.find((l) => l.id === idParam(call.exchange, 'lineId'));
      if (!line) throw v2NotFound();
      return ok(lineView(found, line));
    }),
    route('GET', `${order}/shipping_addresses`, (call) => {
      const found = theOrder(call);
      return v2List(found.addresses, call.exchange.query, (address) => addressView(call.store, found, address));
    }),
    route('GET', `${order}/shipping_addresses/:addressId`, (call) => {
      const found = theOrder(call);
      return ok(addressView(call.store, found, theAddress(call, found)));
    }),
    route('PUT', `${order}/shipping_addresses/:addressId`, putAddress),
    route('GET', `${order}/shipping_addresses/:addressId/shipping_quotes`, quotes),
    route('GET', `${order}/consignments/shipping/:addressId/shipping_quotes`, quotes),
    route('GET', `${order}/consignments`, (call) =>
      ok(consignments(call.store, theOrder(call), call.exchange.query.get('include') === 'consignments.line_items')),
    ),
    // Coupons, taxes, messages and fees are never made here: an existing order answers that it has none.
    ...['coupons', 'taxes', 'messages', 'fees'].map((name) =>
      route('GET', `${order}/${name}`, (call) => {
        theOrder(call);
        return noContent;
      }),
    ),
    route('GET', `${order}/shipments`, listShipments),
    route('POST', `${order}/shipments`, postShipment),
    route('DELETE', `${order}/shipments`, deleteShipments),
    route('GET', `${order}/shipments/count`, countShipments),
    route('GET', shipment, getShipment),
    route('PUT', shipment, putShipment),
    route('DELETE', shipment, deleteShipments),
    route('GET', '/v2/order_statuses', () => ok(orderStatuses.map((s) => ({ ...statusView(s.id), order: s.id })))),
    route('GET', '/v2/order_statuses/:statusId', (call) => {
      const id = idParam(call.exchange, 'statusId');
      if (!orderStatuses.some((s) => s.id === id)) throw v2NotFound();
      return ok(statusView(id));
    }),
  ];
}
