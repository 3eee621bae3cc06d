import { defined } from '../../../contract/defined.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { StatusRead } from '../facts/store-facts.ts';
import { statusSince } from '../eligibility.ts';

// What a run is told of the store's order: by a poll, or by a person.

/** True where a change of the store's order is news, and not what was read or written here. */
export function isNews(facts: OrderFacts, change: StatusRead): boolean {
  const { order, own } = facts;
  if (order?.status === change.status && order.version === change.version) return false;
  return !own.includes(wordOf(change));
}

/** Put away or gone when it was read last: a list that has it since tells of a change, whatever its version. */
export function isAway({ order, gone }: Pick<OrderFacts, 'order' | 'gone'>): boolean {
  return gone > 0 || order?.archived === true;
}

/** True where a message tells of something that came from outside: of a change, or of an order that is back. */
export function tellsOfNews(facts: OrderFacts, change: StatusRead): boolean {
  return isNews(facts, change) || isAway(facts);
}

/** The order was read when the second of its version was over: whoever changed it since left another one. */
export const isExact = ({ order, readAs }: Pick<OrderFacts, 'order' | 'readAs'>): boolean =>
  order !== undefined && readAs === wordOf(order);

/**
 * True where a row shows the version that is known, and what the order holds was read before its second was over, or before a write
 * of ours gave it. The store's times have a grain of a second: whoever changed the order in the rest of that is not seen by its
 * time, so it is read once more. A process that has passed such a row on, or knows its own writes, does not pass it on again.
 */
function mayHideAnEdit({ order, readAs }: OrderFacts, change: StatusRead): boolean {
  const word = wordOf(change);
  return order?.version === change.version && order.status === change.status && readAs !== word;
}

/** The same of the account of an ended run: of its own writes, the process that made them knows what it left (`editedInOurSecond`). */
export function mayHaveMissedAnEdit(facts: OrderFacts, change: StatusRead): boolean {
  return mayHideAnEdit(facts, change) && !facts.own.includes(wordOf(change));
}

/** A message asks for a look at the store; one that tells of nothing new does not. */
export function storeChanged(facts: OrderFacts, change: StatusRead | undefined): OrderFacts {
  const tells = change === undefined || tellsOfNews(facts, change) || mayHideAnEdit(facts, change);
  if (facts.readDue === undefined && !tells) return facts;
  const isNewest = change !== undefined && tells && !isOlder(change.version, facts.heard);
  return { ...facts, readDue: facts.readDue ?? 'again', ...(isNewest ? { heard: change.version } : {}) };
}

/** A person, or something that was saved, lets the order try again: it is judged anew, by fresh links and settings. */
export function tryAgain(facts: OrderFacts): OrderFacts {
  // What may still land is waited for all the same, but no longer than that.
  const unsettled = facts.unsettled.map((one) => ({ ...one, tries: 1 }));
  return { ...facts, readDue: 'fresh', obstacles: [], matches: [], productsMissing: [], unsettled };
}

/** A person asks for the order: it is taken whatever its age, and whatever its status if it is paid. */
export function takeByHand(facts: OrderFacts): OrderFacts {
  return defined({ ...facts, byHand: true, byHandSince: undefined });
}

/** Whoever asked for the order meant it as it is read next: what the store says later is another matter. */
export function aboutNow(facts: OrderFacts): Pick<OrderFacts, 'byHandSince'> {
  const since = facts.byHand && facts.byHandSince === undefined ? statusSince(facts) : undefined;
  return defined({ byHandSince: since });
}

export function isOlder(version: string, than: string | undefined): boolean {
  return than !== undefined && Date.parse(version) < Date.parse(than);
}

export function wordOf({ status, version }: StatusRead): string {
  return `${status}@${version}`;
}
