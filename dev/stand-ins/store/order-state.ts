import { ModifiedIndex } from '../modified-index.ts';
import type { OrderOddity } from './oddity.ts';

export interface PostalAddress {
  first_name: string;
  last_name: string;
  company: string;
  street_1: string;
  street_2: string;
  city: string;
  state: string;
  zip: string;
  country: string;
  country_iso2: string;
  phone: string;
  email: string;
}

export type LineType = 'physical' | 'digital' | 'giftcertificate';

export interface OrderLine {
  id: number;
  productId: number;
  variantId: number;
  /** 0 for pickup, digital lines and gift certificates. */
  addressId: number;
  pickupMethodId: number;
  name: string;
  sku: string;
  upc: string;
  type: LineType;
  price: number;
  weight: number;
  quantity: number;
  shipped: number;
  refunded: number;
  parentLineId: number | null;
  isBundled: boolean;
  /** `type`: `Multiple choice` unless the shopper wrote it. */
  options: { name: string; value: string; type?: string }[];
  /** Gift wrapping; "" for none. */
  wrapping: { name: string; message: string };
  /** What the shopper gave for a product that asks for a date. */
  date: { name: string; value: string } | null;
  /** Off the whole line, tax included. */
  discount: number;
  /** What the store has deducted for this line. */
  taken: number;
}

export interface OrderAddress extends PostalAddress {
  id: number;
  shippingMethod: string;
  zoneId: number;
  zoneName: string;
  /** Absent for orders made by hand or by API. */
  methodId?: number;
  /** Of the address's form. */
  formFields?: { name: string; value: unknown }[];
  /** What a shipping provider's quote names the rate by. */
  rateId?: string;
  rateCode?: string;
}

export interface Shipment {
  id: number;
  addressId: number;
  created: number;
  tracking_number: string;
  tracking_link: string;
  tracking_carrier: string;
  shipping_provider: string;
  shipping_method: string;
  merchant_shipping_cost: string;
  comments: string;
  items: { order_product_id: number; product_id: number; quantity: number }[];
  by: 'api' | 'merchant';
}

export interface StatusChange {
  at: string;
  from: number | null;
  to: number;
  by: 'shopper' | 'merchant' | 'api' | 'store';
  /** By the API: the status that the order was last read with before this change was sent. */
  shown?: number;
}

export interface Refund {
  id: number;
  created: number;
  reason: string;
  items: { order_product_id: number; quantity: number; amount: number }[];
}

export interface Metafield {
  id: number;
  permission_set: string;
  namespace: string;
  key: string;
  value: string;
  description: string;
  /** The API account that made it. */
  ownerClientId: string;
  created: number;
  modified: number;
}

export interface CustomerMail {
  orderId: number;
  kind: 'shipped';
  shipmentId?: number;
  tracking?: string;
  at: string;
}

export interface StoreOrder {
  id: number;
  statusId: number;
  created: number;
  modified: number;
  shippedAt?: number;
  customerId: number;
  channelId: number;
  currency: string;
  source: 'www' | 'manual';
  paymentMethod: string;
  /** Paid with, and still in `total_inc_tax` (UNCONFIRMED). */
  storeCredit: number;
  giftCertificate: number;
  paymentStatus: string;
  staffNotes: string | null;
  customerMessage: string | null;
  externalOrderId: string | null;
  externalMerchantId: string | null;
  isDeleted: boolean;
  billing: PostalAddress;
  lines: OrderLine[];
  addresses: OrderAddress[];
  shipments: Shipment[];
  refunds: Refund[];
  metafields: Metafield[];
  statusHistory: StatusChange[];
  /** The last times that the API read this order by its id: epoch ms, and the status that was told. */
  looks: { at: number; statusId: number }[];
  mails: CustomerMail[];
  paid: boolean;
  /** Answered with 404 and in no list: for good, or for so many readings by its id. */
  gone?: true | number;
  odd?: OrderOddity;
}

/** Orders of a store by id, by status and by time of change. */
export class OrderBook {
  readonly orders = new Map<number, StoreOrder>();
  readonly byModified = new ModifiedIndex<StoreOrder>();
  readonly #byStatus = new Map<number, Set<StoreOrder>>();
  #lastId = 99;
  #lastLine = 0;
  #lastAddress = 0;
  #lastShipment = 0;
  #lastRefund = 0;
  #lastMetafield = 0;

  nextId = (): number => ++this.#lastId;
  nextLineId = (): number => ++this.#lastLine;
  nextAddressId = (): number => ++this.#lastAddress;
  nextShipmentId = (): number => ++this.#lastShipment;
  nextRefundId = (): number => ++this.#lastRefund;
  nextMetafieldId = (): number => ++this.#lastMetafield;

  add(order: StoreOrder): void {
    this.orders.set(order.id, order);
    this.#bucket(order.statusId).add(order);
    this.byModified.touch(order, order.modified);
  }

  touch(order: StoreOrder, at: number): void {
    order.modified = at;
    this.byModified.touch(order, at);
  }

  moveStatus(order: StoreOrder, to: number): void {
    this.#bucket(order.statusId).delete(order);
    order.statusId = to;
    this.#bucket(to).add(order);
  }

  withStatus(statusId: number): ReadonlySet<StoreOrder> {
    return this.#bucket(statusId);
  }

  #bucket(statusId: number): Set<StoreOrder> {
    let set = this.#byStatus.get(statusId);
    if (!set) this.#byStatus.set(statusId, (set = new Set()));
    return set;
  }
}

/** What of a line still has to be shipped. */
export const toShip = (line: OrderLine): number => Math.max(0, line.quantity - line.shipped - line.refunded);

export interface StatusName {
  id: number;
  name: string;
  description: string;
}

const status = (id: number, name: string, description: string): StatusName => ({ id, name, description });

/** The fixed ids of BigCommerce; labels can be renamed by the merchant. */
export const orderStatuses: readonly StatusName[] = [
  status(0, 'Incomplete', 'The shopper reached the payment page and did not complete the payment.'),
  status(1, 'Pending', 'The checkout was started and not completed.'),
  status(2, 'Shipped', 'The order is shipped, its receipt is not confirmed.'),
  status(3, 'Partially Shipped', 'Some items of the order are shipped.'),
  status(4, 'Refunded', 'The seller refunded the order.'),
  status(5, 'Cancelled', 'The order is cancelled.'),
  status(6, 'Declined', 'The seller declined the order.'),
  status(7, 'Awaiting Payment', 'The checkout is complete, the payment is not confirmed.'),
  status(8, 'Awaiting Pickup', 'The order waits for the customer to pick it up.'),
  status(9, 'Awaiting Shipment', 'The order is packed and waits for the carrier.'),
  status(10, 'Completed', 'The order is shipped and received, or paid and downloadable.'),
  status(11, 'Awaiting Fulfillment', 'The payment is confirmed.'),
  status(12, 'Manual Verification Required', 'Something has to be checked by hand.'),
  status(13, 'Disputed', 'A dispute is open.'),
  status(14, 'Partially Refunded', 'The seller refunded a part of the order.'),
];
