import { isCancelled } from '../../shared/warehouse-status.ts';
import { goneForGood } from '../account/abandoned.ts';
import { accountOf } from '../account/account.ts';
import { takenOffStill } from '../account/taken-off.ts';
import { ownedOrders, type OwnedOrder } from '../account/ownership.ts';
import { isEmpty, least, minus, piecesOf, plus, sameBag, type Bag } from '../facts/bag.ts';
import { boughtPieces, inBoughtSkus } from '../facts/codes.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import { saysForeign } from '../account/ownerless.ts';
import { ownerOf, sendingsUnder } from '../facts/references.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';
import { searchedBasis } from '../steps/obstacles.ts';
import type { ActOf } from '../steps/steps.ts';

/**
 * A part that is seen for the first time when nothing that could be split is left: of it, only what is still missing is ours,
 * or what nobody looked for yet. The rest is an order that the warehouse's people made, of a return, say.
 */
export function withOwedThen(before: OrderFacts, facts: OrderFacts, added: WarehouseOrder): OrderFacts {
  const owner = ownerOf(before.places, added.reference);
  // Until the warehouse was looked through, what is heard of first may have been there all along.
  if (owner?.part !== true || before.searchDue) return facts;
  const place = accountOf(before).places.find((one) => one.place.number === owner.place);
  const group = (place?.orders ?? []).filter(({ root }) => root === owner.root);
  const own = ownedOrders(facts).find(({ order }) => order === added)?.own;
  if (own === undefined || isEmpty(own) || group.some(({ state }) => state === 'living')) return facts;
  const owed = least(own, plus(place?.lost ?? new Map(), unseen(before, owner.place, owner.root, group)));
  if (sameBag(owed, own)) return facts;
  const noted = { ...added, owedThen: piecesOf(owed) };
  return { ...facts, warehouse: facts.warehouse.map((one) => (one === added ? noted : one)) };
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
      state === 'living' &&
      root === added.root &&
      place === added.place &&
      canBeAsked(facts, order) &&
      order.editTime < added.order.editTime,
  );
  if (readBefore.length === 0) return facts;
  return { ...facts, lookDue: [...new Set([...facts.lookDue, ...readBefore.map(({ order }) => order.reference)])] };
}

/** People are told that a part is not ours: what goes missing of its order later is not in it. */
export function asForeign(facts: OrderFacts, note: ActOf<'note'>): OrderFacts {
  const told = saysForeign(note) ? ownedOrders(facts).find(({ order }) => order.key === note.order) : undefined;
  if (told?.part !== true || !told.isForeign) return facts;
  const noted = { ...told.order, owedThen: [] };
  return { ...facts, warehouse: facts.warehouse.map((one) => (one === told.order ? noted : one)) };
}

/** Pieces that were sent, of which no order tells and which nobody has looked for by list. */
function unseen(facts: OrderFacts, place: number, root: string, group: readonly OwnedOrder[]): Bag {
  const there = accountOf(facts).places.find((one) => one.place.number === place)?.orders ?? [];
  if (facts.searched.includes(searchedBasis(place, there))) return new Map();
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
