import { isSameAddress, orderedBy, readAt } from '../facts/places.ts';
import { isEmpty, minus, most, type Bag } from '../facts/bag.ts';
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

/** Without a known sending, the goods must be part of what was ordered and the address must be the place's. */
export function adoption(
  { order: reading, decisions }: OrderFacts,
  place: number,
  order: WarehouseOrder,
  { pieces, own, adopted }: { readonly pieces: Bag; readonly own: Bag; readonly adopted: Bag },
): { unclear: boolean; ours: boolean } {
  const read = readAt({ order: reading }, place);
  const ordered = most(orderedAt(reading, place), adopted);
  // What was found to be ours stays so: whatever a person said of its shipment, and the store makes of its address, since.
  const isFound = order.adopted !== undefined;
  if (!isFound && decisions.some(({ explained }) => explained.includes(order.key)))
    return { unclear: false, ours: false };
  if (order.adopted?.compared === true) return { unclear: false, ours: true };
  if (isEmpty(own) || !isEmpty(minus(pieces, ordered))) return { unclear: false, ours: false };
  // A dead or shipped order is taken for ours by its goods: to hand them over again would be the greater harm.
  const comparable = order.digests !== undefined && order.digestKey === reading?.digestKey;
  if (!comparable || read?.digests === undefined)
    return { unclear: stateOf(order) === 'living', ours: stateOf(order) !== 'living' };
  return { unclear: false, ours: isSameAddress(order.digests, read.digests) };
}

export function orderedAt(order: OrderFacts['order'], place: number): Bag {
  return orderedBy(readAt({ order }, place)?.lines ?? []);
}
