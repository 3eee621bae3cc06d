import { z } from 'zod';
import { count, flag, id, money, text, whole } from './fields.ts';

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
  /** `physical`, `digital` or `giftcertificate`; other words as they come. */
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
  readonly upc: string;
}

/** A row of `/v2/orders/{id}/products`, and of `line_items` within consignments. */
export const orderLineSchema = z
  .object({
    id,
    product_id: count,
    variant_id: count,
    order_address_id: count,
    name: text,
    sku: text,
    type: z.string(),
    quantity: whole,
    quantity_shipped: count,
    quantity_refunded: count,
    is_refunded: flag,
    parent_order_product_id: count,
    is_bundled_product: flag,
    price_inc_tax: money,
    upc: text,
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
    upc: row.upc,
  }));
