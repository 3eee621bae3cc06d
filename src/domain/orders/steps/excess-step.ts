import { READINGS_THAT_AGREE, sentUnderReference, type OrderAccount, type PlaceAccount } from '../account/account.ts';
import { bagWords, isEmpty, least, minus, piecesOf, plus, type Bag } from '../facts/bag.ts';
import { isStopped } from '../eligibility.ts';
import { compareKeys } from '../account/compare-keys.ts';
import { travelsAfter } from '../account/travels.ts';
import { hasNewWords, sentContent } from '../facts/content.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { ReadPlace } from '../facts/store-facts.ts';
import { codeSent, elsewhere, finding, mayEdit, type Finding } from './findings.ts';
import { fingerprint } from '../facts/fingerprint.ts';
import { noteOnce } from './shipping-step.ts';
import { unlessStopped, obstacleOf, secondReading } from './obstacles.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import type { ActBody, NamedOrder, Verdict } from './steps.ts';

/**
 * More is on its way than is open: it is cancelled or edited at the warehouse, or held. `undefined` where there is none that
 * an act of ours could concern.
 */
export function takeBackStep(account: OrderAccount, place: PlaceAccount, now: number): Verdict | undefined {
  const { facts } = account;
  const excess = least(place.excess, place.placed);
  if (isEmpty(excess)) return undefined;
  const there = new Set(elsewhere(facts, place).map(({ order }) => order.key));
  const living = place.orders.filter((one) => one.state === 'living' && !isEmpty(one.own) && !there.has(one.order.key));
  if (living.length === 0) return undefined;
  // A fall without a change of status may be one bad answer: a second reading must agree before anything is taken back.
  if (
    isByContentAlone(facts) &&
    !isCancelledByPerson(facts, place) &&
    (facts.order?.agreed ?? 0) < READINGS_THAT_AGREE
  ) {
    const { number } = place.place;
    return unlessStopped(facts, now, secondReading(number), '', { kind: 'read-order' }, { place: number });
  }
  const doubled = sharingOneReference(living);
  if (doubled.length > 1 && doubled.every((one) => strangersBeside(place, one).length === 0))
    return cancelStep(facts, place, now, doubled);
  // Whole orders first: an edit is what the warehouse takes least gladly.
  const beside = living.filter((one) => strangersBeside(place, one).length > 0);
  const alone = living.filter((one) => !beside.includes(one));
  const whole = withinExcess(inOrderOfLeaving(facts, place, alone), excess);
  if (whole.length > 0) return cancelStep(facts, place, now, whole);
  if (beside.length > 0) return { kind: 'hold', findings: [sharedReference(place, beside)] };
  return editStep(facts, place, now, living, excess);
}

/** The status says enough by itself: cancelled, declined, refunded, or gone. */
function isByContentAlone({ order, gone }: OrderFacts): boolean {
  return order !== undefined && !isStopped(order.status) && gone < READINGS_THAT_AGREE;
}

/** A person's word needs no second reading. */
function isCancelledByPerson({ decisions }: OrderFacts, { place }: PlaceAccount): boolean {
  const last = decisions.findLast((one) => one.place === place.number);
  return last?.kind === 'cancel' || last?.kind === 'cancel-order';
}

/** Living orders under one reference: the contract's change cannot choose between them. */
function sharingOneReference(living: readonly OwnedOrder[]): readonly OwnedOrder[] {
  const [first] = living.filter((one) =>
    living.some((other) => other !== one && other.order.reference === one.order.reference),
  );
  return first === undefined ? [] : living.filter(({ order }) => order.reference === first.order.reference);
}

/** Living orders of others under the very reference of ours: a change of ours could hit them. */
function strangersBeside({ orders }: PlaceAccount, { order }: OwnedOrder): readonly OwnedOrder[] {
  return orders.filter(
    (one) =>
      one.state === 'living' && isEmpty(one.own) && one.order.reference === order.reference && one.order !== order,
  );
}

function sharedReference(place: PlaceAccount, ours: readonly OwnedOrder[]): Finding {
  const strangers = ours.flatMap((one) => strangersBeside(place, one));
  const all = [...new Set([...ours, ...strangers].map(({ order }) => order))];
  const names = all.map(({ reference, key, status }) => `${reference} (${key}, ${status})`).join(' and ');
  const message = `${names} carry one reference, and ${bagWords(place.excess)} more than is wanted is on its way: a change could hit the order that is not ours, so none was sent.`;
  const about = all.map(({ key, status, pieces }) => [key, status, pieces]);
  return finding('duplicate-in-warehouse', message, { place: place.place.number, step: cancelKey(ours), about });
}

/**
 * What is to go first: an order that came back although its pieces were written off or taken back, then what was sent last,
 * since the first order is what the warehouse has perhaps begun.
 */
function inOrderOfLeaving(
  facts: OrderFacts,
  place: PlaceAccount,
  living: readonly OwnedOrder[],
): readonly OwnedOrder[] {
  const back = cameBack(facts, place, living);
  const use = ({ root }: OwnedOrder) => place.place.references.findIndex((one) => one === root);
  return [...living].sort(
    (a, b) => Number(back.has(b)) - Number(back.has(a)) || use(b) - use(a) || (a.order.key < b.order.key ? 1 : -1),
  );
}

/** Of the orders of a reference, those beyond what is left of its sending: what changed last came back. */
function cameBack(
  facts: OrderFacts,
  { place, orders }: PlaceAccount,
  living: readonly OwnedOrder[],
): ReadonlySet<OwnedOrder> {
  const inOrder = [...living].sort(
    (a, b) => Date.parse(a.order.since) - Date.parse(b.order.since) || compareKeys(a.order.key, b.order.key),
  );
  const found = new Set<OwnedOrder>();
  for (const root of new Set(living.map((one) => one.root))) {
    let left = sentUnderReference(facts, place, root, orders);
    for (const one of inOrder.filter((other) => other.root === root)) {
      if (!isEmpty(minus(one.own, left))) found.add(one);
      left = minus(left, one.own);
    }
  }
  return found;
}

function withinExcess(candidates: readonly OwnedOrder[], excess: Bag): readonly OwnedOrder[] {
  let left = excess;
  const found: OwnedOrder[] = [];
  for (const one of candidates) {
    if (!isEmpty(minus(one.own, left))) continue;
    left = minus(left, one.own);
    found.push(one);
  }
  return found;
}

/** The change of a warehouse order to these pieces and the store's present address. */
export function editOf(
  facts: OrderFacts,
  place: PlaceAccount,
  read: ReadPlace,
  { order, code, pieces }: { readonly order: OwnedOrder; readonly code: string; readonly pieces: Bag },
) {
  const newWords = hasNewWords(sentContent(facts, order), read, facts.order?.digestKey);
  return {
    kind: 'edit',
    place: place.place.number,
    addressId: read.addressId,
    order: named(order),
    code,
    pieces: piecesOf(pieces),
    travels: travelsAfter(facts, place, order, { read, shippingCode: code }),
    ...(newWords ? { newWords } : {}),
  } as const satisfies ActBody;
}

function named({ order: { key, reference, status, pieces } }: OwnedOrder): NamedOrder {
  return { key, reference, status, pieces };
}

/** What an answer of the warehouse is good for: while the order stays as it was. */
export function basisOf(orders: readonly Pick<OwnedOrder, 'order'>[]): string {
  return fingerprint(orders.map(({ order }) => [order.key, order.status, order.pieces]));
}

function cancelStep(facts: OrderFacts, place: PlaceAccount, now: number, orders: readonly OwnedOrder[]): Verdict {
  const number = place.place.number;
  const key = cancelKey(orders);
  const basis = basisOf(orders);
  const body = { kind: 'cancel', place: number, orders: orders.map(named) } as const;
  const verdict = unlessStopped(facts, now, key, basis, body, { place: number });
  const obstacle = obstacleOf(facts, key, basis);
  // That nobody could be asked is no word of the warehouse's: it is held as what it is.
  if (verdict.kind !== 'hold' || obstacle?.reason !== 'cancel-refused') return verdict;
  // Whoever cancelled it in the store reads there that it may still arrive.
  for (const { order } of twinned(orders) ? [] : orders) {
    const step = noteOnce(facts, `myOGO: ${order.reference} could not be cancelled.`, order.key, now);
    if (step !== undefined) return step;
  }
  return { kind: 'hold', findings: [refusedCancel(place, orders, obstacle.message)] };
}

function cancelKey(orders: readonly OwnedOrder[]): string {
  return `cancel ${orders
    .map(({ order }) => order.key)
    .sort()
    .join(' ')}`;
}

function twinned(orders: readonly OwnedOrder[]): boolean {
  return orders.length > 1 && new Set(orders.map(({ order }) => order.reference)).size === 1;
}

function refusedCancel({ place, excess }: PlaceAccount, orders: readonly OwnedOrder[], words: string): Finding {
  const about = orders.map(({ order }) => [order.key, order.status, order.pieces]);
  const names = orders.map(({ order }) => `${order.reference} (${order.key}, ${order.status})`).join(' and ');
  if (twinned(orders)) {
    const message = `${names} carry one reference, and ${bagWords(excess)} more than is wanted is on its way. ${words}`;
    return finding('duplicate-in-warehouse', message.trim(), { place: place.number, about });
  }
  return finding('cancel-refused', `The warehouse did not cancel ${names}. ${words}`.trim(), {
    place: place.number,
    about,
  });
}

function editStep(
  facts: OrderFacts,
  place: PlaceAccount,
  now: number,
  living: readonly OwnedOrder[],
  excess: Bag,
): Verdict {
  const number = place.place.number;
  const concerned = living.filter(({ own }) => !isEmpty(least(own, excess)));
  const editable = concerned.find((one) => mayEdit(facts, one));
  const names = concerned.map(({ order }) => `${order.reference} (${order.status})`).join(', ');
  const about = [concerned.map(({ order }) => [order.key, order.status, order.pieces]), [...excess].sort()];
  const held = (words: string): Verdict => {
    const message = `${bagWords(excess)} of ${names} is no longer wanted, and myOGO takes no change of it.${words === '' ? '' : ` ${words}`}`;
    const of = { place: number, remedy: 'fewer-wanted', about } as const;
    return { kind: 'hold', findings: [finding('changed-after-hand-over', message, of)] };
  };
  const code = editable === undefined ? undefined : codeSent(facts, editable);
  if (editable === undefined || code === undefined || place.read === undefined) return held('');
  const keeps = plus(minus(editable.own, excess), editable.foreign);
  const key = `edit ${editable.order.key}`;
  const basis = fingerprint(basisOf([editable]), piecesOf(keeps));
  const body = editOf(facts, place, place.read, { order: editable, code, pieces: keeps });
  const verdict = unlessStopped(facts, now, key, basis, body, { place: number });
  const obstacle = obstacleOf(facts, key, basis);
  const isRefused = verdict.kind === 'hold' && obstacle?.reason === 'changed-after-hand-over';
  return isRefused ? held(obstacle.message) : verdict;
}
