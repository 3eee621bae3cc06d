import type { ShippingDecision } from '../../../contract/shipping.ts';
import { candidateLines } from '../../shipping/shipping-links.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { nextSteps } from '../next-steps.ts';
import type { ReadMatch } from './answers.ts';
import { takeMatch } from './learn-acts.ts';
import { addToStory } from './learn-store.ts';
import type { ActOf } from '../steps/steps.ts';

/** What the links, asked with a fresh connection, decided of a place's shipping method. */
export function takeDecision(
  facts: OrderFacts,
  act: ActOf<'match'>,
  decision: ShippingDecision,
  now: string,
): OrderFacts {
  const { method, place } = act;
  const name = method.trim() === '' ? '(no method)' : `“${method}”`;
  const candidates = candidateLines(decision.candidates);
  const told = (what: string) => addToStory(facts, { at: now, place, kind: 'decision', what, candidates });
  const judged = { ...act, fresh: true };
  switch (decision.kind) {
    case 'code':
      return takeMatch(told(`Shipping method ${name} is linked to ${decision.code}.`), judged, {
        kind: 'code',
        code: decision.code,
      });
    case 'ignore':
      return takeMatch(told(`Shipping method ${name} is marked as not ours to ship.`), judged, { kind: 'ignore' });
    case 'tie': {
      const links = decision.links.map((link) => `“${link.method}” → ${link.code}`);
      return takeMatch(told(`Shipping method ${name} has no clear link.`), judged, { kind: 'tie', links });
    }
    case 'none':
      return takeMatch(told(`Shipping method ${name} has no clear link.`), judged, { kind: 'none' });
  }
}

/**
 * What links of before said of a shipping method is asked anew when a reading was judged by others: whoever linked it otherwise
 * meant all that has not left yet.
 */
export function withoutOldMatches(before: OrderFacts, facts: OrderFacts): OrderFacts {
  if (before.order === undefined || before.order.versions.links === facts.order?.versions.links) return facts;
  const matches = facts.matches.filter((one) => !before.matches.includes(one));
  return matches.length === facts.matches.length ? facts : { ...facts, matches };
}

/** What the links said when the order was read: what the run would ask them next, it need not ask. */
export function takeReadMatches(facts: OrderFacts, matches: readonly ReadMatch[], now: string): OrderFacts {
  if (matches.length === 0) return facts;
  return nextSteps(facts, Date.parse(now)).reduce((next, step) => {
    if (step.kind !== 'act' || step.act.kind !== 'match' || step.act.fresh) return next;
    const { act } = step;
    const match = matches.find(({ method, country }) => method === act.method && country === act.country);
    return match === undefined ? next : takeDecision(next, act, match.decision, now);
  }, facts);
}
