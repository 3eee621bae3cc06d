import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { Random } from '../../../dev/stand-ins/random.ts';
import type { IntegrationStatus } from '../../../src/contract/integration.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import { beginLife, type Life } from '../life.ts';

const BEGINNING = Date.parse('2026-11-02T08:00:00Z');
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
  time.reset(BEGINNING);
  const random = new Random(quietMinutes + 1);
  const pick = (count: number) => (count === 1 ? 0 : random.integer(0, count - 1));
  const life = await beginLife({ time, vms, seed: 7, pick, webhooks: true });
  try {
    const { machine, control, receiver } = life.world;
    if (receiver === undefined) throw new Error('the life has no receiver');
    const rest = (minutes: number) => machine.drive(time.now + minutes * MINUTE);
    const trusted = await earn(life, rest);
    const { stretch } = (await statusOf(life)).webhooks;
    await rest(quietMinutes);
    if (stop === 'lost') control.settings({ hookLoss: 1 });
    else receiver.dead = true;
    const stoppedAt = time.now;
    const first = await arrival(life);
    const later: number[] = [];
    while (later.length < 4 || time.now < stoppedAt + HOUR) {
      await rest(13 + later.length);
      later.push(await arrival(life));
    }
    const { webhooks: fallen } = await statusOf(life);
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
      after: await arrival(life),
    };
  } finally {
    await life.close();
  }
}

/** A day of business, of which webhooks tell: orders, parcels and levels. @returns minutes that the last order took */
async function earn(life: Life, rest: (minutes: number) => Promise<void>): Promise<number> {
  let took = Infinity;
  for (let round = 0; round < 17; round += 1) {
    took = await arrival(life);
    await rest(6);
    life.shipAll();
    await rest(6);
    count(life, 300 + round);
    await rest(6);
  }
  return took;
}

/** Somebody buys. @returns minutes until the order is in the warehouse */
async function arrival(life: Life): Promise<number> {
  const { machine, time, control } = life.world;
  const began = time.now;
  const [sku = ''] = life.skus;
  const { orderId } = control.placeOrder({
    storeHash: life.storeHash,
    shippingMethod: 'DHL Express',
    country: 'FI',
    lines: [{ sku, quantity: 1 }],
  });
  await machine.drive(began + GIVE_UP_MS, () => life.warehouseOrders(orderId).length > 0);
  if (life.warehouseOrders(orderId).length !== 1) throw new Error(`order ${orderId} is not in the warehouse once`);
  return Math.round(((time.now - began) / MINUTE) * 100) / 100;
}

function count(life: Life, pieces: number): void {
  const { control } = life.world;
  const [, sku = ''] = life.skus;
  control.goodsIn({ [sku]: pieces - (life.shelf(sku)?.available ?? 0) });
}

function statusOf(life: Life): Promise<IntegrationStatus> {
  const { machine, ogoship } = life.world;
  return machine.wait(ogoship.integration(life.storeHash).status(), 60_000);
}
