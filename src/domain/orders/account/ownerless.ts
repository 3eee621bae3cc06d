import type { OrderFacts } from '../facts/facts.ts';
import { ownerOf, parseOrderReference } from '../facts/references.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';
import { stateOf } from './order-state.ts';

/**
 * Orders under the order's number that this place, or any, may own: no reference tells, and their goods may be any place's.
 * Who says that one is not for a place says nothing of the others. What is dead says nothing where an account of our own
 * sendings is left.
 */
export function ownerless(
  { storeHash, orderId, warehouse, places, decisions, sendings }: OrderFacts,
  place?: number,
): readonly WarehouseOrder[] {
  const known = new Set(
    decisions.flatMap((one) => [
      ...one.abandoned,
      ...(one.kind === 'hand-over-again' && place !== undefined && one.place !== place ? [] : one.explained),
    ]),
  );
  return warehouse.filter(
    (order) =>
      parseOrderReference(storeHash, order.reference)?.orderId === orderId &&
      ownerOf(places, order.reference) === undefined &&
      !known.has(order.key) &&
      (stateOf(order) !== 'dead' || sendings.length === 0),
  );
}

/** The place that a person gave an order to of which nothing else tells whose it is. */
export function givenTo(
  { storeHash, orderId, decisions }: OrderFacts,
  { key, reference }: WarehouseOrder,
): { readonly place: number; readonly root: string; readonly part: boolean } | undefined {
  if (parseOrderReference(storeHash, reference)?.orderId !== orderId) return undefined;
  const place = decisions.find((one) => one.kind === 'treat-as-done' && one.explained.includes(key))?.place;
  return place === undefined ? undefined : { place, root: reference, part: false };
}
