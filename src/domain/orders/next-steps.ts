import { accountOf } from './account.ts';
import type { OrderFacts } from './facts.ts';
import { orderStep } from './order-step.ts';
import { placeStep } from './place-step.ts';
import type { Step, Verdict } from './steps.ts';

/**
 * What happens next, for each place and for the order: an act, a wait that names its end, a hold, or nothing more. Pure: the
 * same facts at the same time give the same answer, and there is an answer for every state of facts.
 * @param now epoch ms
 */
export function nextSteps(facts: OrderFacts, now: number): readonly Step[] {
  const account = accountOf(facts);
  const whole = orderStep(account, now);
  // Nothing of a place may happen before the order itself is known and what people decided is kept.
  const first = whole.kind === 'act' && blocking.includes(whole.act.kind);
  const unread = facts.order === undefined || facts.order.problem !== undefined || facts.readDue !== undefined;
  const places = account.places.map((place): Step => {
    if (first || unread) return { ...waiting(whole), place: place.place.number };
    return { ...placeStep(account, place, now), place: place.place.number };
  });
  return [whole, ...places];
}

const blocking: readonly string[] = [
  'read-order',
  'keep-decisions',
  'search',
  'look',
  'settle-by-status',
  'read-shipments',
];

function waiting(whole: Verdict): Verdict {
  if (whole.kind === 'hold') return { kind: 'wait', wait: { for: 'store', words: 'The order as a whole is held.' } };
  return whole.kind === 'wait'
    ? whole
    : { kind: 'wait', wait: { for: 'store', words: 'The store’s order is being read.' } };
}

/** True where every place and the order itself are done: the run may end. */
export function isDone(steps: readonly Step[]): boolean {
  return steps.every(({ kind }) => kind === 'done');
}
