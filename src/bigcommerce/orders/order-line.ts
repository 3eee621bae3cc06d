import { z } from 'zod';
import { essential, isUnset, isZeroDate, misfit, readWhole } from '../../http/row-fields.ts';
import type { RowKind } from '../../http/rows.ts';
import { count, flag, formFields, id, lineOptions, money, sku, text, wordOf, type ReadOption } from '../fields.ts';

/** One line of an order, as bought: a snapshot, not today's product. */
export interface OrderLine {
  /** BigCommerce's `order_product_id`: what shipments refer to. */
  readonly id: number;
  /** 0 for a custom line. */
  readonly productId: number;
  readonly variantId: number;
  /** 0 for pickup, digital and gift certificate lines. */
  readonly addressId: number;
  readonly name: string;
  /** "" where the line has none. */
  readonly sku: string;
  /** `physical`, `digital` or `giftcertificate`. */
  readonly type: string;
  readonly quantity: number;
  readonly quantityShipped: number;
  readonly quantityRefunded: number;
  readonly isRefunded: boolean;
  /** The line that this one came with (a pick list's child). */
  readonly parentOrderProductId: number | undefined;
  readonly isBundledProduct: boolean;
  /** Per piece, a decimal string of the order's currency. */
  readonly priceIncTax: string | undefined;
  /** What was paid for all pieces of the line, discounts taken off, including tax; absent where the store does not say. */
  readonly paidIncTax: string | undefined;
  /** Of one piece, a decimal string in the store's own unit of weight; absent where the store does not say. */
  readonly weight: string | undefined;
  readonly upc: string;
  /** What was chosen or written for it. May hold personal words. */
  readonly options: readonly ReadOption[];
  /** Gift wrapping and the message to it; "" for none. Personal words. */
  readonly wrappingName: string;
  readonly wrappingMessage: string;
}

/** Pieces: whole and none below zero. A line whose pieces cannot be read is not a line of none. */
const ordered = essential<number>('number', (value) => {
  const found = readWhole(value);
  return found !== misfit && found >= 0 ? found : misfit;
});
const taken = essential<number>('number', (value) => {
  if (isUnset(value) || value === '') return 0;
  const found = readWhole(value);
  return found !== misfit && found >= 0 ? found : misfit;
});

/** What a line is. One that is called otherwise may be goods: nobody may leave it out. */
export const lineTypes: readonly string[] = ['physical', 'digital', 'giftcertificate'];

/** A row of `/v2/orders/{id}/products`, and of `line_items` within consignments. */
export const orderLineRows: RowKind<OrderLine> = {
  name: 'line',
  keys: ['id'],
  schema: z
    .object({
      id,
      product_id: count,
      variant_id: count,
      order_address_id: count,
      name: text,
      sku,
      type: wordOf(lineTypes),
      quantity: ordered,
      quantity_shipped: taken,
      quantity_refunded: taken,
      is_refunded: flag,
      parent_order_product_id: count,
      is_bundled_product: flag,
      price_inc_tax: money,
      discounted_total_inc_tax: money,
      weight: money,
      upc: text,
      product_options: lineOptions,
      configurable_fields: formFields,
      event_name: text,
      event_date: text,
      wrapping_name: text,
      wrapping_message: text,
    })
    .transform((row): OrderLine => ({
      id: row.id,
      productId: row.product_id,
      variantId: row.variant_id,
      addressId: row.order_address_id,
      name: row.name,
      sku: row.sku,
      type: row.type,
      quantity: row.quantity,
      quantityShipped: row.quantity_shipped,
      quantityRefunded: row.quantity_refunded,
      isRefunded: row.is_refunded,
      // null, "" and 0 all mean "none".
      parentOrderProductId: row.parent_order_product_id === 0 ? undefined : row.parent_order_product_id,
      isBundledProduct: row.is_bundled_product,
      priceIncTax: row.price_inc_tax,
      paidIncTax: row.discounted_total_inc_tax,
      weight: row.weight,
      upc: row.upc,
      options: [
        ...row.product_options,
        ...row.configurable_fields.map((field) => ({ ...field, type: '' })),
        ...eventDate(row.event_name, row.event_date),
      ],
      wrappingName: row.wrapping_name,
      wrappingMessage: row.wrapping_message,
    })),
};

/** The date that a shopper gives for a product that asks for one (of an event, of a delivery): written like an option. */
function eventDate(name: string, given: string): readonly ReadOption[] {
  const value = given.trim();
  if (value === '' || value === '0' || isZeroDate(value)) return [];
  return [{ name: name.trim() === '' ? 'Date' : name, value, type: 'Date field' }];
}
