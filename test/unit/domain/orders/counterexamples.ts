import type { Happening } from './events.ts';

type Word = readonly [Happening['kind'], number?, number?];

const life = (...words: readonly Word[]): readonly Happening[] => words.map(([kind, a = 0, b = 0]) => ({ kind, a, b }));

/** Lives that once broke a promise: each is lived again in every run of the properties. */
export const counterexamples: readonly (readonly Happening[])[] = [
  // Missed once in the list, then the integration is connected to another merchant, who cannot be asked for it.
  life(['act'], ['hide'], ['cancel'], ['acts'], ['merchant'], ['act']),
  life(['act'], ['hide'], ['method'], ['twin'], ['act'], ['merchant'], ['act']),
  // A part of the first address's order holds what a new address wants: its reference stays the first one's.
  life(['act'], ['quantity'], ['addPlace'], ['split'], ['act']),
  // Two pieces left; then their line is set to none, and another line wants one.
  life(['act'], ['ships'], ['act'], ['quantity', 3], ['addLine', 0, 3]),
  // What was held when a person read it is due a moment later, when the decision arrives.
  life(
    ...([['stranger'], ['ships'], ['twin'], ['act', 0, 3], ['substitute', 9], ['word'], ['gone', 4]] as const),
    ...([['quantity'], ['decide'], ['act']] as const),
  ),
  // An order of which no account is left, and whose goods fit no address by now.
  life(['act'], ['addPlace'], ['firm'], ['acts'], ['moveLine', 0, 1]),
  life(...([['act'], ['status', 8], ['ships'], ['quantity'], ['addPlace'], ['act'], ['status'], ['act']] as const)),
  life(['act'], ['editable', 3], ['quantity', 3], ['addPlace'], ['act']),
  // The same, where another address wants just what was sent to the first, or its address has a new id.
  life(['refund', 9, 10], ['act'], ['addPlace', 0, 5]),
  life(['addPlace'], ['acts'], ['addressId', 1], ['act']),
  // The same, of three addresses, where fewer are ordered at that address than were sent to it.
  life(['addPlace'], ['addPlace', 0, 4], ['acts'], ['act'], ['addressId', 5], ['firm', 8], ['quantity', 11, 1]),
];
