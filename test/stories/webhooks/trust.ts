import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import type { IntegrationStatus } from '../../../src/contract/integration.ts';
import { fastWorlds, type FastWorld } from '../engine/fast-world.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import { LifeOrder } from '../life/life-order.ts';
import type { LifeStore } from '../life/life-store.ts';
import { Life } from '../life/life.ts';
import { needsOf } from '../life/opening.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Nothing that is looked for stays away for so long. */
const GIVE_UP_MS = 3 * HOUR;

/** How deliveries stop: lost on their way, so that nobody knows; or nobody is there to take them, so that they come again. */
export type Stop = 'lost' | 'receiver-dead';

/** Minutes that one order took from the store to the warehouse. */
export interface Trusted {
  readonly stop: Stop;
  /** Minutes between the last change that a webhook told of and the first one that none told of. */
  readonly quietMinutes: number;
  /** How many times as rare polls had become. */
  readonly stretch: number;
  /** While webhooks are trusted. */
  readonly trusted: number;
  /** The first one after deliveries stopped. */
  readonly first: number;
  /** Those after it, as long as none is delivered. */
  readonly later: readonly number[];
  /** How far polls are stretched then, and why not further. */
  readonly fallen: Pick<IntegrationStatus['webhooks'], 'stretch' | 'summary'>;
  /** After deliveries go on. */
  readonly after: number;
}

export interface Given {
  readonly time: VirtualTime;
  readonly vms: ReusableVMWorkflowCreator;
}

/** Webhooks earn trust, deliveries stop, and go on again. */
export async function loseTrust(stop: Stop, quietMinutes: number, { time, vms }: Given): Promise<Trusted> {
  const world = await fastWorlds(time, vms, 'all-well')(quietMinutes + 1, needsOf([]));
  try {
    const life = await Life.begin(world, []);
    const [store] = life.stores;
    const { machine, control, receiver } = world;
    if (receiver === undefined || store === undefined) throw new Error('the life has no receiver, or no store');
    const shop: Shop = { world, life, store };
    const rest = (minutes: number) => machine.drive(time.now + minutes * MINUTE);
    const trusted = await earn(shop, rest);
    const { stretch } = (await statusOf(shop)).webhooks;
    await rest(quietMinutes);
    if (stop === 'lost') control.settings({ hookLoss: 1 });
    else receiver.dead = true;
    const stoppedAt = time.now;
    const first = await arrival(shop);
    const later: number[] = [];
    while (later.length < 4 || time.now < stoppedAt + HOUR) {
      await rest(13 + later.length);
      later.push(await arrival(shop));
    }
    const { webhooks: fallen } = await statusOf(shop);
    control.settings({ hookLoss: 0 });
    receiver.dead = false;
    await rest(10);
    return {
      stop,
      quietMinutes,
      stretch,
      trusted,
      first,
      later,
      fallen: { stretch: fallen.stretch, summary: fallen.summary },
      after: await arrival(shop),
    };
  } finally {
    await world.close();
  }
}

interface Shop {
  readonly world: FastWorld;
  readonly life: Life;
  readonly store: LifeStore;
}

/** A day of business, of which webhooks tell: orders, parcels and levels. @returns minutes that the last order took */
async function earn(shop: Shop, rest: (minutes: number) => Promise<void>): Promise<number> {
  let took = Infinity;
  for (let round = 0; round < 17; round += 1) {
    took = await arrival(shop);
    await rest(6);
    shop.life.shipAll();
    await rest(6);
    count(shop, 300 + round);
    await rest(6);
  }
  return took;
}

/** Somebody buys. @returns minutes until the order is in the warehouse */
async function arrival({ world, store }: Shop): Promise<number> {
  const { machine, control } = world;
  const began = world.now();
  const [sku = ''] = store.skus;
  const { orderId } = control.placeOrder({
    storeHash: store.storeHash,
    shippingMethod: 'DHL Express',
    country: 'FI',
    lines: [{ sku, quantity: 1 }],
  });
  const order = new LifeOrder(world.world, store, orderId);
  await machine.drive(began + GIVE_UP_MS, () => order.inWarehouse().length > 0);
  if (order.inWarehouse().length !== 1) throw new Error(`order ${orderId} is not in the warehouse once`);
  return Math.round(((world.now() - began) / MINUTE) * 100) / 100;
}

function count({ world, store }: Shop, pieces: number): void {
  const [, sku = ''] = store.skus;
  world.control.goodsIn({ [sku]: pieces - (store.shelf(sku)?.available ?? 0) }, store.merchant.merchantId);
}

function statusOf({ world, store }: Shop): Promise<IntegrationStatus> {
  return world.wait(store.shop.status());
}
