import type { World } from '../world.ts';
import type { LocationLevel, StoreProduct, StoreVariant } from './catalogue-state.ts';
import { available, hasOptions } from './catalogue-state.ts';
import { publish } from './hook-delivery.ts';
import type { StoreState } from './store-state.ts';

/** What made a level change. Only writes from outside are effects of the ledger. */
export type StockSource = 'inventory' | 'catalog' | 'order';

/** Available to sell of a variant at the default location. */
export const currentLevel = (store: StoreState, variant: StoreVariant): number =>
  available(store.catalogue.levelsOf(variant).get(1));

function levelAt(levels: Map<number, LocationLevel>, locationId: number): LocationLevel {
  let level = levels.get(locationId);
  if (!level) levels.set(locationId, (level = { onHand: 0, safety: 0, recorded: false }));
  return level;
}

/** Adds to the on-hand quantity at the default location. */
export function changeLevel(
  world: World,
  store: StoreState,
  variant: StoreVariant,
  change: number,
  source: StockSource,
): void {
  const level = levelAt(store.catalogue.levelsOf(variant), 1);
  writeLevel(world, store, variant, variant.product, 1, level.onHand + change, source);
}

/**
 * Sets the on-hand quantity of a variant, or of a product that keeps its own stock, at a location.
 * A catalogue write always bumps the product's `date_modified`; for the others a switch decides (UNCONFIRMED).
 */
export function writeLevel(
  world: World,
  store: StoreState,
  variant: StoreVariant | undefined,
  product: StoreProduct,
  locationId: number,
  onHand: number,
  source: StockSource,
): void {
  const levels = variant ? store.catalogue.levelsOf(variant) : product.levels;
  const level = levelAt(levels, locationId);
  level.onHand = onHand;
  level.recorded = true;
  if (source !== 'order') {
    const sku = variant?.sku ?? product.sku;
    world.ledger.record('store stock written', `${store.hash}/${sku}`, { via: source, level: onHand, locationId });
  }
  if (source === 'catalog' || world.settings.of(store.hash).stockBumpsProduct) {
    store.catalogue.touch(product, world.clock.now());
    publish(world, store, 'store/product/updated', { type: 'product', id: product.id });
  }
  const suffix = source === 'order' ? 'inventory/order/updated' : 'inventory/updated';
  if (variant && hasOptions(product)) {
    publish(world, store, `store/sku/${suffix}`, {
      type: 'sku',
      id: variant.id,
      inventory: { product_id: product.id, variant_id: variant.id, method: 'absolute', value: onHand },
    });
  } else {
    publish(world, store, `store/product/${suffix}`, {
      type: 'product',
      id: product.id,
      inventory: { product_id: product.id, method: 'absolute', value: onHand },
    });
  }
}
