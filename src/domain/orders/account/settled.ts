import { bagOf, type Bag } from '../facts/bag.ts';
import type { Decision, Settled } from '../facts/decision-facts.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { currentLine } from '../facts/places.ts';

/** What decisions took out of a line; of these, what had been sent and was lost. */
interface TakenOut {
  readonly all: number;
  readonly missing: number;
}

/** An entry of a decision that counts, by the line that it is of now. */
export interface Taken extends Settled {
  /** Which entry of which decision it is. */
  readonly of: Settled;
  readonly by: number | undefined;
}

/** What the store's status settled, where a person asked for the order under that very status. */
function isOverruled({ byHand, byHandSince }: OrderFacts, { kind, version }: Decision): boolean {
  return byHand && kind === 'settled-by-status' && byHandSince === version;
}

/** What decisions took out of lines, wherever those are now, less what a later one took back. */
export function takenAt(facts: OrderFacts, place: number): readonly Taken[] {
  const { decisions, successors } = facts;
  let taken: Taken[] = [];
  for (const decision of decisions) {
    if (isOverruled(facts, decision)) continue;
    const { place: by, unsettles, settled } = decision;
    // What the whole order or this place takes back is all; another place takes back what was its own.
    if (unsettles === true) taken = by === undefined || by === place ? [] : taken.filter((one) => one.by !== by);
    for (const of of settled) taken.push({ ...of, of, by, line: currentLine(successors, of.line) });
  }
  return taken;
}

/**
 * What entries take out of a line of which so many pieces have left. What fewer wanted pieces took off them stays off, and what
 * left in another way only as long as it has left.
 */
export function takenOutOf(taken: readonly Taken[], gone: number): TakenOut {
  const sum = (of: (one: Taken) => number) => taken.reduce((all, one) => all + of(one), 0);
  const left = ({ quantity, left: rest = quantity }: Taken) => rest;
  const leftThen = Math.max(0, ...taken.map((one) => one.elsewhere?.gone ?? 0));
  const isBack = Math.min(
    sum(({ elsewhere }) => elsewhere?.pieces ?? 0),
    Math.max(0, leftThen - gone),
  );
  return { all: sum(left) + isBack, missing: sum((one) => (one.missing === true ? left(one) : 0)) };
}

export function givenUpAt({ givenUp = [] }: OrderFacts, place: number): Bag {
  return bagOf(givenUp.filter((one) => one.place === place).flatMap(({ pieces }) => pieces));
}
