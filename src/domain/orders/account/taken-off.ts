import { empty, minus, plus, type Bag } from '../facts/bag.ts';
import type { inBoughtSkus } from '../facts/codes.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { Correction, WarehouseOrder } from '../facts/warehouse-facts.ts';
import { stateOf } from './order-state.ts';

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

/** Pieces that our own corrections took off these orders. */
export function takenOff(
  { corrections }: OrderFacts,
  orders: readonly { readonly order: WarehouseOrder }[],
  bought: ReturnType<typeof inBoughtSkus>,
): Bag {
  const taken = orders.map(({ order }) => {
    const own = corrections.filter(({ key }) => key === order.key);
    const last = own.at(-1);
    const off = takenOffOne(own, bought);
    // What the warehouse took up again is no longer gone.
    const back =
      last === undefined || stateOf(order) === 'dead' ? empty : minus(bought(order.pieces), bought(last.after));
    return minus(off, back);
  });
  return plus(...taken);
}
