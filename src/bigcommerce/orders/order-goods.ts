import { z } from 'zod';
import { misfit, readNumber, readText, readWhole } from '../../http/row-fields.ts';
import { readRow, type OddRow, type RowKind } from '../../http/rows.ts';
import { readWord } from '../fields.ts';
import { lineTypes, type OrderLine } from './order-line.ts';
import { ordersWithLines, type FoundOrder } from './order-lines.ts';
import type { Order } from './order-schema.ts';

/** A line of goods, as far as it can be told. */
export type GoodsLine = Pick<
  OrderLine,
  'sku' | 'type' | 'quantity' | 'quantityShipped' | 'quantityRefunded' | 'productId' | 'variantId'
>;

/**
 * An order that cannot be read, or contradicts itself, with the goods that its addresses are known to ask for: it must not
 * be taken for one of none. Pieces that are no whole number count as the next one.
 */
export interface OddOrder {
  readonly id: number;
  readonly lines: readonly GoodsLine[];
}

interface StockRow {
  /** Absent where the order cannot be read. */
  readonly found?: FoundOrder;
  readonly unreadable?: OddRow;
  readonly leftOut: readonly OddRow[];
  /** What of its goods can be told whatever else is wrong with it. */
  readonly loose: () => readonly (GoodsLine & { readonly id: number | undefined })[];
  /** Archived, as far as that can be told. */
  readonly isDeleted: boolean;
}

/** A row of a list of orders, of which goods are counted whether it can be read or not. */
export const ordersForStock: RowKind<StockRow> = {
  name: 'order',
  keys: ['id'],
  schema: z.unknown().transform((row): StockRow => {
    const read = readRow(row, ordersWithLines);
    const more = { loose: () => looseLines(row), isDeleted: at(row, 'is_deleted') === true };
    return 'unreadable' in read
      ? { unreadable: read.unreadable, leftOut: [], ...more }
      : { found: read.row, leftOut: read.leftOut, ...more };
  }),
};

/** The goods of an order that was read, and is odd. */
export function oddOrder({ id, shipping, strayLines }: Order, loose: ReturnType<StockRow['loose']>): OddOrder {
  const read = [...shipping.flatMap(({ lines }) => lines), ...strayLines];
  const known = new Set(read.map((line) => line.id));
  return { id, lines: [...read, ...loose.filter((line) => line.id === undefined || !known.has(line.id))] };
}

/** The lines at addresses, each field by itself; a line whose pieces cannot be told at all is left out. */
function looseLines(row: unknown): ReturnType<StockRow['loose']> {
  const shipping = valuesOf(at(at(row, 'consignments'), 'shipping'));
  return shipping
    .flatMap((address) => valuesOf(at(address, 'line_items')))
    .flatMap((line) => {
      const quantity = readNumber(at(line, 'quantity'));
      const sku = readText(at(line, 'sku'));
      if (quantity === misfit || sku === misfit || sku === '') return [];
      const type = readWord(lineTypes, at(line, 'type'));
      return {
        id: wholeOr(undefined, at(line, 'id')),
        sku,
        type: type === misfit ? 'physical' : type,
        quantity: Math.ceil(quantity),
        quantityShipped: wholeOr(0, at(line, 'quantity_shipped')),
        quantityRefunded: wholeOr(0, at(line, 'quantity_refunded')),
        productId: wholeOr(0, at(line, 'product_id')),
        variantId: wholeOr(0, at(line, 'variant_id')),
      };
    });
}

function wholeOr<T>(otherwise: T, value: unknown): number | T {
  const found = readWhole(value);
  return found === misfit ? otherwise : found;
}

function at(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}

function valuesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}
