import type { JsonObject } from '../exchange.ts';
import { idParam, isObject } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { noContent, ok } from '../reply.ts';
import { v2NotFound, v2Refusal } from './errors.ts';
import type { Shipment, StoreOrder } from './order-state.ts';
import { toShip } from './order-state.ts';
import { shipmentView } from './order-view.ts';
import { theOrder } from './order-write.ts';
import type { StoreCall } from './route.ts';
import { addShipment, changeShipment, removeShipments } from './shipment-effects.ts';
import { textField, v2Body, v2List } from './v2-list.ts';

const providers = new Set(
  'auspost canadapost endicia usps fedex royalmail ups upsready upsonline shipperhq custom'.split(' '),
);

export const listShipments = (call: StoreCall): Reply => {
  const order = theOrder(call);
  return v2List(order.shipments, call.exchange.query, (shipment) => shipmentView(order, shipment));
};

export const countShipments = (call: StoreCall): Reply => ok({ count: theOrder(call).shipments.length });

function theShipment(call: StoreCall, order: StoreOrder): Shipment {
  const id = idParam(call.exchange, 'shipmentId');
  const shipment = order.shipments.find((s) => s.id === id);
  if (!shipment) throw v2NotFound();
  return shipment;
}

export const getShipment = (call: StoreCall): Reply => {
  const order = theOrder(call);
  return ok(shipmentView(order, theShipment(call, order)));
};

/** The text fields that POST and PUT share. */
function tracking(body: JsonObject): Partial<Shipment> {
  const provider = textField(body, 'shipping_provider', 100);
  if (provider !== undefined && provider !== '' && !providers.has(provider) && !/^carrier_\d+$/.test(provider))
    throw v2Refusal("The field 'shipping_provider' is invalid.");
  const texts = {
    tracking_number: textField(body, 'tracking_number', 50),
    tracking_link: textField(body, 'tracking_link', 500),
    tracking_carrier: textField(body, 'tracking_carrier', 100),
    shipping_method: textField(body, 'shipping_method', 250),
    merchant_shipping_cost: textField(body, 'merchant_shipping_cost', 30),
    comments: textField(body, 'comments', 65_535),
    shipping_provider: provider,
  };
  if (texts.tracking_link && !/^https?:\/\//.test(texts.tracking_link))
    throw v2Refusal("The field 'tracking_link' is invalid.");
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));
}

const writable = new Set(
  'order_address_id items tracking_number tracking_link tracking_carrier shipping_method merchant_shipping_cost comments shipping_provider'.split(
    ' ',
  ),
);

function onlyWritable(body: JsonObject): void {
  for (const name of Object.keys(body)) {
    if (writable.has(name)) continue;
    const fixed = [
      'id',
      'order_id',
      'customer_id',
      'date_created',
      'billing_address',
      'shipping_address',
      'generated_tracking_link',
      'shipping_provider_display_name',
    ];
    throw v2Refusal(
      fixed.includes(name)
        ? `The field '${name}' cannot be written to. Please remove it from your request before trying again.`
        : `The field '${name}' is not supported by this resource.`,
    );
  }
}

/** What each line ships. The exact messages of the real side for wrong lines are UNCONFIRMED; all are 400. */
function readItems(body: JsonObject, order: StoreOrder, addressId: number): Shipment['items'] {
  const items = body['items'];
  if (items === undefined) throw v2Refusal("The required field 'items' was not supplied.");
  if (!Array.isArray(items) || items.length === 0) throw v2Refusal("The field 'items' is invalid.");
  const sums = new Map<number, number>();
  return items.map((item: unknown) => {
    if (!isObject(item)) throw v2Refusal("The field 'items' is invalid.");
    for (const name of Object.keys(item)) {
      if (name === 'product_id')
        throw v2Refusal(
          "The field 'product_id' cannot be written to. Please remove it from your request before trying again.",
        );
      if (name !== 'order_product_id' && name !== 'quantity')
        throw v2Refusal(`The field '${name}' is not supported by this resource.`);
    }
    const { order_product_id: lineId, quantity } = item;
    if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1)
      throw v2Refusal("The field 'quantity' is invalid.");
    const line = order.lines.find((l) => l.id === lineId);
    if (!line) throw v2Refusal("The field 'order_product_id' is invalid.");
    if (line.type !== 'physical') throw v2Refusal(`The order product ${line.id} cannot be shipped.`);
    if (line.addressId !== addressId)
      throw v2Refusal(`The order product ${line.id} does not belong to the order address ${addressId}.`);
    const sum = (sums.get(line.id) ?? 0) + quantity;
    sums.set(line.id, sum);
    if (sum > toShip(line))
      throw v2Refusal(`The quantity of the order product ${line.id} exceeds what is left to ship.`);
    return { order_product_id: line.id, product_id: line.productId, quantity };
  });
}

/** `POST /v2/orders/{id}/shipments` → 201. Tells the customer, and moves the status to 2 or 3. */
export function postShipment(call: StoreCall): Reply {
  const { world, store } = call;
  const order = theOrder(call);
  const body = v2Body(call.exchange);
  onlyWritable(body);
  const addressId = body['order_address_id'];
  if (addressId === undefined) throw v2Refusal("The required field 'order_address_id' was not supplied.");
  const address = order.addresses.find((a) => a.id === addressId);
  if (!address) throw v2Refusal("The field 'order_address_id' is invalid.");
  const items = readItems(body, order, address.id);
  const shipment: Shipment = {
    tracking_number: '',
    tracking_link: '',
    tracking_carrier: '',
    // Left out it becomes "custom", which gives the customer no link.
    shipping_provider: 'custom',
    shipping_method: address.shippingMethod,
    merchant_shipping_cost: '0.0000',
    comments: '',
    ...tracking(body),
    id: store.book.nextShipmentId(),
    addressId: address.id,
    created: world.clock.now(),
    items,
    by: 'api',
  };
  addShipment({ world, store, order }, shipment);
  return { status: 201, json: shipmentView(order, shipment) };
}

/** `PUT …/shipments/{id}`: corrects tracking; items cannot be changed. */
export function putShipment(call: StoreCall): Reply {
  const { world, store } = call;
  const order = theOrder(call);
  const shipment = theShipment(call, order);
  const body = v2Body(call.exchange);
  onlyWritable(body);
  if (body['items'] !== undefined)
    throw v2Refusal("The field 'items' cannot be written to. Please remove it from your request before trying again.");
  if (body['order_address_id'] !== undefined && body['order_address_id'] !== shipment.addressId)
    throw v2Refusal("The field 'order_address_id' is invalid.");
  changeShipment({ world, store, order }, shipment, tracking(body), 'api');
  return ok(shipmentView(order, shipment));
}

/** `DELETE …/shipments[/{id}]` → 204. The lines can be shipped again; the status does not move back. */
export function deleteShipments(call: StoreCall): Reply {
  const { world, store } = call;
  const order = theOrder(call);
  const gone = call.exchange.params['shipmentId'] === undefined ? [...order.shipments] : [theShipment(call, order)];
  removeShipments({ world, store, order }, gone, 'api');
  return noContent;
}
