import { bagOf, empty, most, plus, type Bag } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { ReadLine, RemovedLine } from '../facts/store-facts.ts';
import { sendingsUnder } from '../facts/references.ts';
import type { Sending } from '../facts/warehouse-facts.ts';
import { adoptedPieces, mayBeAdopted, type OwnedOrder } from './ownership.ts';
import { currentLine, piecesByLine, readAt } from '../facts/places.ts';
import { perhapsSent } from './perhaps-sent.ts';
import { takenAt, takenOutOf } from './settled.ts';
import type { StoreSide } from './told.ts';

/** One line of a place in numbers. */
export interface LineAccount {
  readonly id: number;
  readonly sku: string;
  /** As the store has it, refunded pieces included. */
  readonly ordered: number;
  /** Ordered, or handed over again; refunds count against what has not left. */
  readonly wanted: number;
  /** Of its refunds, those that count against what has not left. */
  readonly refunded: number;
  readonly shipped: number;
  readonly byHand: number;
  readonly settled: number;
  /** Of these, what had been sent and was lost. */
  readonly settledMissing: number;
  readonly open: number;
  /** It was part of something that was sent. */
  readonly everSent: boolean;
}

/** The lines of a place that stand for goods: not a pick list's mere name. */
export function goodsLines(
  facts: Pick<OrderFacts, 'order' | 'namesOnly' | 'sendings' | 'successors' | 'warehouse' | 'compared'>,
  place: number,
): readonly ReadLine[] {
  return (readAt(facts, place)?.lines ?? []).filter((line) => {
    const { id, nameOnly, elsewhere } = line;
    if (nameOnly === true || facts.namesOnly.includes(id)) return false;
    return elsewhere !== true || wasSent(facts, line, place);
  });
}

/** What was sent to this address stays ours, wherever the merchant keeps it since. */
function wasSent(
  facts: Pick<OrderFacts, 'sendings' | 'successors' | 'warehouse' | 'compared'>,
  { id }: ReadLine,
  place: number,
): boolean {
  const { sendings, successors, warehouse } = facts;
  // What never arrived was not sent, unless something stands there all the same.
  const mayBeThere = ({ outcome, reference }: Sending) =>
    outcome !== 'not-found' ||
    stillOurs(facts, id) === undefined ||
    warehouse.some((one) => one.reference === reference);
  return sendings.some(
    (sending) =>
      sending.place === place &&
      sending.lines.some(({ line }) => currentLine(successors, line) === id) &&
      mayBeThere(sending),
  );
}

/** Of a line whose goods are kept elsewhere since it was sent, the pieces that stay ours; `undefined` where nobody noted that. */
function stillOurs(
  { compared, successors }: Pick<OrderFacts, 'compared' | 'successors'>,
  id: number,
): number | undefined {
  return compared?.elsewhere?.find(({ line }) => currentLine(successors, line) === id)?.pieces;
}

/** Pieces of a line that are another's to ship: they were added after its goods came to be kept elsewhere. */
function addedElsewhere(facts: OrderFacts, { id, elsewhere, quantity, refunded }: ReadLine): number {
  const ours = elsewhere === true ? stillOurs(facts, id) : undefined;
  return ours === undefined ? 0 : Math.max(0, quantity - refunded - ours);
}

/**
 * Spreads what left, what was refunded and what was settled over the lines of a place.
 * @param shipped all that left the warehouse for this place
 * @param closed nothing of the order is wanted any more
 */
export function lineAccounts(
  facts: OrderFacts,
  place: number,
  orders: readonly OwnedOrder[],
  { shipped, side, closed }: { readonly shipped: Bag; readonly side: StoreSide; readonly closed: boolean },
): readonly LineAccount[] {
  const sent = sentLines(facts, place, orders);
  const again = new Map(againOf(facts, place));
  const taken = takenAt(facts, place);
  const rows = goodsLines(facts, place)
    .map((line) => ({ line, everSent: sent.has(line.id), capacity: 0, shipped: 0, byHand: 0 }))
    .sort((a, b) => Number(b.everSent) - Number(a.everSent) || a.line.id - b.line.id);
  type Row = (typeof rows)[number];
  const handOn = ({ line }: Row) => side.byHand.get(line.id) ?? 0;
  for (const row of rows) {
    const { sku, quantity } = row.line;
    // Who ships those of a line that are not ours types in the shipment by hand.
    const theirs = Math.max(0, addedElsewhere(facts, row.line) - handOn(row));
    row.capacity = closed ? 0 : quantity + (again.get(sku) ?? 0) - theirs;
    again.delete(sku);
  }
  const room = ({ capacity, byHand, shipped: gone }: Row) => capacity - byHand - gone;
  const toldOn = ({ line }: Row) => side.toldOnLine.get(line.id) ?? 0;
  const wentByHand = [
    ...rows.map((row) => ({ code: row.line.sku, quantity: handOn(row) })),
    ...removedAt(facts, place).map(({ line, sku }) => ({ code: sku, quantity: side.byHand.get(line) ?? 0 })),
  ];
  const left = { shipped: new Map(shipped), byHand: new Map(bagOf(wentByHand)) };
  const take = (kind: keyof typeof left, row: Row, most: number) => {
    const rest = left[kind].get(row.line.sku) ?? 0;
    const pieces = Math.max(0, Math.min(most, rest));
    row[kind] += pieces;
    left[kind].set(row.line.sku, rest - pieces);
  };
  // First what a shipment of the store names by its line, as far as the line has room: nothing else may take that room.
  for (const row of rows) take('byHand', row, Math.min(handOn(row), room(row)));
  for (const row of rows) take('shipped', row, Math.min(toldOn(row), room(row)));
  // Of what left, the rest has no line: it was one that was sent, and not its refunded pieces while others have room.
  for (const row of rows) if (row.everSent) take('shipped', row, room(row) - row.line.refunded);
  for (const row of rows) take('shipped', row, room(row));
  // Last what a shipment names beyond its line's room, since the line is fewer now or was taken out. It has left all the
  // same: by hand into the room of other lines of its SKU, which need not send it again; what no line has room for stays
  // with its own line.
  for (const row of rows) take('byHand', row, room(row));
  for (const row of rows) take('shipped', row, toldOn(row) - row.shipped);
  for (const row of rows) take('byHand', row, handOn(row) - row.byHand);
  return rows.map(({ line, everSent, capacity, shipped: gone, byHand }) => {
    const unshipped = Math.max(0, capacity - gone - byHand);
    const refunded = Math.min(line.refunded, unshipped);
    const out = takenOutOf(
      taken.filter((one) => one.line === line.id),
      gone + byHand,
    );
    const settledHere = Math.min(out.all, unshipped - refunded);
    return {
      id: line.id,
      sku: line.sku,
      ordered: line.quantity,
      wanted: capacity - refunded,
      refunded,
      shipped: gone,
      byHand,
      settled: settledHere,
      settledMissing: Math.max(0, settledHere - (out.all - out.missing)),
      open: unshipped - refunded - settledHere,
      everSent,
    };
  });
}

/** Lines that this place has no more, and that stood for goods. */
function removedAt({ removed = [], namesOnly }: OrderFacts, place: number): readonly RemovedLine[] {
  return removed.filter((one) => one.place === place && !namesOnly.includes(one.line));
}

/** Which lines a place's unsent pieces are: those that were never sent before those that were. */
export function unsentLines({
  unsent,
  lines,
}: {
  readonly unsent: Bag;
  readonly lines: readonly LineAccount[];
}): readonly { readonly line: LineAccount; readonly quantity: number }[] {
  const left = new Map(unsent);
  const inOrder = [...lines].sort((a, b) => Number(a.everSent) - Number(b.everSent) || a.id - b.id);
  return inOrder.flatMap((line) => {
    const quantity = Math.min(line.open, left.get(line.sku) ?? 0);
    if (quantity <= 0) return [];
    left.set(line.sku, (left.get(line.sku) ?? 0) - quantity);
    return [{ line, quantity }];
  });
}

/** Lines that were part of a sending, or that an order without a known sending must have held. */
function sentLines(facts: OrderFacts, place: number, orders: readonly OwnedOrder[]): ReadonlySet<number> {
  const sent = new Set<number>();
  for (const { lines } of facts.sendings.filter((one) => one.place === place)) {
    for (const { line } of lines) sent.add(currentLine(facts.successors, line));
  }
  // All of them together: two of one SKU stand for two lines.
  const left = new Map(plus(...withoutSending(facts, place, orders)));
  for (const { id, sku, quantity } of [...goodsLines(facts, place)].sort((a, b) => a.id - b.id)) {
    if ((left.get(sku) ?? 0) <= 0) continue;
    sent.add(id);
    left.set(sku, (left.get(sku) ?? 0) - quantity);
  }
  return sent;
}

/** What stands under each reference beyond any sending; without all of them, also what was found there and is there no longer. */
function withoutSending(facts: OrderFacts, place: number, orders: readonly OwnedOrder[]): readonly Bag[] {
  return [...new Set(orders.map(({ root }) => root))].map((root) => {
    const there = orders.filter((one) => one.root === root && one.sending === undefined);
    if (sendingsUnder(facts, place, root).length > 0)
      return plus(...there.map(({ part, own }) => (part ? empty : own)));
    const adopted = there.filter(mayBeAdopted).map(({ order }) => adoptedPieces(order));
    return plus(most(plus(...there.map(({ own }) => own)), plus(...adopted)), perhapsSent(orders, root));
  });
}

/** Pieces that a decision wants once more. */
export function againOf({ decisions }: OrderFacts, place: number): Bag {
  return bagOf(decisions.filter((one) => one.place === place).flatMap(({ again }) => again));
}

/**
 * Pieces by which lines were raised, and that refunds or what was settled take: a refund of what had left before is one number in
 * the store with one of what came. Nobody can tell whether these are to be sent.
 */
export function unclearRaises(
  { compared, successors }: Pick<OrderFacts, 'compared' | 'successors'>,
  lines: readonly LineAccount[],
): Bag {
  const noted = piecesByLine({ successors }, compared?.raised);
  return bagOf(
    lines.map(({ id, sku, refunded, settled }) => ({
      code: sku,
      quantity: Math.min(noted.get(id) ?? 0, refunded + settled),
    })),
  );
}
