import fc from 'fast-check';
import type { storyFaults } from '../engine/transport.ts';
import type { Act, Habit, Timed } from './act.ts';
import { act, first, place } from './drawn.ts';

/** What the subjects of lives are made of. */

export const soon = fc.constantFrom(0, 20, 61, 330);
export const later = fc.constantFrom(61, 330, 330, 700);

/** An order as its subject needs it. */
const placed = (how: Partial<Extract<Act, { do: 'place' }>>): fc.Arbitrary<Act> =>
  place.map((drawn) => ({ ...drawn, ...how }) as Act); // of one kind both
export const several = placed({ lines: [{ sku: 0, quantity: 3 }], addresses: 1, linked: true, status: 11 });
export const twoPlaces = placed({
  lines: [
    { sku: 0, quantity: 2 },
    { sku: 1, quantity: 1 },
  ],
  addresses: 2,
  linked: true,
  status: 11,
});
export const plain = placed({ linked: true, status: 11 });
export const unpaid = place.chain((drawn) =>
  fc.constantFrom(7, 7, 12, 13, 1).map((status) => ({ ...drawn, status }) as Act),
);
export const unlinked = placed({ linked: false, status: 11 });

export const word = (...to: Extract<Act, { do: 'warehouse' }>['to'][]) =>
  act(1, 'warehouse', { to: fc.constantFrom(...to), tracking: fc.boolean() });
export const trouble = (side: 'store' | 'warehouse', ...kinds: (typeof storyFaults)[number][]) =>
  act(1, 'faults', {
    kind: fc.constantFrom(...kinds),
    side: fc.constant(side),
    count: fc.integer({ min: 1, max: 3 }),
    writes: fc.constant(true),
  }).arbitrary.map((drawn) => ({ ...drawn, which: 0 }));
export const death = act(1, ['kill', 'kill', 'build', 'renew'], {}).arbitrary;
export const inWrite = (acts: fc.Arbitrary<Act>, requests = 1): fc.Arbitrary<Timed> =>
  fc.record({
    act: acts,
    during: fc.record({
      requests: fc.nat({ max: requests }),
      effect: fc.constantFrom('before' as const, 'after' as const),
      writes: fc.constant(true),
    }),
    thenSeconds: fc.constantFrom(0, 61, 330),
  });

export const habit = (...what: readonly Habit[]): fc.Arbitrary<Timed> =>
  first(act(1, 'habit', { what: fc.constantFrom(...what) }).arbitrary, 0);
