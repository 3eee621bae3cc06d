import { isCancelled } from '../shared/warehouse-status.ts';
import { defined } from '../../contract/defined.ts';
import type { Connection } from '../../contract/integration.ts';
import { StoreStatus, type StatusMeaning } from '../../contract/orders.ts';
import type { CashOnDelivery, Settings } from '../../contract/settings.ts';
import {
  isBeforeHandOver,
  isCart,
  isPartlyDone,
  isShippedStatus,
  isStopped,
  partlyDoneStatuses,
} from '../shared/store-status.ts';
import type { OrderFacts } from './facts/facts.ts';
import type { PlaceAccount } from './account/account.ts';
import { unsentLines, type LineAccount } from './account/lines.ts';
import { bagOf, minus } from './facts/bag.ts';
import type { Decision } from './facts/decision-facts.ts';
import { piecesAtClosing, piecesByLine } from './facts/places.ts';
import type { OrderRules, StoreReading } from './facts/store-facts.ts';
import { importStatusesOf, paidBy, type Payment } from './payment/at-the-door.ts';

// The one page that answers: is this order ours, now?

type Statuses = Pick<Settings, 'importStatuses' | 'waitingStatuses'>;

/** How it is paid, where the list says so. */
type RowPayment = Partial<Payment>;

/** What a store order's status asks of us. */
export function statusMeaning(statusId: number, rules: Statuses): StatusMeaning {
  if (rules.importStatuses.includes(statusId)) return 'import';
  if (isCart(statusId)) return 'ignore';
  if (isStopped(statusId)) return 'stopped';
  if (isShippedStatus(statusId)) return 'shipped';
  if (rules.waitingStatuses.includes(statusId)) return 'awaiting-payment';
  return 'other';
}

/** Stopped or shipped in the store: nothing that we do there may take that back. */
export function isOver(statusId: number, rules: Statuses): boolean {
  const meaning = statusMeaning(statusId, rules);
  return meaning === 'stopped' || meaning === 'shipped';
}

/** A row of a list, as far as it says whether the order is ours. */
export interface OrderRowFacts extends RowPayment {
  readonly statusId: number;
  readonly dateCreated: string;
  readonly isDeleted: boolean;
}

/** What the merchant said about which orders are taken by themselves. */
export interface TakingRules extends Statuses, Pick<Settings, 'ordersFrom'>, Partial<Pick<Settings, 'cashOnDelivery'>> {
  /** ISO time: orders placed before it wait for a person's answer about a first import. */
  readonly importWaitsBefore?: string;
}

/** What takes an order here and now: the merchant's settings, and what waits for an answer. */
export function takingRules({ settings, importWaitsBefore }: Connection): TakingRules {
  const { importStatuses, waitingStatuses, ordersFrom, cashOnDelivery } = settings;
  return { importStatuses, waitingStatuses, ordersFrom, cashOnDelivery, ...defined({ importWaitsBefore }) };
}

/** Why an order is not taken by itself. */
export type NotTaken = 'cart' | 'archived' | 'before-orders-from' | 'first-import' | 'status';

/** Taken by itself, or left to a person and to the store's next change, and why. */
export type Taking = { readonly kind: 'take' } | { readonly kind: 'leave'; readonly why: NotTaken };

/**
 * What takes an order by itself, the same for the poll, the comparison, `explain` and the stock: paid, or partly shipped or
 * partly refunded at first sight; not put away; not older than the merchant said.
 */
export function taking(row: OrderRowFacts, rules: TakingRules): Taking {
  const { cashOnDelivery = null } = rules;
  const importStatuses = importStatusesOf({ ...rules, cashOnDelivery }, row);
  const meaning = statusMeaning(row.statusId, { ...rules, importStatuses });
  if (meaning === 'ignore') return { kind: 'leave', why: 'cart' };
  if (row.isDeleted) return { kind: 'leave', why: 'archived' };
  const ours = meaning === 'import' || isPartlyDone(row.statusId) || isUndecided(row, cashOnDelivery);
  if (!ours) return { kind: 'leave', why: 'status' };
  const created = Date.parse(row.dateCreated);
  if (created < Date.parse(rules.ordersFrom)) return { kind: 'leave', why: 'before-orders-from' };
  if (rules.importWaitsBefore !== undefined && created <= Date.parse(rules.importWaitsBefore)) {
    return { kind: 'leave', why: 'first-import' };
  }
  return { kind: 'take' };
}

/** It waits for a payment that looks as if it were made at the door, and nobody has said: it is taken, to be held and seen. */
function isUndecided({ statusId, paymentMethod, paymentStatus = '' }: OrderRowFacts, setting: CashOnDelivery | null) {
  if (statusId !== StoreStatus.awaitingPayment || paymentMethod === undefined) return false;
  return paidBy(setting, { paymentMethod, paymentStatus }) === 'undecided';
}

/** The statuses that are taken at first sight: what a comparison lists. */
export function takenStatuses({
  importStatuses,
  cashOnDelivery,
}: Pick<Settings, 'importStatuses' | 'cashOnDelivery'>): readonly number[] {
  return [...new Set([...importStatuses, ...partlyDoneStatuses, ...(cashOnDelivery?.statuses ?? [])])];
}

/** Something of the order was sent, and not merely tried; or something stands in the warehouse under its number. */
function wasHandedOver({ sendings, warehouse }: OrderFacts): boolean {
  return warehouse.length > 0 || sendings.some(({ outcome }) => outcome === 'landed' || outcome === 'unknown');
}

/** All that was sent is cancelled, and the store knows of no shipment. */
function isTakenBack({ sendings, warehouse, shipments }: OrderFacts): boolean {
  const isGone = warehouse.every(({ status, left }) => isCancelled(status) && !left);
  return isGone && shipments.length === 0 && !sendings.some(({ outcome }) => outcome === 'unknown');
}

export type HandOverVerdict =
  | { readonly kind: 'may' }
  /** Unpaid, or another status: the order's next change of status decides. */
  | { readonly kind: 'waits'; readonly for: 'payment' | 'status' }
  /** The store shipped some of it by status alone before we saw it: nobody can tell which pieces. */
  | { readonly kind: 'unclear' };

/** Whether unsent pieces of the order may be handed over now, without a person's word. */
export function mayHandOver(facts: OrderFacts): HandOverVerdict {
  const { order } = facts;
  if (order === undefined) return { kind: 'waits', for: 'status' };
  const byHand = isAskedFor(facts);
  const meaning = statusMeaning(order.status, order.rules);
  if (meaning === 'import') return { kind: 'may' };
  // Nothing of ours is left, so that a partly shipped order is what it is at first sight.
  const isBack = isTakenBack(facts);
  const started = wasHandedOver(facts) && !(isBack && isPartlyDone(order.status) && order.dateShipped);
  const goesOn = isOurMove(facts, order) || isPartlyDone(order.status) || isShippedStatus(order.status);
  if (started && goesOn) return { kind: 'may' };
  if (isPartlyDone(order.status)) return order.dateShipped && !byHand ? { kind: 'unclear' } : { kind: 'may' };
  if (byHand && (meaning === 'other' || meaning === 'shipped')) return { kind: 'may' };
  return { kind: 'waits', for: meaning === 'awaiting-payment' ? 'payment' : 'status' };
}

/** A status under which nothing that is on its way should leave. */
export function forbidsSending(facts: Pick<OrderFacts, 'order' | 'moves' | AskedFor>): boolean {
  const { order } = facts;
  if (order === undefined || order.rules.importStatuses.includes(order.status)) return false;
  if (isOurMove(facts, order)) return false;
  if (statusMeaning(order.status, order.rules) === 'other' && isAskedFor(facts)) return false;
  return isBeforeHandOver(order.status) || order.rules.waitingStatuses.includes(order.status);
}

/** The status that a hand-over moves to, by the setting of today or by that of the day on which this order was moved. */
function isOurMove({ moves }: Pick<OrderFacts, 'moves'>, { status, rules }: StoreReading): boolean {
  return status === rules.statusAfterHandOver || moves.some((move) => move.status === status);
}

type AskedFor = 'byHand' | 'byHandSince' | 'statuses';

/** A person asked for the order as it is: that was said about the status that it had, and of no later one. */
function isAskedFor(facts: Pick<OrderFacts, AskedFor>): boolean {
  const { byHand, byHandSince } = facts;
  return byHand && (byHandSince === undefined || byHandSince === statusSince(facts));
}

/** The version since which the store's order has the status that it has, as far as it was read. */
export function statusSince({ statuses }: Pick<OrderFacts, 'statuses'>): string | undefined {
  const now = statuses.at(-1)?.status;
  return statuses[statuses.findLastIndex(({ status }) => status !== now) + 1]?.version;
}

/**
 * The store's version since which the order has an import status, and the one of the other status that was read before it;
 * `undefined` where none came before.
 */
export function importedSince({
  statuses,
  order,
}: Pick<OrderFacts, 'statuses' | 'order'>): { readonly since: string; readonly before: string } | undefined {
  if (order === undefined) return undefined;
  const isImport = (status: number) => order.rules.importStatuses.includes(status);
  if (!isImport(order.status)) return undefined;
  const before = statuses.findLastIndex(({ status }) => !isImport(status));
  const [other, first] = before < 0 ? [] : statuses.slice(before);
  return other === undefined || first === undefined ? undefined : { since: first.version, before: other.version };
}

/** The store's status says that it is all shipped, and none of our own writes made it say so. */
export function calledShippedSince(facts: OrderFacts): string | undefined {
  const { order, moves, tellings } = facts;
  if (order === undefined || isAskedFor(facts) || !isShippedStatus(order.status)) return undefined;
  const since = statusSince(facts);
  if (since === undefined) return undefined;
  const ours = moves.some(({ version }) => version === since) || tellings.some(({ version }) => version === since);
  return ours ? undefined : since;
}

/**
 * What the store's closing status settles at a place: every piece that would be handed over, of the lines as they were then,
 * also where something of ours was sent and taken back. Whoever wants it again since then has said more than that status.
 */
export function settledByStatus(
  facts: OrderFacts,
  { place, unsent, lines }: Pick<PlaceAccount, 'place' | 'unsent' | 'lines'>,
  closed: string,
): Decision['settled'] {
  const { closing, decisions, compared } = facts;
  const isAskedSince = decisions.some(
    ({ kind, place: of, version }) =>
      kind === 'hand-over-again' && of === place.number && Date.parse(version) >= Date.parse(closed),
  );
  if (isAskedSince) return [];
  const then = piecesAtClosing(facts);
  // What was taken out since, and is ordered once more after that, came later.
  const lowered = compared?.lowered?.since === closing?.since ? compared?.lowered?.lines : [];
  for (const [line, pieces] of piecesByLine(facts, lowered)) then?.set(line, Math.min(pieces, then.get(line) ?? 0));
  // Whichever line of its goods came more: so much of them came later.
  const laterOf = ({ id, ordered, open }: LineAccount) =>
    then === undefined ? 0 : Math.min(open, Math.max(0, ordered - (then.get(id) ?? 0)));
  const came = bagOf(lines.map((line) => ({ code: line.sku, quantity: laterOf(line) })));
  const before = lines.map((line) => ({ ...line, open: line.open - laterOf(line) }));
  return unsentLines({ unsent: minus(unsent, came), lines: before }).map(({ line, quantity }) => ({
    line: line.id,
    quantity,
  }));
}

/** The rules that a reading is judged by. */
export function rulesOf(settings: Settings, payment: RowPayment = {}): OrderRules {
  const importStatuses = importStatusesOf(settings, payment);
  const { waitingStatuses, statusAfterHandOver, waitForTrackingMinutes, ordersEditable } = settings;
  return { importStatuses, waitingStatuses, statusAfterHandOver, waitForTrackingMinutes, ordersEditable };
}
