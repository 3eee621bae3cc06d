import { defined } from '../../../contract/defined.ts';
import { unclearRaises } from '../account/lines.ts';
import { piecesOf } from '../facts/bag.ts';
import type { Decision } from '../facts/decision-facts.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { currentLine } from '../facts/places.ts';
import { isAboutRaise } from '../steps/unclear-raise.ts';
import { asDone, sentAgain, type Target } from './decision-effects.ts';

// A raise of which nobody can tell whether it is to be sent: a person says so, of that alone.

/** What `hand-over-again` lets go: pieces of such raises beside whatever else was shown; `undefined` where there is nothing. */
export function again(facts: OrderFacts, target: Target): Partial<Decision> | undefined {
  const others = besides(target);
  if (others === target) return sentAgain(facts, target);
  const raised = piecesOf(unclearRaises(facts, target.place.lines));
  if (others.findings.length === 0) return { again: raised };
  const rest = sentAgain(facts, others);
  return { ...rest, again: [...(rest?.again ?? []), ...raised] };
}

/** What `treat-as-done` takes out: of such a raise nothing, since nothing of it is open. */
export function doneWith(facts: OrderFacts, target: Target): Partial<Decision> {
  return asDone(facts, besides(target));
}

function besides(target: Target): Target {
  const findings = target.findings.filter((one) => !isAboutRaise(one));
  return findings.length === target.findings.length ? target : { ...target, findings };
}

/** It was said whether these raises are to be sent: what comes later is another matter. */
export function answered(facts: OrderFacts, { place, findings }: Target): OrderFacts {
  const { compared, successors } = facts;
  if (compared?.raised === undefined || !findings.some(isAboutRaise)) return facts;
  const here = new Set(place.lines.map(({ id }) => id));
  const raised = compared.raised.filter(({ line }) => !here.has(currentLine(successors, line)));
  return { ...facts, compared: defined({ ...compared, raised: raised.length === 0 ? undefined : raised }) };
}
