import fc from 'fast-check';
import { storyFaults } from '../engine/transport.ts';
import { habits, type Timed } from './act.ts';
import { act, anything, first, inStore, inWarehouse, oneOf, place, timed } from './drawn.ts';
import { habit } from './parts.ts';
import { scene, some, type Scene } from './scene.ts';
import { subjects } from './subjects.ts';

// A life is a list of scenes. Each has an order of its own, and acts that come while it is in the middle of something:
// what is held from an earlier scene must not hide what goes wrong in the next.

const further = timed(anything);
const soon = timed(anything, fc.constantFrom(0, 1, 20, 61));

/** An order, and whatever else. */
const anyScene = scene(first(place, 0, 61, 330, 330, 330), some(further, 1, 8));

/** The answer of a write is lost, or comes late, while people go on. */
const lostAnswer = scene(
  first(place, 0, 0, 330),
  first(
    act(1, 'faults', {
      kind: fc.constantFrom(...storyFaults, 'reset-after', 'late-effect', '500-after'),
      side: fc.constantFrom('store', 'warehouse'),
      count: fc.integer({ min: 1, max: 3 }),
      writes: fc.constant(true),
    }).arbitrary,
    0,
  ),
  some(timed(oneOf(...inStore, ...inWarehouse)), 1, 4),
);

/** A worker dies, or is replaced, in the middle of a write. */
const death = scene(
  first(place, 0, 0, 330),
  fc.record({
    act: act(1, ['kill', 'kill', 'build'], {}).arbitrary,
    during: fc.record({
      requests: fc.nat({ max: 3 }),
      effect: fc.constantFrom('before' as const, 'after' as const),
      writes: fc.constant(true),
    }),
    thenSeconds: fc.constantFrom(0, 61, 330),
  }),
  some(timed(oneOf(...inStore, ...inWarehouse)), 1, 4),
);

/** The warehouse has begun, or ships; the shopper thinks otherwise. */
const secondThoughts = scene(
  first(place, 330),
  timed(
    act(1, 'warehouse', {
      to: fc.constantFrom('COLLECTING', 'PENDING', 'LOCKED', 'SHIPPED'),
      tracking: fc.boolean(),
    }).arbitrary,
    fc.constantFrom(0, 0, 330),
  ),
  timed(oneOf(...inStore), fc.constantFrom(0, 61, 330)),
  some(timed(oneOf(...inStore, ...inWarehouse)), 0, 4),
);

/** The merchant's orders may be changed in the warehouse, and are. */
const edited = scene(
  first(act(1, 'setting', { what: fc.constant('editable'), on: fc.constant(true) }).arbitrary, 20),
  first(place, 330),
  timed(
    oneOf(
      act(20, 'address', { what: fc.constantFrom('street', 'contact', 'street-and-new-id') }),
      act(8, ['add-address', 'move-line'], {}),
      ...inStore,
    ),
    fc.constantFrom(0, 61, 330),
  ),
  some(soon, 0, 3),
);

/** Everything falls at once; a person is asked. */
const soldOut = scene(
  first(act(1, 'sell-out', {}).arbitrary, 0, 61, 330, 330),
  some(
    timed(
      oneOf(
        act(3, 'answer', {
          decision: fc.constantFrom('approve', 'refuse'),
          question: fc.constantFrom('open', 'open', 'past'),
        }),
        act(2, 'goods-in', { pieces: fc.constantFrom(1, 50) }),
        act(1, 'count', { pieces: fc.constantFrom(0, 5, 40) }),
        act(1, 'sell-out', {}),
        act(1, 'changes', { what: fc.constant('run') }),
        act(1, ['compare', 'pause', 'resume'], {}),
        act(1, 'buffer', { pieces: fc.constantFrom(0, 2) }),
      ),
    ),
    1,
    5,
  ),
);

/** The integration stops for a while, and goes on. */
const interrupted = scene(
  first(place, 0, 0, 330),
  timed(
    oneOf(
      act(2, ['pause', 'disconnect'], {}),
      act(2, 'revoke', { side: fc.constantFrom('store', 'warehouse') }),
      act(1, 'changes', { what: fc.constant('disable') }),
      act(1, 'relink', { to: fc.constantFrom('nothing', 'other-code') }),
    ),
    fc.constantFrom(0, 20, 61, 330),
  ),
  some(timed(oneOf(...inStore, ...inWarehouse), fc.constantFrom(0, 61, 330)), 1, 4),
  timed(
    oneOf(
      act(2, ['resume'], {}),
      act(2, 'rotate', { well: fc.constant(true) }),
      act(2, 'connect', { merchant: fc.constantFrom('same', 'same', 'other') }),
      act(1, 'changes', { what: fc.constant('enable') }),
      act(1, 'relink', { to: fc.constant('back') }),
    ),
    fc.constantFrom(0, 61, 330),
  ),
  some(soon, 0, 2),
);

const anyOf: Scene = fc.oneof(
  { maxDepth: 1 },
  { weight: 8, arbitrary: anyScene },
  { weight: 4, arbitrary: lostAnswer },
  { weight: 3, arbitrary: death },
  { weight: 5, arbitrary: secondThoughts },
  { weight: 3, arbitrary: edited },
  { weight: 1, arbitrary: soldOut },
  { weight: 2, arbitrary: interrupted },
);

/** Acts of a scene, on average. */
const SCENE = 5;

/**
 * A life: it begins with an order, so that the other acts have something to meet.
 * @param acts on average about this many
 */
export function story(acts: number): fc.Arbitrary<readonly Timed[]> {
  const most = Math.max(1, Math.round((acts * 2) / SCENE) - 1);
  const furtherStores = fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.constant(2) },
  );
  const scenesOf = (drawn: Scene) =>
    fc.array(fc.tuple(fc.nat({ max: 2 }), drawn), { minLength: 1, maxLength: most, size: 'max' });
  const leaning = subjects.map((subject) => ({
    weight: 1,
    arbitrary: scenesOf(fc.oneof({ maxDepth: 1 }, { weight: 3, arbitrary: subject }, { weight: 1, arbitrary: anyOf })),
  }));
  const scenes = fc.oneof(
    { maxDepth: 1 },
    { weight: Math.ceil(subjects.length / 2), arbitrary: scenesOf(anyOf) },
    ...leaning,
  );
  return fc
    .noBias(fc.tuple(some(habit(...habits), 0, 2), first(place, 0, 330, 330, 330, 330), furtherStores, scenes))
    .map(([usual, opening, stores, played]) => [
      ...usual,
      inStoreNo(opening, 0),
      ...played.flatMap(([store, acts]) => acts.map((one) => inStoreNo(one, store % (stores + 1)))),
    ]);
}

/** Says which store an order is placed in, where that is not the first. */
function inStoreNo(timed: Timed, store: number): Timed {
  return timed.act.do === 'place' ? { ...timed, act: { ...timed.act, store: store === 0 ? undefined : store } } : timed;
}
