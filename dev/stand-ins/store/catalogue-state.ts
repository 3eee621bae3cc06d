import { ModifiedIndex } from '../modified-index.ts';

export type InventoryTracking = 'none' | 'product' | 'variant';

/** Stock at one location. `recorded` is false until something has set it: a relative adjustment then answers 422. */
export interface LocationLevel {
  onHand: number;
  safety: number;
  recorded: boolean;
}

export interface OptionValue {
  id: number;
  label: string;
  option_id: number;
  option_display_name: string;
}

export interface StoreVariant {
  id: number;
  product: StoreProduct;
  sku: string;
  price: number | null;
  weight: number | null;
  upc: string;
  gtin: string;
  mpn: string;
  imageUrl: string;
  warningLevel: number;
  /** The merchant has disabled its purchase. */
  purchasingDisabled?: boolean;
  options: OptionValue[];
  /** By location id; the default location is 1. */
  levels: Map<number, LocationLevel>;
}

interface Customs {
  country_of_origin: string;
  commodity_description: string;
  international_shipping: boolean;
  hs_codes: Record<string, string>;
  createdAt: number;
  updatedAt: number;
}

export interface StoreProduct {
  id: number;
  name: string;
  type: 'physical' | 'digital';
  sku: string;
  description: string;
  price: number;
  costPrice: number;
  weight: number;
  upc: string;
  gtin: string;
  mpn: string;
  brand: string;
  isVisible: boolean;
  availability: 'available' | 'disabled' | 'preorder';
  tracking: InventoryTracking;
  categories: number[];
  created: number;
  modified: number;
  /** At least one; without options it is the base variant. */
  variants: StoreVariant[];
  /** Where the stock is kept when the product is tracked by product and has options. */
  levels: Map<number, LocationLevel>;
  customs?: Customs;
}

export interface InventoryLocation {
  id: number;
  code: string;
  label: string;
  enabled: boolean;
}

export const hasOptions = (product: StoreProduct): boolean => product.variants.some((v) => v.options.length > 0);

/** Products and variants of a store, found by id, SKU or time of change. */
export class Catalogue {
  readonly products = new Map<number, StoreProduct>();
  readonly variants = new Map<number, StoreVariant>();
  /** Ids in ascending order, for paging without sorting. */
  productIds: number[] = [];
  variantIds: number[] = [];
  readonly byModified = new ModifiedIndex<StoreProduct>();
  readonly #bySku = new Map<string, Set<StoreVariant>>();
  readonly #byProductSku = new Map<string, Set<StoreProduct>>();
  locations: InventoryLocation[] = [{ id: 1, code: 'BC-LOCATION-1', label: 'Default location', enabled: true }];

  add(product: StoreProduct): void {
    this.products.set(product.id, product);
    this.productIds.push(product.id);
    link(this.#byProductSku, product.sku, product);
    for (const variant of product.variants) {
      this.variants.set(variant.id, variant);
      this.variantIds.push(variant.id);
      link(this.#bySku, variant.sku, variant);
    }
    this.byModified.touch(product, product.modified);
  }

  remove(product: StoreProduct): void {
    this.products.delete(product.id);
    this.productIds = this.productIds.filter((id) => id !== product.id);
    unlink(this.#byProductSku, product.sku, product);
    for (const variant of product.variants) {
      this.variants.delete(variant.id);
      unlink(this.#bySku, variant.sku, variant);
    }
    const gone = new Set(product.variants.map((v) => v.id));
    this.variantIds = this.variantIds.filter((id) => !gone.has(id));
    this.byModified.delete(product);
  }

  /** Marks the product as changed at `at`. */
  touch(product: StoreProduct, at: number): void {
    product.modified = at;
    this.byModified.touch(product, at);
  }

  setVariantSku(variant: StoreVariant, sku: string): void {
    unlink(this.#bySku, variant.sku, variant);
    variant.sku = sku;
    link(this.#bySku, sku, variant);
  }

  setProductSku(product: StoreProduct, sku: string): void {
    unlink(this.#byProductSku, product.sku, product);
    product.sku = sku;
    link(this.#byProductSku, sku, product);
  }

  /** Variants with exactly this SKU, lowest id first. */
  withSku(sku: string): StoreVariant[] {
    return [...(this.#bySku.get(sku) ?? [])].sort((a, b) => a.id - b.id);
  }

  /** Products whose own SKU (not that of a variant) is exactly this. */
  productsWithSku(sku: string): StoreProduct[] {
    return [...(this.#byProductSku.get(sku) ?? [])].sort((a, b) => a.id - b.id);
  }

  /** The levels that count for a variant: its product's when that one keeps the stock, else its own. */
  levelsOf(variant: StoreVariant): Map<number, LocationLevel> {
    return variant.product.tracking === 'product' && hasOptions(variant.product)
      ? variant.product.levels
      : variant.levels;
  }

  /** Available to sell at the default location; 0 without tracking, as the catalogue shows it. */
  variantLevel(variant: StoreVariant): number {
    if (variant.product.tracking === 'none') return 0;
    if (variant.product.tracking === 'product' && hasOptions(variant.product)) return 0;
    return available(variant.levels.get(1));
  }

  productLevel(product: StoreProduct): number {
    if (product.tracking === 'none') return 0;
    if (product.tracking === 'product' && hasOptions(product)) return available(product.levels.get(1));
    return product.variants.reduce((sum, variant) => sum + available(variant.levels.get(1)), 0);
  }
}

export function available(level: LocationLevel | undefined): number {
  return level ? level.onHand - level.safety : 0;
}

function link<T>(index: Map<string, Set<T>>, key: string, item: T): void {
  if (key === '') return;
  const set = index.get(key);
  if (set) set.add(item);
  else index.set(key, new Set([item]));
}

function unlink<T>(index: Map<string, Set<T>>, key: string, item: T): void {
  const set = index.get(key);
  set?.delete(item);
  if (set?.size === 0) index.delete(key);
}
