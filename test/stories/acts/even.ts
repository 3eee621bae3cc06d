import fc from 'fast-check';
import { storyFaults } from '../engine/transport.ts';
import type { Act, Timed } from './act.ts';
import { act, first, place } from './drawn.ts';
import { later, plain, word } from './parts.ts';
import { scene, type Scene } from './scene.ts';

// Lives for the matrix: all kinds of acts equally often, each with what makes it possible, and most of them upon one order.
// The lives of every other run are weighted by what people do: what is rare there meets in none of hundreds of lives.

type Kind = Act['do'];

const maybe = fc.boolean();
const soon = fc.constantFrom(0, 0, 20, 61, 330);
const after = (acts: fc.Arbitrary<Act>, thenSeconds: fc.Arbitrary<number> = soon): fc.Arbitrary<Timed> =>
  fc.record({ act: acts, during: fc.constant(undefined), thenSeconds });
const alone = (...of: Parameters<typeof act>): Scene => scene(after(act(...of).arbitrary));
const bare = (...names: readonly Kind[]): readonly Scene[] => names.map((name) => alone(1, name, {}));
/** Acts, once those before have made them possible: all of them upon the same one of what there is. */
const once = (...acts: readonly fc.Arbitrary<Act>[]): Scene =>
  fc
    .tuple(
      scene(...acts.slice(0, -1).map((before) => after(before, later)), ...acts.slice(-1).map((last) => after(last))),
      fc.nat({ max: 3 }),
    )
    .map(([timeds, which]) => timeds.map((timed) => ({ ...timed, act: { ...timed.act, which } })));
const of = (...given: Parameters<typeof act>): fc.Arbitrary<Act> => act(...given).arbitrary;

const byHand = of(1, 'ship-by-hand', { quantity: fc.constant(1), tracking: maybe });
const shipped = of(1, 'warehouse', { to: fc.constant('SHIPPED'), tracking: fc.constant(true) });
const bringing = (brings: Extract<Act, { do: 'place' }>['brings']): fc.Arbitrary<Act> =>
  plain.map((drawn) => ({ ...drawn, brings }) as Act); // an order it is
const words = (rule: 'forward' | 'drop' | 'hold' | 'undecided') =>
  of(1, 'words-setting', {
    words: fc.constantFrom('customerMessage', 'giftWords', 'lineOptions'),
    rule: fc.constant(rule),
  });

const twice = (what: Scene): readonly Scene[] => [what, what];
const lockerLink = of(1, 'locker-link', { where: fc.constantFrom('Locker', 'both') });
const wordy = bringing({ engraved: true, wrapped: true, message: true });
const inDecision = of(1, 'decide-words', { kind: fc.constantFrom('forward-words', 'drop-words') });
/** What may happen to an order that is held before it was sent. */
const inBetween: fc.Arbitrary<Act> = fc.oneof(
  { maxDepth: 1 },
  of(1, 'status', { to: fc.constantFrom(11, 7) }),
  of(1, 'refund', { quantity: fc.constant(1) }),
  of(1, 'address', { what: fc.constantFrom('street', 'contact', 'new-id') }),
  of(1, 'line', { what: fc.constantFrom('add', 'more', 'less') }),
  of(1, ['add-address', 'move-line', 'second-point', 'message', 'retry', 'compare', 'renew', 'kill', 'build'], {}),
  of(1, 'point', { field: fc.constant('Box'), what: fc.constant('set') }),
  of(1, 'release', { kind: fc.constantFrom('use-code', 'hand-over-again') }),
);

const inStore: readonly Scene[] = [
  scene(after(place)),
  alone(1, 'status', { to: fc.constantFrom(5, 11, 11, 7, 9, 2, 10) }),
  alone(1, 'refund', { quantity: fc.nat({ max: 2 }) }),
  alone(1, 'address', { what: fc.constantFrom('street', 'contact', 'method', 'new-id') }),
  alone(1, 'line', { what: fc.constantFrom('add', 'add', 'more', 'more', 'less', 'remove', 'new-ids') }),
  scene(after(byHand)),
  alone(1, 'archive', { archived: maybe }),
  ...bare('add-address', 'move-line'),
  once(of(1, 'add-address', {}), of(1, 'remove-address', {})),
  once(byHand, of(1, 'delete-shipment', {})),
  once(byHand, of(1, 'correct-shipment', {})),
];

const inWarehouse: readonly Scene[] = [
  scene(after(word('NEW', 'PENDING', 'COLLECTING', 'SHIPPED', 'CANCELLED', 'LOCKED').arbitrary)),
  ...twice(alone(1, 'ship-other', { what: fc.constantFrom('short', 'more', 'substitute') })),
  ...twice(alone(1, 'split', { suffix: fc.constantFrom('-1', '/B', '_2'), ship: maybe })),
  alone(1, 'puts', { answer: fc.constantFrom('ignore', 'refuse', 'obey', 'obey') }),
  ...bare('twin', 'extra', 'gift', 'gift'),
  ...twice(once(of(1, 'vanish', {}), of(1, 'reappear', {}))),
  once(shipped, of(1, 'track', {})),
  ...twice(once(shipped, of(1, 'untrack', {}))),
];

const decided: readonly Scene[] = [
  ...bare('retry', 'cancel', 'fulfil'),
  // What is held is released: by a code where its method has none, or sent once more where the warehouse gave it up.
  once(
    place.map((drawn) => ({ ...drawn, status: 11, linked: false }) as Act), // an order it is
    of(1, 'release', { kind: fc.constantFrom('use-code', 'treat-as-done') }),
  ),
  once(word('CANCELLED').arbitrary, of(1, 'release', { kind: fc.constantFrom('hand-over-again', 'treat-as-done') })),
  ...twice(once(lockerLink, bringing({ locker: 'none' }), of(1, 'use-point', {}))),
  ...twice(once(lockerLink, bringing({ locker: 'none' }), inBetween, inBetween, of(1, 'use-point', {}))),
  ...twice(once(words('hold'), wordy, inDecision)),
  ...twice(once(words('hold'), wordy, inBetween, inBetween, inDecision)),
];

const ofGoods: readonly Scene[] = [
  alone(1, 'count', { pieces: fc.constantFrom(0, 2, 40) }),
  alone(1, 'goods-in', { pieces: fc.constantFrom(1, 50) }),
  alone(1, 'product', { what: fc.constantFrom('name', 'level', 'new-sku', 'old-sku', 'digital', 'physical') }),
  alone(1, 'buffer', { pieces: fc.constantFrom(0, 2) }),
  ...bare('sell-out'),
  once(
    of(1, 'sell-out', {}),
    of(1, 'answer', { decision: fc.constantFrom('approve', 'refuse'), question: fc.constant('open') }),
  ),
];

const ofStore: readonly Scene[] = [
  alone(1, 'link', { linked: maybe }),
  alone(1, 'relink', { to: fc.constantFrom('other-code', 'nothing', 'back', 'back') }),
  alone(1, 'changes', { what: fc.constantFrom('disable', 'enable', 'run') }),
  alone(1, 'setting', { what: fc.constantFrom('editable', 'wait-for-number', 'grace', 'brake'), on: maybe }),
  ...bare('pause', 'resume', 'compare', 'create-products'),
  once(of(1, 'pause', {}), of(1, 'resume', {})),
  once(of(1, 'disconnect', {}), of(1, 'connect', { merchant: fc.constant('same') })),
  alone(1, 'connect', { merchant: fc.constant('same') }),
  once(of(1, 'revoke', { side: fc.constantFrom('store', 'warehouse') }), of(1, 'rotate', { well: fc.constant(true) })),
  alone(1, 'rotate', { well: maybe }),
];

const machine: readonly Scene[] = [
  alone(1, 'faults', {
    kind: fc.constantFrom(...storyFaults),
    side: fc.constantFrom('store', 'warehouse'),
    count: fc.integer({ min: 1, max: 3 }),
    writes: maybe,
  }),
  ...bare('kill', 'build', 'renew'),
];

const travels: readonly Scene[] = [
  alone(1, 'locker-link', { where: fc.constantFrom('Locker', 'Box', 'both') }),
  alone(1, 'cash-setting', { decided: maybe }),
  scene(after(words('forward'))),
  scene(after(fc.oneof(words('drop'), words('hold'), words('undecided')))),
  alone(1, 'customs-setting', { asked: maybe }),
  alone(1, 'edits-taken', { on: maybe }),
  alone(1, 'elsewhere', { sku: fc.constantFrom(0, 1, null, null), as: fc.constantFrom('name', 'wildcard') }),
  alone(1, 'point', { field: fc.constantFrom('Locker', 'Box'), what: fc.constantFrom('set', 'set', 'remove') }),
  ...bare('declare', 'second-point', 'message'),
];

const rooms = [inStore, inWarehouse, decided, ofGoods, ofStore, machine, travels];
const any: Scene = fc.oneof({ maxDepth: 1 }, ...rooms.flat());

/** What comes first decides which acts can be done at all: a parcel to a locker, words for the packer, a cash order, or none of it. */
const opening: fc.Arbitrary<Timed> = first(
  fc.oneof(
    plain,
    bringing({ locker: 'Locker', message: true }),
    bringing({ locker: 'none' }),
    bringing({ engraved: true, wrapped: true, message: true, abroad: true }),
  ),
  0,
  330,
  330,
);

/**
 * A life in which every kind of act is as likely as any other.
 * @param acts on average about this many
 */
export function evenStory(acts: number): fc.Arbitrary<readonly Timed[]> {
  const most = Math.max(4, acts);
  const before = fc.array(any, { minLength: 0, maxLength: 3, size: 'max' });
  const rest = fc.array(any, { minLength: Math.ceil(most / 2), maxLength: most, size: 'max' });
  return fc.noBias(fc.tuple(opening, before, opening, rest)).map(([one, early, other, late]) => [
    one,
    ...early.flat(),
    ...(early.length === 0 ? [] : [other]),
    // The newest order is meant, so that acts meet.
    ...late.flat().map((timed) => ({ ...timed, act: { ...timed.act, order: 0 } })),
  ]);
}
