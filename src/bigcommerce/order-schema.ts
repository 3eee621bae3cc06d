import { z } from 'zod';
import { count, date, flag, id, listOf, looseText, money, text, whole } from './fields.ts';
import { type OrderLine, orderLineSchema } from './order-line.ts';
import type { Person } from '../domain/address.ts';
import { personFields, personOf } from './person.ts';

/** An order without its lines. Dates are ISO 8601 in UTC. */
export interface OrderRow {
  readonly id: number;
  readonly statusId: number;
  readonly dateCreated: string;
  readonly dateModified: string;
  readonly currencyCode: string;
  /** Archived. */
  readonly isDeleted: boolean;
  readonly orderIsDigital: boolean;
  /** May hold personal words. */
  readonly customerMessage: string;
  readonly staffNotes: string;
  readonly paymentMethod: string;
  readonly externalOrderId: string | undefined;
  readonly itemsTotal: number;
  readonly itemsShipped: number;
  /** A decimal string of the order's currency. */
  readonly totalIncTax: string | undefined;
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
}

const orderFields = {
  id,
  status_id: whole,
  date_created: date,
  date_modified: date,
  currency_code: text,
  is_deleted: flag,
  order_is_digital: flag,
  customer_message: text,
  staff_notes: text,
  payment_method: text,
  external_order_id: looseText,
  items_total: count,
  items_shipped: count,
  total_inc_tax: money,
  billing_address: z
    .object({ email: text, phone: text })
    .nullish()
    .catch(undefined)
    .transform((row) => ({ email: row?.email ?? '', phone: row?.phone ?? '' })),
};

const orderObject = z.object(orderFields);

function orderRowOf(row: z.output<typeof orderObject>): OrderRow {
  return {
    id: row.id,
    statusId: row.status_id,
    dateCreated: row.date_created,
    dateModified: row.date_modified,
    currencyCode: row.currency_code,
    isDeleted: row.is_deleted,
    orderIsDigital: row.order_is_digital,
    customerMessage: row.customer_message,
    staffNotes: row.staff_notes,
    paymentMethod: row.payment_method,
    externalOrderId: row.external_order_id,
    itemsTotal: row.items_total,
    itemsShipped: row.items_shipped,
    totalIncTax: row.total_inc_tax,
    billing: row.billing_address,
  };
}

/** A row of `/v2/orders`. */
export const orderRowSchema = orderObject.transform(orderRowOf);

/** Lines of one consignment as they came: complete, or cut short. */
interface FoundLines {
  readonly lines: OrderLine[];
  readonly complete: boolean;
}

/**
 * `line_items`: an array of rows. Beyond 50 rows BigCommerce leaves lines out and adds a `__warning__`; where it stands is not
 * documented (UNCONFIRMED), so it is looked for among the rows, among an object's keys and beside the list. Links instead of
 * rows (`{ url, resource }`) are no rows either.
 */
const lineItems = z
  .unknown()
  .optional()
  .transform((value) => {
    const items: unknown[] = Array.isArray(value)
      ? value
      : Object.entries(typeof value === 'object' && value !== null ? value : {}).map(
          ([key, item]: [string, unknown]) => (key === '__warning__' ? undefined : item),
        );
    const rows = items.filter((item) => typeof item === 'object' && item !== null && 'id' in item);
    // What a row really is, the schema that follows finds out.
    const lines = rows as z.input<typeof orderLineSchema>[];
    return { lines, complete: rows.length === items.length && value !== undefined };
  })
  .pipe(z.object({ lines: z.array(orderLineSchema), complete: z.boolean() }));

const warning = { line_items: lineItems, __warning__: z.unknown().optional() };

function foundLines(row: { line_items: FoundLines; __warning__?: unknown }): FoundLines {
  return { lines: row.line_items.lines, complete: row.line_items.complete && row.__warning__ === undefined };
}

const shippingSchema = z
  .object({
    id,
    shipping_method: text,
    shipping_zone_id: count,
    items_total: count,
    ...personFields,
    ...warning,
  })
  .transform((row) => {
    const { lines, complete } = foundLines(row);
    const pieces = lines.reduce((sum, line) => sum + line.quantity, 0);
    return {
      // The consignment's id is the address's id in all that is published; a line that names another knows better.
      addressId: lines[0] !== undefined && lines[0].addressId > 0 ? lines[0].addressId : row.id,
      method: row.shipping_method,
      zoneId: row.shipping_zone_id === 0 ? undefined : row.shipping_zone_id,
      person: personOf(row),
      lines,
      complete: complete && pieces >= row.items_total,
    };
  });

const groupSchema = z.object(warning).transform(foundLines);

const consignmentsSchema = z.object({
  shipping: listOf(shippingSchema),
  pickups: listOf(groupSchema),
  downloads: listOf(groupSchema),
  // An empty PHP array may stand for the empty object.
  email: z
    .preprocess(
      (value) => (Array.isArray(value) ? {} : (value ?? {})),
      z.object({ gift_certificates: listOf(groupSchema) }),
    )
    .optional(),
});

/** An order whose consignments may still lack lines. */
export interface FoundOrder {
  readonly order: Order;
  /** False when lines were left out of the answer. */
  readonly complete: boolean;
}

/** A row of `/v2/orders` with `include=consignments.line_items&consignment_structure=object`. */
export const orderWithLinesSchema = z
  .object({ ...orderFields, consignments: consignmentsSchema })
  .transform((row): FoundOrder => {
    const { shipping, pickups, downloads, email } = row.consignments;
    const gifts = email?.gift_certificates ?? [];
    const groups = [...pickups, ...downloads, ...gifts];
    const all = [...shipping, ...groups];
    return {
      order: {
        ...orderRowOf(row),
        shipping: shipping.map(({ addressId, method, zoneId, person, lines }) => ({
          addressId,
          method,
          zoneId,
          person,
          lines,
        })),
        pickups: pickups.map(({ lines }) => ({ lines })),
        downloads: downloads.map(({ lines }) => ({ lines })),
        giftCertificates: gifts.map(({ lines }) => ({ lines })),
        unaddressedLines: all.flatMap(({ lines }) => lines).filter((line) => line.addressId === 0),
      },
      complete: all.every(({ complete }) => complete),
    };
  });
