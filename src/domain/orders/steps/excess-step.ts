import { callsOff, cancelKey } from '../facts/decision-facts.ts';
import {
  closedSince,
  needsSecondReading,
  READINGS_THAT_AGREE,
  type OrderAccount,
  type PlaceAccount,
} from '../account/account.ts';
import { groupsOf, shareOneReference, livingUnder, type Group } from '../account/one-reference.ts';
import { isMissed } from '../account/order-state.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import { calledShippedSince, mayHandOver } from '../eligibility.ts';
import { bagWords, isEmpty, least, minus, plus, type Bag } from '../facts/bag.ts';
import { boughtPieces } from '../facts/codes.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import { basisOf, editOfExcess, named, notTakenOut } from './edit-step.ts';
import { finding, namesOf, type Finding } from './findings.ts';
import { obstacleOf, secondReading, unlessStopped } from './obstacles.ts';
import { cameBack, inOrderOfLeaving, isBegun, piecesOfGroup, withinExcess } from './order-of-leaving.ts';
import { noteOnce } from './shipping-step.ts';
import type { Verdict } from './steps.ts';
import { fingerprint } from '../../../contract/runs/short-digest.ts';

/**
 * More is on its way than is open: it is cancelled or edited at the warehouse, or held. Orders that are too much as a whole
 * are cancelled, since an edit is what the warehouse takes least gladly; where it has begun all of those, another is edited
 * first. `undefined` where there is nothing that an act of ours could concern.
 */
export function takeBackStep(account: OrderAccount, place: PlaceAccount, now: number): Verdict | undefined {
  const { facts } = account;
  const excess = least(minus(place.excess, inDoubt(facts, place)), place.placed);
  if (isEmpty(excess)) return undefined;
  const groups = groupsOf(knownHere(facts, place)).filter((group) => !isEmpty(least(piecesOfGroup(group), excess)));
  if (groups.length === 0) return undefined;
  // A fall that no status explains may be one bad answer: a second reading must agree before anything is taken back.
  if (
    needsSecondReading(facts) &&
    !isCancelledByPerson(facts, place) &&
    (facts.order?.agreed ?? 0) < READINGS_THAT_AGREE
  ) {
    const { number } = place.place;
    return unlessStopped(facts, now, secondReading(number), '', { kind: 'read-order' }, { place: number });
  }
  const isAlone = (group: Group) => foreignBeside(place, group).length === 0;
  const back = cameBack(facts, place, groups.filter(isAlone).flat());
  const alone = inOrderOfLeaving(place, groups.filter(isAlone), back);
  // Where the warehouse keeps what came back, what went in its place goes instead.
  const kept = (group: Group) => group.some((one) => back.has(one)) && isRefused(facts, group);
  const others = alone.filter((group) => !kept(group));
  const free = wholeOrders(facts, withinExcess(others, excess));
  const whole = free.length > 0 ? free : wholeOrders(facts, withinExcess(alone, excess));
  const mayStay = isBegun(whole) && !whole.some((one) => back.has(one));
  if (whole.length > 0 && !mayStay) return cancelStep(facts, place, now, whole);
  const single = alone.filter((group) => group.length === 1).flat();
  const edited = editOfExcess(facts, place, now, single, excess);
  if (edited !== undefined) return edited;
  if (whole.length > 0) return cancelStep(facts, place, now, whole);
  const sharing = alone.find((group) => group.length > 1);
  if (sharing !== undefined) return cancelBeyondExcess(facts, place, now, sharing);
  const beside = groups.filter((group) => !isAlone(group));
  if (beside.length > 0) return { kind: 'hold', findings: [sharedReference(place, beside)] };
  return { kind: 'hold', findings: [notTakenOut(facts, place, single, excess)] };
}

/** A person's word needs no second reading. */
function isCancelledByPerson({ decisions }: OrderFacts, { place }: PlaceAccount): boolean {
  const last = decisions.findLast((one) => one.place === place.number);
  return last !== undefined && callsOff(last);
}

/**
 * Pieces that may turn out not to be on their way: of a sending whose outcome is not known, and of an order that a look missed.
 * They wait for what is found out. What is too much without them is taken back at once.
 */
export function inDoubt(facts: OrderFacts, { orders, unknownSendings }: PlaceAccount): Bag {
  const missed = orders.filter((one) => isMissed(one) && canBeAsked(facts, one.order)).map(({ own }) => own);
  const unknown = unknownSendings.filter((one) => canBeAsked(facts, one)).map(({ lines }) => boughtPieces(lines));
  return plus(...missed, ...unknown);
}

/** Orders of ours that are known to be there, and under no reference of one that is not. */
function knownHere(facts: OrderFacts, { orders }: PlaceAccount): readonly OwnedOrder[] {
  const missed = orders.filter(isMissed);
  return orders.filter(
    ({ order, state, own }) =>
      state === 'living' &&
      !isEmpty(own) &&
      canBeAsked(facts, order) &&
      !missed.some((one) => one.order.reference === order.reference),
  );
}

/** Living orders of others under the very reference of ours: a change of ours could hit them. */
function foreignBeside({ orders }: PlaceAccount, [first]: Group): readonly OwnedOrder[] {
  return livingUnder(orders, first?.order.reference ?? '').filter(({ own }) => isEmpty(own));
}

function sharedReference(place: PlaceAccount, groups: readonly Group[]): Finding {
  const all = groups.flatMap((group) => [...group, ...foreignBeside(place, group)]).map(({ order }) => order);
  const names = namesOf(all);
  const message = `${names} carry one reference, and ${bagWords(place.excess)} more than is wanted is on its way: a change could hit the order that is not ours, so none was sent.`;
  const about = all.map(({ key, status, pieces }) => [key, status, pieces]);
  const step = cancelKey(keysOf(groups.flat()));
  return finding('duplicate-in-warehouse', message, { place: place.place.number, step, about });
}

/** What one cancel is to take of the groups that fit: several orders under one reference by themselves, else all the others. */
function wholeOrders(facts: OrderFacts, fitting: readonly Group[]): readonly OwnedOrder[] {
  const sharing = fitting.filter((group) => group.length > 1);
  const single = fitting.filter((group) => group.length === 1).flat();
  const acts = [...sharing, ...(single.length > 0 ? [single] : [])];
  return acts.find((orders) => !isRefused(facts, orders)) ?? acts[0] ?? [];
}

/**
 * Of orders under one reference more has to be cancelled than is too much, since a change cannot choose between them: what is
 * still wanted goes out anew. Where the store's status would not let it, nothing is sent, but for an order that we never sent.
 */
function cancelBeyondExcess(facts: OrderFacts, place: PlaceAccount, now: number, group: Group): Verdict {
  const keys = new Set(group.map(({ order }) => order.key));
  const cancelled = (one: OrderFacts['warehouse'][number]) =>
    keys.has(one.key) ? ({ ...one, status: 'CANCELLED' } as const) : one;
  const after = { ...facts, warehouse: facts.warehouse.map(cancelled) };
  const goesOutAnew = calledShippedSince(after) === undefined && mayHandOver(after).kind === 'may';
  if (goesOutAnew || group.some(({ unexplained }) => !isEmpty(unexplained)))
    return cancelStep(facts, place, now, group);
  const message = `${namesOf(group.map(({ order }) => order))} carry one reference, and ${bagWords(place.excess)} more than is wanted is on its way: only all of it could be cancelled, and the store’s status ${facts.order?.status} lets nothing be handed over anew.`;
  const about = group.map(({ order }) => [order.key, order.status, order.pieces]);
  const of = { place: place.place.number, step: cancelKey(keysOf(group)), about };
  return { kind: 'hold', findings: [finding('duplicate-in-warehouse', message, of)] };
}

/** What a cancel was refused by holds for the orders as they were, and until the store closes the order: then it is asked anew. */
function cancelBasis(facts: OrderFacts, orders: readonly OwnedOrder[]): string {
  const closed = closedSince(facts);
  return closed === undefined ? basisOf(orders) : fingerprint(basisOf(orders), closed);
}

function isRefused(facts: OrderFacts, orders: readonly OwnedOrder[]): boolean {
  const stopped = obstacleOf(facts, cancelKey(keysOf(orders)), cancelBasis(facts, orders));
  return stopped?.stands === true && stopped.reason === 'cancel-refused';
}

function cancelStep(facts: OrderFacts, place: PlaceAccount, now: number, orders: readonly OwnedOrder[]): Verdict {
  const number = place.place.number;
  const key = cancelKey(keysOf(orders));
  const basis = cancelBasis(facts, orders);
  const body = { kind: 'cancel', place: number, orders: orders.map(named) } as const;
  const verdict = unlessStopped(facts, now, key, basis, body, { place: number });
  const obstacle = obstacleOf(facts, key, basis);
  // That nobody could be asked is no word of the warehouse's: it is held as what it is.
  if (verdict.kind !== 'hold' || obstacle?.reason !== 'cancel-refused') return verdict;
  // Whoever reads the store's order reads there that it may still arrive, whatever made it too much.
  for (const { order } of shareOneReference(orders) ? [] : orders) {
    const step = noteOnce(facts, `myOGO: ${order.reference} could not be cancelled.`, order.key, now);
    if (step !== undefined) return step;
  }
  return { kind: 'hold', findings: [refusedCancel(place, orders, obstacle.message)] };
}

const keysOf = (orders: readonly OwnedOrder[]): readonly string[] => orders.map(({ order }) => order.key);

function refusedCancel({ place, excess }: PlaceAccount, orders: readonly OwnedOrder[], words: string): Finding {
  const about = orders.map(({ order }) => [order.key, order.status, order.pieces]);
  const names = namesOf(orders.map(({ order }) => order));
  if (shareOneReference(orders)) {
    const message = `${names} carry one reference, and ${bagWords(excess)} more than is wanted is on its way. ${words}`;
    return finding('duplicate-in-warehouse', message.trim(), { place: place.number, about });
  }
  return finding('cancel-refused', `The warehouse did not cancel ${names}. ${words}`.trim(), {
    place: place.number,
    about,
  });
}
