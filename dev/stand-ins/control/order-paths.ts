import type { JsonObject } from '../exchange.ts';
import type { ChangeOrder } from './change-order.ts';
import { onlyKnown } from './control-body.ts';
import { ControlError } from './control-error.ts';
import type { Control } from './control.ts';
import type { HandShipment, ShipmentChange } from './hand-shipment.ts';

const handShipmentFields = [
  'storeHash',
  'addressId',
  'items',
  'tracking',
  'trackingLink',
  'carrier',
  'comments',
] as const satisfies readonly (keyof HandShipment)[];

const changeFields = [
  'storeHash',
  'status',
  'refund',
  'address',
  'addAddress',
  'removeAddress',
  'lines',
  'editLines',
  'addLines',
  'newLineIds',
  'staffNotes',
  'customerMessage',
  'paid',
  'archived',
  'gone',
  'dateShipped',
  'odd',
  'metafield',
  'modified',
] as const satisfies readonly (keyof ChangeOrder)[];

/** `orders/{id}`, `orders/{id}/shipments` and `orders/{id}/shipments/{id}`. */
export function changeOrder(control: Control, path: readonly string[], body: JsonObject): unknown {
  const [orderId, part, shipmentId] = path;
  if (part === 'shipments' && shipmentId !== undefined)
    return control.changeShipment(
      Number(orderId),
      Number(shipmentId),
      onlyKnown<ShipmentChange>(body, ['storeHash', 'remove', 'tracking', 'trackingLink', 'comments']),
    );
  if (part === 'shipments')
    return control.shipByHand(Number(orderId), onlyKnown<HandShipment>(body, handShipmentFields));
  if (part !== undefined) throw new ControlError(404, `There is no POST /_sandbox/orders/${path.join('/')}.`);
  return control.changeOrder(Number(orderId), onlyKnown<ChangeOrder>(body, changeFields));
}
