import { isSameAddress, orderedBy, readAt } from '../facts/places.ts';
import { type Bag, bagOf, isEmpty, least, minus, most } from '../facts/bag.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import { ownerOf, parseOrderReference } from '../facts/references.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';
import { stateOf } from './order-state.ts';
import type { OrderAccount, PlaceAccount } from './account.ts';

/**
 * Orders under the order's number that this place, or any, may own: no reference tells, and their goods may be any place's.
 * Who says that one is not for a place says nothing of the others. What is dead says nothing where an account of our own
 * sendings is left.
 */
export function straysOf(
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
  const comparable = order.digests !== undefined && order.digestKey === reading?.digestKey;
  const isAtOurs = comparable && read?.digests !== undefined && isSameAddress(order.digests, read.digests);
  // What is cancelled there, and had more in it, was this address's all the same: its goods do not go out by themselves.
  const isDeadOfOurs = stateOf(order) === 'dead' && isAtOurs;
  if (isEmpty(own) || !(isEmpty(minus(pieces, ordered)) || isDeadOfOurs)) return { unclear: false, ours: false };
  // A dead or shipped order is taken for ours by its goods: to hand them over again would be the greater harm.
  if (!comparable || read?.digests === undefined)
    return { unclear: stateOf(order) === 'living', ours: stateOf(order) !== 'living' };
  return { unclear: false, ours: isAtOurs };
}

export function orderedAt(order: OrderFacts['order'], place: number): Bag {
  return orderedBy(readAt({ order }, place)?.lines ?? []);
}

/** Orders under the order's number that may be this place's, or another's: nobody can tell. */
export function straysHere(facts: OrderFacts, { place, unsent }: PlaceAccount): readonly WarehouseOrder[] {
  const all = [...straysOf(facts, place.number), ...sentHere(facts, place.number)];
  return all.filter(({ pieces }) => !isEmpty(least(bagOf(pieces), unsent)));
}

/** What looks like a part of another place's order, and goes to this one. */
function sentHere(facts: OrderFacts, place: number): readonly WarehouseOrder[] {
  if (facts.places.length < 2) return [];
  const explained = new Set(facts.decisions.flatMap((one) => one.explained));
  return facts.warehouse.filter((order) => {
    const owner = ownerOf(facts.places, order.reference);
    if (owner?.part !== true || owner.place === place || stateOf(order) === 'dead') return false;
    return (
      !explained.has(order.key) && isForAnother(facts, { order, place: owner.place }) && goesTo(facts, order, place)
    );
  });
}

/** It was asked where an order of which no account is left goes: to another address of the store's order, and not to this one. */
export function isForAnother(
  facts: OrderFacts,
  { order, place }: { readonly order: WarehouseOrder; readonly place: number },
): boolean {
  if (order.asked !== true || order.digestKey !== facts.order?.digestKey || goesTo(facts, order, place)) return false;
  return facts.places.some(({ number }) => number !== place && goesTo(facts, order, number));
}

function goesTo({ order: reading }: OrderFacts, { digests }: WarehouseOrder, place: number): boolean {
  const read = readAt({ order: reading }, place);
  return digests !== undefined && read?.digests !== undefined && isSameAddress(digests, read.digests);
}

/**
 * Of these, what may still leave although this place, which has its goods, wants none: where no account is left of what was
 * sent, it may be ours. So may what the warehouse made of a sending that we know, with other goods.
 */
export function unwantedStraysHere(facts: OrderFacts, account: PlaceAccount): readonly WarehouseOrder[] {
  if (facts.sendings.length > 0) return substitutedHere(facts, account);
  const goods = orderedBy(account.read?.lines ?? []);
  const wanted = straysHere(facts, account);
  const unwanted = straysOf(facts, account.place.number).filter((order) => !wanted.includes(order));
  return [...unwanted, ...unlikeOurs(facts, account)].filter(
    (order) => stateOf(order) === 'living' && !isEmpty(least(bagOf(order.pieces), goods)),
  );
}

/**
 * What became of a sending of ours and holds other goods alone, where nothing is wanted any more: none of ours is in it that could
 * be taken back, and it would leave all the same.
 */
function substitutedHere(facts: OrderFacts, { orders, wanted }: PlaceAccount): readonly WarehouseOrder[] {
  if (!isEmpty(wanted)) return [];
  const explained = new Set(facts.decisions.flatMap((one) => one.explained));
  return orders
    .filter(({ sending, state, own }) => sending !== undefined && state === 'living' && isEmpty(own))
    .map(({ order }) => order)
    .filter((order) => order.pieces.length > 0 && !explained.has(order.key) && canBeAsked(facts, order));
}

/** Under the place's own reference, and more than is ordered by now, or for another address: where it stops no hand-over. */
function unlikeOurs({ decisions }: OrderFacts, { orders, unsent, lost }: PlaceAccount): readonly WarehouseOrder[] {
  if (!isEmpty(unsent) || !isEmpty(lost)) return [];
  const explained = new Set(decisions.flatMap((one) => one.explained));
  return orders.filter((one) => one.isForeign && !one.part && !explained.has(one.order.key)).map(({ order }) => order);
}

/** Of an order that has no place at all, what may still leave: where no account is left of what was sent, it may be ours. */
export function unwantedStrays({ facts, places }: OrderAccount): readonly WarehouseOrder[] {
  if (places.length > 0 || facts.sendings.length > 0) return [];
  return straysOf(facts).filter((order) => stateOf(order) === 'living');
}

/** What no place is held for, and nobody explained: it is not ours, and people read of it. */
export function straysBeside({ facts, places }: OrderAccount): readonly WarehouseOrder[] {
  const held = new Set(places.flatMap((place) => [...straysHere(facts, place), ...unwantedStraysHere(facts, place)]));
  return straysOf(facts).filter((order) => !held.has(order) && stateOf(order) !== 'dead');
}

/** How the store's order is told of goods under its number that we did not send. */
export const NOT_OURS = 'which was not sent from here';

/** Notes of before version 1.0.0 say it by their words alone. */
export function saysForeign({ foreign, text }: { readonly foreign?: true; readonly text: string }): boolean {
  return foreign === true || text.includes(NOT_OURS);
}

/** People were told that it is not ours: whatever became of it since, it takes no room of a part of ours. */
export function isNotedAsForeign({ notes }: Pick<OrderFacts, 'notes'>, order: Pick<WarehouseOrder, 'key'>): boolean {
  return notes.some((note) => note.key === order.key && saysForeign(note));
}
