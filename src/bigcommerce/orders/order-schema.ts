import { z } from 'zod';
import { misfit, optionalObject, plainRow, readBy, readText } from '../../http/row-fields.ts';
import type { OddRow, RowKind } from '../../http/rows.ts';
import {
  count,
  currency,
  date,
  flag,
  id,
  looseCount,
  money,
  optionalDate,
  optionalText,
  text,
  whole,
} from '../fields.ts';
import type { OrderLine } from './order-line.ts';
import type { Person } from '../../domain/orders/facts/address.ts';
import type { NamedText } from '../fields.ts';

/** An order without its lines. Dates are ISO 8601 in UTC. */
export interface OrderRow {
  readonly id: number;
  readonly statusId: number;
  readonly dateCreated: string;
  readonly dateModified: string;
  /** When its status said first that it was shipped; undefined until then. */
  readonly dateShipped: string | undefined;
  /** Of the order's amounts: the store's default currency, whatever the shopper saw. */
  readonly currencyCode: string;
  /** Archived. */
  readonly isDeleted: boolean;
  readonly orderIsDigital: boolean;
  /** May hold personal words. */
  readonly customerMessage: string;
  readonly staffNotes: string;
  readonly paymentMethod: string;
  /** "" for what is paid at the door, and for orders made by hand. */
  readonly paymentStatus: string;
  readonly externalOrderId: string | undefined;
  readonly itemsTotal: number;
  readonly itemsShipped: number;
  /** A decimal string of the order's currency. */
  readonly totalIncTax: string | undefined;
  /** Decimal strings: paid with store credit, with gift certificates, and given back. */
  readonly storeCredit: string | undefined;
  readonly giftCertificate: string | undefined;
  readonly refundedAmount: string | undefined;
  /** Personal data. "" where the store has nothing. */
  readonly billing: { readonly email: string; readonly phone: string };
}

/** The lines that go to one address. */
export interface Consignment {
  /** BigCommerce's `order_address_id`. */
  readonly addressId: number;
  /** The shipping method's text. "None" or "" for orders made by API or by hand. */
  readonly method: string;
  readonly zoneId: number | undefined;
  /** Personal data. */
  readonly person: Person;
  /** What the shopper said in the address's form. May be personal. */
  readonly formFields: readonly NamedText[];
  /** Postage and handling with tax, decimal strings. */
  readonly costs: readonly (string | undefined)[];
  readonly lines: readonly OrderLine[];
}

/** Lines that go to no address: fetched by the shopper, downloaded, or sent by e-mail. */
export interface LineGroup {
  readonly lines: readonly OrderLine[];
}

/** An order with all its lines. */
export interface Order extends OrderRow {
  readonly shipping: readonly Consignment[];
  readonly pickups: readonly LineGroup[];
  readonly downloads: readonly LineGroup[];
  readonly giftCertificates: readonly LineGroup[];
  /** All lines whose address is 0, those of pickups, downloads and gift certificates included. */
  readonly unaddressedLines: readonly OrderLine[];
  /** Lines at an address that the order does not have. They are in no consignment. */
  readonly strayLines: readonly OrderLine[];
  /** Lines, and whole addresses, that could not be read. They exist, and are in no list above. */
  readonly unreadableLines: readonly OddRow[];
  /**
   * What in the order contradicts itself, unreadable lines included: nobody can tell what is to be shipped. Empty for a
   * clean order.
   */
  readonly contradictions: readonly OddRow[];
  /** When the store answered with it, in epoch ms by its own clock and in whole seconds; absent in lists, and where it does not say so. */
  readonly answeredAt?: number;
}

/** The fields that every form of an order has. */
export const orderFields = {
  id,
  status_id: whole,
  date_created: date,
  date_modified: date,
  date_shipped: optionalDate,
  currency_code: currency,
  default_currency_code: currency,
  is_deleted: flag,
  order_is_digital: flag,
  customer_message: text,
  staff_notes: text,
  payment_method: text,
  payment_status: text,
  external_order_id: optionalText,
  items_total: count,
  items_shipped: looseCount,
  total_inc_tax: money,
  store_credit_amount: money,
  gift_certificate_amount: money,
  refunded_amount: money,
  billing_address: readBy(
    optionalObject({ email: text, phone: text }).transform((row) => ({
      email: row?.email ?? '',
      phone: row?.phone ?? '',
    })),
    (value) => {
      if (typeof value !== 'object' || value === null || !('email' in value) || !('phone' in value)) return misfit;
      const email = readText(value.email);
      const phone = readText(value.phone);
      return email === misfit || phone === misfit ? misfit : { email, phone };
    },
  ),
};

const orderObject = z.object(orderFields);

/** The order of a decoded row. */
export function orderRowOf(row: z.output<typeof orderObject>): OrderRow {
  return {
    id: row.id,
    statusId: row.status_id,
    dateCreated: row.date_created,
    dateModified: row.date_modified,
    // `currency_code` is what the shopper saw; the amounts are in the store's default currency.
    currencyCode: row.default_currency_code === '' ? row.currency_code : row.default_currency_code,
    isDeleted: row.is_deleted,
    orderIsDigital: row.order_is_digital,
    customerMessage: row.customer_message,
    staffNotes: row.staff_notes,
    paymentMethod: row.payment_method,
    paymentStatus: row.payment_status,
    externalOrderId: row.external_order_id,
    itemsTotal: row.items_total,
    itemsShipped: row.items_shipped,
    dateShipped: row.date_shipped,
    totalIncTax: row.total_inc_tax,
    storeCredit: row.store_credit_amount,
    giftCertificate: row.gift_certificate_amount,
    refundedAmount: row.refunded_amount,
    billing: row.billing_address,
  };
}

/** A row of `/v2/orders`. */
export const orderRows: RowKind<OrderRow> = {
  name: 'order',
  keys: ['id'],
  schema: orderObject.transform(orderRowOf),
  plain: plainRow(orderFields, orderRowOf),
};
