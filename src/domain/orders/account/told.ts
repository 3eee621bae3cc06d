import { trackingNumbers } from '../../shipping/parcels.ts';
import { type Bag, bagOf, empty, isEmpty, least, minus, plus } from '../facts/bag.ts';
import { boughtAs } from '../facts/codes.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { StoreShipment } from '../facts/store-facts.ts';
import { underReference } from './one-reference.ts';
import type { OwnedOrder } from './ownership.ts';
import { currentLine } from '../facts/places.ts';
import { compareKeys, rankOf } from './order-state.ts';
import type { PlaceAccount } from './account.ts';

/** What the store's shipments say: told by us, told by a person for us, or shipped by hand from elsewhere. */
export interface StoreSide {
  /** Pieces that the store knows of, by warehouse order. */
  readonly told: ReadonlyMap<string, Bag>;
  /** Of these, what shipments tell that a person typed in. */
  readonly typedIn: ReadonlyMap<string, Bag>;
  /** Of these, by line: those that shipments of ours name. */
  readonly toldOnLine: ReadonlyMap<number, number>;
  /** Pieces that somebody else shipped, by line. */
  readonly byHand: ReadonlyMap<number, number>;
  /** The shipments that tell of a warehouse order. */
  readonly shipmentsOf: ReadonlyMap<string, readonly StoreShipment[]>;
}

/** The words behind our marker in a shipment's comment: the reference alone for one of its orders, with the key for the rest. */
export function markOf(one: OwnedOrder, orders: readonly OwnedOrder[], shipments: readonly StoreShipment[]): string {
  const { reference, key } = one.order;
  const rivals = underReference(orders, reference).filter(({ isForeign }) => !isForeign);
  const bearer = bareBearer(reference, rivals, shipments);
  return bearer === undefined || bearer.order.key === key ? reference : withKey(one);
}

function withKey({ order: { reference, key } }: OwnedOrder): string {
  return `${reference} ${key}`;
}

/**
 * Which of the orders under a reference bears it alone. Where a shipment says so already, the one that it told keeps it,
 * whichever number a later one has: by the tracking number, else one that has left. Else the lowest number.
 */
function bareBearer(
  reference: string,
  rivals: readonly OwnedOrder[],
  shipments: readonly StoreShipment[],
): OwnedOrder | undefined {
  const bare = shipments.filter(({ marks }) => marks === reference);
  const byKey = [...rivals].sort((a, b) => compareKeys(a.order.key, b.order.key));
  if (bare.length === 0) return byKey[0];
  const free = byKey.filter((one) => !shipments.some(({ marks }) => marks === withKey(one)));
  return (
    free.find((one) => bare.some((shipment) => sharesNumber(shipment, one))) ??
    free.find(({ state }) => state === 'shipped') ??
    free[0] ??
    byKey[0]
  );
}

export function storeSide(facts: OrderFacts, orders: readonly OwnedOrder[]): StoreSide {
  const skus = skusOf(facts);
  const told = new Map<string, Bag>();
  const typedIn = new Map<string, Bag>();
  const toldOnLine = new Map<number, number>();
  const byHand = new Map<number, number>();
  const shipmentsOf = new Map<string, StoreShipment[]>();
  // What our own shipments tell is told of the order that they name: one that was typed in for several tells of the rest.
  for (const shipment of [...facts.shipments].sort((a, b) => Number(isTypedIn(a)) - Number(isTypedIn(b)))) {
    const tellers = orders.filter((order) => tells(shipment, order, orders, facts.shipments));
    for (const { line, quantity } of shipment.lines) {
      const id = currentLine(facts.successors, line);
      const into = tellers.length === 0 ? byHand : toldOnLine;
      into.set(id, (into.get(id) ?? 0) + quantity);
    }
    for (const [{ order }, pieces] of sharedOut(facts, shipment, { tellers, told, skus })) {
      shipmentsOf.set(order.key, [...(shipmentsOf.get(order.key) ?? []), shipment]);
      for (const into of isTypedIn(shipment) ? [told, typedIn] : [told])
        into.set(order.key, plus(into.get(order.key) ?? empty, pieces));
    }
  }
  for (const { key, pieces } of facts.notes) {
    if (key !== undefined) told.set(key, plus(told.get(key) ?? new Map(), bagOf(pieces)));
  }
  // What the store refuses, or somebody undid twice, counts as told where a person said so.
  for (const { reasons, explained } of facts.decisions) {
    if (!reasons.some((one) => one === 'undone-by-hand' || one === 'rejected-by-bigcommerce')) continue;
    for (const { order, own } of orders) if (explained.includes(order.key)) told.set(order.key, own);
  }
  return { told, typedIn, toldOnLine, byHand, shipmentsOf };
}

const isTypedIn = ({ marks }: StoreShipment): boolean => marks === undefined;

/**
 * Which pieces of a shipment are told of which order. Several orders in one parcel bear one number: each line tells of those of its
 * own address, what has left first, then what it was sent with, as far as their pieces are not told. What none of them holds is the
 * first one's.
 */
function sharedOut(
  facts: OrderFacts,
  shipment: StoreShipment,
  of: {
    readonly tellers: readonly OwnedOrder[];
    readonly told: ReadonlyMap<string, Bag>;
    readonly skus: ReadonlyMap<number, string>;
  },
): ReadonlyMap<OwnedOrder, Bag> {
  const shares = new Map<OwnedOrder, Bag>();
  const [only, ...others] = of.tellers;
  if (only === undefined) return shares;
  if (others.length === 0) return shares.set(only, bagOf(goodsOf(shipment, of.skus)));
  const places = new Map(facts.order?.places.flatMap(({ place, lines }) => lines.map(({ id }) => [id, place])));
  const give = (one: OwnedOrder, pieces: Bag) => {
    if (!isEmpty(pieces)) shares.set(one, plus(shares.get(one) ?? empty, pieces));
  };
  for (const line of shipment.lines) {
    const id = currentLine(facts.successors, line.line);
    const here = of.tellers.filter((one) => one.place === places.get(id));
    const isOfLine = ({ sending }: OwnedOrder) =>
      sending?.lines.some((sent) => currentLine(facts.successors, sent.line) === id) === true;
    const tellers = [...(here.length === 0 ? of.tellers : here)].sort(
      (a, b) => rankOf[a.state] - rankOf[b.state] || Number(isOfLine(b)) - Number(isOfLine(a)),
    );
    let left = bagOf(goodsOf({ lines: [line] }, of.skus));
    for (const one of tellers) {
      const pieces = least(left, minus(one.own, of.told.get(one.order.key) ?? empty, shares.get(one) ?? empty));
      give(one, pieces);
      left = minus(left, pieces);
    }
    give(tellers[0] ?? only, left);
  }
  return shares;
}

/** Ours by its marker, or typed in by a person with the tracking number of an order of ours. */
function tells(
  shipment: StoreShipment,
  order: OwnedOrder,
  orders: readonly OwnedOrder[],
  shipments: readonly StoreShipment[],
): boolean {
  if (shipment.marks !== undefined) return shipment.marks === markOf(order, orders, shipments);
  return !order.isForeign && sharesNumber(shipment, order);
}

function sharesNumber(shipment: StoreShipment, { order }: OwnedOrder): boolean {
  const numbers = trackingNumbers(order.trackingNumber).map(fold);
  return trackingNumbers(shipment.trackingNumber).some((number) => numbers.includes(fold(number)));
}

function fold(number: string): string {
  return number.replace(/\s/g, '').toUpperCase();
}

function goodsOf({ lines }: Pick<StoreShipment, 'lines'>, skus: ReadonlyMap<number, string>) {
  return lines.flatMap(({ line, quantity }) => {
    const code = skus.get(line);
    return code === undefined ? [] : [{ code, quantity }];
  });
}

/** The SKU behind each line id that was ever read or sent. */
function skusOf({ order, sendings, successors, namesOnly }: OrderFacts): ReadonlyMap<number, string> {
  const skus = new Map<number, string>();
  for (const line of sendings.flatMap(({ lines }) => lines)) skus.set(line.line, boughtAs(line));
  for (const { lines } of order?.places ?? []) {
    for (const { id, sku, nameOnly } of lines) if (nameOnly !== true && !namesOnly.includes(id)) skus.set(id, sku);
  }
  for (const [old] of successors) {
    const sku = skus.get(currentLine(successors, old));
    if (sku !== undefined && !skus.has(old)) skus.set(old, sku);
  }
  return skus;
}

/**
 * Somebody deleted a shipment of ours again after it was written a second time. Tellings are counted and not pieces: the
 * store may have taken fewer than the warehouse shipped.
 */
export function shipmentsUndone(facts: OrderFacts, { orders, untoldOf }: PlaceAccount): readonly OwnedOrder[] {
  return orders.filter(({ order }) => {
    const untold = untoldOf.get(order.key);
    if (untold === undefined || isEmpty(untold)) return false;
    const told = facts.tellings.filter(({ key }) => key === order.key).map(({ shipmentIds }) => shipmentIds);
    const there = new Set(facts.shipments.map(({ id }) => id));
    const isGone = told.at(-1)?.some((id) => !there.has(id)) === true;
    return isGone && told.some((ids, index) => isWrittenAgain(told[index - 1] ?? [], ids));
  });
}

/** Between two tellings a shipment was deleted, and another one came in its place. */
function isWrittenAgain(before: readonly number[], after: readonly number[]): boolean {
  return before.some((id) => !after.includes(id)) && after.some((id) => !before.includes(id));
}
