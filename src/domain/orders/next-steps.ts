import { accountOf } from './account/account.ts';
import type { OrderFacts } from './facts/facts.ts';
import { firstOfAll, orderStep } from './steps/order-step.ts';
import { placeStep } from './steps/place-step.ts';
import type { Step, Verdict } from './steps/steps.ts';

/**
 * What happens next, for each place and for the order: an act, a wait that names its end, a hold, or nothing more. Pure: the
 * same facts at the same time give the same answer, and there is an answer for every state of facts.
 * @param now epoch ms
 */
export function nextSteps(facts: OrderFacts, now: number): readonly Step[] {
  const account = accountOf(facts);
  const whole = orderStep(account, now);
  const first = firstOfAll(account, now) !== undefined || facts.order === undefined;
  const places = account.places.map((place): Step => {
    if (first) return { ...waiting(whole), place: place.place.number };
    return { ...placeStep(account, place, now), place: place.place.number };
  });
  return [whole, ...places];
}

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
