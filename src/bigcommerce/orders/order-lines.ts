import { z } from 'zod';
import { many } from '../../contract/runs/many.ts';
import { type OddRow, readRows, type RowKind } from '../../http/rows.ts';
import { asList, formFields, id, looseCount, money, text } from '../fields.ts';
import { orderLineRows, type OrderLine } from './order-line.ts';
import { type Order, orderFields, orderRowOf } from './order-schema.ts';
import { idsTwice, rowsOnce } from './rows-once.ts';
import { personFields, personOf } from './person.ts';

/** An order whose consignments may still lack lines. */
export interface FoundOrder {
  readonly order: Order;
  /** False when lines were left out of the answer, or could not be read there. */
  readonly complete: boolean;
}

/** Lines of one consignment as they came: complete, or cut short. */
interface FoundLines {
  readonly lines: readonly OrderLine[];
  readonly unreadable: readonly OddRow[];
  readonly complete: boolean;
}

/**
 * `line_items`: an array of rows. Beyond 50 rows BigCommerce leaves lines out and adds a `__warning__`; where it stands is not
 * documented (UNCONFIRMED), so it is looked for among the rows, among an object's keys and beside the list. Links instead of
 * rows (`{ url, resource }`) are no rows either.
 */
function linesIn(row: { readonly line_items?: unknown; readonly __warning__?: unknown }): FoundLines {
  const { line_items: value, __warning__: warned } = row;
  const items: unknown[] = Array.isArray(value)
    ? value
    : Object.entries(typeof value === 'object' && value !== null ? value : {}).map(([key, item]: [string, unknown]) =>
        key === '__warning__' ? undefined : item,
      );
  const rows = items.filter((item) => typeof item === 'object' && item !== null && 'id' in item);
  const { rows: read, unreadable } = readRows(rows, orderLineRows);
  const lines = rowsOnce(read);
  const whole = rows.length === items.length && value !== undefined && warned === undefined;
  return { lines, unreadable, complete: whole && unreadable.length === 0 };
}

const lineItems = { line_items: z.unknown().optional(), __warning__: z.unknown().optional() };

const addressWithLines = {
  name: 'address',
  keys: ['id'],
  schema: z
    .object({
      id,
      shipping_method: text,
      shipping_zone_id: looseCount,
      items_total: looseCount,
      ...personFields,
      form_fields: formFields,
      cost_inc_tax: money,
      handling_cost_inc_tax: money,
      ...lineItems,
    })
    .transform((row) => {
      const { lines, unreadable, complete } = linesIn(row);
      const pieces = lines.reduce((sum, line) => sum + line.quantity, 0);
      return {
        // The consignment's id is the address's id in all that is published; a line that names another knows better.
        addressId: lines[0] !== undefined && lines[0].addressId > 0 ? lines[0].addressId : row.id,
        method: row.shipping_method,
        zoneId: row.shipping_zone_id === 0 ? undefined : row.shipping_zone_id,
        person: personOf(row),
        formFields: row.form_fields,
        costs: [row.cost_inc_tax, row.handling_cost_inc_tax],
        lines,
        unreadable,
        complete: complete && pieces >= row.items_total,
      };
    }),
} as const;

const groupRows: RowKind<FoundLines> = {
  name: 'group of lines',
  keys: [],
  schema: z.object(lineItems).transform(linesIn),
};

/** The values of a list; PHP writes `[]` for an empty object and the other way round. */
function valuesIn(value: unknown): readonly unknown[] {
  const list = asList(value);
  if (Array.isArray(list)) return list;
  return typeof list === 'object' && list !== null && Object.keys(list).length > 0 ? [list] : [];
}

const consignments = z.object({
  shipping: z.unknown().optional(),
  pickups: z.unknown().optional(),
  downloads: z.unknown().optional(),
  email: z.unknown().optional(),
});

/** A row of `/v2/orders` with `include=consignments.line_items&consignment_structure=object`. */
export const ordersWithLines: RowKind<FoundOrder> = {
  name: 'order',
  keys: ['id'],
  schema: z.object({ ...orderFields, consignments }).transform((row): FoundOrder => {
    const shipping = readRows(valuesIn(row.consignments.shipping), addressWithLines);
    const pickups = readRows(valuesIn(row.consignments.pickups), groupRows);
    const downloads = readRows(valuesIn(row.consignments.downloads), groupRows);
    const email = row.consignments.email;
    const sent =
      typeof email === 'object' && email !== null && 'gift_certificates' in email ? email.gift_certificates : [];
    const gifts = readRows(valuesIn(sent), groupRows);
    const parts = [shipping, pickups, downloads, gifts];
    const groups = [...shipping.rows, ...pickups.rows, ...downloads.rows, ...gifts.rows];
    const lost = parts.flatMap((part) => part.unreadable);
    const order = orderRowOf(row);
    const lines = groups.flatMap((group) => group.lines);
    const unreadableLines = [...lost, ...groups.flatMap((group) => group.unreadable)];
    return {
      order: {
        ...order,
        shipping: shipping.rows.map(({ addressId, method, zoneId, person, formFields: fields, costs, lines: own }) => ({
          addressId,
          method,
          zoneId,
          person,
          formFields: fields,
          costs,
          lines: own,
        })),
        pickups: pickups.rows.map(({ lines: own }) => ({ lines: own })),
        downloads: downloads.rows.map(({ lines: own }) => ({ lines: own })),
        giftCertificates: gifts.rows.map(({ lines: own }) => ({ lines: own })),
        unaddressedLines: lines.filter((line) => line.addressId === 0),
        strayLines: [],
        unreadableLines,
        contradictions: contradictionsOf(order, lines, [], unreadableLines),
      },
      complete: lost.length === 0 && groups.every(({ complete }) => complete) && pieces(lines) >= order.itemsTotal,
    };
  }),
};

/**
 * Puts all lines of an order where they belong: by their address, and those without one by their type.
 * @param read the lines as they were read on their own
 */
export function withAllLines(
  order: Order,
  read: { readonly rows: readonly OrderLine[]; readonly unreadable: readonly OddRow[] },
): Order {
  const lines = rowsOnce(read.rows);
  const unaddressed = lines.filter((line) => line.addressId === 0);
  const addresses = new Set(order.shipping.map(({ addressId }) => addressId));
  const stray = lines.filter(({ addressId }) => addressId !== 0 && !addresses.has(addressId));
  const ofType = (type: string): OrderLine[] => unaddressed.filter((line) => line.type === type);
  // An address that could not be read stays lost; lines are now known from their own list.
  const lost = order.unreadableLines.filter(({ kind }) => kind === addressWithLines.name);
  const unreadableLines = [...lost, ...read.unreadable];
  return {
    ...order,
    shipping: order.shipping.map((consignment) => ({
      ...consignment,
      lines: lines.filter((line) => line.addressId === consignment.addressId),
    })),
    // An order has one pickup at most, one download at most, and gift certificates are not ours to ship.
    pickups: order.pickups.map(() => ({ lines: ofType('physical') })),
    downloads: order.downloads.map(() => ({ lines: ofType('digital') })),
    giftCertificates: order.giftCertificates.map(() => ({ lines: ofType('giftcertificate') })),
    unaddressedLines: unaddressed,
    strayLines: stray,
    unreadableLines,
    contradictions: contradictionsOf(order, lines, stray, unreadableLines),
  };
}

/**
 * An answer without lines, or with fewer than the order counts, is reported of the real store (dev-docs #2052): it is never
 * believed against `items_total`.
 */
function contradictionsOf(
  order: { readonly id: number; readonly itemsTotal: number },
  lines: readonly OrderLine[],
  stray: readonly OrderLine[],
  unreadable: readonly OddRow[],
): readonly OddRow[] {
  const { id: orderId, itemsTotal } = order;
  const strays = stray.map(({ id: lineId }) => ({
    kind: orderLineRows.name,
    id: lineId,
    field: 'order_address_id',
    expected: 'an address of the order',
  }));
  const twins = idsTwice(lines).map((lineId) => ({
    kind: orderLineRows.name,
    id: lineId,
    field: 'id',
    expected: 'one row of each line',
  }));
  const found = [...unreadable, ...strays, ...twins];
  if (found.length > 0 || pieces(lines) >= itemsTotal) return found;
  return [
    {
      kind: 'order',
      id: orderId,
      field: 'items_total',
      expected: `${many(pieces(lines), 'piece')}, as its lines have`,
    },
  ];
}

function pieces(lines: readonly OrderLine[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
