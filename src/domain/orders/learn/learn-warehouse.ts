import { defined } from '../../../contract/defined.ts';
import { bagOf, piecesOf, sameBag } from '../facts/bag.ts';
import { withCodes, type LineCode } from '../facts/codes.ts';
import { searchedAnew, type OrderFacts } from '../facts/facts.ts';
import { isAdopted, noteAdopted } from './adopt-orders.ts';
import { adoptReferences, lookForOwners } from './adopt-references.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';
import { ownedOrders } from '../account/ownership.ts';
import { parseOrderReference, sendingsUnder } from '../facts/references.ts';
import { settledAt, UNCLEAR, withSearched } from '../steps/obstacles.ts';
import type { ActOf } from '../steps/steps.ts';
import { learnChanging } from './changing.ts';
import { lookAtWhole, splitMeanwhile, withOwedThen, withStrangers } from './late-parts.ts';
import { blocked, later, triesInARow, without } from './learn-obstacles.ts';
import { hasLeft, isCancelled } from '../../shared/warehouse-status.ts';
import {
  byKey,
  connectedTo,
  isOlderRow,
  knownOf,
  type LookAnswer,
  rowKey,
  saysTheSame,
  type WarehouseRow,
} from './warehouse-rows.ts';

/** Whoever saw the warehouse's list misses an order there: all that should be on its way is looked for by name. */
export function lookAgain(facts: OrderFacts): OrderFacts {
  const living = ownedOrders(facts).filter(({ state }) => state === 'living');
  const references = living.map(({ order }) => order.reference);
  return { ...facts, lookDue: [...new Set([...facts.lookDue, ...references])] };
}

/** What a poll tells of one order. It may be late: equal times with other words ask for a look. */
export function takeNews(facts: OrderFacts, row: WarehouseRow, now: string): OrderFacts {
  if (parseOrderReference(facts.storeHash, row.reference)?.orderId !== facts.orderId) return facts;
  // A row of which a poll could read no more than its reference: a look finds out what it is, or fails by its field's name.
  if (row.unreadable !== undefined) return { ...facts, lookDue: [...new Set([...facts.lookDue, row.reference])] };
  const known = knownOf(facts, row);
  const unclear = known !== undefined && known.editTime === row.editTime && !saysTheSame(known, row);
  const heard = lookForOwners(noteAdopted(adoptReferences(withRow(learnChanging(facts, [row], now), row, now))));
  const next = withStrangers(
    known === undefined ? lookAtWhole(searchingFor(heard, row), knownOf(heard, row)?.key) : heard,
  );
  return unclear ? { ...next, lookDue: [...new Set([...next.lookDue, row.reference])] } : next;
}

/** An order of ours of whose sending nothing is known is of a life that nobody knows: it may have parts, which only a list shows. */
function searchingFor(facts: OrderFacts, row: WarehouseRow): OrderFacts {
  const heard = ownedOrders(facts).find(({ order }) => order.key === knownOf(facts, row)?.key);
  const mayBeOurs = heard !== undefined && (isAdopted(heard) || heard.unclear);
  return mayBeOurs && sendingsUnder(facts, heard.place, heard.root).length === 0 ? searchedAnew(facts) : facts;
}

/** The orders that a look found. */
export function takeRows(facts: OrderFacts, look: LookAnswer, now: string): OrderFacts {
  const settled = learnChanging(facts, look.orders, now, look);
  return byKey(look.orders).reduce((next, row) => withRow(next, row, now, look.digestKey), settled);
}

/** What a look found, and what it did not: the whole truth of the references that it asked for. */
export function takeLook(facts: OrderFacts, look: LookAnswer, now: string): OrderFacts {
  const { references, merchantId, orders, at } = look;
  let next = connectedTo(takeRows(facts, look, now), merchantId);
  const seen = new Set(orders.map((row) => knownOf(next, row)?.key));
  const warehouse = next.warehouse.map((order) => {
    if (order.merchantId !== merchantId || !references.includes(order.reference)) return order;
    if (seen.has(order.key)) return order.missed.length === 0 ? order : { ...order, missed: [] };
    return order.left ? order : { ...order, missed: [...order.missed, at].slice(-3) };
  });
  next = adoptReferences({ ...next, warehouse, lookDue: next.lookDue.filter((one) => !references.includes(one)) });
  return withStrangers(withAdopted(facts, withOutcomes(next, look), now));
}

/** Looks that may leave it untold whether an order is ours, before a person must tell. */
const MAX_UNTELLING = 3;

/** Takes the look that an act asked for. Where it does not tell what it was to tell, the next one waits longer; then it is held. */
export function takeLookFor(act: LookAct, facts: OrderFacts, look: LookAnswer, now: string): OrderFacts {
  const next = takeLook(facts, look, now);
  const { key, basis, place } = act;
  const isUntold = ownedOrders(next).some((one) => one.unclear && one.place === place);
  if (!basis.startsWith(UNCLEAR) || !isUntold) return without(next, key);
  const message = 'myOGO does not show enough of the order to tell whether it is ours.';
  const tries = triesInARow(next, key, message) + 1;
  const pause = { message, tries, at: now, until: later(now, tries), stands: tries >= MAX_UNTELLING };
  return blocked(next, { key, basis, reason: 'reference-conflict', ...pause });
}

type LookAct = ActOf<'look'>;

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
  const next = noteAdopted(facts);
  return lines.length === 0 ? next : { ...next, story: [...next.story, ...lines] };
}

/** What a search of the warehouse's list found of this order, whatever the references. */
export function takeSearch(
  facts: OrderFacts,
  answer: { readonly orders: readonly WarehouseRow[]; readonly searched?: string; readonly digestKey?: string },
  now: string,
): OrderFacts {
  let next = learnChanging(facts, answer.orders, now);
  for (const row of byKey(answer.orders)) {
    if (parseOrderReference(facts.storeHash, row.reference)?.orderId === facts.orderId)
      next = withRow(next, row, now, answer.digestKey);
  }
  next = { ...next, searchDue: false };
  if (answer.searched === undefined)
    return withStrangers(lookForOwners(withAdopted(facts, adoptReferences(next), now)));
  const searched = withSearched(next.searched, answer.searched);
  return withStrangers(withAdopted(facts, adoptReferences({ ...next, searched }), now));
}

/** Takes the search that an act asked for, with what the warehouse calls its lines today. */
export function takeSearchFor(
  { key, searched }: ActOf<'search'>,
  facts: OrderFacts,
  { orders, codes }: { readonly orders: readonly WarehouseRow[]; readonly codes: readonly LineCode[] },
  now: string,
): OrderFacts {
  return without(takeSearch(withCodes(facts, codes), { orders, ...defined({ searched }) }, now), key);
}

/** Sendings whose outcome the look tells: what is there has landed; what is not, after the settle time, was never taken. */
function withOutcomes(facts: OrderFacts, { references, merchantId, at }: LookAnswer): OrderFacts {
  const owned = ownedOrders(facts);
  const sendings = facts.sendings.map((sending) => {
    const order = owned.find((one) => one.sending === sending)?.order;
    if (order !== undefined) return { ...sending, outcome: 'landed' as const, key: order.key };
    if (sending.outcome !== 'unknown' || sending.merchantId !== merchantId || !references.includes(sending.reference))
      return sending;
    const settled = Date.parse(at) >= settledAt(facts, sending.unknownSince ?? sending.at);
    return settled ? { ...sending, outcome: 'not-found' as const } : sending;
  });
  return { ...facts, sendings };
}

function withRow(facts: OrderFacts, row: WarehouseRow, now: string, digestKey?: string): OrderFacts {
  const known = knownOf(facts, row);
  if (known !== undefined && isOlderRow(row, known)) return withEarlier(facts, known, row);
  const pieces = row.lines === undefined ? (known?.pieces ?? []) : piecesOf(bagOf(row.lines));
  const same = known?.status === row.status && sameBag(bagOf(known.pieces), bagOf(pieces));
  const tracking = row.trackingNumber ?? known?.trackingNumber;
  const url = row.trackingUrl ?? known?.trackingUrl;
  const digests =
    row.digests === undefined
      ? digestsOf(known)
      : { digests: row.digests, ...defined({ digestKey, shows: row.shows }) };
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
    left: known?.left === true || hasLeft(row.status),
    ...defined({ adopted: known?.adopted, owedThen: known?.owedThen, goneThen: known?.goneThen, asked: known?.asked }),
    ...defined({ takenUp: isTakenUp(facts, known, row) ? now : known?.takenUp }),
  };
  if (known === undefined) {
    const before = splitMeanwhile(facts, order);
    return withOwedThen(before, { ...before, warehouse: [...before.warehouse, order] }, order);
  }
  return { ...facts, warehouse: facts.warehouse.map((one) => (one === known ? order : one)) };
}

/** What we cancelled is there again. */
function isTakenUp({ corrections }: OrderFacts, known: WarehouseOrder | undefined, { status }: WarehouseRow): boolean {
  if (known === undefined || !isCancelled(known.status) || isCancelled(status)) return false;
  return corrections.some(({ key, kind }) => key === known.key && kind === 'cancel');
}

/** What is late says little, but what left has left, and a number stays known: as if it had come in time. */
function withEarlier(facts: OrderFacts, known: WarehouseOrder, row: WarehouseRow): OrderFacts {
  const left = known.left || hasLeft(row.status);
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

function digestsOf(known: WarehouseOrder | undefined): Pick<WarehouseOrder, 'digests' | 'digestKey' | 'shows'> {
  if (known?.digests === undefined) return {};
  const { digests, digestKey, shows } = known;
  return { digests, ...defined({ digestKey, shows }) };
}

// One door for those outside this room.
export { rowKey } from './warehouse-rows.ts';
