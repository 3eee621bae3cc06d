import { isCancelled } from '../../shared/warehouse-status.ts';
import { goneForGood } from '../account/abandoned.ts';
import { accountOf } from '../account/account.ts';
import { isMissed, stateOf } from '../account/order-state.ts';
import { takenOffStill } from '../account/taken-off.ts';
import { ownedOrders, type OwnedOrder } from '../account/ownership.ts';
import { bagOf, empty, isEmpty, least, minus, piecesOf, plus, sameBag, type Bag } from '../facts/bag.ts';
import { boughtPieces, inBoughtSkus } from '../facts/codes.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import { saysForeign } from '../account/ownerless.ts';
import { isOutcomeUnknown, ownerOf, sendingsUnder } from '../facts/references.ts';
import type { Correction, WarehouseOrder } from '../facts/warehouse-facts.ts';
import { searchedBasis } from '../steps/obstacles.ts';
import type { ActOf } from '../steps/steps.ts';

/**
 * A part that is seen for the first time when nothing that could be split is left: of it, only what is still missing is ours,
 * or what nobody looked for yet. The rest is an order that the warehouse's people made, of a return, say. Where something could
 * still be split, it may be of that; it is none of what was nowhere and is missed by nobody any more (refunded, or taken out).
 */
export function withOwedThen(before: OrderFacts, facts: OrderFacts, added: WarehouseOrder): OrderFacts {
  const owner = ownerOf(before.places, added.reference);
  // Until the warehouse was looked through, what is heard of first may have been there all along.
  if (owner?.part !== true || before.searchDue) return facts;
  const place = accountOf(before).places.find((one) => one.place.number === owner.place);
  const group = (place?.orders ?? []).filter(({ root }) => root === owner.root);
  const own = ownedOrders(facts).find(({ order }) => order === added)?.own;
  if (own === undefined || isEmpty(own)) return facts;
  if (group.some(({ order, state }) => state !== 'dead' && wasThere(added, order))) return facts;
  const missing = nowhere(before, owner.place, owner.root, group);
  const owed = plus(place?.lost ?? empty, isSearched(before, owner.place) ? empty : missing);
  const noted = group.some(({ state }) => state === 'living')
    ? { goneThen: piecesOf(minus(missing, owed)) }
    : { owedThen: piecesOf(least(own, owed)) };
  const pieces = noted.owedThen ?? noted.goneThen;
  if (noted.owedThen === undefined ? pieces.length === 0 : sameBag(bagOf(pieces), own)) return facts;
  return withNoted(facts, added, noted);
}

/**
 * A part that was split off in the middle of a change of ours holds what that change seems to have taken off its order, which is not
 * gone: it was split between our look and our writing, or the warehouse took nothing and was left with just what we had asked for.
 * So is what we had cancelled, and what the warehouse took up again and split before we cancelled the rest of it once more.
 */
export function splitMeanwhile(facts: OrderFacts, added: WarehouseOrder): OrderFacts {
  const owner = ownerOf(facts.places, added.reference);
  if (owner?.part !== true || stateOf(added) === 'dead' || facts.corrections.length === 0) return facts;
  let left = bagOf(added.pieces);
  const corrections = facts.corrections.map((one, index) => {
    const order = facts.warehouse.find(({ key }) => key === one.key);
    const next = facts.corrections.slice(index + 1).find(({ key }) => key === one.key);
    if (order === undefined || (next !== undefined && one.kind !== 'cancel')) return one;
    const of = ownerOf(facts.places, order.reference);
    if (of?.place !== owner.place || of.root !== owner.root || !wasThere(added, order)) return one;
    const shown = bagOf(next?.before ?? (one.kind === 'cancel' ? order.pieces : one.after));
    const inPart = least(minus(bagOf(one.before), shown), left);
    left = minus(left, inPart);
    return isEmpty(inPart) ? one : { ...one, before: piecesOf(minus(bagOf(one.before), inPart)) };
  });
  return { ...facts, corrections };
}

/** Both rows of a split are written in one moment, by the warehouse's own clock; UNCONFIRMED in which order. */
const ONE_MOMENT_MS = 1_000;

/** It was not changed since its order was: what that one lacks was in it all along, and only this row came late. */
function wasThere(added: WarehouseOrder, order: WarehouseOrder): boolean {
  // Where the warehouse gave no time nobody knows: NaN is neither before nor after.
  return Date.parse(added.editTime) <= Date.parse(order.editTime) + ONE_MOMENT_MS;
}

/**
 * A part for which its order has nothing left: that one may have been split since it was read, and a poll tells of both in any
 * order. It is read before anybody is told that the part is not ours.
 */
export function lookAtWhole(facts: OrderFacts, key: string | undefined): OrderFacts {
  const all = ownedOrders(facts);
  const added = all.find(({ order }) => order.key === key);
  if (added?.part !== true || added.state === 'dead' || isEmpty(added.foreign)) return facts;
  const readBefore = all.filter(
    ({ order, place, root, state }) =>
      (state === 'living' || isCancelledByUs(facts, order)) &&
      order !== added.order &&
      root === added.root &&
      place === added.place &&
      canBeAsked(facts, order) &&
      order.editTime <= added.order.editTime,
  );
  if (readBefore.length === 0) return facts;
  return { ...facts, lookDue: [...new Set([...facts.lookDue, ...readBefore.map(({ order }) => order.reference)])] };
}

/**
 * A part for which its order has nothing left, now that this is known as it is: an order of the warehouse's people. What goes
 * missing of ours later is not in it, whether or not anybody could be told yet.
 */
export function withStrangers(facts: OrderFacts): OrderFacts {
  if (facts.searchDue) return facts;
  const all = ownedOrders(facts);
  return all.reduce((next, one) => {
    const { order, part, foreign, isForeign, state } = one;
    if (!part || isEmpty(foreign) || state === 'dead' || order.owedThen !== undefined || mayBeOurs(facts, all, one))
      return next;
    const edit = editThatWroteAgain(facts, all, one);
    if (edit !== undefined) return withWrittenAgain(next, edit, foreign);
    return isForeign ? withNoted(next, order, { owedThen: [] }) : next;
  }, facts);
}

/** So long before our edit its order was looked at, at most. UNCONFIRMED: the warehouse takes no edit that says of which state it is. */
const LOOKED_BEFORE_MS = 10_000;

/**
 * The edit of ours between whose look and whose writing a part was split off: it wrote what the part holds into its order once
 * more. A split leaves something of its order: a copy of the whole is one that people made.
 */
function editThatWroteAgain(
  facts: OrderFacts,
  all: readonly OwnedOrder[],
  { order: added, place, root, foreign }: OwnedOrder,
): Correction | undefined {
  const bought = inBoughtSkus(facts, place, sendingsUnder(facts, place, root));
  const others = all.filter(({ order, ...one }) => order !== added && one.place === place && one.root === root);
  const edits = others.map(({ order }) => facts.corrections.findLast(({ key }) => key === order.key));
  return edits.find((edit) => {
    if (edit?.kind !== 'edit' || edit.editTime === undefined) return false;
    const sinceMs = Date.parse(edit.editTime) - Date.parse(added.editTime);
    const isBetween = sinceMs >= -ONE_MOMENT_MS && sinceMs <= LOOKED_BEFORE_MS;
    const isWhole = sameBag(bagOf(added.pieces), bagOf(edit.before));
    return isBetween && !isWhole && isEmpty(minus(foreign, bought(edit.after)));
  });
}

function withWrittenAgain(facts: OrderFacts, edit: Correction, again: Bag): OrderFacts {
  const corrections = facts.corrections.map((one) =>
    one.key === edit.key && one.at === edit.at ? { ...one, again: piecesOf(plus(bagOf(one.again ?? []), again)) } : one,
  );
  return { ...facts, corrections };
}

/** What it may be a part of is not known yet: whether it landed, what it holds by now, or whether it is there at all. */
function mayBeOurs(facts: OrderFacts, all: readonly OwnedOrder[], { place, root }: OwnedOrder): boolean {
  return (
    isOutcomeUnknown(facts, place, root) ||
    all.some(
      ({ order, state, ...one }) =>
        state !== 'shipped' &&
        one.place === place &&
        one.root === root &&
        (isMissed({ order, state }) || facts.lookDue.includes(order.reference)),
    )
  );
}

/** People may have taken it up again since, and split it then. */
function isCancelledByUs({ corrections }: OrderFacts, { key, status }: WarehouseOrder): boolean {
  return isCancelled(status) && corrections.some((one) => one.key === key && one.kind === 'cancel');
}

/** People are told that a part is not ours: what goes missing of its order later is not in it. */
export function asForeign(facts: OrderFacts, note: ActOf<'note'>): OrderFacts {
  const told = saysForeign(note) ? ownedOrders(facts).find(({ order }) => order.key === note.order) : undefined;
  if (told?.part !== true || !told.isForeign) return facts;
  return withNoted(facts, told.order, { owedThen: [] });
}

function withNoted(
  facts: OrderFacts,
  order: WarehouseOrder,
  noted: Pick<WarehouseOrder, 'owedThen' | 'goneThen'>,
): OrderFacts {
  return { ...facts, warehouse: facts.warehouse.map((one) => (one === order ? { ...one, ...noted } : one)) };
}

/** The warehouse was looked through by list for what this place misses. */
export function isSearched(facts: OrderFacts, place: number): boolean {
  const there = accountOf(facts).places.find((one) => one.place.number === place)?.orders ?? [];
  return facts.searched.includes(searchedBasis(place, there));
}

/** Pieces that were sent, and of which no order tells. */
function nowhere(facts: OrderFacts, place: number, root: string, group: readonly OwnedOrder[]): Bag {
  const sendings = sendingsUnder(facts, place, root);
  const bought = inBoughtSkus(facts, place, sendings);
  const known = group.map(({ order, own }) => {
    const ours = facts.corrections.filter(({ key }) => key === order.key);
    // What we cancelled or edited held what the looks saw; anything else, what it shows.
    const taken = takenOffStill(order, ours, bought);
    return isCancelled(order.status) && ours.some(({ kind }) => kind === 'cancel') ? taken : plus(taken, own);
  });
  const sent = sendings.filter(({ outcome }) => outcome === 'landed').map(({ lines }) => boughtPieces(lines));
  return minus(plus(...sent), ...known, goneForGood(facts.decisions, root, group));
}
