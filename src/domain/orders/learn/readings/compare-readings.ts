import { defined } from '../../../../contract/defined.ts';
import { accountOf, READINGS_THAT_AGREE, type OrderAccount } from '../../account/account.ts';
import { unsentLines, type LineAccount } from '../../account/lines.ts';
import type { OrderFacts } from '../../facts/facts.ts';
import { currentLine, piecesAtClosing, piecesByLine } from '../../facts/places.ts';
import type { Compared, LinePieces, ReadLine } from '../../facts/store-facts.ts';

/**
 * What a reading tells beside the one before it: the store keeps one number for a line, in which what happened to its pieces cannot
 * be told any more.
 */
export function compareReadings(before: OrderFacts, facts: OrderFacts): OrderFacts {
  if (before.order === undefined || facts.order === undefined) return facts;
  const elsewhere = keptElsewhere(before, facts);
  // What is not ours is neither missing nor settled.
  const known = withCompared(facts, { ...facts.compared, elsewhere });
  return withCompared(known, { elsewhere, raised: raised(before, known), lowered: lowered(known) });
}

/** The facts as they were learnt before readings were compared. */
export function withoutComparing(before: OrderFacts, facts: OrderFacts): OrderFacts {
  if (JSON.stringify(before.compared) === JSON.stringify(facts.compared)) return facts;
  return defined({ ...facts, compared: before.compared });
}

type Found = { readonly [K in keyof Compared]: Compared[K] | undefined };

function withCompared(facts: OrderFacts, { elsewhere = [], raised: more = [], lowered: fewer }: Found): OrderFacts {
  const compared = defined({
    elsewhere: elsewhere.length === 0 ? undefined : elsewhere,
    raised: more.length === 0 ? undefined : more,
    lowered: fewer,
  });
  const isNone = Object.keys(compared).length === 0;
  if (isNone && facts.compared === undefined) return facts;
  return defined({ ...facts, compared: isNone ? undefined : compared });
}

function linesOf({ order }: OrderFacts): readonly ReadLine[] {
  return order?.places.flatMap(({ lines }) => lines) ?? [];
}

/** What was sent of a line stays ours wherever its goods are kept since: no piece more. */
function keptElsewhere(before: OrderFacts, facts: OrderFacts): readonly LinePieces[] {
  const { successors, compared } = facts;
  const lines = linesOf(facts).filter(({ elsewhere }) => elsewhere === true);
  if (lines.length === 0) return [];
  const noted = piecesByLine(facts, compared?.elsewhere);
  const then = new Map(linesOf(before).map((line) => [currentLine(successors, line.id), line]));
  return lines.flatMap(({ id }) => {
    const old = then.get(id);
    const pieces = old !== undefined && old.elsewhere !== true ? sentOf(before, old) : noted.get(id);
    return pieces === undefined ? [] : [{ line: id, pieces }];
  });
}

function sentOf(facts: OrderFacts, { id, quantity, refunded }: ReadLine): number {
  const unsent = accountOf(facts)
    .places.flatMap(unsentLines)
    .find(({ line }) => line.id === id);
  return Math.max(0, quantity - refunded - (unsent?.quantity ?? 0));
}

/**
 * More pieces of a line, of which refunds or what was settled take some: whether the refund was of what had left, or of what came,
 * is one number in the store. What was not sent, or is still on its way, is the same piece either way.
 */
function raised(before: OrderFacts, facts: OrderFacts): readonly LinePieces[] {
  const { successors, compared } = facts;
  const noted = piecesByLine(facts, compared?.raised);
  const then = new Map(linesOf(before).map((line) => [currentLine(successors, line.id), line]));
  return linesOf(facts).flatMap(({ id, quantity, elsewhere }) => {
    const old = then.get(id);
    const more = quantity - (old?.quantity ?? quantity);
    const kept = Math.max(0, (noted.get(id) ?? 0) + Math.min(0, more));
    const came = old === undefined || more <= 0 || elsewhere === true ? 0 : swallowed(before, old.id, facts, id);
    return kept + came === 0 ? [] : [{ line: id, pieces: kept + came }];
  });
}

function swallowed(before: OrderFacts, old: number, facts: OrderFacts, id: number): number {
  const [then, now] = [accountOf(before), accountOf(facts)];
  const [was, line] = [lineIn(then, old), lineIn(now, id)];
  if (was === undefined || line === undefined || then.closed || now.closed) return 0;
  const byRefunds = Math.max(0, line.refunded - was.refunded);
  const bySettled = Math.max(0, line.settled - was.settled);
  return Math.min(line.ordered - was.ordered, byRefunds + bySettled, line.shipped + line.byHand + line.settled);
}

function lineIn({ places }: OrderAccount, id: number): LineAccount | undefined {
  return places.flatMap(({ lines }) => lines).find((line) => line.id === id);
}

/** Of what was ordered when the store's status came to say that all is shipped: what is left of it. */
function lowered(facts: OrderFacts): Compared['lowered'] {
  const { closing, compared, order } = facts;
  const then = piecesAtClosing(facts);
  if (closing === undefined || then === undefined || order === undefined) return undefined;
  const known = compared?.lowered?.since === closing.since ? compared.lowered : undefined;
  if (order.agreed < READINGS_THAT_AGREE) return known;
  const noted = piecesByLine(facts, known?.lines);
  for (const [line, pieces] of noted) then.set(line, pieces);
  const now = new Map(order.places.flatMap((place) => place.lines.map((line) => [line.id, line.quantity])));
  const lines = [...then].flatMap(([line, quantity]) => {
    const pieces = Math.min(quantity, now.get(line) ?? 0);
    return pieces < quantity || noted.has(line) ? [{ line, pieces }] : [];
  });
  return lines.length === 0 ? undefined : { since: closing.since, lines };
}
