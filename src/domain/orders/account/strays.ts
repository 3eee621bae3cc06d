import { orderedBy } from '../facts/places.ts';
import { bagOf, isEmpty, least } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';
import type { OrderAccount, PlaceAccount } from './account.ts';
import { stateOf } from './order-state.ts';
import { ownerless } from './ownerless.ts';

/** Orders under the order's number that may be this place's, or another's: nobody can tell. */
export function ownerlessHere(facts: OrderFacts, { place, unsent }: PlaceAccount): readonly WarehouseOrder[] {
  return ownerless(facts, place.number).filter(({ pieces }) => !isEmpty(least(bagOf(pieces), unsent)));
}

/**
 * Of these, what may still leave although this place, which has its goods, wants none: where no account is left of what was
 * sent, it may be ours.
 */
export function unwantedHere(facts: OrderFacts, account: PlaceAccount): readonly WarehouseOrder[] {
  if (facts.sendings.length > 0) return [];
  const goods = orderedBy(account.read?.lines ?? []);
  const wanted = ownerlessHere(facts, account);
  return ownerless(facts, account.place.number).filter(
    (order) => stateOf(order) === 'living' && !wanted.includes(order) && !isEmpty(least(bagOf(order.pieces), goods)),
  );
}

/** Of an order that has no place at all, what may still leave: where no account is left of what was sent, it may be ours. */
export function unwantedByAll({ facts, places }: OrderAccount): readonly WarehouseOrder[] {
  if (places.length > 0 || facts.sendings.length > 0) return [];
  return ownerless(facts).filter((order) => stateOf(order) === 'living');
}

/** What no place is held for, and nobody explained: it is not ours, and people read of it. */
export function strangersOf({ facts, places }: OrderAccount): readonly WarehouseOrder[] {
  const held = new Set(places.flatMap((place) => [...ownerlessHere(facts, place), ...unwantedHere(facts, place)]));
  return ownerless(facts).filter((order) => !held.has(order) && stateOf(order) !== 'dead');
}
