import { bagOf, empty, isEmpty, least, minus, only, piecesOf, plus, type Bag } from '../facts/bag.ts';
import { boughtPieces } from '../facts/codes.ts';
import type { Decision } from '../facts/decision-facts.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { currentLine, notRefundedOf, orderedBy } from '../facts/places.ts';
import type { Sending } from '../facts/warehouse-facts.ts';
import type { OrderAccount, PlaceAccount } from './account.ts';
import { againOf, goodsLines } from './lines.ts';
import { rankOf } from './order-state.ts';

/** Pieces that left for one address and are wanted at another by now, where they were never sent. */
export interface MovedPieces {
  readonly from: PlaceAccount;
  readonly pieces: Bag;
}

/**
 * Unsent pieces of a place that may have left for other places of the order: there, more left than is wanted and fewer are
 * ordered than were sent; here, and at all others together, more are ordered than when it was sent. By count, whatever the
 * edit was: a line that moved, with its id or a new one, or one that is fewer while another is more.
 */
export function movedHere(account: OrderAccount, place: PlaceAccount): readonly MovedPieces[] {
  return movedOf(account, place, place.unsent);
}

function movedOf({ facts, places }: OrderAccount, place: PlaceAccount, pieces: Bag): readonly MovedPieces[] {
  let left = pieces;
  return places.flatMap((from) => {
    if (from === place || isEmpty(left)) return [];
    // What was refunded left all the same: whether before or after, nobody can tell.
    const kept = plus(notRefundedAt(facts, from.place.number), againOf(facts, from.place.number));
    // What a person lets ship there will have left, too: nothing was said of what is wanted here.
    const leaves = plus(from.shipped, from.byHand, minus(from.placed, from.excess));
    const surplus = minus(leaves, kept, acceptedOf(facts, from));
    if (isEmpty(least(surplus, left))) return [];
    const sendings = facts.sendings.filter((one) => one.place === from.place.number && one.outcome !== 'not-found');
    const fewer = minus(plus(...sendings.map(({ lines }) => boughtPieces(lines))), kept);
    const moved = least(least(left, least(surplus, fewer)), arrived(facts, sendings, from, place));
    left = minus(left, moved);
    return isEmpty(moved) ? [] : [{ from, pieces: moved }];
  });
}

/**
 * Pieces on their way to a place that were sent when nothing of them was to leave another place, by a cancel or an edit of ours or
 * by the warehouse's people, and that the warehouse shipped from there after all: they are too many here now.
 */
export function shippedFromElsewhere(account: OrderAccount, place: PlaceAccount): Bag {
  const { corrections } = account.facts;
  const since = place.orders.map(({ own, state, sending }) => {
    if (state !== 'living' || sending === undefined) return empty;
    const others = account.places.filter((from) => from !== place);
    return least(own, plus(...others.flatMap((from) => goneAfterAll(corrections, from, sending.at))));
  });
  const here = plus(...since);
  if (isEmpty(here)) return empty;
  // What is not sent yet is held as moved: what came here stands for that first.
  const moved = movedOf(account, place, plus(place.unsent, here));
  return least(here, minus(plus(...moved.map(({ pieces }) => pieces)), place.unsent));
}

/** What left of each of our orders, or of a part of it, that was to leave no more at a time: taken back, or not seen to have left yet. */
function goneAfterAll(corrections: OrderFacts['corrections'], { orders }: PlaceAccount, at: string): readonly Bag[] {
  const then = Date.parse(at);
  return orders.flatMap(({ root, state, order, own }) => {
    if (state !== 'shipped') return [];
    const keys = new Set(orders.filter((one) => one.root === root).map((one) => one.order.key));
    const isTakenBack = corrections.some((one) => keys.has(one.key) && Date.parse(one.at) <= then);
    return isTakenBack || Date.parse(order.since) > then ? [own] : [];
  });
}

/** What came to this place since: lines that the sendings name, and its share of what nobody can tell. */
function arrived(facts: OrderFacts, sendings: readonly Sending[], from: PlaceAccount, place: PlaceAccount): Bag {
  const named = new Set(sendings.flatMap(({ lines }) => lines.map(({ line }) => currentLine(facts.successors, line))));
  const namedAt = (number: number) => orderedBy(goodsLines(facts, number).filter(({ id }) => named.has(id)));
  const others = facts.places.filter(({ number }) => number !== from.place.number).map(({ number }) => number);
  const rise = minus(plus(...others.map((number) => notRefundedAt(facts, number))), orderedThen(sendings));
  return plus(namedAt(place.place.number), minus(rise, ...others.map(namedAt)));
}

/** The least that the other places had ordered when one of these was sent. */
function orderedThen(sendings: readonly Sending[]): Bag {
  const then = sendings.map(({ lines, elsewhere = [] }) => ({ skus: boughtPieces(lines), bag: bagOf(elsewhere) }));
  const skus = new Set(then.flatMap((one) => [...one.skus.keys()]));
  return bagOf(
    [...skus].map((code) => ({
      code,
      quantity: Math.min(...then.filter((one) => one.skus.has(code)).map(({ bag }) => bag.get(code) ?? 0)),
    })),
  );
}

/** What is ordered at a place and not refunded. */
function notRefundedAt(facts: Parameters<typeof goodsLines>[0], place: number): Bag {
  return notRefundedOf(goodsLines(facts, place));
}

/** What the other places have ordered of the goods of a sending, as it is noted with it. */
export function orderedElsewhere(facts: OrderFacts, place: number, skus: ReadonlySet<string>): Bag {
  const others = facts.places.filter(({ number }) => number !== place);
  return only(plus(...others.map(({ number }) => notRefundedAt(facts, number))), skus);
}

/** Surplus of orders that a decision about another place explained: a word about their own says nothing of that one. */
function acceptedOf({ decisions }: OrderFacts, { orders, place }: PlaceAccount): Bag {
  const accepted = decisions.flatMap((one) => (one.place === place.number ? [] : one.accepted));
  const there = orders.filter(({ state }) => state !== 'dead');
  return plus(
    ...there.map(({ order, own }) =>
      least(own, plus(...accepted.filter(({ key }) => key === order.key).map(({ pieces }) => bagOf(pieces)))),
    ),
  );
}

/** The orders that hold moved pieces, those that left first, as a decision explains them. */
export function explainMoved({ from, pieces }: MovedPieces): Decision['accepted'] {
  let left = pieces;
  return [...from.orders]
    .filter(({ state }) => state !== 'dead')
    .sort((a, b) => rankOf[a.state] - rankOf[b.state])
    .flatMap(({ order, own }) => {
      const held = least(own, left);
      left = minus(left, held);
      return isEmpty(held) ? [] : [{ key: order.key, pieces: piecesOf(held) }];
    });
}
