import { bagOf, empty, least, minus, type Bag } from '../facts/bag.ts';
import { compareKeys } from './order-state.ts';
import { adoptedPieces, mayBeAdopted, type OwnedOrder } from './ownership.ts';

/**
 * Of a place of which no account is left: what it wanted when its orders were found again, beyond all that they held. It may have
 * been sent with them, and been lost there: it goes out by a person's word alone. It counts once, with the first of these orders.
 * @param orders all of the place
 */
export function perhapsSent(orders: readonly OwnedOrder[], root: string): Bag {
  const found = orders
    .filter((one) => one.order.adopted !== undefined && mayBeAdopted(one))
    .sort((a, b) => compareKeys(a.order.key, b.order.key));
  const [wanted, ...others] = found.flatMap(({ order: { adopted } }) =>
    adopted?.perhapsSent === undefined ? [] : [bagOf(adopted.perhapsSent)],
  );
  if (wanted === undefined || found[0]?.root !== root) return empty;
  return minus(others.reduce(least, wanted), ...found.map(({ order }) => adoptedPieces(order)));
}
