import { z } from 'zod';
import { optionalObject } from '../../http/row-fields.ts';
import type { RowKind } from '../../http/rows.ts';
import {
  count,
  flag,
  id,
  optionalText,
  money,
  optionalDate,
  optionalNumber,
  sku,
  askedWordOf,
  text,
  listOf,
  looseCount,
} from '../fields.ts';

/**
 * A product of the store. With `includeFields` a field that was not asked for is "" or undefined.
 * Dates are ISO 8601 in UTC; money is a decimal string of the store's currency.
 */
export interface Product {
  readonly id: number;
  readonly name: string;
  /** `physical` or `digital`. */
  readonly type: string;
  /** The parent's own SKU; "" where there is none. Variants have theirs. */
  readonly sku: string;
  /** HTML. */
  readonly description: string;
  /** In the store's unit. */
  readonly weight: number | undefined;
  readonly price: string | undefined;
  readonly costPrice: string | undefined;
  readonly calculatedPrice: string | undefined;
  readonly upc: string | undefined;
  readonly gtin: string | undefined;
  readonly mpn: string | undefined;
  readonly brandId: number;
  readonly inventoryLevel: number | undefined;
  /** `none`, `product` or `variant`: by which id its stock is written. */
  readonly inventoryTracking: string;
  readonly isVisible: boolean;
  readonly dateModified: string | undefined;
  /** The one variant of a product without options; undefined where there are options. */
  readonly baseVariantId: number | undefined;
  /** The path below the store's own URL. */
  readonly customUrl: string | undefined;
  /** Present when `include: ['primary_image']` was asked for and there is one. */
  readonly pictureUrl: string | undefined;
}

/** A sellable row: simple products have one too. */
export interface Variant {
  readonly id: number;
  /** 0 for orphans of old stores. */
  readonly productId: number;
  /** "" where there is none. */
  readonly sku: string;
  /** null in the store means: the product's. Then undefined. */
  readonly price: string | undefined;
  readonly costPrice: string | undefined;
  readonly calculatedPrice: string | undefined;
  readonly upc: string | undefined;
  readonly gtin: string | undefined;
  readonly mpn: string | undefined;
  readonly inventoryLevel: number | undefined;
  readonly pictureUrl: string | undefined;
  /** Empty for the base variant of a product without options. */
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** Shown in the shop and not for sale. */
  readonly purchasingDisabled: boolean;
}

/** What customs must know of a product. */
export interface Customs {
  readonly productId: number;
  readonly countryOfOrigin: string | undefined;
  readonly description: string | undefined;
  /** By country code, and `ALL`. */
  readonly hsCodes: Readonly<Record<string, string>>;
}

const picture = optionalObject({ url_standard: optionalText, url_zoom: optionalText }).transform(
  (image) => image?.url_zoom ?? image?.url_standard,
);

/** The store has no others: what it calls otherwise may be goods. */
const productTypes = ['physical', 'digital'];

/** A row of `/v3/catalog/products`. */
export const productRows: RowKind<Product> = {
  name: 'product',
  keys: ['id', 'sku'],
  sku: 'sku',
  schema: z
    .object({
      id,
      name: text,
      type: askedWordOf(productTypes),
      sku,
      description: text,
      weight: optionalNumber,
      price: money,
      cost_price: money,
      calculated_price: money,
      upc: optionalText,
      gtin: optionalText,
      mpn: optionalText,
      brand_id: looseCount,
      inventory_level: optionalNumber,
      inventory_tracking: text,
      is_visible: flag,
      date_modified: optionalDate,
      base_variant_id: optionalNumber,
      custom_url: optionalObject({ url: optionalText }),
      primary_image: picture,
    })
    .transform((row): Product => ({
      id: row.id,
      name: row.name,
      type: row.type,
      sku: row.sku,
      description: row.description,
      weight: row.weight,
      price: row.price,
      costPrice: row.cost_price,
      calculatedPrice: row.calculated_price,
      upc: row.upc,
      gtin: row.gtin,
      mpn: row.mpn,
      brandId: row.brand_id,
      inventoryLevel: row.inventory_level,
      inventoryTracking: row.inventory_tracking,
      isVisible: row.is_visible,
      dateModified: row.date_modified,
      baseVariantId: row.base_variant_id,
      customUrl: row.custom_url?.url,
      pictureUrl: row.primary_image,
    })),
};

const optionSchema = z.object({ option_display_name: text, label: text });

/** A row of `/v3/catalog/variants`. */
export const variantRows: RowKind<Variant> = {
  name: 'variant',
  keys: ['id', 'sku'],
  sku: 'sku',
  parent: 'product_id',
  schema: z
    .object({
      id,
      product_id: count,
      sku,
      price: money,
      cost_price: money,
      calculated_price: money,
      upc: optionalText,
      gtin: optionalText,
      mpn: optionalText,
      inventory_level: optionalNumber,
      image_url: optionalText,
      option_values: listOf(optionSchema),
      purchasing_disabled: flag,
    })
    .transform((row): Variant => ({
      id: row.id,
      productId: row.product_id,
      sku: row.sku,
      price: row.price,
      costPrice: row.cost_price,
      calculatedPrice: row.calculated_price,
      upc: row.upc,
      gtin: row.gtin,
      mpn: row.mpn,
      inventoryLevel: row.inventory_level,
      pictureUrl: row.image_url,
      purchasingDisabled: row.purchasing_disabled,
      options: row.option_values.map((option) => ({ name: option.option_display_name, value: option.label })),
    })),
};

/** A row of `/v3/shipping/products/customs-information`. */
export const customsRows: RowKind<Customs> = {
  name: 'customs information',
  keys: ['product_id'],
  schema: z
    .object({
      product_id: id,
      country_of_origin: optionalText,
      commodity_description: optionalText,
      // An empty PHP array may stand for the empty object.
      hs_codes: z.preprocess(
        (value) => (typeof value === 'object' && !Array.isArray(value) ? (value ?? undefined) : undefined),
        z.record(z.string(), text).optional(),
      ),
    })
    .transform((row): Customs => ({
      productId: row.product_id,
      countryOfOrigin: row.country_of_origin,
      description: row.commodity_description,
      hsCodes: row.hs_codes ?? {},
    })),
};
