import fc from 'fast-check';
import { storyFaults } from './engine/transport.ts';

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
 * and lived again as it is. `order` counts from the newest; `which` and `line` go round what there is. What cannot be
 * done at its time (nothing is there to refund) is nothing.
 */
export type Act = { readonly order: number; readonly which: number } & (
  | {
      readonly do: 'place';
      readonly status: number;
      readonly lines: readonly { sku: number; quantity: number }[];
      readonly addresses: 1 | 2;
      readonly linked: boolean;
    }
  | { readonly do: 'status'; readonly to: number }
  | { readonly do: 'refund'; readonly quantity: number }
  | { readonly do: 'address'; readonly what: 'street' | 'contact' | 'method' | 'new-id' | 'street-and-new-id' }
  | { readonly do: 'add-address' | 'remove-address' | 'move-line' }
  | { readonly do: 'line'; readonly what: 'add' | 'remove' | 'more' | 'less' | 'new-ids' | 'new-ids-and-records' }
  | { readonly do: 'ship-by-hand'; readonly quantity: number; readonly tracking: boolean }
  | { readonly do: 'delete-shipment' | 'correct-shipment' }
  | { readonly do: 'archive'; readonly archived: boolean }
  | { readonly do: 'warehouse'; readonly to: (typeof warehouseWords)[number]; readonly tracking: boolean }
  | { readonly do: 'ship-other'; readonly what: 'short' | 'more' | 'substitute' }
  | { readonly do: 'split'; readonly suffix: string; readonly ship: boolean }
  | { readonly do: 'twin' | 'extra' | 'gift' | 'vanish' | 'reappear' | 'untrack' | 'track' }
  | { readonly do: 'puts'; readonly answer: 'ignore' | 'refuse' | 'obey' }
  | { readonly do: 'link'; readonly linked: boolean }
  | { readonly do: 'release'; readonly kind: 'use-code' | 'hand-over-again' | 'treat-as-done' | 'cancel' }
  | { readonly do: 'retry' | 'cancel' | 'fulfil' | 'pause' | 'resume' | 'compare' | 'kill' | 'renew' }
  | {
      readonly do: 'faults';
      readonly kind: (typeof storyFaults)[number];
      readonly side: 'store' | 'warehouse';
      readonly count: number;
    }
  /** The warehouse counts a shelf anew: goods came, went, or were sold out. */
  | { readonly do: 'count'; readonly pieces: number }
  | { readonly do: 'buffer'; readonly pieces: number }
  | { readonly do: 'wait'; readonly minutes: number }
);

/** An act and its time: now, or in the middle of a request that the worker sends; and how long afterwards nothing else happens. */
export interface Timed {
  readonly act: Act;
  /** Requests of the worker that pass before; absent: now. */
  readonly during?: { readonly requests: number; readonly effect: 'before' | 'after' } | undefined;
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
  'warehouse',
  'ship-other',
  'split',
  'twin',
  'gift',
  'count',
  'kill',
]);

const number = (max: number) => fc.nat({ max });
// The newest is meant most often: acts are to meet.
const target = {
  order: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: number(2) }),
  which: number(3),
};
/** An act upon an order: every field of it is drawn. */
const act = <T extends object>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<
  T & { order: number; which: number }
> => fc.tuple(fc.record(target), fc.record(fields)).map(([of, what]) => ({ ...of, ...(what as T) })); // a record of all fields
const is = <T extends string>(name: T) => fc.constant(name);

const place = fc.record({
  order: fc.constant(0),
  which: fc.constant(0),
  do: is('place'),
  status: fc.oneof(
    { weight: 6, arbitrary: fc.constant(11) },
    { weight: 2, arbitrary: fc.constant(7) },
    { weight: 1, arbitrary: fc.constantFrom(9, 12, 14, 3, 1) },
  ),
  lines: fc.array(fc.record({ sku: number(2), quantity: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 2,
  }),
  addresses: fc.oneof({ weight: 3, arbitrary: fc.constant<1 | 2>(1) }, { weight: 1, arbitrary: fc.constant<1 | 2>(2) }),
  linked: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

const weighted: readonly { weight: number; arbitrary: fc.Arbitrary<Act> }[] = [
  { weight: 3, arbitrary: place },
  {
    weight: 6,
    arbitrary: act({
      do: is('status'),
      to: fc.oneof(
        { weight: 3, arbitrary: fc.constant(5) },
        { weight: 3, arbitrary: fc.constant(11) },
        { weight: 2, arbitrary: fc.constantFrom(2, 9, 10, 7, 12, 4, 3, 14, 6, 13) },
      ),
    }),
  },
  { weight: 5, arbitrary: act({ do: is('refund'), quantity: number(2) }) },
  {
    weight: 4,
    arbitrary: act({
      do: is('address'),
      what: fc.constantFrom('street', 'street', 'contact', 'method', 'new-id', 'street-and-new-id'),
    }),
  },
  { weight: 2, arbitrary: act({ do: fc.constantFrom('add-address', 'remove-address', 'move-line') }) },
  {
    weight: 6,
    arbitrary: act({
      do: is('line'),
      what: fc.constantFrom('add', 'remove', 'more', 'less', 'new-ids', 'new-ids-and-records'),
    }),
  },
  { weight: 3, arbitrary: act({ do: is('ship-by-hand'), quantity: number(2), tracking: fc.boolean() }) },
  { weight: 1, arbitrary: act({ do: fc.constantFrom('delete-shipment', 'correct-shipment') }) },
  { weight: 1, arbitrary: act({ do: is('archive'), archived: fc.boolean() }) },
  {
    weight: 12,
    arbitrary: act({
      do: is('warehouse'),
      to: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom('SHIPPED' as const, 'COLLECTING' as const, 'CANCELLED' as const) },
        { weight: 2, arbitrary: fc.constantFrom(...warehouseWords) },
      ),
      tracking: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: act({ do: is('ship-other'), what: fc.constantFrom('short', 'more', 'substitute') }) },
  {
    weight: 4,
    arbitrary: act({ do: is('split'), suffix: fc.constantFrom('-1', '/B', '_2', ' (2)', ''), ship: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: act({ do: fc.constantFrom('twin', 'extra', 'gift', 'vanish', 'reappear', 'untrack', 'track') }),
  },
  { weight: 2, arbitrary: act({ do: is('puts'), answer: fc.constantFrom('ignore', 'refuse', 'obey') }) },
  { weight: 2, arbitrary: act({ do: is('link'), linked: fc.boolean() }) },
  { weight: 4, arbitrary: act({ do: is('count'), pieces: fc.constantFrom(0, 0, 1, 2, 5, 40) }) },
  { weight: 1, arbitrary: act({ do: is('buffer'), pieces: fc.constantFrom(0, 2) }) },
  {
    weight: 7,
    arbitrary: act({
      do: is('release'),
      kind: fc.constantFrom('use-code', 'hand-over-again', 'hand-over-again', 'treat-as-done', 'cancel'),
    }),
  },
  { weight: 5, arbitrary: act({ do: fc.constantFrom('retry', 'cancel', 'fulfil', 'pause', 'resume', 'compare') }) },
  { weight: 3, arbitrary: act({ do: fc.constantFrom('kill', 'kill', 'renew') }) },
  {
    weight: 6,
    arbitrary: act({
      do: is('faults'),
      kind: fc.constantFrom(...storyFaults),
      side: fc.constantFrom('store', 'warehouse'),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 4, arbitrary: act({ do: is('wait'), minutes: fc.constantFrom(6, 6, 20, 90) }) },
];

const during = fc.option(
  fc.record({ requests: number(7), effect: fc.constantFrom('before' as const, 'after' as const) }),
  { nil: undefined, freq: 3 },
);

const timed: fc.Arbitrary<Timed> = fc.record({
  act: fc.oneof({ maxDepth: 1 }, ...weighted),
  during,
  thenSeconds: fc.constantFrom(0, 1, 20, 61, 330, 330, 330),
});

const firstOrder: fc.Arbitrary<Timed> = fc.record({
  act: place,
  during: fc.constant(undefined),
  thenSeconds: fc.constantFrom(0, 330, 330, 330, 330),
});

/** A life: it begins with an order, so that the other acts have something to meet. */
export function story(acts: number): fc.Arbitrary<readonly Timed[]> {
  return fc
    .tuple(firstOrder, fc.noBias(fc.array(timed, { minLength: 1, maxLength: acts, size: 'max' })))
    .map(([first, rest]) => [first, ...rest]);
}

/** Acts that concern no single order, and so meet all of them. */
export const ofNoOrder: ReadonlySet<Act['do']> = new Set<Act['do']>([
  'wait',
  'faults',
  'kill',
  'renew',
  'pause',
  'resume',
  'compare',
  'link',
  'puts',
  'count',
  'buffer',
]);

/** An act as a person reads it. */
export function describe({ act, during: middle, thenSeconds }: Timed): string {
  const { do: what, order, which, ...rest } = act;
  const details = Object.entries(rest)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
  const needsTarget = what !== 'place' && !ofNoOrder.has(what);
  const where = needsTarget
    ? ` of ${order === 0 ? 'the newest order' : `the order ${order} before it`}, no. ${which}`
    : '';
  const when =
    middle === undefined
      ? ''
      : ` — in the middle of a request, ${middle.requests} from now, ${middle.effect} its effect`;
  return `${what}${where}${details === '' ? '' : ` (${details})`}${when}; then ${thenSeconds} s`;
}
