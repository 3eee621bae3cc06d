import { bagOf, empty, isEmpty, least, minus, most, only, plus, type Bag } from '../facts/bag.ts';
import { boughtAs, boughtPieces, inBoughtSkus } from '../facts/codes.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { Sending, WarehouseOrder } from '../facts/warehouse-facts.ts';
import { ownerOf, sendingsUnder } from '../facts/references.ts';
import { NOT_OURS } from '../facts/notes.ts';
import { abandonedKeys } from './abandoned.ts';
import { compareKeys } from './compare-keys.ts';
import { takenOffOne } from './taken-off.ts';
import { rankOf, stateOf, type OrderState } from './order-state.ts';
import { givenTo } from './ownerless.ts';

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
  readonly alien: boolean;
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

type Found = Pick<OwnedOrder, 'order' | 'place' | 'root' | 'part'>;

function groupOf(facts: OrderFacts, group: readonly Found[]): readonly OwnedOrder[] {
  const [{ place, root } = { place: 0, root: '' }] = group;
  const sendings = sendingsUnder(facts, place, root);
  const found = plus(...group.map(({ order }) => adoptedPieces(order)));
  const named = new Set([
    ...placeCodes(facts, place),
    ...sendings.flatMap(({ lines }) => lines.map(boughtAs)),
    ...found.keys(),
  ]);
  const bought = inBoughtSkus(facts, place, sendings);
  const inOrder = [...group].sort(
    (a, b) =>
      Number(a.part) - Number(b.part) ||
      rankOf[stateOf(a.order)] - rankOf[stateOf(b.order)] ||
      compareKeys(a.order.key, b.order.key),
  );
  const explains = new Map<WarehouseOrder, Sending>();
  const open = [...sendings];
  const claim = (order: WarehouseOrder, sending: Sending | undefined) => {
    if (sending === undefined) return;
    explains.set(order, sending);
    open.splice(open.indexOf(sending), 1);
  };
  const exact = inOrder.filter(({ part }) => !part).map(({ order }) => order);
  for (const order of exact)
    claim(
      order,
      open.find(({ key }) => key === order.key),
    );
  for (const order of exact) {
    if (!explains.has(order))
      claim(
        order,
        open.find((one) => one.key === undefined && sharesGoods(one, order)),
      );
  }
  const results: OwnedOrder[] = [];
  for (const { order, part } of inOrder.filter((one) => !one.part)) {
    const sending = explains.get(order);
    const pieces = bought(order.pieces);
    const own = only(pieces, named);
    const strange = sending === undefined && sendings.length === 0;
    const judged = strange
      ? adoption(facts, place, order, { pieces, own })
      : { unclear: false, ours: !isEmpty(own) || sending !== undefined };
    const base = { order, place, root, part, sending, state: stateOf(order), unclear: judged.unclear };
    const unexplained = sending === undefined && judged.ours ? own : empty;
    results.push(
      judged.ours
        ? { ...base, own, unexplained, foreign: minus(pieces, own), alien: false }
        : { ...base, own: empty, unexplained, foreign: pieces, alien: !judged.unclear },
    );
  }
  const parts = inOrder
    .filter((one) => one.part)
    .map((one) => {
      const pieces = bought(one.order.pieces);
      const { owedThen } = one.order;
      return { ...one, pieces, most: owedThen === undefined ? pieces : least(pieces, bagOf(owedThen)) };
    })
    .sort(
      (a, b) =>
        Number(wasStrange(facts, a)) - Number(wasStrange(facts, b)) ||
        rankOf[stateOf(a.order)] - rankOf[stateOf(b.order)],
    );
  if (sendings.length > 0) {
    const byName = parts.filter(({ order }) => stateOf(order) !== 'dead').map((one) => one.most);
    const known = results.filter(({ sending }) => sending !== undefined);
    const sent = minus(sentAtMost(facts, place, sendings, known), takenOff(facts, known, bought));
    withoutSplits(results, minus(sent, ...byName));
  }
  // What the sending has left for parts: the living and the shipped take first, and a dead order what then remains.
  const dead = group
    .filter(({ order }) => stateOf(order) === 'dead')
    .map((one) => minus(bought(one.order.pieces), takenOff(facts, [one], bought)));
  let left = minus(
    most(sentAtMost(facts, place, sendings, results), found),
    takenOff(facts, group, bought),
    // What a person wrote off stays with the dead orders that held it: no other part may take it in their place.
    least(writtenOff(facts.decisions, root), plus(...dead)),
  );
  for (const one of results.filter(({ state }) => state !== 'dead')) left = minus(left, one.own);
  for (const { order, part, pieces, most: mine } of parts) {
    const own = least(mine, left);
    left = minus(left, own);
    const foreign = minus(pieces, own);
    results.push({
      ...{ order, place, root, part, sending: undefined, own, unexplained: empty, foreign, state: stateOf(order) },
      unclear: false,
      alien: isEmpty(own),
    });
  }
  return results;
}

/**
 * An order beside the one that a sending became is a second one only for what the sending does not have left: the warehouse
 * may have split the first one under its own reference.
 */
function withoutSplits(results: OwnedOrder[], sent: Bag): void {
  let left = sent;
  for (const { own, state, sending } of results) if (sending !== undefined && state !== 'dead') left = minus(left, own);
  for (const [index, one] of results.entries()) {
    if (isEmpty(one.unexplained)) continue;
    results[index] = { ...one, unexplained: minus(one.unexplained, left) };
    left = minus(left, one.unexplained);
  }
}

/** What was sent under a reference. Where no account of that is left, it may have been all that was ordered. */
function sentAtMost(facts: OrderFacts, place: number, sendings: readonly Sending[], exact: readonly OwnedOrder[]): Bag {
  const sent = plus(...piecesSent(sendings, exact));
  const isOurs = exact.some(({ alien, unclear }) => !alien && !unclear);
  return sendings.length === 0 && isOurs ? most(sent, orderedAt(facts.order, place)) : sent;
}

function piecesSent(sendings: readonly Sending[], exact: readonly OwnedOrder[]): readonly Bag[] {
  const landed = sendings.filter((one) => one.outcome === 'landed' || exact.some(({ sending }) => sending === one));
  return [...landed.map(({ lines }) => boughtPieces(lines)), ...exact.map(({ unexplained }) => unexplained)];
}

/** People were told that it is not ours: whatever became of it since, it takes no room of a part of ours. */
function wasStrange({ notes }: OrderFacts, { order }: Pick<Found, 'order'>): boolean {
  return notes.some(({ key, text }) => key === order.key && text.includes(NOT_OURS));
}

/** Pieces that our own corrections took off these orders. */
function takenOff(
  { corrections }: OrderFacts,
  orders: readonly Pick<Found, 'order'>[],
  bought: ReturnType<typeof inBoughtSkus>,
): Bag {
  const taken = orders.map(({ order }) => {
    const own = corrections.filter(({ key }) => key === order.key);
    const last = own.at(-1);
    const off = takenOffOne(own, bought);
    // What the warehouse took up again is no longer gone.
    const back =
      last === undefined || stateOf(order) === 'dead' ? empty : minus(bought(order.pieces), bought(last.after));
    return minus(off, back);
  });
  return plus(...taken);
}

/** Lost pieces of a reference that a person wrote off what was sent. */
export function writtenOff(decisions: OrderFacts['decisions'], root: string): Bag {
  const pieces = decisions.flatMap((one) => one.writtenOff.filter(({ reference }) => reference === root));
  return plus(...pieces.map((one) => bagOf(one.pieces)));
}

/** What was found again of a sending that no account is left of. */
export function adoptedPieces({ adopted }: WarehouseOrder): Bag {
  return bagOf(adopted?.pieces ?? []);
}

/** Without a known sending, the goods must be part of what was ordered and the address must be the place's. */
function adoption(
  { order: reading, decisions }: OrderFacts,
  place: number,
  order: WarehouseOrder,
  { pieces, own }: { readonly pieces: Bag; readonly own: Bag },
): { unclear: boolean; ours: boolean } {
  const read = reading?.places.find((one) => one.place === place);
  const ordered = most(orderedAt(reading, place), adoptedPieces(order));
  if (decisions.some(({ explained }) => explained.includes(order.key))) return { unclear: false, ours: false };
  // What was found to be ours stays so, whatever the store makes of its address since.
  if (order.adopted?.compared === true) return { unclear: false, ours: true };
  if (isEmpty(own) || !isEmpty(minus(pieces, ordered))) return { unclear: false, ours: false };
  // A dead or shipped order is taken for ours by its goods: to hand them over again would be the greater harm.
  const comparable = order.digests !== undefined && order.digestKey === reading?.digestKey;
  if (!comparable || read?.digests === undefined)
    return { unclear: stateOf(order) === 'living', ours: stateOf(order) !== 'living' };
  const there = order.digests;
  const same = ['street', 'postcode', 'city'].every((part) => there[part] === read.digests?.[part]);
  return { unclear: false, ours: same };
}

function orderedAt(order: OrderFacts['order'], place: number): Bag {
  const read = order?.places.find((one) => one.place === place);
  return bagOf(read?.lines.map(({ sku, quantity }) => ({ code: sku, quantity })) ?? []);
}

function placeCodes({ order, sendings }: OrderFacts, place: number): readonly string[] {
  const read = order?.places.find((one) => one.place === place)?.lines.map(({ sku }) => sku) ?? [];
  return [...read, ...sendings.filter((one) => one.place === place).flatMap(({ lines }) => lines.map(boughtAs))];
}

function sharesGoods(sending: Sending, { pieces }: WarehouseOrder): boolean {
  return pieces.some(({ code }) => sending.lines.some((line) => line.code === code));
}
