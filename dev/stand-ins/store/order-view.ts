import { rfc2822 } from '../clock.ts';
import { oddOrder, oddPart } from './oddity.ts';
import { money } from './money.ts';
import type { OrderAddress, OrderLine, PostalAddress, Shipment, StoreOrder } from './order-state.ts';
import { orderStatuses } from './order-state.ts';
import type { StoreState } from './store-state.ts';

const statusName = (id: number): string => orderStatuses.find((s) => s.id === id)?.name ?? '';
const vat = 1.255;
const round4 = (amount: number) => Math.round(amount * 10_000) / 10_000;

/** Where a sub-resource lives, as the real answers link it. */
export const link = (store: StoreState, resource: string) => ({
  url: `https://api.bigcommerce.com/stores/${store.hash}/v2${resource}`,
  resource,
});

const isPhysical = (line: OrderLine) => line.type === 'physical';
const plainAddress = (a: PostalAddress): PostalAddress => ({
  first_name: a.first_name,
  last_name: a.last_name,
  company: a.company,
  street_1: a.street_1,
  street_2: a.street_2,
  city: a.city,
  state: a.state,
  zip: a.zip,
  country: a.country,
  country_iso2: a.country_iso2,
  phone: a.phone,
  email: a.email,
});

function amounts(name: string, exTax: number): Record<string, string> {
  const incTax = round4(exTax * vat);
  return {
    [`${name}_ex_tax`]: money(exTax),
    [`${name}_inc_tax`]: money(incTax),
    [`${name}_tax`]: money(round4(incTax - exTax)),
  };
}

/** The order as V2 shows it: money as strings, dates as RFC 2822, `""` for what is not set. */
export const orderView = (store: StoreState, order: StoreOrder): Record<string, unknown> =>
  oddOrder(order, plainOrder(store, order));

function plainOrder(store: StoreState, order: StoreOrder): Record<string, unknown> {
  const subtotal = order.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const shippingCost = order.addresses.length * 5.9;
  const path = `/orders/${order.id}`;
  return {
    id: order.id,
    customer_id: order.customerId,
    date_created: rfc2822(order.created),
    date_modified: rfc2822(order.modified),
    date_shipped: order.shippedAt === undefined ? '' : rfc2822(order.shippedAt),
    cart_id: order.source === 'www' ? `00000000-0000-4000-8000-${String(order.id).padStart(12, '0')}` : null,
    status_id: order.statusId,
    status: statusName(order.statusId),
    custom_status: statusName(order.statusId),
    ...amounts('subtotal', subtotal),
    base_shipping_cost: money(shippingCost),
    ...amounts('shipping_cost', shippingCost),
    shipping_cost_tax_class_id: 0,
    base_handling_cost: money(0),
    ...amounts('handling_cost', 0),
    handling_cost_tax_class_id: 0,
    base_wrapping_cost: money(0),
    ...amounts('wrapping_cost', 0),
    wrapping_cost_tax_class_id: 0,
    ...amounts('total', subtotal + shippingCost - order.lines.reduce((sum, line) => sum + line.discount / vat, 0)),
    items_total: order.lines.reduce((sum, line) => sum + line.quantity, 0),
    items_shipped: order.lines.reduce((sum, line) => sum + line.shipped, 0),
    payment_method: order.paymentMethod,
    payment_provider_id: order.source === 'www' ? '' : null,
    payment_status: order.paymentStatus,
    refunded_amount: money(0),
    order_is_digital: order.lines.length > 0 && !order.lines.some(isPhysical),
    store_credit_amount: money(order.storeCredit),
    gift_certificate_amount: money(order.giftCertificate),
    ip_address: '',
    ip_address_v6: '',
    geoip_country: '',
    geoip_country_iso2: '',
    currency_id: 1,
    currency_code: order.currency,
    currency_exchange_rate: '1.0000000000',
    default_currency_id: 1,
    default_currency_code: order.currency,
    staff_notes: order.staffNotes,
    customer_message: order.customerMessage,
    discount_amount: money(0),
    coupon_discount: money(0),
    shipping_address_count: order.addresses.length,
    is_deleted: order.isDeleted,
    ebay_order_id: '0',
    billing_address: { ...plainAddress(order.billing), form_fields: [] },
    is_email_opt_in: false,
    credit_card_type: null,
    order_source: order.source,
    channel_id: order.channelId,
    external_source: null,
    external_id: null,
    external_merchant_id: order.externalMerchantId,
    external_order_id: order.externalOrderId ?? '',
    tax_provider_id: 'BasicTaxProvider',
    customer_locale: 'en',
    is_tax_inclusive_pricing: false,
    store_default_currency_code: order.currency,
    store_default_to_transactional_exchange_rate: '1.0000000000',
    products: link(store, `${path}/products`),
    shipping_addresses: link(store, `${path}/shipping_addresses`),
    coupons: link(store, `${path}/coupons`),
    fees: link(store, `${path}/fees`),
    consignments: link(store, `${path}/consignments`),
  };
}

export const lineView = (order: StoreOrder, line: OrderLine): Record<string, unknown> =>
  oddPart(order, 'lines', line.id, plainLine(order, line));

function plainLine(order: StoreOrder, line: OrderLine): Record<string, unknown> {
  const total = line.price * line.quantity;
  return {
    id: line.id,
    order_id: order.id,
    product_id: line.productId,
    variant_id: line.variantId,
    order_pickup_method_id: line.pickupMethodId,
    order_address_id: line.addressId,
    name: line.name,
    name_customer: line.name,
    name_merchant: line.name,
    sku: line.sku,
    upc: line.upc,
    type: line.type,
    base_price: money(line.price),
    ...amounts('price', line.price),
    base_total: money(total),
    ...amounts('total', total),
    weight: money(line.weight),
    width: money(0),
    height: money(0),
    depth: money(0),
    quantity: line.quantity,
    base_cost_price: money(0),
    ...amounts('cost_price', 0),
    is_refunded: line.refunded >= line.quantity && line.quantity > 0,
    quantity_refunded: line.refunded,
    refund_amount: money(line.refunded * line.price),
    return_id: 0,
    wrapping_id: 0,
    wrapping_name: line.wrapping.name,
    base_wrapping_cost: money(0),
    ...amounts('wrapping_cost', 0),
    wrapping_message: line.wrapping.message,
    quantity_shipped: line.shipped,
    event_name: line.date?.name ?? null,
    event_date: line.date?.value ?? null,
    fixed_shipping_cost: money(0),
    ebay_item_id: '',
    ebay_transaction_id: '',
    option_set_id: null,
    parent_order_product_id: line.parentLineId,
    is_bundled_product: line.isBundled,
    bin_picking_number: '',
    external_id: order.source === 'www' ? '' : null,
    fulfillment_source: '',
    brand: '',
    gift_certificate_id: null,
    applied_discounts: [],
    product_options: line.options.map((option, index) => ({
      id: line.id * 10 + index,
      option_id: index + 1,
      order_product_id: line.id,
      product_option_id: index + 1,
      display_name: option.name,
      display_value: option.value,
      value: option.type === undefined ? String(index + 1) : option.value,
      type: option.type ?? 'Multiple choice',
      name: option.name,
      display_style: 'Dropdown',
      display_name_customer: option.name,
      display_name_merchant: option.name,
      display_value_customer: option.value,
      display_value_merchant: option.value,
    })),
    configurable_fields: [],
    discounted_total_inc_tax: money(round4(total * vat - line.discount)),
  };
}

const linesAt = (order: StoreOrder, addressId: number) => order.lines.filter((line) => line.addressId === addressId);

export function addressView(store: StoreState, order: StoreOrder, address: OrderAddress): Record<string, unknown> {
  return { ...addressFields(store, order, address), order_id: order.id };
}

/** An address as a consignment has it: without the order's id. */
export function addressFields(store: StoreState, order: StoreOrder, address: OrderAddress): Record<string, unknown> {
  const lines = linesAt(order, address.id);
  return oddPart(order, 'addresses', address.id, {
    id: address.id,
    ...plainAddress(address),
    items_total: lines.reduce((sum, line) => sum + line.quantity, 0),
    items_shipped: lines.reduce((sum, line) => sum + line.shipped, 0),
    shipping_method: address.shippingMethod,
    base_cost: money(5.9),
    ...amounts('cost', 5.9),
    cost_tax_class_id: 0,
    base_handling_cost: money(0),
    ...amounts('handling_cost', 0),
    handling_cost_tax_class_id: 0,
    shipping_zone_id: address.zoneId,
    shipping_zone_name: address.zoneName,
    shipping_quotes: link(store, `/orders/${order.id}/shipping_addresses/${address.id}/shipping_quotes`),
    form_fields: address.formFields ?? [],
  });
}

export function shipmentView(order: StoreOrder, shipment: Shipment): Record<string, unknown> {
  const address = order.addresses.find((a) => a.id === shipment.addressId);
  const linkable =
    shipment.tracking_number !== '' && (shipment.shipping_provider !== '' || shipment.tracking_carrier !== '');
  return oddPart(order, 'shipments', shipment.id, {
    id: shipment.id,
    order_id: order.id,
    customer_id: order.customerId,
    order_address_id: shipment.addressId,
    date_created: rfc2822(shipment.created),
    tracking_number: shipment.tracking_number,
    merchant_shipping_cost: shipment.merchant_shipping_cost,
    shipping_method: shipment.shipping_method,
    comments: shipment.comments,
    shipping_provider: shipment.shipping_provider,
    tracking_carrier: shipment.tracking_carrier,
    tracking_link: shipment.tracking_link,
    billing_address: plainAddress(order.billing),
    shipping_address: address ? plainAddress(address) : {},
    items: shipment.items,
    generated_tracking_link:
      linkable && shipment.tracking_link === '' && shipment.shipping_provider !== 'custom'
        ? `https://www.tracking.test/${shipment.tracking_carrier || shipment.shipping_provider}/${encodeURIComponent(shipment.tracking_number)}`
        : '',
    shipping_provider_display_name: shipment.shipping_provider,
  });
}
