import type { storyFaults } from '../engine/transport.ts';
import { instantTravels, storeTravels, type Brings, type TravelAct } from '../travels/acts.ts';

/** Words of the warehouse that its people move an order to. */
export const warehouseWords = [
  'NEW',
  'PENDING',
  'COLLECTING',
  'SHIPPED',
  'CANCELLED',
  'RETURNED',
  'DRAFT',
  'RESERVED',
  'LOCKED',
] as const;

/**
 * One thing that somebody does. An act is plain data: a story is a list of them, which is shrunk, printed, kept in a file
 * and lived again as it is. `order` counts from the newest, over all stores; `which` and `line` go round what there is. An
 * act upon a store or its merchant means those of that order. What cannot be done at its time (nothing is there to
 * refund) is nothing.
 */
export type Act = { readonly order: number; readonly which: number } & (
  OrderAct | WarehouseAct | DecisionAct | StoreAct | GoodsAct | MachineAct | TravelAct
);

/** What shoppers and the merchant do to an order in the store. */
type OrderAct =
  | {
      readonly do: 'place';
      readonly status: number;
      readonly lines: readonly { sku: number; quantity: number }[];
      readonly addresses: 1 | 2;
      readonly linked: boolean;
      /** Default 0. The second store shares the first one's merchant. */
      readonly store?: number | undefined;
      readonly brings?: Brings | undefined;
    }
  | { readonly do: 'status'; readonly to: number }
  | { readonly do: 'refund'; readonly quantity: number }
  | { readonly do: 'address'; readonly what: 'street' | 'contact' | 'method' | 'new-id' | 'street-and-new-id' }
  | { readonly do: 'add-address' | 'remove-address' | 'move-line' }
  | { readonly do: 'line'; readonly what: 'add' | 'remove' | 'more' | 'less' | 'new-ids' | 'new-ids-and-records' }
  | { readonly do: 'ship-by-hand'; readonly quantity: number; readonly tracking: boolean }
  | { readonly do: 'delete-shipment' | 'correct-shipment' }
  | { readonly do: 'archive'; readonly archived: boolean };

/** What the warehouse's people do to its orders. */
type WarehouseAct =
  | { readonly do: 'warehouse'; readonly to: (typeof warehouseWords)[number]; readonly tracking: boolean }
  | { readonly do: 'ship-other'; readonly what: 'short' | 'more' | 'substitute' }
  | { readonly do: 'split'; readonly suffix: string; readonly ship: boolean }
  | { readonly do: 'twin' | 'extra' | 'gift' | 'vanish' | 'reappear' | 'untrack' | 'track' }
  | { readonly do: 'puts'; readonly answer: 'ignore' | 'refuse' | 'obey' };

/** What a person decides of one order. */
type DecisionAct =
  | { readonly do: 'release'; readonly kind: 'use-code' | 'hand-over-again' | 'treat-as-done' | 'cancel' }
  | { readonly do: 'retry' | 'cancel' | 'fulfil' };

/** What a merchant does to the whole of a store's integration. */
type StoreAct =
  | { readonly do: 'link'; readonly linked: boolean }
  | { readonly do: 'relink'; readonly to: 'other-code' | 'nothing' | 'back' }
  | { readonly do: 'pause' | 'resume' | 'compare' | 'disconnect' | 'create-products' }
  | { readonly do: 'connect'; readonly merchant: 'same' | 'other' }
  | { readonly do: 'changes'; readonly what: 'disable' | 'enable' | 'run' }
  | { readonly do: 'buffer'; readonly pieces: number }
  | { readonly do: 'setting'; readonly what: 'editable' | 'wait-for-number' | 'grace' | 'brake'; readonly on: boolean }
  | { readonly do: 'revoke'; readonly side: 'store' | 'warehouse' }
  | { readonly do: 'rotate'; readonly well: boolean }
  | { readonly do: 'answer'; readonly decision: 'approve' | 'refuse'; readonly question: 'open' | 'past' };

/** What becomes of goods, in the shop and on the shelf. */
type GoodsAct =
  /** The warehouse counts a shelf anew: goods came, went, or were sold out. */
  | { readonly do: 'count'; readonly pieces: number }
  | { readonly do: 'goods-in'; readonly pieces: number }
  /** All that the merchant sells is gone at once. */
  | { readonly do: 'sell-out' }
  | {
      readonly do: 'product';
      readonly what: 'name' | 'new-sku' | 'old-sku' | 'twin' | 'digital' | 'physical' | 'remove' | 'level';
    };

/** What the machine room and time do. */
type MachineAct =
  | { readonly do: 'kill' | 'build' | 'renew' }
  | {
      readonly do: 'faults';
      readonly kind: (typeof storyFaults)[number];
      readonly side: 'store' | 'warehouse';
      readonly count: number;
      /** Only requests that write. */
      readonly writes?: boolean | undefined;
    }
  /** What either side does in this life that is not published, or that its merchant chooses. */
  | { readonly do: 'habit'; readonly what: Habit }
  | { readonly do: 'wait'; readonly minutes: number };

export const habits = [
  'duplicates-taken',
  'duplicates-reserved',
  'listed-late',
  'coarse-times',
  'words-in-lower-case',
  'no-cancel-by-api',
  'edits-refused',
  'shipments-move-no-status',
  'archived-listed',
] as const;
export type Habit = (typeof habits)[number];

/** When an act happens in the middle of a request that the worker sends. */
export interface During {
  /** Requests of the worker that pass before. */
  readonly requests: number;
  readonly effect: 'before' | 'after';
  /** Only requests that write count. */
  readonly writes?: boolean | undefined;
}

/** An act and its time: now, or in the middle of a request; and how long afterwards nothing else happens. */
export interface Timed {
  readonly act: Act;
  readonly during?: During | undefined;
  readonly thenSeconds: number;
}

/** The acts that people of either side can do while a request is on its way. */
export const instant: ReadonlySet<Act['do']> = new Set<Act['do']>([
  'status',
  'refund',
  'address',
  'add-address',
  'remove-address',
  'move-line',
  'line',
  'ship-by-hand',
  'delete-shipment',
  'archive',
  'warehouse',
  'ship-other',
  'split',
  'twin',
  'gift',
  'count',
  'goods-in',
  'sell-out',
  'product',
  'revoke',
  'kill',
  'build',
  ...instantTravels,
]);

/** Acts that concern no single order, and so meet all of them. */
export const ofNoOrder: ReadonlySet<Act['do']> = new Set<Act['do']>([
  'wait',
  'habit',
  'faults',
  'kill',
  'build',
  'renew',
  'pause',
  'resume',
  'compare',
  'disconnect',
  'connect',
  'changes',
  'create-products',
  'link',
  'relink',
  'puts',
  'count',
  'goods-in',
  'sell-out',
  'product',
  'buffer',
  'setting',
  'revoke',
  'rotate',
  'answer',
  ...storeTravels,
]);

/** Acts that concern every store. */
export const ofAll: ReadonlySet<Act['do']> = new Set<Act['do']>(['wait', 'habit', 'faults', 'kill', 'build', 'renew']);

/** An act as a person reads it. */
export function describe({ act, during: middle, thenSeconds }: Timed): string {
  const { do: what, order, which, ...rest } = act;
  const details = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
  const needsTarget = what !== 'place' && !ofNoOrder.has(what);
  const where = needsTarget
    ? ` of ${order === 0 ? 'the newest order' : `the order ${order} before it`}, no. ${which}`
    : '';
  const when =
    middle === undefined
      ? ''
      : ` — in the middle of a ${middle.writes === true ? 'write' : 'request'}, ${middle.requests} from now, ${middle.effect} its effect`;
  return `${what}${where}${details === '' ? '' : ` (${details})`}${when}; then ${thenSeconds} s`;
}
