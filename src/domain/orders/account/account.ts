import { readAt } from '../facts/places.ts';
import { isStopped } from '../../shared/store-status.ts';
import { statusSince } from '../eligibility.ts';
import { bagOf, empty, isEmpty, least, minus, most, plus, type Bag } from '../facts/bag.ts';
import { boughtPieces, inBoughtSkus } from '../facts/codes.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { sendingsUnder } from '../facts/references.ts';
import type { Place, ReadPlace } from '../facts/store-facts.ts';
import type { Correction, Sending } from '../facts/warehouse-facts.ts';
import { abandonedKeys, goneForGood, sendingKey } from './abandoned.ts';
import { acceptedPieces } from './accepted.ts';
import { lineAccounts, type LineAccount } from './lines.ts';
import { shippedFromElsewhere } from './moved.ts';
import { adoptedPieces, mayBeAdopted, ownedOrders, type OwnedOrder } from './ownership.ts';
import { perhapsSent } from './perhaps-sent.ts';
import { givenUpAt } from './settled.ts';
import { sentAgain, takenOffStill } from './taken-off.ts';
import { storeSide, type StoreSide } from './told.ts';

/** The pieces of one place, by SKU: nothing below zero. `docs/architecture.md` works an example. */
export interface PlaceAccount {
  readonly place: Place;
  /** The place as the store has it; absent where it was removed. */
  readonly read: ReadPlace | undefined;
  readonly orders: readonly OwnedOrder[];
  readonly unknownSendings: readonly Sending[];
  readonly lines: readonly LineAccount[];
  /** Ordered and handed over again; refunds count against what has not left. Nothing of a closed order. */
  readonly wanted: Bag;
  /** Left the warehouse, returned or not. */
  readonly shipped: Bag;
  /** In shipments of the store that are not ours. */
  readonly byHand: Bag;
  /** Taken out by a decision. */
  readonly settled: Bag;
  /** Of these, what had been sent and was lost. */
  readonly settledMissing: Bag;
  /** Was sent, is nowhere, and is missed by nobody any more. */
  readonly givenUp: Bag;
  /** Still to leave. */
  readonly open: Bag;
  /** In living warehouse orders of ours. */
  readonly placed: Bag;
  /** On their way with an unknown outcome. */
  readonly unknown: Bag;
  /** More on its way than is open, and no decision accepts it. */
  readonly excess: Bag;
  readonly sent: Bag;
  /** Was sent, is open, and is nowhere: only a person hands it over again. */
  readonly lost: Bag;
  /** Open and never on its way: only these are handed over without a person. */
  readonly unsent: Bag;
  /** Shipped, and the store does not know. */
  readonly untold: Bag;
  readonly untoldOf: ReadonlyMap<string, Bag>;
}

export interface OrderAccount {
  readonly facts: OrderFacts;
  readonly places: readonly PlaceAccount[];
  readonly side: StoreSide;
  /** Nothing of the order is wanted any more, by the store. */
  readonly closed: boolean;
}

/** Readings that must agree before pieces are taken back without a change of status. */
export const READINGS_THAT_AGREE = 2;

/** Facts never change, they are replaced: what was derived of the very same ones is not derived again. Nothing stores it. */
const derived = new WeakMap<OrderFacts, OrderAccount>();

/** The account of an order's pieces: a pure function of its facts. */
export function accountOf(facts: OrderFacts): OrderAccount {
  const account = derived.get(facts) ?? accountFrom(facts);
  derived.set(facts, account);
  return account;
}

function accountFrom(facts: OrderFacts): OrderAccount {
  const orders = ownedOrders(facts);
  const side = storeSide(facts, orders);
  const closed = isClosed(facts);
  const places = facts.places.map((place) => {
    const own = orders.filter((order) => order.place === place.number);
    return placeAccount(facts, place, own, { side, closed });
  });
  const account = { facts, places, side, closed };
  return places.length < 2 ? account : { ...account, places: places.map((place) => withElsewhere(account, place)) };
}

/** A place alone cannot know that what is on its way to it has left for another one. */
function withElsewhere(account: OrderAccount, place: PlaceAccount): PlaceAccount {
  const gone = shippedFromElsewhere(account, place);
  if (isEmpty(gone)) return place;
  const onItsWay = plus(place.placed, place.unknown);
  const accepted = acceptedPieces(account.facts, place.place, place.orders, account.closed);
  return { ...place, excess: least(onItsWay, minus(plus(onItsWay, gone), place.open, accepted)) };
}

type Ending = Pick<OrderFacts, 'order' | 'gone'>;

/** By the store's status (cancelled, declined, refunded), or confirmed gone: said by itself, whatever the lines say. */
function isEnded({ order, gone }: Ending): boolean {
  return gone >= READINGS_THAT_AGREE || (order !== undefined && isStopped(order.status));
}

/** Nothing of it is wanted: ended, or put away in the store. */
export function isClosed(facts: Ending): boolean {
  return isEnded(facts) || facts.order?.archived === true;
}

/**
 * One bad answer could say the same: fewer pieces under the status of before, or put away, which leaves the status as it is
 * and is one field of one answer.
 */
export function needsSecondReading(facts: Ending): boolean {
  return facts.order !== undefined && !isEnded(facts);
}

/** Stands for what closed the order; `undefined` where it is not closed. */
export function closedSince(facts: Ending & Pick<OrderFacts, 'statuses'>): string | undefined {
  if (!isClosed(facts)) return undefined;
  if (facts.gone >= READINGS_THAT_AGREE) return 'gone';
  return isEnded(facts) ? `${facts.order?.status} ${statusSince(facts) ?? ''}` : 'archived';
}

function placeAccount(
  facts: OrderFacts,
  place: Place,
  orders: readonly OwnedOrder[],
  { side, closed }: { readonly side: StoreSide; readonly closed: boolean },
): PlaceAccount {
  const of = (state: OwnedOrder['state']) => orders.filter((order) => order.state === state).map(({ own }) => own);
  const shipped = plus(...of('shipped'));
  const placed = plus(...of('living'));
  const given = abandonedKeys(facts);
  const unknownSendings = facts.sendings.filter(
    (one) =>
      one.place === place.number &&
      one.outcome === 'unknown' &&
      !given.has(sendingKey(one.number)) &&
      !orders.some(({ sending }) => sending === one),
  );
  const unknown = plus(...unknownSendings.map(({ lines }) => boughtPieces(lines)));
  const lines = lineAccounts(facts, place.number, orders, { shipped, side, closed });
  const sum = (number: (line: LineAccount) => number) =>
    bagOf(lines.map((line) => ({ code: line.sku, quantity: number(line) })));
  const open = sum((line) => line.open);
  const openOfSent = bagOf(
    lines.filter(({ everSent }) => everSent).map((line) => ({ code: line.sku, quantity: line.open })),
  );
  const sent = plus(...references(facts, place, orders).map((root) => sentUnderReference(facts, place, root, orders)));
  const settledMissing = sum((line) => line.settledMissing);
  const givenUp = givenUpAt(facts, place.number);
  const lost = least(minus(openOfSent, placed, unknown), minus(sent, shipped, placed, settledMissing, givenUp));
  const untoldOf = new Map(
    orders
      .filter(({ state }) => state === 'shipped')
      .map(({ own, order }) => [order.key, minus(own, side.told.get(order.key) ?? empty)] as const),
  );
  return {
    place,
    read: readAt(facts, place.number),
    orders,
    unknownSendings,
    lines,
    wanted: sum((line) => line.wanted),
    shipped,
    byHand: sum((line) => line.byHand),
    settled: sum((line) => line.settled),
    settledMissing,
    givenUp,
    open,
    placed,
    unknown,
    excess: minus(plus(placed, unknown), open, acceptedPieces(facts, place, orders, closed)),
    sent,
    lost,
    unsent: minus(open, placed, unknown, lost),
    untold: plus(...untoldOf.values()),
    untoldOf,
  };
}

function references(facts: OrderFacts, place: Place, orders: readonly OwnedOrder[]): readonly string[] {
  const sent = facts.sendings.filter((one) => one.place === place.number).map(({ reference }) => reference);
  return [...new Set<string>([...sent, ...orders.map(({ root }) => root)])];
}

function writtenOffWith(decisions: OrderFacts['decisions'], { key, at }: Pick<Correction, 'key' | 'at'>): Bag {
  const before = decisions.filter((one) => Date.parse(one.at) <= Date.parse(at)).flatMap((one) => one.writtenOff);
  return plus(...before.filter(({ from }) => from?.includes(key) === true).map(({ pieces }) => bagOf(pieces)));
}

/**
 * Sent under one reference, its parts included: landed sendings, and orders of ours that none explains, less what our own
 * read-back corrections took off (never below what they left there) and what a decision wrote off.
 */
export function sentUnderReference(
  facts: OrderFacts,
  place: Place,
  root: string,
  all: readonly OwnedOrder[],
  takenOff = takenOffStill,
): Bag {
  const abandoned = abandonedKeys(facts);
  const orders = all.filter((order) => order.root === root && !order.isForeign);
  const sendings = sendingsUnder(facts, place.number, root);
  const landed = sendings.filter(
    (one) =>
      !(one.key !== undefined && abandoned.has(one.key)) &&
      (one.outcome === 'landed' || orders.some(({ sending }) => sending === one)),
  );
  // Where no account of a sending is left, its parts are what is known of it.
  const found = orders.filter(
    ({ sending, part, unclear }) => sending === undefined && !unclear && (!part || sendings.length === 0),
  );
  // A part that our own cancel emptied has nothing left to call its own: what was taken off it counts all the same.
  const keys = new Set(all.filter((order) => order.root === root).map(({ order }) => order.key));
  const corrections = facts.corrections.filter(({ key }) => keys.has(key));
  const bought = inBoughtSkus(facts, place.number, sendings);
  // What was written off with an order counts once, also where that came back and we cancelled it.
  const taken = all.flatMap(({ root: of, order }) => {
    const last = of === root ? corrections.findLast((one) => one.key === order.key) : undefined;
    if (last === undefined) return [];
    return minus(takenOff(order, corrections, bought), writtenOffWith(facts.decisions, last));
  });
  const lastOf = new Map(corrections.map((one) => [one.key, bought(one.after)]));
  // What was found again was sent, however little of it is left there, or nothing.
  const adopted = sendings.length > 0 ? [] : all.filter((one) => one.root === root && mayBeAdopted(one));
  const beyond = most(
    plus(...found.map(({ own, part, unexplained }) => (part ? own : unexplained))),
    plus(...adopted.map(({ order }) => adoptedPieces(order))),
  );
  const again = sentAgain(facts, keys, bought);
  const gross = plus(...landed.map(({ lines }) => boughtPieces(lines)), beyond, perhapsSent(all, root), again);
  const kept = least(gross, plus(...lastOf.values()));
  return minus(most(minus(gross, ...taken), kept), goneForGood(facts.decisions, root, all));
}
