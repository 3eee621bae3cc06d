import { bagOf, least, minus, plus, type Bag } from '../facts/bag.ts';
import { callsOff, cancelledBy, type Decision } from '../facts/decision-facts.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { Place } from '../facts/store-facts.ts';
import type { OwnedOrder } from './ownership.ts';

/**
 * Excess that a decision lets ship, up to the pieces that it was shown: in the order that held them then, or in one that the
 * warehouse has split from it since. It was said of that surplus: where the store has closed the order since, or a person
 * cancelled it, all of it is to be taken back once more.
 */
export function acceptedPieces(facts: OrderFacts, place: Place, orders: readonly OwnedOrder[], closed: boolean): Bag {
  const here = facts.decisions.filter((one) => one.place === undefined || one.place === place.number);
  const lastCancel = here.findLastIndex(callsOff);
  const holding = here.filter((one, index) => index >= lastCancel && (!closed || one.closed === true));
  // Whoever asked for the cancel once more lets an order ship only when the warehouse has refused that one again since: a part
  // that is split from it later is asked first.
  const insisting = holding.filter(({ insists }) => insists === true);
  const letting = holding.filter(({ insists }) => insists !== true);
  const moved = new Map(roots(orders).map((root) => [root, movedOn(letting, orders, root)]));
  const bags = orders
    .filter(({ state }) => state === 'living')
    .map(({ order, own, root }) => {
      const refused = insisting.filter(({ at }) => isRefusedSince(facts, order.key, at));
      const direct = least(own, shown([...letting, ...refused], order.key));
      const spare = moved.get(root) ?? new Map();
      const further = least(minus(own, direct), spare);
      moved.set(root, minus(spare, further));
      return plus(direct, further);
    });
  return plus(...bags);
}

function roots(orders: readonly OwnedOrder[]): readonly string[] {
  return [...new Set(orders.map(({ root }) => root))];
}

/** What decisions let ship of this order. */
function shown(decisions: readonly Decision[], key: string): Bag {
  const accepted = decisions.flatMap((decision) => decision.accepted);
  return plus(...accepted.filter((one) => one.key === key).map(({ pieces }) => bagOf(pieces)));
}

/** Pieces that a decision let ship, and that their order no longer holds: they went into its parts. */
function movedOn(decisions: readonly Decision[], orders: readonly OwnedOrder[], root: string): Bag {
  const there = orders.filter((one) => one.root === root);
  return plus(...there.map(({ order, own }) => minus(shown(decisions, order.key), own)));
}

function isRefusedSince({ obstacles }: OrderFacts, key: string, at: string): boolean {
  return obstacles.some((one) => one.stands && one.at >= at && cancelledBy(one.key).includes(key));
}
