import type { OrderFacts } from './facts.ts';
import type { Place, ReadPlace } from './store-facts.ts';

/** An address as it was read, before it is known which place it is. */
export type ReadAddress = Omit<ReadPlace, 'place'>;

export interface MatchedPlaces {
  readonly places: readonly Place[];
  readonly read: readonly ReadPlace[];
  readonly successors: OrderFacts['successors'];
  /** True where addresses that goods were sent to cannot be told from new ones. */
  readonly unclear: boolean;
}

type Known = Pick<OrderFacts, 'places' | 'order' | 'successors' | 'sendings'>;

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
  const pair = (same: (place: Place, address: ReadAddress) => boolean) => {
    for (const address of free()) {
      const [match, ...others] = [...lost.values()].filter((place) => same(place, address));
      if (match === undefined || others.length > 0) continue;
      const rivals = free().filter((other) => other !== address && same(match, other));
      if (rivals.length > 0) continue;
      found.set(address, match.number);
      lost.delete(match.number);
    }
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
  const read = addresses.map((address) => ({ ...address, place: found.get(address) ?? 0 }));
  return {
    places: [
      ...known.places.map((place) => ({ ...place, addressId: ids.get(place.number) ?? place.addressId })),
      ...added,
    ],
    read,
    successors: [...known.successors, ...successorsOf(known, read)],
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
 * with the same quantity before any other.
 */
function successorsOf({ order, successors }: Known, read: readonly ReadPlace[]): OrderFacts['successors'] {
  if (order === undefined) return [];
  const now = new Set(read.flatMap(({ lines }) => lines.map(({ id }) => id)));
  const then = new Set(order.places.flatMap(({ lines }) => lines.map(({ id }) => id)));
  const taken = new Set(successors.map(([, id]) => id));
  const found: (readonly [number, number])[] = [];
  for (const before of order.places) {
    const after = read.find(({ place }) => place === before.place);
    if (after === undefined) continue;
    const fresh = after.lines.filter(({ id }) => !then.has(id) && !taken.has(id));
    for (const line of before.lines.filter(({ id }) => !now.has(id))) {
      const same = fresh.filter(({ sku }) => sku === line.sku);
      const next = same.find(({ quantity }) => quantity === line.quantity) ?? same[0];
      if (next === undefined) continue;
      found.push([line.id, next.id]);
      fresh.splice(fresh.indexOf(next), 1);
    }
  }
  return found;
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
