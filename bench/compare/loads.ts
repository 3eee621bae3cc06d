import { setTimeout as pause } from 'node:timers/promises';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import { eachOf } from '../each-of.ts';
import type { Comparable } from './arguments.ts';
import type { BuildShop, LegOfBuild } from './build-client.ts';
import type { RoundDone } from './measure.ts';
import type { Side, World } from './sides.ts';

/** Work that any build can be set to by its own client, and that is judged from outside. */
export interface Load {
  readonly unit: string;
  /** Workflow types of its runs; their names are fixed. */
  readonly types: readonly string[];
  /** What it calls of an integration: a build without it cannot be compared. */
  readonly needs: readonly string[];
  /** Makes a side ready. @returns a round, to be done again and again */
  readonly prepare: (side: Side, world: World) => Promise<() => Promise<RoundDone>>;
}

const AT_ONCE = 20;
const SKU = 'MUG-ENAMEL';
const ORDERS = 100;
const CHANGED_SKUS = 1_000;
const PRODUCTS = 200;
/** So rarely that none begins by itself while something is measured. */
const EVERY = '24h';
const MOST_TRIES = 600;

export const loads: Readonly<Record<Comparable, Load>> = {
  orders: {
    unit: 'order',
    types: ['fulfilOrder'],
    needs: ['shipping.link', 'latestChanges.enable', 'latestChanges.runNow', 'questions', 'answer'],
    prepare: async (side, { standIns }) => {
      const { store, shop } = await newShop(side, standIns, 10);
      const { storeHash, merchantId } = store;
      await shop.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
      await standIns.control('warehouse-products', { merchantId, code: SKU });
      await standIns.control('goods-in', { merchantId, [SKU]: 1_000_000 });
      await enable(side, shop);
      return async () => {
        const order = { storeHash, lines: [{ sku: SKU }], shippingMethod: 'DHL Express', country: 'FI' };
        const ids = await eachOf([...Array(ORDERS).keys()], AT_ONCE, async () => {
          return ((await standIns.control('orders', order)) as { orderId: number }).orderId; // the sandbox's own answer
        });
        const found = await standIns.seq();
        const foundAt = Date.now();
        await shop.latestChanges.runNow();
        const wanted = { name: 'myogo order created', of: `${storeHash}-`, count: ORDERS } as const;
        const handedOverAt = await standIns.untilEffects(wanted, found);
        await eachOf(ids, AT_ONCE, (orderId) =>
          standIns.control(`warehouse/${storeHash}-${orderId}`, {
            merchantId,
            status: 'SHIPPED',
            tracking: `T-${orderId}`,
          }),
        );
        const shippedAt = Date.now();
        await shop.latestChanges.runNow();
        const shipments = { name: 'shipment created', of: `${storeHash}/`, count: ORDERS } as const;
        return {
          units: ORDERS,
          runs: ORDERS,
          phases: [
            { setOffAt: foundAt, lastEffectAt: handedOverAt },
            { setOffAt: shippedAt, lastEffectAt: await standIns.untilEffects(shipments, found) },
          ],
        };
      };
    },
  },
  stock: {
    unit: 'changed SKU',
    types: ['latestChanges'],
    needs: ['latestChanges.enable', 'latestChanges.runNow', 'questions', 'answer'],
    prepare: async (side, { standIns }) => {
      const { store, shop } = await newShop(side, standIns, 10);
      const { storeHash, merchantId } = store;
      const skus = [...Array(CHANGED_SKUS).keys()].map((index) => `LEVEL-${1_000 + index}`);
      await eachOf(skus, AT_ONCE, async (sku) => {
        await standIns.control('products', { storeHash, name: sku, sku });
        await standIns.control('warehouse-products', { merchantId, code: sku });
      });
      const goods = Object.fromEntries(skus.map((sku) => [sku, 1]));
      await standIns.control('goods-in', { ...goods, merchantId });
      await enable(side, shop);
      return async () => {
        await standIns.control('goods-in', { ...goods, merchantId });
        const seq = await standIns.seq();
        const setOffAt = Date.now();
        await shop.latestChanges.runNow();
        const wanted = { name: 'store stock written', of: `${storeHash}/`, count: skus.length } as const;
        return {
          units: skus.length,
          runs: 1,
          phases: [{ setOffAt, lastEffectAt: await standIns.untilEffects(wanted, seq) }],
        };
      };
    },
  },
  products: {
    unit: 'product',
    types: ['createProducts', 'createProduct'],
    needs: ['products.create'],
    prepare: (side, { standIns }) =>
      Promise.resolve(async () => {
        // A store of its own for each round: what was created once is unchanged for ever after.
        const { store, shop } = await newShop(side, standIns, PRODUCTS);
        const seq = await standIns.seq();
        const setOffAt = Date.now();
        const { created } = await (await shop.products.create({ all: true })).result();
        const wanted = { name: 'myogo product created', of: `${store.merchantId}/`, count: created } as const;
        const lastEffectAt = await standIns.untilEffects(wanted, seq);
        return { units: created, runs: 1, phases: [{ setOffAt, lastEffectAt }] };
      }),
  },
};

async function newShop(
  { client }: Side,
  standIns: World['standIns'],
  products: number,
): Promise<{ readonly store: StoreCredentials; readonly shop: BuildShop }> {
  const store = await standIns.newStore(products);
  const shop = client.integration(store.storeHash);
  await shop.connect({
    bigcommerce: { apiToken: store.apiToken },
    myogo: { merchantId: store.merchantId, secretToken: store.secretToken },
    settings: { enableLatestChanges: 'by-hand', waitForTrackingMinutes: 0, brakeShare: 1 },
  });
  return { store, shop };
}

/** Switches latest changes on, and waits until everything has been compared once and nothing more is found. */
export async function enable({ temporal: { workflow } }: Pick<Side, 'temporal'>, shop: BuildShop): Promise<void> {
  await shop.latestChanges.enable({ every: EVERY, force: true });
  for (let tries = 1; ; tries += 1) {
    for (const { id, answer } of await shop.questions()) if (answer === undefined) await shop.answer(id, 'approve');
    const { legs = {} } = await shop.latestChanges.runNow();
    const asked = Object.values(legs);
    // Products that were changed before the store was enabled are looked through by a run of their own.
    const { count } = await workflow.count(
      `ExecutionStatus = 'Running' AND WorkflowType IN ('createProducts', 'createProduct', 'reconcile')`,
    );
    if (asked.length > 0 && asked.every(isAtRest) && count === 0) return;
    if (tries === MOST_TRIES)
      throw new Error(`latest changes do not come to rest: ${JSON.stringify(legs)}, ${count} runs are open`);
    await pause(1_000);
  }
}

/** A full page says nothing of the rows behind it: while the overlap holds more, a leg reads them again and changes nothing. */
function isAtRest(leg: LegOfBuild): boolean {
  return leg?.kind === 'nothing' || (leg?.kind === 'done' && leg.changes === 0);
}
