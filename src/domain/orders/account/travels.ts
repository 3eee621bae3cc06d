import { defined } from '../../../contract/defined.ts';
import type { Cash } from '../facts/travels/cash.ts';
import { sentContent } from '../facts/content.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import { pickUpAt } from '../facts/travels/pick-up.ts';
import type { ReadPlace } from '../facts/store-facts.ts';
import type { SentContent } from '../facts/warehouse-facts.ts';
import { forwardedWords } from '../facts/travels/words.ts';
import type { PlaceAccount } from './account.ts';
import { isEmpty } from '../facts/bag.ts';
import type { OwnedOrder } from './ownership.ts';

/** What of a place goes to the warehouse beside its pieces and its address. */
export type Travels = Pick<SentContent, 'pickUp' | 'pickUpPoint' | 'cash' | 'words'>;

/** What travels with the next sending of a place: noted with it, and nothing else is sent. */
export function travelsWith(facts: OrderFacts, place: PlaceAccount, read: ReadPlace, shippingCode: string): Travels {
  const due = cashDue(facts, place, read);
  // What earlier orders of the place ask for is not asked for twice.
  const left = due === undefined ? 0 : due.amount - cashAsked(facts, place);
  return {
    ...pointOf(facts, read, shippingCode),
    ...defined({ words: forwardedWords(facts, read) }),
    ...(due === undefined || left <= 0 ? {} : { cash: { ...due, amount: left } }),
  };
}

/** What travels with a warehouse order once it is changed: what nobody can tell now stays as it was sent. */
export function travelsAfter(
  facts: OrderFacts,
  place: PlaceAccount,
  order: OwnedOrder,
  of: { readonly read: ReadPlace; readonly shippingCode: string },
): Travels {
  const { pickUp, pickUpPoint, cash } = sentContent(facts, order) ?? {};
  const point =
    pickUpAt(facts, of.read, of.shippingCode).kind === 'point'
      ? pointOf(facts, of.read, of.shippingCode)
      : { ...(pickUp === undefined ? {} : { pickUp }), ...(pickUpPoint === undefined ? {} : { pickUpPoint }) };
  const off = cashOff(facts, place);
  const amount = off?.order.order.key === order.order.key ? off.cash : cash;
  return { ...point, ...defined({ cash: amount, words: forwardedWords(facts, of.read) }) };
}

function pointOf(facts: OrderFacts, read: ReadPlace, shippingCode: string): Travels {
  const { pickUp } = read;
  const now = pickUpAt(facts, read, shippingCode);
  return {
    ...(pickUp === undefined ? {} : { pickUp }),
    ...(now.kind === 'point' ? { pickUpPoint: now.point } : {}),
  };
}

/**
 * What is to be collected for a place in all; `undefined` where nobody can say, or it is paid otherwise. Pieces that a person took
 * out, or ships by hand, are none of it: whoever brings them collects for them.
 */
export function cashDue(
  { order }: OrderFacts,
  account: Pick<PlaceAccount, 'lines'>,
  read: ReadPlace,
): Cash | undefined {
  return order?.cash === undefined || order.cash.by === 'undecided' ? undefined : cashOwed(account, read);
}

function cashOwed({ lines }: Pick<PlaceAccount, 'lines'>, read: ReadPlace): Cash | undefined {
  if (read.cash === undefined) return undefined;
  const off = lines.reduce((sum, { id, byHand, settled }) => {
    const line = read.lines.find((one) => one.id === id);
    const pieces = line === undefined ? 0 : line.quantity - line.refunded;
    if (line?.owed === undefined || pieces <= 0) return sum;
    return sum + Math.floor((line.owed * Math.min(pieces, byHand + settled)) / pieces);
  }, 0);
  return off === 0 ? read.cash : { ...read.cash, amount: Math.max(0, read.cash.amount - off) };
}

/** What living and shipped orders of a place ask for, in the currency's smallest unit: each sending once, whatever parts it has. */
function cashAsked(facts: OrderFacts, { place, orders, unknownSendings }: PlaceAccount): number {
  const there = orders.filter(({ isForeign, state }) => !isForeign && state !== 'dead');
  const asking = [...new Set(there.map(({ root }) => root))].flatMap((root) =>
    askingOrders(there.filter((one) => one.root === root)),
  );
  const asked = asking.reduce((sum, one) => sum + (sentContent(facts, one)?.cash?.amount ?? 0), 0);
  const unsure = unknownSendings.filter((one) => one.place === place.number);
  return unsure.reduce((sum, { cash }) => sum + (cash?.amount ?? 0), asked);
}

/**
 * Which orders under one reference ask for money: what a sending became, and copies of it beyond what was sent. What the warehouse
 * split off, under the same reference or another, asks for nothing of its own; where only that is left, it stands for all.
 */
function askingOrders(group: readonly OwnedOrder[]): readonly OwnedOrder[] {
  const sent = group.filter(({ sending }) => sending !== undefined);
  if (sent.length > 0) return [...sent, ...group.filter((one) => !sent.includes(one) && !isEmpty(one.unexplained))];
  const whole = group.find(({ part }) => !part) ?? group[0];
  return whole === undefined ? [] : [whole];
}

/**
 * The order that has to ask for another amount, since what is owed for its place has changed; `undefined` where all is asked for
 * that is owed, or the rest goes with pieces that are still to be sent.
 */
export function cashOff(
  facts: OrderFacts,
  place: PlaceAccount,
): { readonly order: OwnedOrder; readonly cash: Cash } | undefined {
  const { read, orders, unsent } = place;
  const asked = cashAsked(facts, place);
  // What was handed over is paid at the door, by the word of then: also where the merchant has taken that back since.
  const isAsked = asked > 0 && facts.order?.cash?.by === 'undecided';
  const owed = isAsked ? cashOwed : (of: PlaceAccount, at: ReadPlace) => cashDue(facts, of, at);
  const due = read === undefined ? undefined : owed(place, read);
  if (due === undefined) return undefined;
  const off = due.amount - asked;
  if (off === 0 || (off > 0 && !isEmpty(unsent))) return undefined;
  const living = orders.filter(
    (one) => one.state === 'living' && !one.isForeign && !one.part && canBeAsked(facts, one.order) && !isEmpty(one.own),
  );
  const sent = living.filter(({ sending }) => sending !== undefined);
  const order = (sent.length === 0 ? living : sent).findLast(
    (one) => off > 0 || (sentContent(facts, one)?.cash?.amount ?? 0) > 0,
  );
  if (order === undefined) return undefined;
  const amount = Math.max(0, (sentContent(facts, order)?.cash?.amount ?? 0) + off);
  return { order, cash: { ...due, amount } };
}
