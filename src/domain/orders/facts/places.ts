import type { AddressDigests } from '../../../contract/orders.ts';
import { bagOf, type Bag } from './bag.ts';
import type { OrderFacts } from './facts.ts';
import type { LinePieces, Place, ReadLine, ReadPlace, RemovedLine } from './store-facts.ts';

/** An address as it was read, before it is known which place it is. */
export type ReadAddress = Omit<ReadPlace, 'place'>;

/** A place as the store's order was read last; `undefined` where that has it no more. */
export function readAt<P extends { readonly place: number }>(
  { order }: { readonly order?: { readonly places: readonly P[] } | undefined },
  place: number,
): P | undefined {
  return order?.places.find((one) => one.place === place);
}

type Counted = Pick<ReadLine, 'sku' | 'quantity' | 'refunded'>;

/** What lines have ordered, refunded pieces included. */
export function orderedBy(lines: readonly Pick<Counted, 'sku' | 'quantity'>[]): Bag {
  return bagOf(lines.map(({ sku, quantity }) => ({ code: sku, quantity })));
}

/** What of it is not refunded. */
export function notRefundedOf(lines: readonly Counted[]): Bag {
  return bagOf(lines.map(({ sku, quantity, refunded }) => ({ code: sku, quantity: quantity - refunded })));
}

/** What the warehouse has of an address is the store's: whom it names, and how a second line is written, may differ. */
export function isSameAddress(one: AddressDigests, other: AddressDigests): boolean {
  return ['street', 'postcode', 'city'].every((part) => one[part] === other[part]);
}

export interface MatchedPlaces {
  readonly places: readonly Place[];
  readonly read: readonly ReadPlace[];
  readonly successors: OrderFacts['successors'];
  readonly removed: readonly RemovedLine[];
  /** True where addresses that goods were sent to cannot be told from new ones. */
  readonly unclear: boolean;
}

type Known = Pick<OrderFacts, 'places' | 'order' | 'successors' | 'removed' | 'sendings'>;

/** The store lists addresses and lines in no promised order: they are taken by their ids. */
export function inStoreOrder(addresses: readonly ReadAddress[]): readonly ReadAddress[] {
  const first = ({ lines }: ReadAddress) => lines[0]?.id ?? 0;
  return addresses
    .map((address) => ({ ...address, lines: [...address.lines].sort((a, b) => a.id - b.id) }))
    .sort((a, b) => a.addressId - b.addressId || first(a) - first(b));
}

/**
 * Finds out which place each address of a reading is. In this order: the same id; the same digests; the same lines; the
 * same goods, where one pair remains. The rest are new places, but where something was sent to a place that is not found
 * again and more than one address could be it.
 * @param comparable false where the digests are of another key than the last reading's
 */
export function matchPlaces(known: Known, addresses: readonly ReadAddress[], comparable: boolean): MatchedPlaces {
  const before = new Map(known.order?.places.map((place) => [place.place, place]));
  const lost = new Map(known.places.map((place) => [place.number, place]));
  const found = new Map<ReadAddress, number>();
  const free = () => addresses.filter((address) => !found.has(address));
  /** Those that fit each other and nothing else, until none is left: whichever is looked at first, the pairs are the same. */
  const pair = (same: (place: Place, address: ReadAddress) => boolean) => {
    const here = free();
    const fitting = here.flatMap((address) => {
      const [match, ...others] = [...lost.values()].filter((place) => same(place, address));
      if (match === undefined || others.length > 0) return [];
      const rivals = here.filter((other) => other !== address && same(match, other));
      return rivals.length > 0 ? [] : [{ address, match }];
    });
    for (const { address, match } of fitting) {
      found.set(address, match.number);
      lost.delete(match.number);
    }
    if (fitting.length > 0) pair(same);
  };
  pair((place, address) => place.addressId === address.addressId);
  if (comparable) pair((place, address) => samePostal(before.get(place.number), address));
  pair((place, address) => sharesLine(before.get(place.number), address));
  if (lost.size === 1 && free().length === 1) {
    pair((place, address) => sameGoods(before.get(place.number), address));
  }
  const sentTo = new Set(known.sendings.map(({ place }) => place));
  // A place without goods left is merely gone: only one whose goods may have moved to a new address is in doubt.
  const missing = [...lost.values()].filter(({ number }) => sentTo.has(number));
  const doubtful = free().filter((address) => missing.some(({ number }) => sameGoods(before.get(number), address)));
  let next = known.places.reduce((max, { number }) => Math.max(max, number), 0);
  const added: Place[] = [];
  for (const address of free()) {
    next += 1;
    found.set(address, next);
    added.push({ number: next, addressId: address.addressId, references: [] });
  }
  const ids = new Map([...found].map(([{ addressId }, number]) => [number, addressId]));
  const read = addresses
    .map((address) => ({ ...address, place: found.get(address) ?? 0 }))
    .sort((a, b) => a.place - b.place);
  const followed = followLines(known, read);
  return {
    places: [
      ...known.places.map((place) => ({ ...place, addressId: ids.get(place.number) ?? place.addressId })),
      ...added,
    ],
    read,
    successors: [...known.successors, ...followed.successors],
    removed: followed.removed,
    unclear: doubtful.length > 0,
  };
}

/** Names and contact data are content, not identity. */
const postal = ['street', 'second street line', 'city', 'postcode'];

function samePostal(before: ReadAddress | undefined, address: ReadAddress): boolean {
  const a = before?.digests;
  const b = address.digests;
  if (a === undefined || b === undefined || before?.country !== address.country) return false;
  return postal.every((part) => a[part] === b[part]);
}

function sharesLine(before: ReadAddress | undefined, address: ReadAddress): boolean {
  return before?.lines.some(({ id }) => address.lines.some((line) => line.id === id)) ?? false;
}

function sameGoods(before: ReadAddress | undefined, address: ReadAddress): boolean {
  const key = ({ lines }: ReadAddress) =>
    lines
      .map(({ sku, quantity }) => `${quantity}:${sku}`)
      .sort()
      .join('\n');
  return before !== undefined && key(before) === key(address);
}

/**
 * An edit in the store may give its lines new ids: a line that is gone is followed by a new one of the same place and SKU,
 * with the same quantity before any other; else by one like it at another place, where it moved; else it was taken out.
 */
function followLines(
  { order, successors, removed = [] }: Known,
  read: readonly ReadPlace[],
): Pick<MatchedPlaces, 'successors' | 'removed'> {
  if (order === undefined) return { successors: [], removed: [] };
  const linesOf = (places: readonly ReadPlace[]) =>
    places.flatMap(({ place, lines }) => lines.map((line) => ({ ...line, place }))).sort((a, b) => a.id - b.id);
  const [then, now] = [linesOf(order.places), linesOf(read)];
  const known = new Set([...then.map(({ id }) => id), ...successors.map(([, id]) => id)]);
  const present = new Set(now.map(({ id }) => id));
  type Line = (typeof now)[number];
  const fresh = new Set(now.filter(({ id }) => !known.has(id)));
  const gone = new Set(then.filter(({ id }) => !present.has(id)));
  const found: (readonly [number, number])[] = [];
  const follow = (same: (old: Line, line: Line) => boolean) => {
    for (const old of gone) {
      const next = [...fresh].find((line) => line.sku === old.sku && same(old, line));
      if (next === undefined) continue;
      found.push([old.id, next.id]);
      gone.delete(old);
      fresh.delete(next);
    }
  };
  follow((old, line) => line.place === old.place && line.quantity === old.quantity);
  follow((old, line) => line.place === old.place);
  follow((old, line) => line.quantity === old.quantity);
  const out = [...gone].filter(({ nameOnly, elsewhere }) => nameOnly !== true && elsewhere !== true);
  const stillOut = removed.filter(({ line }) => !present.has(line));
  return { successors: found, removed: [...stillOut, ...out.map(({ id, place, sku }) => ({ line: id, place, sku }))] };
}

/** The line that stands in the store now for one that was read or sent earlier. */
export function currentLine(successors: OrderFacts['successors'], line: number): number {
  let current = line;
  // A chain is as long as the order was edited; its length bounds the walk.
  for (let step = 0; step <= successors.length; step += 1) {
    const next = successors.find(([old]) => old === current)?.[1];
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

/** Pieces that were noted of lines, by the line that each is now. */
export function piecesByLine(
  { successors }: Pick<OrderFacts, 'successors'>,
  noted: readonly LinePieces[] = [],
): Map<number, number> {
  return new Map(noted.map(({ line, pieces }) => [currentLine(successors, line), pieces]));
}

/** Pieces that lines had when the store's status came to say that all is shipped; `undefined` where it never did. */
export function piecesAtClosing(facts: Pick<OrderFacts, 'successors' | 'closing'>): Map<number, number> | undefined {
  return (
    facts.closing &&
    piecesByLine(
      facts,
      facts.closing.lines.map(([line, pieces]) => ({ line, pieces })),
    )
  );
}

/** What each line counts as shipped. The store's times have a grain of a second: a shipment in the second of another shows by this. */
export function shippedCounts(order: OrderFacts['order']): string {
  const lines = (order?.places ?? []).flatMap((place) => place.lines).filter(({ shipped }) => shipped > 0);
  return lines
    .map(({ id, shipped }) => `${id}:${shipped}`)
    .sort()
    .join(' ');
}

/** Pieces that the store's shipments name, whoever wrote them, by the line that each is now. */
export function namedByShipments({
  shipments,
  successors,
}: Pick<OrderFacts, 'shipments' | 'successors'>): ReadonlyMap<number, number> {
  const named = new Map<number, number>();
  for (const { line, quantity } of shipments.flatMap(({ lines }) => lines)) {
    const id = currentLine(successors, line);
    named.set(id, (named.get(id) ?? 0) + quantity);
  }
  return named;
}
