import type { JsonObject } from '../exchange.ts';
import { isObject, jsonBody } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import type { StoreProduct, StoreVariant } from './catalogue-state.ts';
import { hasOptions } from './catalogue-state.ts';
import { maxLevel } from './catalogue-write.ts';
import { inventoryRefusal } from './errors.ts';
import type { StoreCall } from './route.ts';
import { writeLevel } from './stock-levels.ts';

/** Items times locations in one adjustment. */
export const maxAdjustments = 2000;

interface Target {
  product: StoreProduct;
  /** Absent where the product itself keeps the stock. */
  variant?: StoreVariant;
}

interface Adjustment extends Target {
  locationId: number;
  quantity: number;
  identity: string;
}

/** Finds what an identity names, and refuses the ones that the product's tracking does not allow. */
export function findTarget(call: StoreCall, item: JsonObject): Target & { identity: string } {
  const { catalogue } = call.store;
  const given = (['sku', 'variant_id', 'product_id'] as const).filter((name) => item[name] !== undefined);
  const [kind] = given;
  if (given.length !== 1 || kind === undefined)
    throw inventoryRefusal('[Exactly one of sku, variant_id, product_id must be provided]');
  const value = item[kind];
  const identity = `${kind} ${String(value)}`;
  if (kind === 'product_id') {
    const product = typeof value === 'number' ? catalogue.products.get(value) : undefined;
    if (!product) throw inventoryRefusal(`[Item with ${identity} was not found]`);
    const only = hasOptions(product) ? undefined : product.variants[0];
    if (only) return { product, variant: only, identity };
    if (product.tracking === 'variant')
      throw inventoryRefusal(`[Item with ${identity} is tracked by variant, please update stock by variant id or sku]`);
    return { product, identity };
  }
  // Two variants with one SKU cannot be told apart; the older one is taken.
  const variant =
    kind === 'sku'
      ? typeof value === 'string'
        ? catalogue.withSku(value)[0]
        : undefined
      : typeof value === 'number'
        ? catalogue.variants.get(value)
        : undefined;
  if (!variant) throw inventoryRefusal(`[Item with ${identity} was not found]`);
  if (variant.product.tracking === 'product' && hasOptions(variant.product))
    throw inventoryRefusal(`[Item with ${identity} is tracked by product, please update stock by product id]`);
  return { product: variant.product, variant, identity };
}

function read(call: StoreCall, lowest: number): Adjustment[] {
  const body = jsonBody(call.exchange);
  if (!isObject(body) || !Array.isArray(body['items']) || body['items'].length === 0)
    throw inventoryRefusal('[items must not be empty]');
  const items: unknown[] = body['items'];
  if (items.length > maxAdjustments) throw inventoryRefusal(`[items must contain at most ${maxAdjustments} elements]`);
  return items.map((item) => {
    if (!isObject(item)) throw inventoryRefusal('[items must be objects]');
    const { location_id: locationId, quantity } = item;
    if (!call.store.catalogue.locations.some((l) => l.id === locationId) || typeof locationId !== 'number')
      throw inventoryRefusal(`[Location with id ${String(locationId)} was not found]`);
    if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < lowest)
      throw inventoryRefusal('[quantity must be a whole number of 0 or more]');
    const target = findTarget(call, item);
    if (target.product.tracking === 'none' && call.world.settings.of(call.store.hash).untrackedAdjustment === 'refuse')
      throw inventoryRefusal(`[Item with ${target.identity} is not tracked]`);
    return { ...target, locationId, quantity };
  });
}

/** The answer comes at once, the effect a little later; a transaction cannot be asked for. */
function apply(call: StoreCall, adjustments: Adjustment[], target: (adjustment: Adjustment) => number): Reply {
  const { world, store } = call;
  const act = () => {
    for (const adjustment of adjustments) {
      if (adjustment.product.tracking === 'none') continue;
      const level = target(adjustment);
      if (level > maxLevel) continue;
      writeLevel(world, store, adjustment.variant, adjustment.product, adjustment.locationId, level, 'inventory');
    }
  };
  const { inventoryDelayMs } = world.settings.of(store.hash);
  if (inventoryDelayMs > 0) world.later(inventoryDelayMs, act);
  else act();
  return ok({ transaction_id: world.random.uuid() });
}

const levelOf = (call: StoreCall, { variant, product, locationId }: Adjustment) =>
  (variant ? call.store.catalogue.levelsOf(variant) : product.levels).get(locationId);

/** `PUT /v3/inventory/adjustments/absolute`: sets on-hand; one wrong item refuses all (UNCONFIRMED). */
export function adjustAbsolute(call: StoreCall): Reply {
  return apply(call, read(call, 0), (adjustment) => adjustment.quantity);
}

/** `POST /v3/inventory/adjustments/relative`: needs a level that has been set once, and may not go below zero. */
export function adjustRelative(call: StoreCall): Reply {
  const adjustments = read(call, -maxLevel);
  for (const adjustment of adjustments) {
    const level = levelOf(call, adjustment);
    if (!level?.recorded)
      throw inventoryRefusal(
        `Items with identity: [${adjustment.identity}] requires absolute adjustment before relative`,
      );
    if (level.onHand + adjustment.quantity < level.safety)
      throw inventoryRefusal(`[Insufficient stock of item with ${adjustment.identity}]`);
  }
  return apply(call, adjustments, (adjustment) => (levelOf(call, adjustment)?.onHand ?? 0) + adjustment.quantity);
}
