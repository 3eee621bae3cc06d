import { empty, minus, most, plus, type Bag } from '../facts/bag.ts';
import type { inBoughtSkus } from '../facts/codes.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { Correction, WarehouseOrder } from '../facts/warehouse-facts.ts';
import { stateOf } from './order-state.ts';

/**
 * What our own corrections of one order took off it, in their order. What the warehouse took up again between two of them was no
 * longer gone: an order that is revived and cancelled once more was cancelled once.
 */
function takenOffOne(corrections: readonly Correction[], bought: (pieces: Correction['before']) => Bag): Bag {
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

/** Pieces that our own corrections took off these orders, and that are gone still. */
export function takenOff(
  { corrections }: OrderFacts,
  orders: readonly { readonly order: WarehouseOrder }[],
  bought: ReturnType<typeof inBoughtSkus>,
): Bag {
  return plus(...orders.map(({ order }) => takenOffStill(order, corrections, bought)));
}

/** Pieces that our own edits wrote once more into these orders, while they were in a part already: they were sent twice. */
export function sentAgain(
  { corrections }: Pick<OrderFacts, 'corrections'>,
  keys: ReadonlySet<string>,
  bought: ReturnType<typeof inBoughtSkus>,
): Bag {
  return plus(...corrections.map(({ key, again = [] }) => (keys.has(key) ? bought(again) : empty)));
}

type TakenOff = typeof takenOffStill;

/** What they took off it, whether the warehouse took that up again or not: as it was meant. */
export const takenOffOnce: TakenOff = ({ key }, corrections, bought) =>
  takenOffOne(
    corrections.filter((one) => one.key === key),
    bought,
  );

/**
 * What they took off it and is gone still. An order that the warehouse took up again after our cancel has all of that back, also
 * where it was split since and shows a part of it alone; and where it is cancelled there once more, that is no cancel of ours.
 */
export function takenOffStill(
  order: WarehouseOrder,
  corrections: readonly Correction[],
  bought: (pieces: Correction['before']) => Bag,
): Bag {
  const own = corrections.filter(({ key }) => key === order.key);
  const last = own.at(-1);
  if (last === undefined) return empty;
  const off = takenOffOne(own, bought);
  const isBack = order.takenUp !== undefined && Date.parse(order.takenUp) > Date.parse(last.at);
  if (stateOf(order) === 'dead' && !(isBack && last.kind === 'cancel')) return off;
  const there = bought(order.pieces);
  return minus(off, last.kind === 'cancel' ? most(there, bought(last.before)) : minus(there, bought(last.after)));
}
