import type { Earlier, UnknownFormat } from '../learn/answers.ts';
import { FACTS_FORMAT, newFacts, type OrderFacts } from './facts.ts';

/** So long an attempt of a run that was lost may still send. Milliseconds: the hand-over's bound. */
const ATTEMPT_MS = 180_000;

/** What a run begins with: what an earlier one left, or nothing. */
export function beginWith(fresh: OrderFacts, earlier: Earlier | undefined, settleMs: number): OrderFacts {
  if (earlier === undefined) return fresh;
  const { facts, complete, endedAt, unknownFormat, kept } = earlier;
  if (unknownFormat !== undefined) return ofAnotherBuild(fresh, unknownFormat);
  // A run that was ended from outside may have sent in its last moment.
  const until = new Date(Date.parse(endedAt) + settleMs + ATTEMPT_MS).toISOString();
  const unsure = complete ? {} : { unsureUntil: until };
  if (facts === undefined) {
    const { decisions, places, successors } = kept ?? fresh;
    const known = { decisions, places, successors };
    return { ...fresh, ...known, ...unsure, searchDue: true };
  }
  const sendings = facts.sendings.map((one) =>
    one.outcome === 'unknown' && !complete ? { ...one, unknownSince: endedAt } : one,
  );
  const references = complete
    ? []
    : sendings.filter(({ outcome }) => outcome !== 'landed').map(({ reference }) => reference);
  return {
    ...facts,
    ...unsure,
    sendings,
    obstacles: [],
    matches: [],
    byHand: facts.byHand || fresh.byHand,
    readDue: 'fresh',
    lookDue: [...new Set([...facts.lookDue, ...references])],
  };
}

/** A shape that this build does not know: it is held, never guessed at and never a failing task. */
function ofAnotherBuild(facts: OrderFacts, { of, format }: UnknownFormat): OrderFacts {
  const what = format === undefined ? 'cannot be read' : `has format ${format}; this worker knows ${FACTS_FORMAT}`;
  const message = `What is known of this order by ${of} ${what}.`;
  const obstacle = {
    key: 'read',
    basis: '',
    reason: 'unexpected-response',
    message,
    remedy: 'of-another-build',
    tries: 1,
    at: new Date(0).toISOString(),
    stands: true,
  } as const;
  return { ...facts, readDue: 'again', obstacles: [obstacle] };
}

/** The facts that a run is continued with, or a hold where this build does not know their shape. */
export function continued(carried: OrderFacts): OrderFacts {
  const { format } = carried as { readonly format: number }; // written by another build, perhaps
  if (format === FACTS_FORMAT) return carried;
  return ofAnotherBuild(newFacts(carried.storeHash, carried.orderId, carried.byHand), { of: 'an earlier run', format });
}
