import type { JsonObject } from '../exchange.ts';
import { idParam, isObject } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { noContent, ok } from '../reply.ts';
import { included } from './consignments.ts';
import { v2NotFound, v2Refusal } from './errors.ts';
import { readOddly, readsAsGone } from './oddity.ts';
import { moveStatus, orderChanged } from './order-changes.ts';
import type { OrderAddress, StoreOrder } from './order-state.ts';
import { orderStatuses } from './order-state.ts';
import { addressView, orderView } from './order-view.ts';
import type { StoreCall } from './route.ts';
import { textField, v2Body } from './v2-list.ts';

/** The order of the path, or 404. */
export function theOrder(call: StoreCall): StoreOrder {
  const order = call.store.book.orders.get(idParam(call.exchange, 'orderId'));
  if (!order || order.gone === true) throw v2NotFound();
  return order;
}

export function getOrder(call: StoreCall): Reply {
  const order = theOrder(call);
  if (readsAsGone(order)) throw v2NotFound();
  order.looks.push({ at: call.world.clock.now(), statusId: order.statusId });
  order.looks.splice(0, order.looks.length - MOST_LOOKS);
  const answer = ok({ ...orderView(call.store, order), ...included(call.store, order, call.exchange.query) });
  readOddly(order);
  return answer;
}

const MOST_LOOKS = 20;

/** Fields of the order that the real side computes or fixes. */
const readOnly = new Set(
  'id date_modified date_shipped status custom_status items_shipped items_total currency_id currency_code currency_exchange_rate default_currency_id default_currency_code store_default_currency_code store_default_to_transactional_exchange_rate payment_status external_id shipping_address_count coupons store_credit_amount gift_certificate_amount coupon_discount is_email_opt_in subtotal_tax total_tax shipping_cost_tax handling_cost_tax wrapping_cost_tax shipping_cost_tax_class_id handling_cost_tax_class_id wrapping_cost_tax_class_id cart_id is_tax_inclusive_pricing credit_card_type'.split(
    ' ',
  ),
);

/** Fields that a merchant's own tool may write and that the sandbox has no use for. */
const writableUnused = new Set(
  'base_handling_cost base_shipping_cost base_wrapping_cost discount_amount ebay_order_id external_source geoip_country geoip_country_iso2 handling_cost_ex_tax handling_cost_inc_tax ip_address ip_address_v6 order_is_digital payment_method payment_provider_id refunded_amount shipping_cost_ex_tax shipping_cost_inc_tax subtotal_ex_tax subtotal_inc_tax tax_provider_id customer_locale total_ex_tax total_inc_tax wrapping_cost_ex_tax wrapping_cost_inc_tax date_created channel_id customer_id order_source'.split(
    ' ',
  ),
);

const structural = new Set(['products', 'shipping_addresses', 'consignments', 'fees', 'billing_address']);

/**
 * `PUT /v2/orders/{id}`: a partial update. Lines and addresses are refused here, although the real side would take
 * them and recalculate the order: no tool that respects the store's ownership of its orders sends them.
 */
export function putOrder(call: StoreCall): Reply {
  const { world, store } = call;
  const order = theOrder(call);
  const body = v2Body(call.exchange);
  for (const name of Object.keys(body)) {
    if (readOnly.has(name) || structural.has(name))
      throw v2Refusal(
        `The field '${name}' cannot be written to. Please remove it from your request before trying again.`,
      );
    if (!known.has(name) && !writableUnused.has(name))
      throw v2Refusal(`The field '${name}' is not supported by this resource.`);
  }
  const change = readChange(body, order);
  Object.assign(order, change.fields);
  world.ledger.record('store order updated', `${store.hash}/${order.id}`, { fields: Object.keys(body) });
  if (change.statusId !== undefined && change.statusId !== order.statusId)
    moveStatus(world, store, order, change.statusId, 'api', { shown: shownBefore(order, call.exchange.receivedAt) });
  else orderChanged(world, store, order);
  return ok(orderView(store, order));
}

/** What whoever sent a change had last been told of the status. */
const shownBefore = (order: StoreOrder, sentAt: number): number | undefined =>
  order.looks.findLast(({ at }) => at <= sentAt)?.statusId;

const known = new Set([
  'status_id',
  'staff_notes',
  'customer_message',
  'external_order_id',
  'external_merchant_id',
  'is_deleted',
]);

function readChange(body: JsonObject, order: StoreOrder): { statusId?: number; fields: Partial<StoreOrder> } {
  const statusId = body['status_id'];
  if (statusId !== undefined && !orderStatuses.some((s) => s.id === statusId))
    throw v2Refusal("The field 'status_id' is invalid.");
  const isDeleted = body['is_deleted'];
  if (isDeleted !== undefined && typeof isDeleted !== 'boolean') throw v2Refusal("The field 'is_deleted' is invalid.");
  const staffNotes = textField(body, 'staff_notes', 65_535);
  const customerMessage = textField(body, 'customer_message', 65_535);
  const externalOrderId = textField(body, 'external_order_id', 255);
  const externalMerchantId = textField(body, 'external_merchant_id', 255);
  if (externalMerchantId !== undefined && order.externalMerchantId !== null)
    throw v2Refusal(
      "The field 'external_merchant_id' cannot be written to. Please remove it from your request before trying again.",
    );
  return {
    // Only ids of the table above get here.
    ...(typeof statusId === 'number' && { statusId }),
    fields: {
      ...(isDeleted !== undefined && { isDeleted }),
      ...(staffNotes !== undefined && { staffNotes }),
      ...(customerMessage !== undefined && { customerMessage }),
      ...(externalOrderId !== undefined && { externalOrderId }),
      ...(externalMerchantId !== undefined && { externalMerchantId }),
    },
  };
}

/** `DELETE /v2/orders/{id}` archives. */
export function archiveOrder(call: StoreCall): Reply {
  const order = theOrder(call);
  order.isDeleted = true;
  orderChanged(call.world, call.store, order);
  return noContent;
}

const addressFields = [
  'first_name',
  'last_name',
  'company',
  'street_1',
  'street_2',
  'city',
  'state',
  'zip',
  'country',
  'country_iso2',
  'phone',
  'email',
] as const;

export function theAddress(call: StoreCall, order: StoreOrder): OrderAddress {
  const id = idParam(call.exchange, 'addressId');
  const address = order.addresses.find((a) => a.id === id);
  if (!address) throw v2NotFound();
  return address;
}

/** `PUT /v2/orders/{id}/shipping_addresses/{id}`: changes the address, recalculates nothing. */
export function putAddress(call: StoreCall): Reply {
  const { world, store } = call;
  const order = theOrder(call);
  const address = theAddress(call, order);
  const body = v2Body(call.exchange);
  for (const name of Object.keys(body)) {
    if (name === 'shipping_method' || name === 'form_fields') continue;
    if (!addressFields.some((field) => field === name))
      throw v2Refusal(`The field '${name}' is not supported by this resource.`);
  }
  if (body['form_fields'] !== undefined && !isObject(body['form_fields']) && !Array.isArray(body['form_fields']))
    throw v2Refusal("The field 'form_fields' is invalid.");
  const changed: Partial<OrderAddress> = {};
  for (const field of addressFields) {
    const text = textField(body, field, 255);
    if (text !== undefined) changed[field] = text;
  }
  const method = textField(body, 'shipping_method', 250);
  if (method !== undefined) changed.shippingMethod = method;
  Object.assign(address, changed);
  world.ledger.record('store address updated', `${store.hash}/${order.id}/${address.id}`);
  orderChanged(world, store, order);
  return ok(addressView(store, order, address));
}
