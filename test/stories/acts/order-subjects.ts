import fc from 'fast-check';
import { act, first, inStore, inWarehouse, oneOf, timed } from './drawn.ts';
import {
  death,
  habit,
  inWrite,
  later,
  plain,
  several,
  soon,
  trouble,
  twoPlaces,
  unlinked,
  unpaid,
  word,
} from './parts.ts';
import { scene, some, type Scene } from './scene.ts';

const people = oneOf(...inStore, ...inWarehouse);

/** A hand-over whose outcome nobody knows. */
export const unknownHandOver: Scene = scene(
  some(habit('duplicates-taken', 'duplicates-taken', 'listed-late'), 0, 2),
  first(trouble('warehouse', 'reset-after', 'late-effect', 'late-effect', '500-after', 'malformed', 'empty-200'), 0),
  first(plain, 0, 330),
  some(inWrite(death), 0, 1),
  some(timed(people, soon), 0, 3),
);

/** A shipment whose answer is lost, and whatever the store makes of it. */
export const unknownShipment: Scene = scene(
  first(several, 330),
  some(timed(oneOf(act(1, 'split', { suffix: fc.constantFrom('-1', '/B'), ship: fc.boolean() })), soon), 0, 1),
  first(trouble('store', 'reset-after', 'late-effect', '500-after', 'malformed', 'empty-200'), 0),
  timed(
    oneOf(word('SHIPPED'), word('SHIPPED'), act(1, 'ship-other', { what: fc.constantFrom('short', 'more') })),
    fc.constantFrom(330, 330, 700),
  ),
  some(inWrite(death), 0, 1),
  some(timed(oneOf(word('SHIPPED', 'RETURNED'), act(1, ['track', 'untrack'], {})), later), 0, 2),
);

/** Nobody has paid, and then somebody does, or thinks otherwise. */
export const payment: Scene = scene(
  first(fc.oneof(unpaid, unlinked), 330),
  some(
    timed(
      oneOf(
        act(3, 'status', { to: fc.constantFrom(7, 12, 11, 11, 5, 6, 13) }),
        act(2, 'refund', { quantity: fc.nat({ max: 2 }) }),
        act(2, 'line', { what: fc.constantFrom('more', 'less', 'add', 'remove') }),
        act(1, 'address', { what: fc.constantFrom('street', 'method') }),
        act(1, 'archive', { archived: fc.boolean() }),
        act(2, 'link', { linked: fc.constantFrom(true, true, false) }),
        act(1, ['retry', 'fulfil'], {}),
      ),
      later,
    ),
    0,
    3,
  ),
);

/** What was paid, and stood still for another reason, is so no more when that reason goes. */
export const paidNoMore: Scene = scene(
  first(unlinked, 330),
  first(act(1, 'status', { to: fc.constantFrom(7, 12, 13) }).arbitrary, 700),
  first(act(1, 'wait', { minutes: fc.constantFrom(6, 20) }).arbitrary, 0),
  first(act(1, 'link', { linked: fc.constant(true) }).arbitrary, 330),
  some(timed(oneOf(act(2, 'status', { to: fc.constantFrom(11, 5) }), act(1, ['retry', 'compare'], {})), later), 0, 2),
);

/** All has left and is told; then life goes on. */
export const afterTheEnd: Scene = scene(
  first(plain, 330),
  first(word('SHIPPED').arbitrary, 330, 700),
  first(act(1, ['track'], {}).arbitrary, 330),
  some(
    timed(
      oneOf(
        act(4, 'line', { what: fc.constantFrom('add', 'more') }),
        act(3, 'status', { to: fc.constantFrom(11, 11, 9, 5, 4) }),
        act(2, 'refund', { quantity: fc.nat({ max: 1 }) }),
        act(1, ['untrack', 'track', 'delete-shipment', 'correct-shipment', 'extra', 'twin'], {}),
        word('RETURNED'),
        act(1, 'release', { kind: fc.constantFrom('hand-over-again', 'treat-as-done') }),
      ),
      fc.constantFrom(330, 330, 700),
    ),
    1,
    3,
  ),
);

/** Numbers that come late, change, or never come. */
export const numbers: Scene = scene(
  first(act(1, 'setting', { what: fc.constant('wait-for-number'), on: fc.boolean() }).arbitrary, 20),
  first(several, 330),
  first(act(1, 'warehouse', { to: fc.constant('SHIPPED'), tracking: fc.constant(false) }).arbitrary, 330, 700, 4_500),
  some(timed(oneOf(act(4, ['track'], {}), act(1, ['untrack', 'retry'], {}), word('RETURNED')), later), 1, 3),
);

/** Nothing goes wrong, and then it comes back: nobody needs to look at it. */
export const comesBack: Scene = scene(
  first(plain, 330),
  first(act(1, 'warehouse', { to: fc.constant('SHIPPED'), tracking: fc.constant(true) }).arbitrary, 330, 700),
  first(word('RETURNED').arbitrary, 330, 700),
  some(timed(oneOf(act(1, ['compare', 'build', 'kill'], {})), later), 0, 1),
);

/** Pieces that move between addresses. */
export const moves: Scene = scene(
  first(act(1, 'setting', { what: fc.constant('editable'), on: fc.boolean() }).arbitrary, 20),
  first(fc.oneof(twoPlaces, several), 330),
  some(timed(oneOf(word('COLLECTING', 'PENDING', 'SHIPPED')), soon), 0, 1),
  some(
    timed(
      oneOf(
        act(4, ['add-address', 'move-line', 'remove-address'], {}),
        act(3, 'address', { what: fc.constantFrom('street', 'street', 'new-id', 'street-and-new-id', 'method') }),
        word('COLLECTING', 'SHIPPED', 'CANCELLED'),
        act(1, 'line', { what: fc.constantFrom('more', 'less', 'new-ids') }),
        act(1, 'puts', { answer: fc.constantFrom('ignore', 'refuse') }),
      ),
      soon,
    ),
    1,
    4,
  ),
);

/** The warehouse does not give back what it was sent. */
export const noWayBack: Scene = scene(
  first(fc.oneof(several, twoPlaces), 330),
  timed(
    oneOf(
      act(2, 'puts', { answer: fc.constantFrom('ignore', 'refuse') }),
      word('COLLECTING'),
      act(1, 'split', { suffix: fc.constantFrom('-1', '/B', '_2', ''), ship: fc.boolean() }),
    ),
    soon,
  ),
  timed(
    oneOf(
      act(4, 'status', { to: fc.constantFrom(5, 5, 6, 4, 7, 13) }),
      act(2, 'refund', { quantity: fc.nat({ max: 2 }) }),
      act(2, 'line', { what: fc.constantFrom('less', 'remove') }),
      act(1, 'ship-by-hand', { quantity: fc.nat({ max: 2 }), tracking: fc.boolean() }),
      act(2, 'archive', { archived: fc.constant(true) }),
      act(2, 'address', { what: fc.constantFrom('street', 'contact') }),
    ),
    later,
  ),
  some(timed(people, soon), 0, 2),
);

/** One side is away for minutes, from the middle of whatever is asked of it: longer than anything is tried again at once. */
const away = act(1, 'faults', {
  kind: fc.constantFrom('503', '500', 'reset-before'),
  side: fc.constantFrom('store', 'warehouse'),
  count: fc.integer({ min: 20, max: 60 }),
  writes: fc.constant(false),
}).arbitrary;
export const outage: Scene = scene(
  first(fc.oneof(plain, several, unpaid), 61, 120, 200, 330),
  some(timed(people, fc.constantFrom(0, 61, 120)), 0, 2),
  first(away, 330, 700),
  some(timed(people, later), 0, 3),
);
