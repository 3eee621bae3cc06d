import { readAt } from '../facts/places.ts';
import { bagOf, empty, isEmpty, least, minus, most, only, plus, type Bag } from '../facts/bag.ts';
import { boughtAs, boughtPieces, inBoughtSkus } from '../facts/codes.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { Sending, WarehouseOrder } from '../facts/warehouse-facts.ts';
import { ownerOf, sendingsUnder } from '../facts/references.ts';
import { abandonedKeys, writtenOff } from './abandoned.ts';
import { sentAgain, takenOff } from './taken-off.ts';
import { compareKeys, type OrderState, rankOf, stateOf } from './order-state.ts';
import { adoption, givenTo, isForAnother, orderedAt, isNotedAsForeign } from './ownerless.ts';

/** A warehouse order with what of it is ours, and why. */
export interface OwnedOrder {
  readonly order: WarehouseOrder;
  readonly place: number;
  /** The allocated reference that it stands under. */
  readonly root: string;
  readonly part: boolean;
  /** The sending that it became; absent for a part, a copy, or where no account of the sending is left. */
  readonly sending: Sending | undefined;
  /** Pieces that count as ours. */
  readonly own: Bag;
  /** Of these, what stands there beyond all that we know to have sent: it counts as sent by itself. */
  readonly unexplained: Bag;
  /** Goods that no sending and no line of the place names, or a part's pieces beyond what its sending has left. */
  readonly foreign: Bag;
  readonly state: OrderState;
  /** It cannot be told yet whether it is ours: its address was not compared. */
  readonly unclear: boolean;
  /** Nothing of it is ours, or its address is another's. */
  readonly isForeign: boolean;
}

/** What is ours of every order seen under our references. */
export function ownedOrders(facts: OrderFacts): readonly OwnedOrder[] {
  const abandoned = abandonedKeys(facts);
  const found: Found[] = [];
  for (const order of facts.warehouse) {
    const owner = ownerOf(facts.places, order.reference) ?? givenTo(facts, order);
    if (owner !== undefined && !abandoned.has(order.key)) found.push({ order, ...owner });
  }
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const name = `${one.place} ${one.root}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => groupOf(facts, group));
}

const keysOf = (all: readonly Found[]) => new Set(all.map(({ order }) => order.key));

type Found = Pick<OwnedOrder, 'order' | 'place' | 'root' | 'part'>;

/** The orders of one allocated reference, with what is known of it. */
interface UnderRoot {
  readonly facts: OrderFacts;
  readonly place: number;
  readonly root: string;
  readonly all: readonly Found[];
  /** Those of the very reference: what left takes first, then what may leave, then the lower number. */
  readonly exact: readonly Found[];
  readonly sendings: readonly Sending[];
  /** What goods may be called that are ours. */
  readonly knownCodes: ReadonlySet<string>;
  /** Pieces that were found again where no account of their sending is left. */
  readonly adopted: Bag;
  readonly bought: ReturnType<typeof inBoughtSkus>;
}

/**
 * What is ours of the orders of one reference. A sending of 3 that the warehouse has split into `h-100` with 2 and `h-100/B`
 * with 1: `h-100` claims the sending, its 2 pieces are ours by their goods, and the 1 that the sending has left is the part's.
 */
function groupOf(facts: OrderFacts, all: readonly Found[]): readonly OwnedOrder[] {
  const [{ place, root } = { place: 0, root: '' }] = all;
  const sendings = sendingsUnder(facts, place, root);
  const adopted = plus(...all.map(({ order }) => adoptedPieces(order)));
  const sentCodes = sendings.flatMap(({ lines }) => lines.map(boughtAs));
  const knownCodes = new Set([...placeCodes(facts, place), ...sentCodes, ...adopted.keys()]);
  const exact = all
    .filter(({ part }) => !part)
    .sort(({ order: a }, { order: b }) => rankOf[stateOf(a)] - rankOf[stateOf(b)] || compareKeys(a.key, b.key));
  const bought = inBoughtSkus(facts, place, sendings);
  const under = { facts, place, root, all, exact, sendings, knownCodes, adopted, bought };
  const parts = partsOf(under);
  const judged = withoutSplits(under, judgeExact(under, claimSendings(under)), parts);
  return [...judged, ...shareAmongParts(under, judged, parts)];
}

/** First step: which order each sending became, by the id that it was answered with, else by its goods. */
function claimSendings({ exact, sendings }: UnderRoot): ReadonlyMap<WarehouseOrder, Sending> {
  const explains = new Map<WarehouseOrder, Sending>();
  const open = [...sendings];
  const claim = (order: WarehouseOrder, sending: Sending | undefined) => {
    if (sending === undefined) return;
    explains.set(order, sending);
    open.splice(open.indexOf(sending), 1);
  };
  for (const { order } of exact)
    claim(
      order,
      open.find(({ key }) => key === order.key),
    );
  for (const { order } of exact) {
    if (explains.has(order)) continue;
    claim(
      order,
      open.find((one) => one.key === undefined && sharesGoods(one, order)),
    );
  }
  return explains;
}

/** Second step: what of each order under the very reference is ours, by its goods, and without any sending by its address. */
function judgeExact(
  { facts, place, root, exact, sendings, knownCodes, bought }: UnderRoot,
  explains: ReadonlyMap<WarehouseOrder, Sending>,
): readonly OwnedOrder[] {
  return exact.map(({ order, part }) => {
    const sending = explains.get(order);
    const pieces = bought(order.pieces);
    const own = only(pieces, knownCodes);
    const isUnaccounted = sending === undefined && sendings.length === 0;
    const judged = isUnaccounted
      ? adoption(facts, place, order, { pieces, own, adopted: adoptedPieces(order) })
      : { unclear: false, ours: !isEmpty(own) || sending !== undefined };
    const base = { order, place, root, part, sending, state: stateOf(order), unclear: judged.unclear };
    const unexplained = sending === undefined && judged.ours ? own : empty;
    return judged.ours
      ? { ...base, own, unexplained, foreign: minus(pieces, own), isForeign: false }
      : { ...base, own: empty, unexplained, foreign: pieces, isForeign: !judged.unclear };
  });
}

/** A part, with the pieces of it that can be ours. */
interface Part extends Found {
  readonly pieces: Bag;
  readonly atMost: Bag;
}

function partsOf({ facts, all, bought }: UnderRoot): readonly Part[] {
  return all
    .filter(({ part }) => part)
    .map((one) => {
      const pieces = bought(one.order.pieces);
      const { owedThen = isForAnother(facts, one) ? [] : undefined } = one.order;
      return { ...one, pieces, atMost: owedThen === undefined ? pieces : least(pieces, bagOf(owedThen)) };
    })
    .sort(
      (a, b) =>
        Number(isNotedAsForeign(facts, a.order)) - Number(isNotedAsForeign(facts, b.order)) ||
        rankOf[stateOf(a.order)] - rankOf[stateOf(b.order)],
    );
}

/**
 * Third step: what the sending has left is the parts', in their order. Of the 3 that were sent `h-100` holds 2, so that 1 is
 * left for `h-100/B`; a further piece that it holds is not ours. The living and the shipped take first, and a dead order
 * what then remains.
 */
function shareAmongParts(
  { facts, place, root, all, sendings, adopted, bought }: UnderRoot,
  judged: readonly OwnedOrder[],
  parts: readonly Part[],
): readonly OwnedOrder[] {
  const dead = all
    .filter(({ order }) => stateOf(order) === 'dead')
    .map((one) => minus(bought(one.order.pieces), takenOff(facts, [one], bought)));
  let left = minus(
    plus(most(sentAtMost(facts, place, sendings, judged), adopted), sentAgain(facts, keysOf(all), bought)),
    takenOff(facts, all, bought),
    // What a person wrote off stays with the dead orders that held it: no other part may take it in their place.
    least(writtenOff(facts.decisions, root), plus(...dead)),
  );
  for (const { own, state } of judged) if (state !== 'dead') left = minus(left, own);
  return parts.map(({ order, part, pieces, atMost }) => {
    const own = least(atMost, minus(left, bagOf(order.goneThen ?? [])));
    left = minus(left, own);
    return {
      ...{ order, place, root, part, sending: undefined, own, unexplained: empty, foreign: minus(pieces, own) },
      ...{ state: stateOf(order), unclear: false, isForeign: isEmpty(own) },
    };
  });
}

/**
 * An order beside the one that a sending became is a second one only for what the sending does not have left: the warehouse
 * may have split the first one under its own reference.
 */
function withoutSplits(
  { facts, place, sendings, bought }: UnderRoot,
  judged: readonly OwnedOrder[],
  parts: readonly Part[],
): readonly OwnedOrder[] {
  if (sendings.length === 0) return judged;
  const byName = parts.filter(({ order }) => stateOf(order) !== 'dead').map(({ atMost }) => atMost);
  const known = judged.filter(({ sending }) => sending !== undefined);
  const heldBy = (states: readonly OrderState[]) => known.filter(({ state }) => states.includes(state));
  let left = minus(
    minus(sentAtMost(facts, place, sendings, known), takenOff(facts, [...known, ...parts], bought)),
    ...byName,
    ...heldBy(['living', 'shipped']).map(({ own }) => own),
  );
  // What may leave may have taken the place of what is cancelled; what is cancelled, too, was a second one beside it.
  const dead = plus(...heldBy(['dead']).map((one) => minus(one.own, takenOff(facts, [one], bought))));
  const unexplained = new Map<OwnedOrder, Bag>();
  // They are judged in their order, the dead ones last.
  for (const one of judged.filter((other) => !isEmpty(other.unexplained))) {
    unexplained.set(one, minus(one.unexplained, one.state === 'dead' ? minus(left, dead) : left));
    left = minus(left, one.unexplained);
  }
  return judged.map((one) => ({ ...one, unexplained: unexplained.get(one) ?? one.unexplained }));
}

/** What was sent under a reference. Where no account of that is left, it may have been all that was ordered. */
function sentAtMost(facts: OrderFacts, place: number, sendings: readonly Sending[], exact: readonly OwnedOrder[]): Bag {
  const sent = plus(...piecesSent(sendings, exact));
  const ours = exact.filter(({ isForeign, unclear }) => !isForeign && !unclear);
  if (sendings.length > 0 || ours.length === 0) return sent;
  // A line that was added since it was found was not among what was sent.
  const [adopted] = ours.flatMap(({ order }) => order.adopted ?? []);
  const ordered = orderedAt(facts.order, place);
  return most(sent, adopted === undefined ? ordered : least(ordered, bagOf(adopted.ordered ?? adopted.pieces)));
}

function piecesSent(sendings: readonly Sending[], exact: readonly OwnedOrder[]): readonly Bag[] {
  const landed = sendings.filter((one) => one.outcome === 'landed' || exact.some(({ sending }) => sending === one));
  return [...landed.map(({ lines }) => boughtPieces(lines)), ...exact.map(({ unexplained }) => unexplained)];
}

/** A part of which nothing is ours any more was found as ours all the same; an order that went to another address was not. */
export function mayBeAdopted({ part, isForeign }: OwnedOrder): boolean {
  return part || !isForeign;
}

/** What was found again of a sending that no account is left of. */
export function adoptedPieces({ adopted }: WarehouseOrder): Bag {
  return bagOf(adopted?.pieces ?? []);
}

function placeCodes({ order, sendings }: OrderFacts, place: number): readonly string[] {
  const read = readAt({ order }, place)?.lines.map(({ sku }) => sku) ?? [];
  return [...read, ...sendings.filter((one) => one.place === place).flatMap(({ lines }) => lines.map(boughtAs))];
}

function sharesGoods(sending: Sending, { pieces }: WarehouseOrder): boolean {
  return pieces.some(({ code }) => sending.lines.some((line) => line.code === code));
}
