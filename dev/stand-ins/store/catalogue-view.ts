import { isoOffset } from '../clock.ts';
import type { StoreProduct, StoreVariant } from './catalogue-state.ts';
import { hasOptions } from './catalogue-state.ts';
import type { StoreState } from './store-state.ts';

/** A variant as V3 shows it; a null price or weight means the product's. */
export function variantView(store: StoreState, variant: StoreVariant): Record<string, unknown> {
  const { product } = variant;
  return {
    id: variant.id,
    product_id: product.id,
    sku: variant.sku,
    sku_id: variant.options.length > 0 ? variant.id + 10_000_000 : null,
    price: variant.price,
    calculated_price: variant.price ?? product.price,
    sale_price: null,
    retail_price: null,
    map_price: null,
    weight: variant.weight,
    calculated_weight: variant.weight ?? product.weight,
    width: null,
    height: null,
    depth: null,
    is_free_shipping: false,
    fixed_cost_shipping_price: null,
    purchasing_disabled: variant.purchasingDisabled ?? false,
    purchasing_disabled_message: '',
    image_url: variant.imageUrl,
    cost_price: product.costPrice,
    upc: variant.upc,
    mpn: variant.mpn,
    gtin: variant.gtin,
    inventory_level: store.catalogue.variantLevel(variant),
    inventory_warning_level: variant.warningLevel,
    bin_picking_number: '',
    option_values: variant.options,
  };
}

/** A product as V3 shows it, with the parts that `include` names. */
export function productView(
  store: StoreState,
  product: StoreProduct,
  include: readonly string[],
): Record<string, unknown> {
  const first = product.variants[0];
  const image = {
    id: product.id,
    product_id: product.id,
    is_thumbnail: true,
    sort_order: 0,
    description: product.name,
    url_standard: `https://${store.hash}.example.test/images/${product.id}.jpg`,
    date_modified: isoOffset(product.created),
  };
  return {
    id: product.id,
    name: product.name,
    type: product.type,
    sku: product.sku,
    description: product.description,
    weight: product.weight,
    width: 0,
    depth: 0,
    height: 0,
    price: product.price,
    cost_price: product.costPrice,
    retail_price: 0,
    sale_price: 0,
    map_price: 0,
    calculated_price: product.price,
    tax_class_id: 0,
    categories: product.categories,
    brand_id: 0,
    option_set_id: 0,
    inventory_level: store.catalogue.productLevel(product),
    inventory_warning_level: 0,
    inventory_tracking: product.tracking,
    reviews_rating_sum: 0,
    reviews_count: 0,
    total_sold: 0,
    fixed_cost_shipping_price: 0,
    is_free_shipping: false,
    is_visible: product.isVisible,
    is_featured: false,
    availability: product.availability,
    bin_picking_number: '',
    upc: product.upc,
    gtin: product.gtin,
    mpn: product.mpn,
    order_quantity_minimum: 0,
    order_quantity_maximum: 0,
    condition: 'New',
    is_price_hidden: false,
    related_products: [-1],
    date_created: isoOffset(product.created),
    date_modified: isoOffset(product.modified),
    date_last_imported: isoOffset(product.created),
    base_variant_id: hasOptions(product) ? null : (first?.id ?? null),
    custom_url: { url: `/product-${product.id}/`, is_customized: false },
    ...(include.includes('variants') && { variants: product.variants.map((v) => variantView(store, v)) }),
    ...(include.includes('images') && { images: [image] }),
    ...(include.includes('primary_image') && { primary_image: image }),
    ...(include.includes('custom_fields') && { custom_fields: [] }),
    ...(include.includes('options') && { options: optionsOf(product) }),
    ...(include.includes('modifiers') && { modifiers: [] }),
    ...(include.includes('bulk_pricing_rules') && { bulk_pricing_rules: [] }),
    ...(include.includes('videos') && { videos: [] }),
    ...(include.includes('channels') && { channels: [1] }),
  };
}

function optionsOf(product: StoreProduct): Record<string, unknown>[] {
  const options = new Map<number, { name: string; values: Map<number, string> }>();
  for (const variant of product.variants) {
    for (const value of variant.options) {
      const option = options.get(value.option_id) ?? {
        name: value.option_display_name,
        values: new Map<number, string>(),
      };
      option.values.set(value.id, value.label);
      options.set(value.option_id, option);
    }
  }
  return [...options].map(([id, option], sort_order) => ({
    id,
    product_id: product.id,
    display_name: option.name,
    type: 'dropdown',
    sort_order,
    option_values: [...option.values].map(([valueId, label]) => ({
      id: valueId,
      label,
      is_default: false,
      sort_order: 0,
    })),
  }));
}
