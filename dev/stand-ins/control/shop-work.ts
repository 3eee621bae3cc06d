import { Random } from '../random.ts';
import type { CatalogueEntry } from '../seed/catalogue-entries.ts';
import { buildProduct } from '../seed/catalogue.ts';
import type { StoreProduct } from '../store/catalogue-state.ts';
import { publish } from '../store/hook-delivery.ts';
import { currentLevel, writeLevel } from '../store/stock-levels.ts';
import type { StoreState } from '../store/store-state.ts';
import { newProduct } from '../warehouse/product-life.ts';
import type { MerchantState } from '../warehouse/merchant-state.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';

/** A product that the merchant adds to the shop. Only name and SKU are needed. */
export type NewProduct = Partial<CatalogueEntry> &
  Pick<CatalogueEntry, 'name' | 'sku'> & {
    storeHash?: string;
    /** Stock of each variant. Default 10. */ level?: number;
  };

export interface ProductAnswer {
  productId: number;
  variants: { variantId: number; sku: string; level: number }[];
}

const answer = (store: StoreState, product: StoreProduct): ProductAnswer => ({
  productId: product.id,
  variants: product.variants.map((v) => ({ variantId: v.id, sku: v.sku, level: currentLevel(store, v) })),
});

export function addShopProduct(world: World, store: StoreState, given: NewProduct): ProductAnswer {
  const { level = 10, ...entry } = given;
  const now = world.clock.now();
  const last = (ids: readonly number[]) => (ids.at(-1) ?? 0) + 1;
  const counters = { product: last(store.catalogue.productIds), variant: last(store.catalogue.variantIds) };
  const whole: CatalogueEntry = { price: 10, weight: 0.1, description: '', ...entry };
  const product = buildProduct(new Random(1), counters, whole, now, [level, level]);
  store.catalogue.add(product);
  publish(world, store, 'store/product/created', { type: 'product', id: product.id });
  return answer(store, product);
}

export interface ProductChange {
  storeHash?: string;
  name?: string;
  /** A new SKU for this variant (and for its product, when that has no options). */
  newSku?: string;
  /** A level typed in by hand; not counted as a write of stock. */
  level?: number;
  visible?: boolean;
  /** False disables the purchase of this variant. */
  forSale?: boolean;
  /** Goods become a download, or the other way round. */
  type?: StoreProduct['type'];
  /** Deletes the product with all its variants. */
  remove?: boolean;
}

/** What the merchant does to the product that a SKU belongs to. */
export function changeShopProduct(world: World, store: StoreState, sku: string, change: ProductChange): ProductAnswer {
  const variant = store.catalogue.withSku(sku)[0];
  if (!variant) throw new ControlError(404, `The store has no product with the SKU '${sku}'.`);
  const { product } = variant;
  if (change.name !== undefined) product.name = change.name;
  if (change.visible !== undefined) product.isVisible = change.visible;
  if (change.type !== undefined) product.type = change.type;
  if (change.newSku !== undefined) {
    if (product.sku === variant.sku) store.catalogue.setProductSku(product, change.newSku);
    store.catalogue.setVariantSku(variant, change.newSku);
  }
  if (change.forSale !== undefined) variant.purchasingDisabled = !change.forSale;
  if (change.level !== undefined) writeLevel(world, store, variant, product, 1, change.level, 'order');
  if (change.remove) {
    store.catalogue.remove(product);
    publish(world, store, 'store/product/deleted', { type: 'product', id: product.id });
    return { productId: product.id, variants: [] };
  }
  store.catalogue.touch(product, world.clock.now());
  publish(world, store, 'store/product/updated', { type: 'product', id: product.id });
  return answer(store, product);
}

export interface MethodChange {
  storeHash?: string;
  /** The method to change; a new one without it. */
  id?: number;
  /** Zone of a new method. Default: the first. */
  zoneId?: number;
  name?: string;
  enabled?: boolean;
}

/** Adds a shipping method, renames one or switches it. */
export function changeMethod(store: StoreState, change: MethodChange): { id: number; name: string; enabled: boolean } {
  const all = store.zones.flatMap((zone) => zone.methods);
  let method = all.find((m) => m.id === change.id);
  if (!method) {
    const zone = change.zoneId === undefined ? store.zones[0] : store.zones.find((z) => z.id === change.zoneId);
    if (change.id !== undefined || !zone) throw new ControlError(404, 'There is no such zone or method.');
    if (change.name === undefined) throw new ControlError(400, 'A new method needs a name.');
    method = {
      id: Math.max(0, ...all.map((m) => m.id)) + 1,
      name: '',
      type: 'perorder',
      enabled: true,
      settings: { rate: 5 },
    };
    zone.methods.push(method);
  }
  method.name = change.name ?? method.name;
  method.enabled = change.enabled ?? method.enabled;
  return { id: method.id, name: method.name, enabled: method.enabled };
}

export interface NewLocation {
  storeHash?: string;
  label: string;
  code?: string;
}

export interface NewWarehouseProduct {
  merchantId?: string;
  code: string;
  name?: string;
  /** Makes a second row with a code that is there already, as a lookup by code may answer. */
  twin?: boolean;
}

/** A product made by hand in myOGO. */
export function addWarehouseProduct(
  world: World,
  merchant: MerchantState,
  given: NewWarehouseProduct,
): { id: string; code: string } {
  if (merchant.product(given.code) && !given.twin)
    throw new ControlError(409, `The merchant has a product '${given.code}' already.`);
  const product = newProduct(world, merchant, given.code, { languageCode: 'en', name: given.name ?? given.code });
  return { id: product.id, code: product.code };
}
