import { defined } from '../../../contract/defined.ts';
import { accountOf, isClosed, READINGS_THAT_AGREE, type PlaceAccount } from '../account/account.ts';
import { takenAt, takenOutOf, type Taken } from '../account/settled.ts';
import { isEmpty, least, minus, most, piecesOf, plus, sameBag } from '../facts/bag.ts';
import type { Settled } from '../facts/decision-facts.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import { currentLine } from '../facts/places.ts';
import { isSecondReading, triesOf } from '../steps/obstacles.ts';
import type { Act } from '../steps/steps.ts';
import { isSearched } from './late-parts.ts';
import { blocked, later } from './learn-obstacles.ts';
import { takeReading, type RawReading } from './learn-store.ts';

/** Readings in a row that do not agree with the one before them, before it is a person's matter. */
const MAX_DISAGREEING = 5;

/**
 * Takes a reading that an act asked for. Where it was to confirm the one before and says something else, the next one
 * waits longer, and in the end a person must look: until the store's order changes.
 */
export function takeReadingFor(
  act: Pick<Act, 'key' | 'basis'>,
  facts: OrderFacts,
  raw: RawReading,
  merchantId: string,
  now: string,
): OrderFacts {
  const next = takeReading(facts, raw, merchantId, now);
  const isChanged = next.order?.version !== facts.order?.version;
  const agrees = (next.order?.agreed ?? 0) >= READINGS_THAT_AGREE;
  if (agrees || (isChanged && !isSecondReading(act.key))) {
    const obstacles = next.obstacles.filter(({ key }) => !isSecondReading(key));
    return obstacles.length === next.obstacles.length ? next : { ...next, obstacles };
  }
  if (!isSecondReading(act.key) || next.order?.problem !== undefined) return next;
  const tries = triesOf(facts, act.key) + 1;
  const message = 'The store’s order reads differently each time it is read, and pieces would be taken back by it.';
  const { key, basis } = act;
  const stands = tries >= MAX_DISAGREEING;
  return blocked(next, { key, basis, message, tries, at: now, until: later(now, tries), stands });
}

/**
 * What fewer wanted pieces say of what people settled, and of what is missing: that is fewer as well, and what is wanted once
 * more later is something else. A fall is believed when a second reading agrees, and is asked for where it has not yet; of a
 * closed order nothing is wanted, which says nothing of its lines.
 */
export function heedFall(before: OrderFacts, facts: OrderFacts): OrderFacts {
  const { order, gone } = facts;
  if (order === undefined || order.problem !== undefined || gone > 0 || isClosed(facts))
    return giveUpMissing(facts, false);
  const agrees = order.agreed >= READINGS_THAT_AGREE;
  const cut = cutSettled(before, facts, agrees);
  const next = giveUpMissing(cut.facts, agrees);
  const isDue = !agrees && (cut.isDue || giveUpMissing(next, true) !== next);
  return isDue && next.readDue === undefined ? { ...next, readDue: 'again' } : next;
}

/** Entries of decisions, as far as their lines have room for them still. */
function cutSettled(
  before: OrderFacts,
  facts: OrderFacts,
  agrees: boolean,
): { readonly facts: OrderFacts; readonly isDue: boolean } {
  if (facts.decisions.every(({ settled }) => settled.length === 0)) return { facts, isDue: false };
  const goneBefore = goneByLine(before, facts.successors);
  const cuts = new Map<Settled, Settled>();
  let isDue = false;
  for (const { place, lines } of accountOf(facts).places) {
    const taken = takenAt(facts, place.number);
    for (const line of lines) {
      const here = taken.filter((one) => one.line === line.id);
      const goneNow = line.shipped + line.byHand;
      const tooMany = Math.max(0, takenOutOf(here, goneNow).all - line.open - line.settled);
      const elsewhere = Math.min(tooMany, Math.max(0, goneNow - (goneBefore.get(line.id) ?? 0)));
      const unwanted = Math.max(tooMany - elsewhere, missedNoMore(here, line.wanted));
      isDue ||= !agrees && unwanted > 0;
      // More than before needs no second reading: it is acted on, too.
      const level = agrees || here.every(({ wanted = 0 }) => line.wanted > wanted) ? line.wanted : undefined;
      cutEntries(here, { unwanted: agrees ? unwanted : 0, elsewhere, goneNow, wanted: level }, cuts);
    }
  }
  if (cuts.size === 0) return { facts, isDue };
  const decisions = facts.decisions.map((one) =>
    one.settled.some((of) => cuts.has(of)) ? { ...one, settled: one.settled.map((of) => cuts.get(of) ?? of) } : one,
  );
  return { facts: { ...facts, decisions }, isDue };
}

/** What is wanted no longer of a line were its missing pieces, as far as there are any. */
function missedNoMore(here: readonly Taken[], wanted: number): number {
  const missing = here.filter((one) => one.missing === true);
  const fall = Math.max(0, ...missing.map((one) => (one.wanted ?? wanted) - wanted));
  return Math.min(fall, takenOutOf(missing, Infinity).missing);
}

/** Those that had been sent and were lost are cut first: so they are counted (`settledMissing`). */
function cutEntries(
  here: readonly Taken[],
  of: {
    readonly unwanted: number;
    readonly elsewhere: number;
    readonly goneNow: number;
    readonly wanted: number | undefined;
  },
  cuts: Map<Settled, Settled>,
): void {
  let { unwanted, elsewhere } = of;
  for (const one of [...here].sort((a, b) => Number(b.missing === true) - Number(a.missing === true))) {
    const left = one.left ?? one.quantity;
    const off = Math.min(left, unwanted);
    unwanted -= off;
    const away = Math.min(left - off, elsewhere);
    elsewhere -= away;
    const isOtherLevel = one.wanted !== undefined && of.wanted !== undefined && one.wanted !== of.wanted && left > 0;
    if (off + away === 0 && !isOtherLevel) continue;
    const pieces = (one.elsewhere?.pieces ?? 0) + away;
    cuts.set(one.of, {
      ...(cuts.get(one.of) ?? one.of),
      ...(off + away === 0 ? {} : { left: left - off - away }),
      ...(isOtherLevel ? { wanted: of.wanted } : {}),
      ...(pieces === 0 ? {} : { elsewhere: { pieces, gone: away > 0 ? of.goneNow : (one.elsewhere?.gone ?? 0) } }),
    });
  }
}

/** What of each line had left, whichever line it is now. */
function goneByLine(facts: OrderFacts, successors: OrderFacts['successors']): ReadonlyMap<number, number> {
  const all = accountOf(facts).places.flatMap(({ lines }) => lines);
  return new Map(all.map(({ id, shipped, byHand }) => [currentLine(successors, id), shipped + byHand]));
}

/**
 * Pieces that were sent, are nowhere, and are wanted by nobody any more. While something may still be under way, or lie in a part
 * that nobody has looked for, nobody can tell. What comes back is not given up.
 * @param more false where only that is seen
 */
function giveUpMissing(facts: OrderFacts, more: boolean): OrderFacts {
  if (!more && facts.givenUp === undefined) return facts;
  const places = accountOf(facts).places.map((place) => {
    const { sent, shipped, placed, lost, byHand, settled, settledMissing, givenUp } = place;
    const nowhere = minus(sent, shipped, placed, settledMissing);
    // Shipped by hand, or left out, may be undone: then it is missing once more.
    const missed = plus(lost, byHand, minus(settled, settledMissing));
    const now = more && isKnown(facts, place) ? most(givenUp, minus(nowhere, missed)) : givenUp;
    return { place: place.place.number, before: givenUp, now: least(now, nowhere) };
  });
  if (places.every(({ before, now }) => sameBag(before, now))) return facts;
  const givenUp = places.flatMap(({ place, now }) => (isEmpty(now) ? [] : [{ place, pieces: piecesOf(now) }]));
  return defined({ ...facts, givenUp: givenUp.length === 0 ? undefined : givenUp });
}

/** All that was sent to a place is known: what became of it, and where it is. */
function isKnown(facts: OrderFacts, { place, orders, unknown, excess, lines }: PlaceAccount): boolean {
  if (facts.searchDue || facts.unsureUntil !== undefined || facts.lookDue.length > 0 || facts.changing.length > 0)
    return false;
  const living = orders.filter(({ state }) => state !== 'dead');
  return (
    isEmpty(unknown) &&
    isEmpty(excess) &&
    orders.every(({ order, unclear }) => !unclear && order.missed.length !== 1 && canBeAsked(facts, order)) &&
    (living.length === 0 || isSearched(facts, place.number)) &&
    !hasMoved(facts, place.number, new Set(lines.map(({ id }) => id)))
  );
}

/** A line that was sent to a place is wanted at another one. */
function hasMoved({ order, sendings, successors }: OrderFacts, place: number, here: ReadonlySet<number>): boolean {
  const all = new Set(order?.places.flatMap(({ lines }) => lines.map(({ id }) => id)));
  const sent = sendings.filter((one) => one.place === place).flatMap(({ lines }) => lines);
  return sent.map(({ line }) => currentLine(successors, line)).some((line) => all.has(line) && !here.has(line));
}
