import fc from 'fast-check';
import type { Timed } from './act.ts';

/** Acts that belong together: what comes first, and what meets it. */
export type Scene = fc.Arbitrary<readonly Timed[]>;

export const scene = (...parts: readonly fc.Arbitrary<Timed | readonly Timed[]>[]): Scene =>
  fc.tuple(...parts).map((timeds) => timeds.flat());

export const some = (acts: fc.Arbitrary<Timed>, minLength: number, maxLength: number): Scene =>
  fc.array(acts, { minLength, maxLength, size: 'max' });
