import { Random } from '../random.ts';
import { seedCatalogue } from '../seed/catalogue.ts';
import { defaultZones } from '../seed/shipping.ts';
import type { Plan } from '../store/quota.ts';
import { changeLevel } from '../store/stock-levels.ts';
import { guideScopes, StoreState } from '../store/store-state.ts';
import { MerchantState } from '../warehouse/merchant-state.ts';
import { newProduct } from '../warehouse/product-life.ts';
import type { StoreCredentials, World } from '../world.ts';
import { ControlError } from './control-error.ts';
import { placeOrder } from './place-order.ts';

export interface NewStore {
  /** Default: a seeded one. */
  storeHash?: string;
  /** An existing merchant to share, or the id of a new one. Default: a new one. */
  merchantId?: string;
  /** Default `pro`. */
  plan?: Plan;
  /** Default: the four of the merchant's guide, at modify. */
  scopes?: readonly string[];
  /** Size of the catalogue: the first so many of the default one, or that one and generated variants up to so many. */
  products?: number;
  /** Orders to place. Default 0. */
  orders?: number;
}

const hex = (random: Random, length: number) =>
  Array.from({ length }, () => random.integer(0, 15).toString(16)).join('');

/** Opens a merchant with an empty warehouse. */
function addMerchant(world: World, wanted?: string): MerchantState {
  const merchantId = wanted ?? String(100_000 + world.random.integer(0, 899_999));
  const merchant = new MerchantState(merchantId, hex(world.random, 40));
  world.merchants.set(merchantId, merchant);
  world.secrets.add(merchant.secretToken);
  return merchant;
}

/** Opens a store with a catalogue, an API account and, where it is not shared, a merchant. */
export function addStore(world: World, options: NewStore): StoreCredentials {
  const hash = options.storeHash ?? world.random.text(10);
  if (world.stores.has(hash)) throw new ControlError(409, `There is a store ${hash} already.`);
  const merchant =
    (options.merchantId === undefined ? undefined : world.merchants.get(options.merchantId)) ??
    addMerchant(world, options.merchantId);
  const store = new StoreState({
    hash,
    storeId: 1_000_000 + world.stores.size,
    name: `Sandbox store ${world.stores.size + 1}`,
    plan: options.plan ?? 'pro',
    now: () => world.clock.now(),
  });
  store.zones = defaultZones();
  const apiToken = world.random.text(31);
  store.accounts.set(apiToken, {
    token: apiToken,
    clientId: world.random.text(31),
    scopes: new Set(options.scopes ?? guideScopes),
  });
  world.secrets.add(apiToken);
  world.stores.set(hash, store);
  world.merchantOf.set(hash, merchant.merchantId);
  // The catalogue has its own generator: the same seed gives the same products whatever else was drawn before.
  seedCatalogue(store, new Random(world.random.integer(0, 0x7fffffff)), options.products, world.clock.now());
  world.ledger.silently(() => seedOrders(world, store, options.orders ?? 0));
  return { storeHash: hash, apiToken, merchantId: merchant.merchantId, secretToken: merchant.secretToken };
}

/**
 * Orders of the last ten days in status 11, over all methods and some countries. The seeded levels are what is left
 * after them.
 */
function seedOrders(world: World, store: StoreState, count: number): void {
  const start = world.clock.now() - 10 * 86_400_000;
  const step = (10 * 86_400_000) / Math.max(count, 1);
  const methods = [...store.zones.flatMap((zone) => zone.methods.map((m) => m.name)), 'Free Shipping'];
  for (let n = 0; n < count; n++) {
    const at = new Date(start + n * step).toISOString();
    const placed = placeOrder(world, store, {
      createdAt: at,
      modifiedAt: at,
      shippingMethod: world.random.pick(methods),
      country: world.random.pick(['FI', 'FI', 'SE', 'EE', 'DE', 'FR', 'US']),
    });
    for (const line of store.book.orders.get(placed.orderId)?.lines ?? []) {
      const variant = store.catalogue.variants.get(line.variantId);
      if (variant) changeLevel(world, store, variant, line.taken, 'order');
    }
  }
}

/** Puts goods on the shelf. Goods whose code is unknown become an `XX-` product, as the warehouse does by itself. */
export function ensureShelf(
  world: World,
  merchant: MerchantState,
  code: string,
): { code: string; unidentified: boolean } {
  if (merchant.product(code)) return { code, unidentified: false };
  const unknown = `XX-${code}`;
  if (!merchant.product(unknown))
    newProduct(world, merchant, unknown, { languageCode: 'en', name: 'Unidentified goods' });
  return { code: unknown, unidentified: true };
}
