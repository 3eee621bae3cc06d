import type { Reference } from '../../../contract/ids.ts';
import { bagOf, isEmpty, minus } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { ownerOf, parseOrderReference } from '../facts/references.ts';
import type { Place } from '../facts/store-facts.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';

/**
 * Orders under references that no account of ours names, by their form: they are given to the place whose address they name,
 * or else whose goods they are, so that an earlier run's sendings are found again.
 */
export function adoptReferences(facts: OrderFacts): OrderFacts {
  let places = facts.places;
  for (const order of facts.warehouse) {
    const owner = ownerOf(places, order.reference);
    if (owner?.part === false) continue;
    const found = rootOf({ ...facts, places }, order);
    if (found === undefined) continue;
    // What looks like a part of the plain reference may be the only order of an address of which no account is left.
    const taken = places.some(({ number, references }) => number === found.place && references.length > 0);
    // What ends like our further references is one of them where no account says otherwise.
    const isFurther = /-s\d+$/u.test(found.root) && !facts.sendings.some(({ place }) => place === found.place);
    if (owner !== undefined && (owner.place === found.place ? !isFurther : taken)) continue;
    // A reference is one place's, whatever its goods look like.
    if (places.some(({ references }) => references.includes(found.root))) continue;
    places = places.map((place) =>
      place.number === found.place ? { ...place, references: inOrder([...place.references, found.root]) } : place,
    );
  }
  return places === facts.places ? facts : { ...facts, places };
}

/** A place's first reference is its shortest: tails of ours come behind it. */
function inOrder(references: readonly Reference[]): readonly Reference[] {
  return [...references].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
}

function rootOf(facts: OrderFacts, order: WarehouseOrder): { place: number; root: Reference } | undefined {
  const parsed = parseOrderReference(facts.storeHash, order.reference);
  if (parsed?.orderId !== facts.orderId) return undefined;
  const plain = `${facts.storeHash}-${facts.orderId}`;
  const match = /^(?:-(\d+))?(-s\d+)?(?![\p{L}\p{N}])/u.exec(parsed.rest);
  const addressId = match?.[1];
  const tail = match?.[2] ?? '';
  const named = facts.places.find((place) => String(place.addressId) === addressId);
  if (named !== undefined) return { place: named.number, root: `${plain}-${addressId}${tail}` as Reference };
  const place = facts.places.length === 1 ? facts.places[0] : placeOfGoods(facts, order);
  const shortTail = /^(-s\d+)(?![\p{L}\p{N}])/u.exec(parsed.rest)?.[1] ?? '';
  return place === undefined ? undefined : { place: place.number, root: `${plain}${shortTail}` as Reference };
}

function placeOfGoods({ places, order: reading }: OrderFacts, order: WarehouseOrder): Place | undefined {
  const fitting = places.filter(({ number }) => {
    const read = reading?.places.find((one) => one.place === number);
    const ordered = bagOf((read?.lines ?? []).map(({ sku, quantity }) => ({ code: sku, quantity })));
    const pieces = bagOf(order.pieces);
    return !isEmpty(pieces) && isEmpty(minus(pieces, ordered));
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}
