import { isSameAddress, notRefundedOf, orderedBy, readAt } from '../facts/places.ts';
import type { Reference } from '../../../contract/ids.ts';
import { ownedOrders } from '../account/ownership.ts';
import { straysOf } from '../account/ownerless.ts';
import { bagOf, isEmpty, minus, sameBag, type Bag } from '../facts/bag.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import { ownerOf, parseOrderReference } from '../facts/references.ts';
import type { Place } from '../facts/store-facts.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';
import { compareKeys } from '../account/order-state.ts';

/**
 * Orders under references that no account of ours names, by their form: they are given to the place whose address they name,
 * or else whose goods they are, so that an earlier run's sendings are found again. What is named goes first, and what holds
 * just the goods of a place before what holds some of them: in whatever order the warehouse lists them.
 */
export function adoptReferences(facts: OrderFacts): OrderFacts {
  const orders = [...facts.warehouse].sort((a, b) => compareKeys(a.key, b.key));
  let places = facts.places;
  for (const placeOf of [placeNamed, placeAddressed, ...goodsRules]) {
    for (const order of orders) places = adopted({ ...facts, places }, order, placeOf);
  }
  return places === facts.places ? facts : { ...facts, places };
}

type PlaceOf = (facts: OrderFacts, order: WarehouseOrder) => Place | undefined;

function adopted(facts: OrderFacts, order: WarehouseOrder, placeOf: PlaceOf): readonly Place[] {
  const { places } = facts;
  const owner = ownerOf(places, order.reference);
  if (owner?.part === false) return places;
  // What looks like a part of a sending that we know is one, whatever another place wants, unless it names an address.
  const isSent = owner !== undefined && facts.sendings.some(({ reference }) => reference === owner.root);
  if (isSent && placeOf !== placeNamed) return places;
  const found = placeOf(facts, order);
  const root = found === undefined ? undefined : rootOf(facts, order, found);
  if (found === undefined || root === undefined) return places;
  // What looks like a part of the plain reference may be the only order of an address of which no account is left.
  const taken = found.references.length > 0;
  // What ends like our further references is one of them where no account says otherwise.
  const isFurther = /-s\d+$/u.test(root) && !facts.sendings.some(({ place }) => place === found.number);
  if (owner !== undefined && (owner.place === found.number ? !isFurther : taken)) return places;
  // A reference is one place's, whatever its goods look like.
  if (places.some(({ references }) => references.includes(root))) return places;
  return places.map((place) =>
    place === found ? { ...place, references: inOrder([...place.references, root]) } : place,
  );
}

/** A place's first reference is its shortest: tails of ours come behind it. */
function inOrder(references: readonly Reference[]): readonly Reference[] {
  return [...references].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

/** What stands behind the order's number: an address, and a tail of ours. */
function partsOf({ storeHash, orderId }: OrderFacts, { reference }: WarehouseOrder) {
  const parsed = parseOrderReference(storeHash, reference);
  if (parsed?.orderId !== orderId) return undefined;
  const match = /^(?:-(\d+))?(-s\d+)?(?![\p{L}\p{N}])/u.exec(parsed.rest);
  return {
    addressId: match?.[1],
    tail: match?.[2] ?? '',
    shortTail: /^(-s\d+)(?![\p{L}\p{N}])/u.exec(parsed.rest)?.[1] ?? '',
  };
}

function rootOf(facts: OrderFacts, order: WarehouseOrder, place: Place): Reference | undefined {
  const parts = partsOf(facts, order);
  if (parts === undefined) return undefined;
  const { addressId, tail, shortTail } = parts;
  const plain = `${facts.storeHash}-${facts.orderId}`;
  // A number that is no address of today may be one of before, or what the warehouse calls a part of the plain reference.
  const isAddress = addressId === String(place.addressId) || !mayBePart(facts, plain, place);
  return (addressId !== undefined && isAddress ? `${plain}-${addressId}${tail}` : `${plain}${shortTail}`) as Reference;
}

function mayBePart({ warehouse, places }: OrderFacts, plain: string, place: Place): boolean {
  const isTaken = places.some((other) => other !== place && other.references.some((one) => one === plain));
  return !isTaken && (places.length === 1 || warehouse.some(({ reference }) => reference === plain));
}

function placeNamed(facts: OrderFacts, order: WarehouseOrder): Place | undefined {
  const parts = partsOf(facts, order);
  if (parts === undefined) return undefined;
  return facts.places.find((place) => String(place.addressId) === parts.addressId);
}

/** The only place with the address that a look found it to go to and with its goods, where it names no address of today. */
function placeAddressed(facts: OrderFacts, order: WarehouseOrder): Place | undefined {
  const { places, order: reading } = facts;
  if (order.digests === undefined || order.digestKey !== reading?.digestKey) return undefined;
  if (placeNamed(facts, order) !== undefined) return undefined;
  const there = order.digests;
  const fitting = places.filter(({ number }) => {
    const { digests, lines = [] } = readAt({ order: reading }, number) ?? {};
    if (digests === undefined || !isEmpty(minus(bagOf(order.pieces), orderedBy(lines)))) return false;
    return isSameAddress(digests, there);
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** What no place can be told to own yet is looked up by name: a list shows no address. */
export function lookForOwners(facts: OrderFacts): OrderFacts {
  const asked = straysOf(facts).filter((order) => order.digests === undefined && canBeAsked(facts, order));
  if (asked.length === 0) return facts;
  return { ...facts, lookDue: [...new Set([...facts.lookDue, ...asked.map(({ reference }) => reference)])] };
}

/**
 * What looks like a part of an order of which no account is left may go to another address of the store's order: its own is
 * asked for, once.
 */
export function askForAddresses(facts: OrderFacts): OrderFacts {
  if (facts.places.length < 2 || facts.searchDue) return facts;
  const parts = ownedOrders(facts).filter(
    ({ order, part, place, root, state }) =>
      part && state !== 'dead' && order.asked !== true && !hasSending(facts, place, root) && canBeAsked(facts, order),
  );
  if (parts.length === 0) return facts;
  const keys = new Set(parts.map(({ order }) => order.key));
  const warehouse = facts.warehouse.map((one) => (keys.has(one.key) ? { ...one, asked: true as const } : one));
  const unread = parts.filter(({ order }) => order.digests === undefined).map(({ order }) => order.reference);
  return { ...facts, warehouse, lookDue: [...new Set([...facts.lookDue, ...unread])] };
}

function hasSending({ sendings }: OrderFacts, place: number, root: string): boolean {
  return sendings.some((one) => one.place === place && one.reference === root);
}

type Fits = (pieces: Bag, ordered: Bag) => boolean;

/** Best first: a place of which no order is known yet, then any; all that it has ordered, then some of it. */
const goodsRules: readonly PlaceOf[] = [true, false].flatMap((isFree) =>
  [sameBag, (pieces: Bag, ordered: Bag) => isEmpty(minus(pieces, ordered))].map(
    (fits): PlaceOf =>
      (facts, order) =>
        placeNamed(facts, order) === undefined ? placeOfGoods(facts, order, isFree, fits) : undefined,
  ),
);

function wantsSome(facts: OrderFacts, { number }: Place, pieces: Bag): boolean {
  const lines = readAt(facts, number)?.lines ?? [];
  return lines.some(({ sku, quantity }) => quantity > 0 && pieces.has(sku));
}

/** The only place that these goods fit: what it ordered, or what of it was not refunded. */
function placeOfGoods(facts: OrderFacts, order: WarehouseOrder, isFree: boolean, fits: Fits): Place | undefined {
  const { places } = facts;
  if (places.length === 1) return places[0];
  const pieces = bagOf(order.pieces);
  if (isEmpty(pieces)) return undefined;
  // It may be the order of a place of which none is known yet, and which wants fewer by now: nobody can tell.
  if (!isFree && places.some((place) => place.references.length === 0 && wantsSome(facts, place, pieces)))
    return undefined;
  const fitting = places.filter(({ number, references }) => {
    if (isFree && references.length > 0) return false;
    const lines = readAt(facts, number)?.lines ?? [];
    return fits(pieces, orderedBy(lines)) || fits(pieces, notRefundedOf(lines));
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}
