import fc from 'fast-check';
import type { Act, Timed } from '../acts/act.ts';
import { act, first, oneOf, place, timed } from '../acts/drawn.ts';
import { later, soon, word } from '../acts/parts.ts';
import { scene, some, type Scene } from '../acts/scene.ts';
import type { Brings } from './acts.ts';

/** What travels with an order beside its pieces, and meets what becomes of those. */

type Placed = Extract<Act, { do: 'place' }>;
const bringing = (brings: fc.Arbitrary<Brings>, how: Partial<Placed> = {}): fc.Arbitrary<Act> =>
  fc.tuple(place, brings).map(([drawn, brought]) => ({ ...drawn, linked: true, ...how, brings: brought }) as Act); // of one kind all
const yes = fc.constant(true);
const maybe = fc.boolean();

/** What meets all of it: a split, an edit, a refund, a second address, a cancel, and an end. */
const meets = [
  act(3, 'split', { suffix: fc.constantFrom('-1', '/B', ''), ship: fc.boolean() }),
  act(3, 'line', { what: fc.constantFrom('add', 'more', 'less', 'remove') }),
  act(4, 'refund', { quantity: fc.nat({ max: 2 }) }),
  act(2, ['add-address'], {}),
  act(2, 'address', { what: fc.constantFrom('street', 'contact', 'new-id') }),
  act(1, 'status', { to: fc.constantFrom(5, 11) }),
  word('SHIPPED', 'COLLECTING', 'CANCELLED', 'PENDING'),
  act(1, 'release', { kind: fc.constantFrom('hand-over-again', 'treat-as-done', 'use-code') }),
  act(1, ['retry', 'compare', 'kill'], {}),
];
const editable = some(first(act(1, 'edits-taken', { on: fc.constantFrom(true, true, false) }).arbitrary, 20), 0, 1);

/** A link that requires a pick-up point: found, missing, two of them, given by a person; looked for elsewhere. */
const lockers: Scene = scene(
  editable,
  fc
    .tuple(
      first(act(1, 'locker-link', { where: fc.constantFrom('Locker', 'Locker', 'both') }).arbitrary, 20, 130),
      first(
        bringing(fc.record({ locker: fc.constantFrom('Locker', 'Locker', 'Box', 'two', 'none') }), { status: 11 }),
        0,
        330,
        330,
      ),
      fc.nat({ max: 3 }).map((drawn) => drawn === 0),
    )
    // Two that are both looked for are a matter of their own, and rare by themselves.
    .map(([link, placed, areTwo]): readonly Timed[] => (areTwo ? [bothPlaces(link), withTwo(placed)] : [link, placed])),
  some(
    timed(
      oneOf(
        ...meets,
        act(12, 'point', {
          field: fc.constantFrom('Locker', 'Locker', 'Box'),
          what: fc.constantFrom('set', 'set', 'set', 'remove'),
        }),
        act(4, ['use-point'], {}),
        act(4, 'locker-link', { where: fc.constantFrom('Locker', 'Box', 'both') }),
        act(4, ['second-point'], {}),
        act(3, 'line', { what: fc.constantFrom('add', 'more') }),
      ),
      fc.oneof(soon, later),
    ),
    0,
    4,
  ),
);

function bothPlaces({ act: link, ...when }: Timed): Timed {
  return { ...when, act: { ...link, do: 'locker-link', where: 'both' } };
}

function withTwo(placed: Timed): Timed {
  return { ...placed, act: { ...placed.act, brings: { locker: 'two' } } as Act }; // an order it is
}

/** Payment at the door: decided before, after, or never. */
const atTheDoor: Scene = scene(
  editable,
  some(first(act(1, 'cash-setting', { decided: yes }).arbitrary, 130, 330), 0, 1),
  first(bringing(fc.record({ door: yes, partlyPaid: maybe }), { status: 7 }), 0, 330),
  some(first(act(1, 'cash-setting', { decided: yes }).arbitrary, 130, 330), 0, 1),
  some(
    timed(
      oneOf(
        ...meets,
        act(3, 'refund', { quantity: fc.constantFrom(1, 1, 0) }),
        act(3, 'line', { what: fc.constantFrom('add', 'more') }),
        act(1, 'cash-setting', { decided: maybe }),
        act(1, ['add-address', 'move-line', 'remove-address'], {}),
        act(1, 'ship-by-hand', { quantity: fc.constantFrom(1, 2), tracking: maybe }),
      ),
      fc.oneof(soon, later),
    ),
    1,
    5,
  ),
);

const rule = fc.constantFrom(
  'forward' as const,
  'forward' as const,
  'drop' as const,
  'hold' as const,
  'undecided' as const,
);
const aboutWords = act(4, 'words-setting', {
  words: fc.constantFrom('lineOptions', 'lineOptions', 'giftWords', 'customerMessage'),
  rule,
});

/** One answer for all words, so that nothing else holds them. */
const allOf = (rule: 'forward' | 'drop'): Scene =>
  fc.tuple(
    ...(['lineOptions', 'giftWords', 'customerMessage'] as const).map((words) =>
      first(act(1, 'words-setting', { words: fc.constant(words), rule: fc.constant(rule) }).arbitrary, 20, 130),
    ),
  );

/** Words for the packer: sent, dropped, or decided about. */
const words: Scene = scene(
  editable,
  fc.oneof({ maxDepth: 1 }, some(first(aboutWords.arbitrary, 130), 0, 2), allOf('forward'), allOf('drop')),
  first(
    bringing(fc.record({ engraved: fc.constantFrom(true, true, false), wrapped: maybe, message: maybe }), {
      status: 11,
    }),
    0,
    330,
  ),
  some(
    timed(
      oneOf(
        ...meets,
        aboutWords,
        act(4, 'decide-words', { kind: fc.constantFrom('forward-words', 'drop-words') }),
        act(3, ['message'], {}),
      ),
      fc.oneof(soon, later),
    ),
    1,
    5,
  ),
);

/** Goods that cross a customs border: with their data, without them, and once they have come. */
const customs: Scene = scene(
  editable,
  some(first(act(1, 'customs-setting', { asked: yes }).arbitrary, 130), 0, 1),
  first(bringing(fc.record({ abroad: yes, message: maybe }), { status: 11 }), 0, 330),
  some(
    timed(oneOf(...meets, act(3, 'customs-setting', { asked: maybe }), act(2, ['declare'], {})), fc.oneof(soon, later)),
    1,
    4,
  ),
);

const list = act(8, 'elsewhere', {
  sku: fc.constantFrom(0, 0, 1, null),
  as: fc.constantFrom('name' as const, 'wildcard' as const),
});

/** Goods that the merchant keeps elsewhere; the list changes in the middle. */
const elsewhere: Scene = scene(
  editable,
  some(first(list.arbitrary, 130), 0, 1),
  first(
    bringing(fc.record({ message: maybe }), {
      status: 11,
      lines: [
        { sku: 0, quantity: 2 },
        { sku: 1, quantity: 1 },
      ],
    }),
    0,
    330,
  ),
  some(
    timed(oneOf(...meets, list, act(2, 'count', { pieces: fc.constantFrom(0, 2, 40) })), fc.oneof(soon, later)),
    1,
    4,
  ),
);

/** Two subjects: each is in as many lives as any other. */
export const whereAndWhatFor: Scene = fc.oneof({ maxDepth: 1 }, lockers, atTheDoor);
export const whatComesAlong: Scene = fc.oneof({ maxDepth: 1 }, words, customs, elsewhere);
