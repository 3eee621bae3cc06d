import type { AddressDigests } from '../../../contract/orders.ts';
import { canBeAsked, type OrderFacts } from './facts.ts';
import { isOtherPoint } from './travels/pick-up.ts';
import type { ReadPlace } from './store-facts.ts';
import type { SentContent } from './warehouse-facts.ts';
import { changedWords, isOfWords } from './travels/changed-words.ts';
import { wordsName } from './travels/words.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import { fingerprint } from '../../../contract/runs/short-digest.ts';

/** The names of fields that are sent beside the address. */
export const PICK_UP_POINT = 'pick-up point';
const CASH = 'cash on delivery';

/** Stands for all of a place that is sent beside its pieces. */
export function contentOf({ method, country, digests, pickUp, cash }: SentContent | ReadPlace): string {
  const more = [...(pickUp === undefined ? [] : [pickUp.by, pickUp.codes]), ...(cash === undefined ? [] : [cash])];
  return fingerprint(method, country, Object.entries(digests ?? {}).sort(), ...more);
}

/** What a warehouse order was made of, as we last sent it; `undefined` where no account of it is left. */
export function sentContent(facts: OrderFacts, { order, sending, part, root }: OwnedOrder): SentContent | undefined {
  const { corrections, sendings, warehouse } = facts;
  const edit = corrections.findLast(({ key, content }) => key === order.key && content !== undefined);
  const direct = edit?.content ?? (part ? undefined : (sending ?? order.adopted));
  if (direct !== undefined) return direct;
  // A part, also one under the same reference, was made of what its root was then.
  const roots = new Set(warehouse.filter(({ reference }) => reference === root).map(({ key }) => key));
  const before = corrections.findLast(
    ({ key, content, at }) => roots.has(key) && content !== undefined && at <= order.since,
  );
  const found = order.adopted ?? warehouse.find(({ reference, adopted }) => reference === root && adopted)?.adopted;
  return before?.content ?? sendings.findLast(({ reference }) => reference === root) ?? found;
}

/**
 * What of a place differs from what was sent, but for words, by field name: never by value. Digests of different keys are not compared.
 */
export function changedContent(sent: SentContent, now: ReadPlace, digestKey: string | undefined): readonly string[] {
  const fields: string[] = [];
  if (sent.method !== now.method) fields.push('shipping method');
  if (sent.country !== now.country) fields.push('country');
  if (isOtherPoint(sent, now.pickUp)) fields.push(PICK_UP_POINT);
  const compared = comparedDigests(sent, now, digestKey);
  for (const [field, digest] of Object.entries(compared?.after ?? {})) {
    if (isOfWords(field)) continue;
    const before = compared?.before[field];
    if (before !== undefined && before !== digest) fields.push(field);
  }
  return fields;
}

/** The digests of then and now; `undefined` where one side has none, or they are of different keys: nothing can be told. */
function comparedDigests(
  { digests: before, digestKey }: SentContent,
  { digests: after }: ReadPlace,
  keyOfNow: string | undefined,
): { readonly before: AddressDigests; readonly after: AddressDigests } | undefined {
  return before === undefined || after === undefined || digestKey !== keyOfNow ? undefined : { before, after };
}

/** Words of an order that are others by now, or gone, or new. */
function wordsChanged(facts: OrderFacts, { root }: OwnedOrder, sent: SentContent, now: ReadPlace): readonly string[] {
  return comparedDigests(sent, now, facts.order?.digestKey) === undefined ? [] : changedWords(facts, sent, now, root);
}

/** True where the words that an order has are not all that its place has now; those of lines that are gone are too many. */
export function hasNewWords(facts: OrderFacts, order: OwnedOrder, now: ReadPlace): boolean {
  const sent = sentContent(facts, order);
  const compared = sent && comparedDigests(sent, now, facts.order?.digestKey);
  if (sent === undefined || compared === undefined) return false;
  const { before, after } = compared;
  const names = (sent.words ?? ['customerMessage']).map(wordsName);
  const isGone = Object.entries(before).some(
    ([field, digest]) => names.some((name) => field.startsWith(name)) && after[field] !== digest,
  );
  return isGone || changedWords(facts, sent, now, order.root).length > 0;
}

/** Living orders whose content is no longer what the store says, unless a decision left it so. */
export function outdatedOrders(
  facts: OrderFacts,
  { read, orders }: { readonly read: ReadPlace | undefined; readonly orders: readonly OwnedOrder[] },
  /** The order that asks for another amount than is owed. */
  cashOff: OwnedOrder | undefined,
): readonly { readonly order: OwnedOrder; readonly changed: readonly string[] }[] {
  if (read === undefined) return [];
  const left = facts.decisions.some(({ place, content }) => place === read.place && content === contentOf(read));
  if (left) return [];
  return orders.flatMap((order) => {
    if (order.state !== 'living' || order.isForeign) return [];
    // At another merchant it can neither be changed nor compared: that is a finding of its own.
    if (!canBeAsked(facts, order.order)) return [];
    const sent = sentContent(facts, order);
    const of =
      sent === undefined
        ? []
        : [...changedContent(sent, read, facts.order?.digestKey), ...wordsChanged(facts, order, sent, read)];
    const changed = order === cashOff ? [...of, CASH] : of;
    return changed.length === 0 ? [] : [{ order, changed }];
  });
}
