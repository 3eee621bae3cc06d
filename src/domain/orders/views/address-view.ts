import { defined } from '../../../contract/defined.ts';
import { type Hold, remedyWords } from '../../../contract/hold-reasons.ts';
import type { Reference } from '../../../contract/ids.ts';
import type { AddressStatus, Waiting, WarehouseOrderStatus } from '../../../contract/orders.ts';
import { isClosed, type OrderAccount, type PlaceAccount } from '../account/account.ts';
import { type Bag, bagOf, bagWords, isEmpty, minus, piecesOf, plus } from '../facts/bag.ts';
import { cashDue } from '../account/travels.ts';
import { cashWords } from '../facts/travels/cash.ts';
import { sentContent } from '../facts/content.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import { pickUpAt } from '../facts/travels/pick-up.ts';
import type { Finding } from '../steps/findings.ts';
import { abandonedKeys } from '../account/abandoned.ts';
import { isVanished } from '../account/order-state.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import { referenceFor } from '../facts/references.ts';
import { placeStage } from './stage.ts';
import type { Step } from '../steps/steps.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';
import { goodsLines } from '../account/lines.ts';

/** One place as people see it: a view of its account and of what happens next. */
export function addressView(
  { facts, side }: OrderAccount,
  account: PlaceAccount,
  step: Step | undefined,
  now: number,
): AddressStatus {
  const { place, read, orders } = account;
  const main =
    orders.find(({ state, isForeign }) => state === 'living' && !isForeign) ??
    orders.findLast(({ isForeign }) => !isForeign) ??
    orders.at(-1);
  const code = codeOf(facts, account, main);
  const shipments = facts.shipments.filter(
    (shipment) =>
      shipment.addressId === place.addressId ||
      orders.some(({ order }) => side.shipmentsOf.get(order.key)?.includes(shipment)),
  );
  return {
    addressId: place.addressId,
    stage: placeStage(facts, account, step),
    ...defined({ method: read?.method }),
    reference: referenceNow(facts, account, main),
    ...defined({
      shippingCode: code,
      pickUpPoint: pointOf(facts, account, main, code),
      cashOnDelivery: collectedOf(facts, account, main),
      customs: read?.customs,
      myOgoStatus: main?.order.status,
    }),
    ...holdsOf(facts, step, now),
    ...waitingOf(step),
    ...defined({ pieces: piecesWords(facts, account) }),
    ...(orders.length === 0 ? {} : { orders: orders.map((order) => ownedView(facts, order)) }),
    shipments: shipments.map(({ id, trackingNumber }) => ({
      shipmentId: id,
      ...(trackingNumber === '' ? {} : { trackingNumber }),
    })),
  };
}

/** The one that its order in the warehouse bears, else the one that is next. */
function referenceNow(facts: OrderFacts, { place }: PlaceAccount, main: OwnedOrder | undefined): Reference {
  const { references } = place;
  return references.find((one) => one === main?.root) ?? references.at(-1) ?? referenceFor(facts, place);
}

function codeOf(facts: OrderFacts, { place }: PlaceAccount, main: OwnedOrder | undefined): string | undefined {
  const sending = main?.sending ?? facts.sendings.findLast((one) => one.place === place.number);
  if (sending !== undefined) return sending.code;
  const result = facts.matches.find((one) => one.place === place.number)?.result;
  return result?.kind === 'code' ? result.code : undefined;
}

/** As it was sent, else as it would be. */
function pointOf(
  facts: OrderFacts,
  { read }: PlaceAccount,
  main: OwnedOrder | undefined,
  code: string | undefined,
): string | undefined {
  if (main !== undefined) return sentContent(facts, main)?.pickUpPoint;
  const now = read === undefined || code === undefined ? undefined : pickUpAt(facts, read, code);
  return now?.kind === 'point' ? now.point : undefined;
}

/** What an order that was sent asks for, else what it would ask for. */
function collectedOf(facts: OrderFacts, account: PlaceAccount, main: OwnedOrder | undefined): string | undefined {
  const { read } = account;
  const due = read === undefined || facts.order?.cash?.by !== 'door' ? undefined : cashDue(facts, account, read);
  const sent = main === undefined ? undefined : sentContent(facts, main)?.cash;
  const cash = main === undefined ? due : sent;
  return cash === undefined || cash.amount === 0 ? undefined : cashWords(cash);
}

/** What is held: every finding, since each is settled by itself. */
export function holdsOf(
  facts: OrderFacts,
  step: Step | undefined,
  now: number,
): { readonly hold?: Hold; readonly moreHolds?: readonly Hold[] } {
  const [hold, ...more] = step?.kind === 'hold' ? step.findings.map((found) => asHold(facts, found, now)) : [];
  return defined({ hold, moreHolds: more.length === 0 ? undefined : more });
}

function asHold({ firstSeen }: OrderFacts, { reason, message, remedy, fingerprint }: Finding, now: number): Hold {
  const since = firstSeen.find((one) => one.fingerprint === fingerprint)?.at ?? new Date(now).toISOString();
  return { reason, message, remedy: remedyWords(reason, remedy), since, finding: fingerprint };
}

export function waitingOf(step: Step | undefined): { readonly waits?: Waiting } {
  if (step?.kind !== 'wait') return {};
  const { words, until } = step.wait;
  return { waits: { words, ...defined({ until }) } };
}

function ownedView(facts: OrderFacts, owned: OwnedOrder): WarehouseOrderStatus {
  const { order, foreign, part, isForeign, unclear } = owned;
  const notes = [
    ...notesOf(facts, order),
    ...(isForeign ? ['not ours'] : []),
    ...(part && !isForeign ? ['a part of it'] : []),
    ...(unclear ? ['whether it is ours cannot be told yet'] : []),
  ];
  return warehouseView(order, { foreign: piecesOf(foreign), notes });
}

function notesOf(facts: OrderFacts, order: WarehouseOrder): readonly string[] {
  const elsewhere = !canBeAsked(facts, order);
  return [
    ...(isVanished(order) ? ['myOGO no longer lists it'] : []),
    ...(elsewhere ? ['at another merchant, which cannot be asked'] : []),
    ...(abandonedKeys(facts).has(order.key) ? ['left to people by a decision'] : []),
  ];
}

function warehouseView(
  { key, reference, status, pieces, trackingNumber }: WarehouseOrder,
  of: { readonly foreign: WarehouseOrderStatus['pieces']; readonly notes: readonly string[] },
): WarehouseOrderStatus {
  return {
    reference,
    ...(key.startsWith('ref:') ? {} : { id: key }),
    status,
    pieces,
    ...(isEmpty(bagOf(of.foreign)) ? {} : { foreign: of.foreign }),
    ...defined({ trackingNumber, note: of.notes.length === 0 ? undefined : of.notes.join('; ') }),
  };
}

/** What stands under the order's number and is no place's: nobody may overlook it. */
export function otherOrders({ facts, places }: OrderAccount): readonly WarehouseOrderStatus[] {
  const owned = new Set(places.flatMap(({ orders }) => orders.map(({ order }) => order)));
  return facts.warehouse
    .filter((order) => !owned.has(order))
    .map((order) => warehouseView(order, { foreign: [], notes: notesOf(facts, order) }));
}

/** Shipped, and refunded after that: shown, and changes nothing. */
function refundedAfterShipping(facts: OrderFacts, { place, wanted }: PlaceAccount): Bag {
  if (isClosed(facts)) return new Map();
  const lines = goodsLines(facts, place.number);
  const again = facts.decisions.filter((one) => one.place === place.number).flatMap((one) => one.again);
  const capacity = bagOf([...lines.map(({ sku, quantity }) => ({ code: sku, quantity })), ...again]);
  const refunded = bagOf(lines.map(({ sku, refunded: quantity }) => ({ code: sku, quantity })));
  return minus(refunded, minus(capacity, wanted));
}

/**
 * How the pieces of a place stand, in short words: `3 × A wanted: 2 × A shipped, 1 × A missing`. `undefined` where they all
 * stand alike and the stage says it.
 */
function piecesWords(facts: OrderFacts, place: PlaceAccount): string | undefined {
  const { wanted, shipped, byHand, settled, placed, unknown, excess, lost, unsent, untold } = place;
  const ways: readonly (readonly [Bag, string])[] = [
    [shipped, 'shipped'],
    [byHand, 'shipped by hand'],
    [placed, 'in the warehouse'],
    [unknown, 'sent, outcome unknown'],
    [lost, 'missing'],
    [unsent, 'not handed over'],
    [settled, 'left out by a decision'],
  ];
  const beside: readonly (readonly [Bag, string])[] = [[excess, 'on its way and no longer wanted']];
  // They are among those that shipped: counted once.
  const ofShipped: readonly (readonly [Bag, string])[] = [
    [refundedAfterShipping(facts, place), 'refunded since'],
    [minus(shipped, wanted), 'beyond what is wanted'],
    [isEmpty(shipped) ? new Map() : untold, 'the store does not know of yet'],
  ];
  const shown = ways.filter(([bag]) => !isEmpty(bag));
  const extra = beside.filter(([bag]) => !isEmpty(bag));
  const telling = !isEmpty(plus(byHand, settled, lost, unknown));
  const among = ofShipped.filter(([bag]) => !isEmpty(bag)).map(([bag, what]) => `${bagWords(bag)} ${what}`);
  if (shown.length <= 1 && extra.length === 0 && among.length === 0 && !telling) return undefined;
  const isShipped = ([bag]: readonly [Bag, string]) => bag === shipped || (isEmpty(shipped) && bag === byHand);
  const words = [...shown, ...extra].map(
    (one) => `${bagWords(one[0])} ${one[1]}${isShipped(one) && among.length > 0 ? ` (of it ${among.join(', ')})` : ''}`,
  );
  const head = isEmpty(wanted) ? 'nothing wanted any more' : `${bagWords(wanted)} wanted`;
  return `${head}: ${words.join(', ')}`;
}
