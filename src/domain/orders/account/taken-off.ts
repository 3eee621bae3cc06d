import { empty, minus, plus, type Bag } from '../facts/bag.ts';
import type { Correction } from '../facts/warehouse-facts.ts';

/**
 * What our own corrections of one order took off it, in their order. What the warehouse took up again between two of them was no
 * longer gone: an order that is revived and cancelled once more was cancelled once.
 */
export function takenOffOne(corrections: readonly Correction[], bought: (pieces: Correction['before']) => Bag): Bag {
  let off = empty;
  let last: Bag | undefined;
  for (const one of corrections) {
    const before = bought(one.before);
    if (last !== undefined) off = minus(off, minus(before, last));
    last = bought(one.after);
    off = plus(off, minus(before, last));
  }
  return off;
}
