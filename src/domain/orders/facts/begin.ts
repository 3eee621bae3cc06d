import { defined } from '../../../contract/defined.ts';
import type { Earlier, UnknownFormat } from '../learn/answers.ts';
import type { Decision } from './decision-facts.ts';
import { FACTS_FORMAT, searchedAnew, type OrderFacts } from './facts.ts';

/**
 * What a run begins with: what an earlier one left, or nothing. A run that was reset has facts of its own by then: what the
 * one before it knew replaces them, but for what a person decided meanwhile.
 */
export function beginWith(fresh: OrderFacts, earlier: Earlier | undefined): OrderFacts {
  if (earlier === undefined) return fresh;
  const { facts, complete, endedAt, landsUntil, unknownFormat, kept } = earlier;
  if (unknownFormat !== undefined) return ofAnotherBuild(fresh, unknownFormat);
  // A run that was ended from outside may have sent in its last moment, and have told stock what nobody noted.
  const unsure = complete ? {} : { owedUnsure: true as const, unsureUntil: landsUntil ?? endedAt };
  if (facts === undefined) {
    const { places, successors } = kept ?? fresh;
    const decisions = together(kept?.decisions ?? [], fresh.decisions);
    return searchedAnew({ ...fresh, decisions, places, successors, ...unsure });
  }
  const sendings = facts.sendings.map((one) =>
    one.outcome === 'unknown' && !complete ? { ...one, unknownSince: endedAt } : one,
  );
  // What the polls told the ended run last may be lost with it: all that can still change is looked up.
  const references = complete
    ? []
    : [
        ...sendings.filter(({ outcome }) => outcome !== 'landed').map(({ reference }) => reference),
        ...facts.warehouse.filter(({ left }) => !left).map(({ reference }) => reference),
      ];
  // Never read, and told of once more: the store is asked anew, and not believed by what it said then.
  const asked = facts.unfound === undefined ? facts : defined({ ...facts, unfound: undefined, gone: 0 });
  return {
    ...asked,
    ...unsure,
    decisions: together(facts.decisions, fresh.decisions),
    sendings,
    changing: complete
      ? facts.changing
      : facts.changing.map((one) => ({ ...one, since: landsUntil ?? endedAt, lost: true as const })),
    obstacles: [],
    matches: [],
    byHand: facts.byHand || fresh.byHand,
    // Asked for anew: about the order as this run reads it.
    ...(fresh.byHand ? { byHandSince: fresh.byHandSince } : {}),
    readDue: 'fresh',
    lookDue: [...new Set([...facts.lookDue, ...references])],
  };
}

function together(known: readonly Decision[], more: readonly Decision[]): readonly Decision[] {
  const words = new Set(known.map(asDecided));
  return [...known, ...more.filter((one) => !words.has(asDecided(one)))];
}

/** One decision, whatever is left of what it settled. */
function asDecided({ settled, ...decision }: Decision): string {
  return JSON.stringify([decision, settled.map(({ line, quantity, missing }) => [line, quantity, missing])]);
}

/** A shape that this build does not know: it is held, never guessed at and never a failing task. */
function ofAnotherBuild(facts: OrderFacts, unknown: UnknownFormat): OrderFacts {
  const obstacle = {
    key: 'read',
    basis: '',
    reason: 'unexpected-response',
    message: unreadWords(unknown),
    remedy: 'of-another-build',
    tries: 1,
    at: new Date(0).toISOString(),
    stands: true,
  } as const;
  return { ...facts, readDue: 'again', obstacles: [obstacle] };
}

export function unreadWords({ of, format }: UnknownFormat): string {
  const what = format === undefined ? 'cannot be read' : `has format ${format}; this worker knows ${FACTS_FORMAT}`;
  return `What is known of this order by ${of} ${what}.`;
}

/**
 * The facts that a run is continued with. Those of a shape that this build does not know are held for as long as this build
 * has them, whatever is retried, and are kept unchanged.
 */
export function continued(carried: unknown, fresh: OrderFacts): OrderFacts {
  const { format } = (carried ?? {}) as { readonly format?: unknown }; // written by another build, perhaps
  if (format === FACTS_FORMAT) return carried as OrderFacts; // of this very format
  const known = typeof format === 'number' ? { format } : {};
  return { ...fresh, unread: { of: 'an earlier run', ...known, account: carried } };
}

/** The facts as they are passed on and answered: what this build could not read goes on as it came. */
export function passedOn(facts: OrderFacts): OrderFacts {
  return facts.unread === undefined ? facts : (facts.unread.account as OrderFacts); // whoever reads it looks at its format
}
