import { isReturned } from '../../shared/warehouse-status.ts';
import { isClosed, type PlaceAccount } from '../account/account.ts';
import { againOf } from '../account/lines.ts';
import { bagOf, empty, least, minus, only, plus, type Bag } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';

/** Pieces that came back to the warehouse, and are not wanted once more yet. */
export function returned(facts: OrderFacts, { place, orders, wanted, shipped, read, lines }: PlaceAccount): Bag {
  // Of a closed order nothing is wanted, once more neither: and nothing may be kept that a later status would let go.
  if (isClosed(facts)) return empty;
  const back = plus(
    ...orders.filter(({ order, state }) => state === 'shipped' && isReturned(order.status)).map(({ own }) => own),
  );
  // What came back before and was sent once more for that is answered, also where it came back, too.
  const answered = facts.decisions.filter(
    ({ place: of, reasons }) =>
      of === place.number && !reasons.some((one) => one === 'reopened' || one === 'changed-after-hand-over'),
  );
  const left = minus(back, ...answered.map((one) => bagOf(one.again)));
  // What was already wanted once more, and has not left, has its own pieces open or on their way. Others may have left by hand, or
  // been left out: they say nothing of what came back.
  const anew = least(minus(wanted, shipped), againOf(facts, place.number));
  return only(least(left, minus(shipped, anew)), wantedByThat(left, { read, lines }));
}

/** Goods of which something would be wanted once more: they are on a line still, and not all that came back is refunded since. */
function wantedByThat(back: Bag, { read, lines }: Pick<PlaceAccount, 'read' | 'lines'>): ReadonlySet<string> {
  const refunded = bagOf(read?.lines.map((line) => ({ code: line.sku, quantity: line.refunded })) ?? []);
  // Refunds of what had not left count already.
  const counted = bagOf(lines.map((line) => ({ code: line.sku, quantity: line.refunded })));
  const rest = minus(back, minus(refunded, counted));
  return new Set(lines.map(({ sku }) => sku).filter((sku) => rest.has(sku)));
}
