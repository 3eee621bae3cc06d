import fc from 'fast-check';
import { storyFaults } from '../engine/transport.ts';
import { warehouseWords, type Act, type Timed } from './act.ts';

/** Acts with their weights: how often each is drawn beside the others of its room. */

const number = (max: number) => fc.nat({ max });
// The newest is meant most often: acts are to meet.
const target = {
  order: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: number(2) }),
  which: number(3),
};
type Drawn<A extends Act> = { readonly weight: number; readonly arbitrary: fc.Arbitrary<A> };
type Named<K extends Act['do']> = Extract<Act, { readonly do: K }>;
type Fields<K extends Act['do']> = {
  readonly [F in keyof Omit<Named<K>, 'do' | 'order' | 'which'>]: fc.Arbitrary<Named<K>[F]>;
};
/** An act of one kind, with every field of it drawn. */
export const act = <K extends Act['do']>(weight: number, name: K | readonly K[], fields: Fields<K>): Drawn<Act> => ({
  weight,
  arbitrary: fc
    .tuple(
      fc.record(target),
      typeof name === 'string' ? fc.constant(name) : fc.constantFrom(...name),
      fc.record(fields as Record<string, fc.Arbitrary<unknown>>), // each draws a field of the kind
    )
    .map(([of, what, how]) => ({ ...of, ...how, do: what }) as Act), // every field of that kind is in `Fields`
});

export const place: fc.Arbitrary<Act> = fc.record({
  order: fc.constant(0),
  which: fc.constant(0),
  do: fc.constant('place' as const),
  status: fc.oneof(
    { weight: 8, arbitrary: fc.constant(11) },
    { weight: 2, arbitrary: fc.constant(7) },
    { weight: 1, arbitrary: fc.constantFrom(9, 12, 14, 3, 1) },
  ),
  lines: fc.array(fc.record({ sku: number(2), quantity: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 2,
  }),
  addresses: fc.oneof({ weight: 3, arbitrary: fc.constant<1 | 2>(1) }, { weight: 1, arbitrary: fc.constant<1 | 2>(2) }),
  linked: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  store: fc.constant(0),
});

export const inStore: readonly Drawn<Act>[] = [
  act(6, 'status', {
    to: fc.oneof(
      { weight: 4, arbitrary: fc.constant(5) },
      { weight: 3, arbitrary: fc.constant(11) },
      { weight: 2, arbitrary: fc.constantFrom(2, 9, 10, 7, 12, 4, 3, 14, 6, 13) },
    ),
  }),
  act(5, 'refund', { quantity: number(2) }),
  act(5, 'address', {
    what: fc.constantFrom('street', 'street', 'street', 'contact', 'method', 'new-id', 'street-and-new-id'),
  }),
  act(4, ['add-address', 'add-address', 'remove-address', 'move-line'], {}),
  act(6, 'line', { what: fc.constantFrom('add', 'remove', 'more', 'less', 'new-ids', 'new-ids-and-records') }),
  act(3, 'ship-by-hand', { quantity: number(2), tracking: fc.boolean() }),
  act(1, ['delete-shipment', 'correct-shipment'], {}),
  act(2, 'archive', { archived: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)) }),
];

export const inWarehouse: readonly Drawn<Act>[] = [
  act(14, 'warehouse', {
    to: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('SHIPPED' as const, 'COLLECTING' as const, 'CANCELLED' as const) },
      { weight: 1, arbitrary: fc.constant('RETURNED' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...warehouseWords) },
    ),
    tracking: fc.boolean(),
  }),
  act(4, 'ship-other', { what: fc.constantFrom('short', 'more', 'substitute') }),
  act(4, 'split', { suffix: fc.constantFrom('-1', '/B', '_2', ' (2)', ''), ship: fc.boolean() }),
  act(3, ['twin', 'extra', 'gift', 'vanish', 'reappear', 'untrack', 'track'], {}),
  act(2, 'puts', { answer: fc.constantFrom('ignore', 'refuse', 'obey') }),
];

const decided: readonly Drawn<Act>[] = [
  act(4, 'release', {
    kind: fc.constantFrom('use-code', 'hand-over-again', 'hand-over-again', 'treat-as-done', 'cancel'),
  }),
  act(2, ['retry', 'cancel', 'fulfil'], {}),
];

const ofGoods: readonly Drawn<Act>[] = [
  act(4, 'count', { pieces: fc.constantFrom(0, 0, 1, 2, 5, 40) }),
  act(2, 'goods-in', { pieces: fc.constantFrom(1, 3, 50) }),
  act(3, 'product', {
    what: fc.constantFrom('name', 'new-sku', 'old-sku', 'twin', 'digital', 'physical', 'remove', 'level'),
  }),
  act(3, 'buffer', { pieces: fc.constantFrom(0, 2, 5) }),
];

const ofStore: readonly Drawn<Act>[] = [
  act(2, 'link', { linked: fc.boolean() }),
  act(1, 'relink', { to: fc.constantFrom('other-code', 'nothing', 'back') }),
  act(3, ['pause', 'resume', 'compare', 'create-products'], {}),
  act(1, 'changes', { what: fc.constantFrom('disable', 'enable', 'run') }),
  act(3, 'setting', { what: fc.constantFrom('editable', 'wait-for-number', 'grace', 'brake'), on: fc.boolean() }),
  act(1, 'revoke', { side: fc.constantFrom('store', 'warehouse') }),
  act(1, 'rotate', { well: fc.boolean() }),
  act(1, ['disconnect'], {}),
  act(1, 'connect', { merchant: fc.constantFrom('same', 'same', 'other') }),
];

const trouble: readonly Drawn<Act>[] = [
  act(6, 'faults', {
    kind: fc.constantFrom(...storyFaults),
    side: fc.constantFrom('store', 'warehouse'),
    count: fc.integer({ min: 1, max: 4 }),
    writes: fc.boolean(),
  }),
  act(3, ['kill', 'kill', 'build', 'renew'], {}),
];

const waits: readonly Drawn<Act>[] = [act(1, 'wait', { minutes: fc.constantFrom(6, 6, 20, 90) })];

const during = fc.option(
  fc.record({
    requests: number(7),
    effect: fc.constantFrom('before' as const, 'after' as const),
    writes: fc.boolean(),
  }),
  { nil: undefined, freq: 3 },
);

const between = fc.constantFrom(0, 0, 1, 20, 61, 330, 330, 330);

/** An act at a time of its own; often in the middle of a request. */
export const timed = (acts: fc.Arbitrary<Act>, thenSeconds: fc.Arbitrary<number> = between): fc.Arbitrary<Timed> =>
  fc.record({ act: acts, during, thenSeconds });

/** An act that comes first: nothing is under way yet. */
export const first = (acts: fc.Arbitrary<Act>, ...thenSeconds: readonly number[]): fc.Arbitrary<Timed> =>
  fc.record({ act: acts, during: fc.constant(undefined), thenSeconds: fc.constantFrom(...thenSeconds) });

export const oneOf = (...acts: readonly Drawn<Act>[]): fc.Arbitrary<Act> => fc.oneof({ maxDepth: 1 }, ...acts);
const room = (weight: number, acts: readonly Drawn<Act>[]): Drawn<Act> => ({ weight, arbitrary: oneOf(...acts) });

/** What happens to an order: mostly what its shopper, its merchant and the warehouse do. */
export const anything: fc.Arbitrary<Act> = fc.oneof(
  { maxDepth: 1 },
  room(10, inStore),
  room(9, inWarehouse),
  room(3, decided),
  room(3, ofGoods),
  room(2, ofStore),
  room(4, trouble),
  room(1, waits),
);
