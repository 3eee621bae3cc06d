import type { HoldReason, RemedyCase } from '../../../contract/hold-reasons.ts';
import type { OrderAccount, PlaceAccount } from '../account/account.ts';
import { bagOf, bagWords, isEmpty, least, only, plus, total } from '../facts/bag.ts';
import { contentOf, outdatedOrders } from '../facts/content.ts';
import { forbidsSending, statusSince } from '../eligibility.ts';
import { canBeAsked, type OrderFacts, type WarehouseOrder } from '../facts/facts.ts';
import { orderedBy } from '../facts/places.ts';
import { isVanished } from '../account/order-state.ts';
import { perhapsSent } from '../account/perhaps-sent.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import { cashOff } from '../account/travels.ts';
import { standsStill, isCancelled } from '../../shared/warehouse-status.ts';
import { mayBeSent, mayEdit } from './edit-rules.ts';
import { unwantedStraysHere } from '../account/ownerless.ts';
import { shipmentsUndone } from '../account/told.ts';
import { fingerprint } from '../../../contract/runs/short-digest.ts';

/** Something that only a person, or a change on one of the two sides, can settle. */
export interface Finding {
  readonly reason: HoldReason;
  /** The place; absent for the order as a whole. */
  readonly place?: number;
  readonly message: string;
  /** In place of the reason's own remedy. */
  readonly remedy?: RemedyCase;
  /** True where it keeps unsent pieces from being handed over: a decision about it takes them. */
  readonly stopsSending?: true;
  /** The step that failed, by its key, where it is what became of one. */
  readonly step?: string;
  /** The warehouse's order that it is about, where it is about what the store is told of it. */
  readonly order?: string;
  /** Of the unsent pieces, the goods that it is about; absent where it is about all of them. */
  readonly codes?: readonly string[];
  /** Stands for what it is about: the same finding about something else has another. */
  readonly fingerprint: string;
  /** Stands for the matter, however it is told and judged now: while it is held for that, the hold keeps its age. */
  readonly matter?: string;
}

export function finding(
  reason: HoldReason,
  message: string,
  of: Partial<Pick<Finding, 'place' | 'remedy' | 'step' | 'order' | 'codes'>> & {
    readonly about?: readonly unknown[];
    readonly matter?: readonly unknown[];
  } = {},
): Finding {
  const { about = [], matter, ...rest } = of;
  return {
    reason,
    message,
    fingerprint: fingerprint(reason, rest.place ?? 0, message, about),
    ...(matter === undefined ? {} : { matter: fingerprint(reason, rest.place ?? 0, matter) }),
    ...rest,
  };
}

/** Orders of the warehouse as people find them there. */
export function namesOf(orders: readonly Pick<WarehouseOrder, 'reference' | 'key' | 'status'>[]): string {
  return orders.map(({ reference, key, status }) => `${reference} (${key}, ${status})`).join(' and ');
}

/** A person decided about this very finding. */
export function isDecided({ decisions }: Pick<OrderFacts, 'decisions'>, { fingerprint: shown }: Finding): boolean {
  return decisions.some(({ fingerprints }) => fingerprints.includes(shown));
}

/** Stands still in the warehouse for so long before a person is told. Milliseconds. */
export const STOPPED_AFTER_MS = 3_600_000;

/** What the account of a place says that no act of ours may settle. */
export function placeFindings(account: OrderAccount, place: PlaceAccount, now: number): readonly Finding[] {
  const { facts } = account;
  return [
    ...otherMerchant(facts, place),
    ...conflict(facts, place),
    ...unwanted(facts, place),
    ...lostPieces(place),
    ...outdated(facts, place),
    ...stopped(facts, place, now),
    ...forbidden(facts, place),
    ...undone(facts, place),
  ];
}

/** Orders at a merchant that the integration is no longer connected to. */
export function atAnotherMerchant(facts: OrderFacts, { orders }: PlaceAccount): readonly OwnedOrder[] {
  return orders.filter((one) => one.state === 'living' && !one.isForeign && !canBeAsked(facts, one.order));
}

function otherMerchant(facts: OrderFacts, place: PlaceAccount): readonly Finding[] {
  const there = atAnotherMerchant(facts, place);
  const unsure = place.unknownSendings.filter((sending) => !canBeAsked(facts, sending));
  if (there.length === 0 && unsure.length === 0) return [];
  const names = [...there.map(({ order }) => order.reference), ...unsure.map(({ reference }) => reference)];
  const closed = isEmpty(place.open) ? ' The store no longer wants it.' : '';
  const message = `${names.join(', ')} is at another myOGO merchant, which cannot be asked.${closed}`;
  return [finding('other-merchant', message, { place: place.place.number, about: names })];
}

/**
 * Orders under our reference that block a hand-over while nobody explained them: those of which it cannot be told whether
 * they are ours, and foreign ones that do not merely stand beside all of ours. One under our very reference with the goods
 * that are to be sent does not: it may be an earlier sending, to an earlier address.
 */
export function conflicting(
  { decisions }: OrderFacts,
  { orders, unsent, lost, sent }: PlaceAccount,
): readonly OwnedOrder[] {
  const idle = isEmpty(unsent) && isEmpty(lost);
  const beside = !isEmpty(sent) && isEmpty(lost);
  const explained = new Set(decisions.flatMap((one) => one.explained));
  return orders.filter((one) => {
    if (one.unclear) return true;
    if (idle || !one.isForeign || one.state === 'dead' || explained.has(one.order.key)) return false;
    return !beside || (!one.part && !isEmpty(least(one.foreign, unsent)));
  });
}

function conflict(facts: OrderFacts, place: PlaceAccount): readonly Finding[] {
  const rivals = conflicting(facts, place).filter(({ unclear, order }) =>
    unclear ? canBeAsked(facts, order) : isEmpty(place.lost),
  );
  const unclear = rivals.some((one) => one.unclear || isPerhapsOurs(facts, place, one));
  const words = rivals.map(({ order, foreign }) => `${order.reference} holds ${bagWords(foreign) || 'nothing'}`);
  const message = `${words.join('; ')}: ${unclear ? 'whether it is ours cannot be told' : 'not ours'}.`;
  const about = rivals.map(({ order }) => [order.key, order.pieces]);
  const of = { place: place.place.number, about, ...(unclear ? { remedy: 'perhaps-ours' as const } : {}) };
  return rivals.length === 0 ? [] : [{ ...finding('reference-conflict', message, of), stopsSending: true }];
}

/** No account is left of what was sent, and it holds goods of this place, beside others or for another address. */
function isPerhapsOurs({ sendings }: OrderFacts, { place, read }: PlaceAccount, { foreign }: OwnedOrder): boolean {
  return !sendings.some((one) => one.place === place.number) && !isEmpty(least(foreign, orderedBy(read?.lines ?? [])));
}

function unwanted(facts: OrderFacts, place: PlaceAccount): readonly Finding[] {
  const strays = unwantedStraysHere(facts, place);
  if (strays.length === 0) return [];
  const words = strays.map(({ reference, pieces }) => `${reference} holds ${bagWords(bagOf(pieces))}`);
  const message = `${words.join('; ')}, which nothing of this order wants: whether it is ours cannot be told.`;
  const about = strays.map(({ key, pieces }) => [key, pieces]);
  return [finding('reference-conflict', message, { place: place.place.number, remedy: 'perhaps-unwanted', about })];
}

function lostPieces(place: PlaceAccount): readonly Finding[] {
  const { lost } = place;
  if (isEmpty(lost)) return [];
  const { reason, what } = whyLost(place);
  const foreign = plus(...place.orders.filter(({ state }) => state !== 'dead').map((order) => order.foreign));
  const beside = isEmpty(foreign) ? '' : ` Not ours there: ${bagWords(foreign)}.`;
  const about = [[...lost].sort(), place.orders.map(({ order }) => [order.key, order.status])];
  return [
    finding(reason, `${what}: ${bagWords(lost)} ${total(lost) === 1 ? 'is' : 'are'} missing.${beside}`, {
      place: place.place.number,
      about,
    }),
  ];
}

function whyLost({ orders, lost }: PlaceAccount): { reason: HoldReason; what: string } {
  const codes = new Set(lost.keys());
  const concerned = (order: OwnedOrder) => !isEmpty(only(plus(order.own, order.foreign), codes));
  const dead = orders.filter((order) => order.state === 'dead' && concerned(order));
  const gone = dead.find(({ order }) => isVanished(order));
  if (gone !== undefined)
    return { reason: 'vanished-in-warehouse', what: `myOGO no longer lists ${gone.order.reference}` };
  const cancelled = dead.find(({ order }) => isCancelled(order.status));
  if (cancelled !== undefined) {
    return { reason: 'cancelled-in-warehouse', what: `The warehouse cancelled ${cancelled.order.reference}` };
  }
  const other = orders.find(
    ({ foreign, state, part, isForeign }) => state !== 'dead' && !isEmpty(foreign) && (!isForeign || !part),
  );
  if (other !== undefined) return { reason: 'substituted', what: `${other.order.reference} holds other goods` };
  const names = orders.filter(({ state }) => state !== 'dead').map(({ order }) => order.reference);
  const than = orders.some(({ root }) => !isEmpty(only(perhapsSent(orders, root), codes)))
    ? 'are ordered, and no account is left of what was sent'
    : 'were sent';
  return { reason: 'short-shipped', what: `${names.join(', ') || 'The warehouse'} holds fewer pieces than ${than}` };
}

/** The store changed what is on its way, and the merchant's myOGO takes no edit of it. */
function outdated(facts: OrderFacts, place: PlaceAccount): readonly Finding[] {
  const { read } = place;
  return outdatedOrders(facts, place, cashOff(facts, place)?.order)
    .filter(({ order, changed }) => !mayEdit(facts, order) || !mayBeSent(facts, read, order, changed))
    .map(({ order, changed }) =>
      finding('changed-after-hand-over', `Changed in the store after hand-over: ${changed.join(', ')}.`, {
        place: place.place.number,
        about: [order.order.key, read === undefined ? '' : contentOf(read)],
      }),
    );
}

/** Orders that do not go on by themselves (a person must edit or save them there). */
export function standingStill(facts: OrderFacts, { orders }: PlaceAccount): readonly OwnedOrder[] {
  return orders.filter(({ order, state, isForeign }) => {
    if (state !== 'living' || isForeign || !standsStill(order.status)) return false;
    // Where it went on since, and stands still again, nobody has said anything of that.
    return !facts.decisions.some(
      ({ at, leftAs }) =>
        Date.parse(order.since) <= Date.parse(at) &&
        leftAs.some((one) => one.key === order.key && one.status === order.status),
    );
  });
}

function stopped(facts: OrderFacts, place: PlaceAccount, now: number): readonly Finding[] {
  return standingStill(facts, place)
    .filter(({ order }) => now - Date.parse(order.since) >= STOPPED_AFTER_MS)
    .map(({ order }) =>
      finding('stopped-in-warehouse', `${order.reference} stands at ${order.status} in myOGO.`, {
        place: place.place.number,
        about: [order.key, order.status],
      }),
    );
}

function forbidden(facts: OrderFacts, place: PlaceAccount): readonly Finding[] {
  if (!forbidsSending(facts) || isEmpty(place.placed) || isEmpty(least(place.placed, place.open))) return [];
  const status = facts.order?.status;
  const since = statusSince(facts) ?? '';
  const let_ = facts.decisions.some(
    (one) => one.place === place.place.number && one.reasons.includes('status-forbids-sending') && one.version >= since,
  );
  if (let_) return [];
  const message = `The store’s order is at status ${status}, and ${bagWords(place.placed)} of it is in the warehouse.`;
  return [finding('status-forbids-sending', message, { place: place.place.number, about: [status, since] })];
}

function undone(facts: OrderFacts, place: PlaceAccount): readonly Finding[] {
  return shipmentsUndone(facts, place).flatMap(({ order }) => {
    const left = facts.decisions.some(
      (one) => one.reasons.includes('undone-by-hand') && one.explained.includes(order.key),
    );
    const message = `The shipment of ${order.reference} was deleted in the store, written again, and deleted again.`;
    return left
      ? []
      : [finding('undone-by-hand', message, { place: place.place.number, order: order.key, about: [order.key] })];
  });
}
