import type { Control } from '../../../dev/stand-ins/control/control.ts';
import type { StoreCredentials } from '../../../dev/stand-ins/world.ts';
import type { StoreState } from '../../../dev/stand-ins/store/store-state.ts';
import type { Timed } from '../acts/act.ts';
import { LifeStore } from './life-store.ts';
import type { LifeWorld } from './life-world.ts';

export const CODE = 'DHL-EXPRESS';
/** What orders are made of. */
const ORDERED = 3;
/** So many fall at once that a person is asked. */
const MANY = 12;

/** What a story needs beside one store: more is opened only for those that use it, since each costs every life. */
export interface Needs {
  readonly stores: number;
  /** In each store's catalogue. */
  readonly products: number;
  /** How many of them the warehouse has. */
  readonly stocked: number;
  readonly spareMerchant: boolean;
}

export function needsOf(story: readonly Timed[]): Needs {
  const acts = story.map(({ act }) => act);
  return {
    stores: 1 + Math.max(0, ...acts.map((act) => (act.do === 'place' ? (act.store ?? 0) : 0))),
    products: acts.some((act) => act.do === 'sell-out') ? 20 : 6,
    stocked: acts.some((act) => act.do === 'sell-out') ? MANY : ORDERED,
    spareMerchant: acts.some((act) => act.do === 'connect' && act.merchant === 'other'),
  };
}

/** Opens the world of one life; the seed draws what happens first among what may happen at once. */
export type OpenWorld = (seed: number, needs: Needs) => Promise<LifeWorld>;

/** The stores of one life: the second shares the first one's merchant, a third has its own. */
export function openedStores(control: Control, { stores, products }: Needs): readonly StoreCredentials[] {
  const first = control.addStore({ products, plan: 'unlimited' });
  const further = Array.from({ length: stores - 1 }, (_, index) =>
    control.addStore({ ...(index === 0 && { merchantId: first.merchantId }), products, plan: 'unlimited' }),
  );
  return [first, ...further];
}

/** Connects every store, with goods at its merchant. */
export async function openStores(
  world: LifeWorld,
  story: readonly Timed[],
): Promise<{ readonly stores: readonly LifeStore[]; readonly spareMerchant: string | undefined }> {
  const { control } = world;
  const needs = needsOf(story);
  await world.insist(() => world.ogoship.setUp());
  const spareMerchant = needs.spareMerchant ? control.addStore({ products: 1 }).merchantId : undefined;
  const stores: LifeStore[] = [];
  for (const [index, { storeHash, merchantId, apiToken, secretToken }] of world.stores.entries()) {
    const shop = world.ogoship.integration(storeHash);
    const state = control.store(storeHash);
    const sold = ordinarySkus(state);
    const stocked = sold.slice(0, needs.stocked);
    await world.insist(() =>
      shop.connect({
        bigcommerce: { apiToken },
        myogo: { merchantId, secretToken },
        settings: { ...world.settings, enableLatestChanges: 'by-hand' },
      }),
    );
    await world.insist(() => shop.shipping.link({ method: 'DHL*', code: CODE }));
    await world.insist(() => shop.latestChanges.enable({ every: world.cadence.often, force: true }));
    const merchant = control.merchant(merchantId);
    const store = new LifeStore({ index, state, shop, merchant, skus: sold.slice(0, ORDERED), stocked });
    store.took(world.settings);
    stores.push(store);
    for (const each of [merchantId, ...(spareMerchant === undefined ? [] : [spareMerchant])]) {
      const unknown = stocked.filter((sku) => control.merchant(each).product(sku) === undefined);
      for (const sku of unknown) control.addWarehouseProduct({ merchantId: each, code: sku, name: sku });
      control.goodsIn(Object.fromEntries(unknown.map((sku) => [sku, 500])), each);
    }
  }
  return { stores, spareMerchant };
}

/** SKUs of visible goods that one row alone carries. */
function ordinarySkus({ catalogue }: StoreState): string[] {
  return catalogue.variantIds.flatMap((id) => {
    const variant = catalogue.variants.get(id);
    const fits = variant?.product.type === 'physical' && variant.product.isVisible && /^[\w-]+$/.test(variant.sku);
    return fits && catalogue.withSku(variant.sku).length === 1 ? [variant.sku] : [];
  });
}
