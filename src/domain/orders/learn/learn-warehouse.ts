import type { Reference } from '../../../contract/ids.ts';
import type { AddressDigests, MyOgoOrderChanged } from '../../../contract/orders.ts';
import { bagOf, isEmpty, minus, piecesOf, sameBag } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { Place } from '../facts/store-facts.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';
import { ownedOrders, type OwnedOrder } from '../account/ownership.ts';
import { ownerOf, parseOrderReference } from '../facts/references.ts';

/** A row of the warehouse, as far as a run may know it. */
export interface WarehouseRow extends MyOgoOrderChanged {
  /** The merchant that was asked. */
  readonly merchantId: string;
  /** Digests of its customer, where a look compared them. */
  readonly digests?: AddressDigests;
}

/** What a look answered: all orders under each reference that it asked for, at one merchant. */
export interface LookAnswer {
  readonly merchantId: string;
  readonly references: readonly string[];
  readonly orders: readonly WarehouseRow[];
  /** ISO time at which it was asked. */
  readonly at: string;
  readonly digestKey?: string;
}

export function rowKey({ id, reference }: Pick<MyOgoOrderChanged, 'id' | 'reference'>): string {
  return id ?? `ref:${reference}`;
}

/** What a poll tells of one order. It may be late: equal times with other words ask for a look. */
export function takeNews(facts: OrderFacts, row: WarehouseRow, now: string): OrderFacts {
  if (parseOrderReference(facts.storeHash, row.reference)?.orderId !== facts.orderId) return facts;
  // A row of which a poll could read no more than its reference: a look finds out what it is, or fails by its field's name.
  if (row.unreadable !== undefined) return { ...facts, lookDue: [...new Set([...facts.lookDue, row.reference])] };
  const known = knownOf(facts, row);
  const unclear = known !== undefined && known.editTime === row.editTime && !saysTheSame(known, row);
  const next = adoptReferences(withRow(facts, row, now));
  return unclear ? { ...next, lookDue: [...new Set([...next.lookDue, row.reference])] } : next;
}

/** What a look found, and what it did not: the whole truth of the references that it asked for. */
export function takeLook(facts: OrderFacts, look: LookAnswer, now: string): OrderFacts {
  const { references, merchantId, orders, at } = look;
  // Who answered is the merchant of now: what is elsewhere cannot be asked.
  let next: OrderFacts = { ...facts, merchantId };
  for (const row of orders) next = withRow(next, row, now, look.digestKey);
  const seen = new Set(orders.map((row) => knownOf(next, row)?.key));
  const warehouse = next.warehouse.map((order) => {
    if (order.merchantId !== merchantId || !references.includes(order.reference)) return order;
    if (seen.has(order.key)) return order.missed.length === 0 ? order : { ...order, missed: [] };
    return order.left ? order : { ...order, missed: [...order.missed, at].slice(-3) };
  });
  next = adoptReferences({ ...next, warehouse, lookDue: next.lookDue.filter((one) => !references.includes(one)) });
  return withAdopted(facts, withOutcomes(next, look), now);
}

/** Says of orders that no sending of ours explains, and that count as ours, that they were found. */
function withAdopted(before: OrderFacts, facts: OrderFacts, now: string): OrderFacts {
  const known = new Set(ownedOrders(before).flatMap((one) => (isAdopted(one) ? [one.order.key] : [])));
  const found = ownedOrders(facts).filter((one) => !known.has(one.order.key) && isAdopted(one));
  const lines = found.map(({ order, place }) => ({
    at: now,
    place,
    kind: 'decision' as const,
    what: `Found in the warehouse already as ${order.reference}: adopted.`,
  }));
  return lines.length === 0 ? facts : { ...facts, story: [...facts.story, ...lines] };
}

/** Counts as ours although no sending that we know of explains it. */
function isAdopted({ sending, alien, unclear, part }: OwnedOrder): boolean {
  return sending === undefined && !alien && !unclear && !part;
}

/** What a search of the warehouse's list found of this order, whatever the references. */
export function takeSearch(
  facts: OrderFacts,
  answer: { readonly orders: readonly WarehouseRow[]; readonly searched?: string; readonly digestKey?: string },
  now: string,
): OrderFacts {
  let next: OrderFacts = { ...facts, searchDue: false };
  for (const row of answer.orders) {
    if (parseOrderReference(facts.storeHash, row.reference)?.orderId === facts.orderId)
      next = withRow(next, row, now, answer.digestKey);
  }
  if (answer.searched === undefined) return withAdopted(facts, adoptReferences(next), now);
  // One for each place: the number stands before it.
  const [place = ''] = answer.searched.split(' ');
  const others = next.searched.filter((one) => !one.startsWith(`${place} `));
  return withAdopted(facts, adoptReferences({ ...next, searched: [...others, answer.searched] }), now);
}

/** Sendings whose outcome the look tells: what is there has landed; what is not, after the settle time, was never taken. */
function withOutcomes(facts: OrderFacts, { references, merchantId, at }: LookAnswer): OrderFacts {
  const owned = ownedOrders(facts);
  const settleMs = facts.order?.settleMs ?? 0;
  const sendings = facts.sendings.map((sending) => {
    const order = owned.find((one) => one.sending === sending)?.order;
    if (order !== undefined) return { ...sending, outcome: 'landed' as const, key: order.key };
    if (sending.outcome !== 'unknown' || sending.merchantId !== merchantId || !references.includes(sending.reference))
      return sending;
    const settled = Date.parse(at) >= Date.parse(sending.unknownSince ?? sending.at) + settleMs;
    return settled ? { ...sending, outcome: 'not-found' as const } : sending;
  });
  return { ...facts, sendings };
}

/**
 * The order that a row is about: the same id; or the only one of its reference, where either of the two gave no id.
 */
function knownOf({ warehouse }: OrderFacts, row: WarehouseRow): WarehouseOrder | undefined {
  const there = warehouse.filter((order) => order.merchantId === row.merchantId);
  const key = rowKey(row);
  const named = there.filter((order) => order.reference === row.reference);
  const only = row.id === undefined && named.length === 1 ? named[0] : undefined;
  return (
    there.find((order) => order.key === key) ?? only ?? there.find((order) => order.key === `ref:${row.reference}`)
  );
}

function withRow(facts: OrderFacts, row: WarehouseRow, now: string, digestKey?: string): OrderFacts {
  const known = knownOf(facts, row);
  // Facts are ordered by the warehouse's own time, not by when we read.
  if (known !== undefined && known.editTime !== '' && row.editTime !== '' && known.editTime > row.editTime)
    return withEarlier(facts, known, row);
  const pieces = row.lines === undefined ? (known?.pieces ?? []) : piecesOf(bagOf(row.lines));
  const same = known?.status === row.status && sameBag(bagOf(known.pieces), bagOf(pieces));
  const tracking = row.trackingNumber ?? known?.trackingNumber;
  const url = row.trackingUrl ?? known?.trackingUrl;
  const digests =
    row.digests === undefined
      ? digestsOf(known)
      : { digests: row.digests, ...(digestKey === undefined ? {} : { digestKey }) };
  const order: WarehouseOrder = {
    key: known?.key ?? rowKey(row),
    reference: row.reference,
    merchantId: row.merchantId,
    status: row.status,
    pieces,
    ...(tracking === undefined ? {} : { trackingNumber: tracking }),
    ...(url === undefined ? {} : { trackingUrl: url }),
    editTime: row.editTime,
    since: known !== undefined && same ? known.since : now,
    ...digests,
    missed: [],
    left: known?.left === true || leaving.includes(row.status),
  };
  const warehouse =
    known === undefined ? [...facts.warehouse, order] : facts.warehouse.map((one) => (one === known ? order : one));
  return { ...facts, warehouse };
}

const leaving: readonly string[] = ['SHIPPED', 'RETURNED'];

/** What is late says little, but what left has left, and a number stays known: as if it had come in time. */
function withEarlier(facts: OrderFacts, known: WarehouseOrder, row: WarehouseRow): OrderFacts {
  const left = known.left || leaving.includes(row.status);
  const tracking = known.trackingNumber ?? row.trackingNumber;
  const url = known.trackingUrl ?? row.trackingUrl;
  if (left === known.left && tracking === known.trackingNumber && url === known.trackingUrl) return facts;
  const order = {
    ...known,
    left,
    ...(tracking === undefined ? {} : { trackingNumber: tracking }),
    ...(url === undefined ? {} : { trackingUrl: url }),
  };
  return { ...facts, warehouse: facts.warehouse.map((one) => (one === known ? order : one)) };
}

function digestsOf(known: WarehouseOrder | undefined): Pick<WarehouseOrder, 'digests' | 'digestKey'> {
  if (known?.digests === undefined) return {};
  return { digests: known.digests, ...(known.digestKey === undefined ? {} : { digestKey: known.digestKey }) };
}

function saysTheSame(known: WarehouseOrder, row: WarehouseRow): boolean {
  const pieces = row.lines === undefined || sameBag(bagOf(known.pieces), bagOf(row.lines));
  return (
    pieces &&
    known.status === row.status &&
    known.trackingNumber === row.trackingNumber &&
    known.trackingUrl === row.trackingUrl
  );
}

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
