import type { EffectName } from '../../../dev/stand-ins/ledger.ts';
import type { Settings } from '../../../dev/stand-ins/settings.ts';
import type { Act } from '../acts/act.ts';
import { fastWorlds } from '../engine/fast-world.ts';
import { judgeHarm } from '../judge/harm.ts';
import { judgeRest } from '../judge/rest.ts';
import { Life } from '../life/life.ts';
import { needsOf } from '../life/opening.ts';
import type { Given } from './trust.ts';

/** Between two acts: more than two polls, so that what a webhook tells and what a poll finds come to the same. */
const BETWEEN_MINUTES = 13;

interface Weather {
  readonly webhooks: boolean;
  readonly settings?: Partial<Settings>;
  /** The receiver is dead for the acts from the first to the second number. */
  readonly dead?: readonly [from: number, to: number];
}

/** Everything that may become of a delivery. */
export const weathers = {
  'without webhooks': { webhooks: false },
  'with webhooks': { webhooks: true },
  'all lost': { webhooks: true, settings: { hookLoss: 1 } },
  'half lost, half doubled': { webhooks: true, settings: { hookLoss: 0.5, hookDoubling: 0.5 } },
  'all doubled and out of order': { webhooks: true, settings: { hookDoubling: 1, hookShuffleMs: 60_000 } },
  'later than any poll': { webhooks: true, settings: { hookDelayMs: 20 * 60_000 } },
  'with forged secrets': { webhooks: true, settings: { hookSecrets: 'wrong' } },
  'to a receiver that is dead for an hour': { webhooks: true, dead: [2, 7] },
} as const satisfies Readonly<Record<string, Weather>>;
export type WeatherName = keyof typeof weathers;

const noticed: readonly EffectName[] = [
  'myogo order created',
  'shipment created',
  'store order status',
  'customer mail',
];

const newest = { order: 0, which: 0 };
const place = (quantity: number, status = 11, addresses: 1 | 2 = 1): Act => ({
  ...newest,
  do: 'place',
  status,
  addresses,
  linked: true,
  lines: Array.from({ length: addresses }, (_, sku) => ({ sku, quantity })),
});
/** What both sides' people do, one after another. */
const acts: readonly Act[] = [
  place(1),
  place(2, 7),
  { ...newest, do: 'status', to: 11 },
  place(1, 11, 2),
  { ...newest, do: 'count', pieces: 40 },
  { order: 2, which: 0, do: 'warehouse', to: 'SHIPPED', tracking: true },
  { order: 1, which: 0, do: 'refund', quantity: 1 },
  { ...newest, do: 'warehouse', to: 'COLLECTING', tracking: false },
  { ...newest, do: 'warehouse', to: 'SHIPPED', tracking: true },
  { order: 1, which: 0, do: 'status', to: 5 },
  place(3),
  { order: 1, which: 1, do: 'warehouse', to: 'SHIPPED', tracking: true },
];

/** Lives the same story in one weather. @returns all that people and both sides notice, as one text */
export async function livedIn(name: WeatherName, { time, vms }: Given): Promise<string> {
  const { webhooks, settings, dead }: Weather = weathers[name];
  const lived = await fastWorlds(time, vms, webhooks ? 'all-well' : 'none')(5, needsOf([]));
  try {
    const life = await Life.begin(lived, []);
    const { control, world, receiver } = lived;
    if (settings !== undefined) control.settings(settings);
    for (const [index, act] of acts.entries()) {
      if (receiver !== undefined) receiver.dead = dead !== undefined && index >= dead[0] && index < dead[1];
      await life.live({ act, thenSeconds: BETWEEN_MINUTES * 60 });
    }
    await life.quieten(150);
    life.shipAll();
    await life.quieten(60);
    const faults = [...judgeHarm(life), ...(await judgeRest(life))];
    const { effects } = world.ledger.report();
    const orders = life.orders.map((order) => [order.orderId, order.inStore().statusId]);
    // Of two places of one order, the one or the other is sent first, and gets the first number.
    const sent = life.orders
      .flatMap((order) => order.inWarehouse())
      .map(({ reference, status, lines, trackingNumber }) => ({
        reference,
        status,
        tracked: trackingNumber !== null,
        lines: lines.map(({ code, quantity }) => [code, quantity]),
      }))
      .sort((a, b) => (a.reference < b.reference ? -1 : 1));
    const levels = life.stores.flatMap((store) => store.skus.map((sku) => [sku, store.shelf(sku)]));
    const counts = noticed.map((effect) => [effect, sorted(effects[effect] ?? {})]);
    return JSON.stringify({ faults, orders, sent, levels, counts }, undefined, 1);
  } finally {
    await lived.close();
  }
}

function sorted(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  // Parcels without their numbers, as above.
  return Object.entries(counts)
    .map(([key, count]) => [key.replace(/\/T\d+$/, ''), count] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
