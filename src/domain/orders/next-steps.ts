import { accountOf, type OrderAccount, type PlaceAccount } from './account/account.ts';
import { isStopped } from '../shared/store-status.ts';
import type { OrderFacts } from './facts/facts.ts';
import { beforeAnyPlace, wholeOrderStep } from './steps/order-step.ts';
import { takeBackStep } from './steps/excess-step.ts';
import { placeStep } from './steps/place-step.ts';
import type { Step, Verdict } from './steps/steps.ts';

/**
 * What happens next, for each place and for the order: an act, a wait that names its end, a hold, or nothing more. Pure: the
 * same facts at the same time give the same answer, and there is an answer for every state of facts.
 *
 * First the order as a whole (`wholeOrderStep`): it is read, decisions are kept, what an earlier run left is looked up. Then each
 * place by the numbers of its account (`placeStep`). These are asked in turn, and the first that has an act to do does it:
 *
 * 1. `unknown` pieces: their outcome is waited for, then looked up.
 * 2. An order that is missed, short or of which nobody can tell whose it is: looked up.
 * 3. `excess`: taken back, by a cancel of whole orders or an edit; of what 1 or 2 wait for, nothing. A fall of what is wanted
 *    needs a second reading first, a cancel in the store does not. What the warehouse refuses is held.
 * 4. `untold` pieces: a shipment in the store, or a note where the store takes none.
 * 5. What the store changed of the address: an edit.
 * 6. A change of ours whose answer was lost, where nothing of 1, 2, 3 and 5 is left: looked up.
 * 7. `unsent` pieces: handed over, if the status allows it and no finding stops it.
 *
 * A wait of 1 to 3 lets 3 and 4 act, and nothing after them; any other wait lets all act that come after it. A hold stops
 * nothing: what comes after it acts all the same. Where none has an act, the place is held with all findings, also those that
 * only a person can settle (`placeFindings`: `lost` pieces, an odd status …); else it waits, for the warehouse at last, or is
 * done.
 *
 * Where the store's answer cannot be used and its status cancels the order, step 3 is done all the same.
 *
 * So an order of 3 that is split into 2 and 1, then refunded by 1: excess 1, the part of 1 is cancelled after a second reading.
 * Then cancelled in the store: excess 2, the rest is cancelled, or held if the warehouse refuses; then done. The same with all
 * its numbers: `docs/architecture.md`. That is so where the part was heard of, has a reference of its own and takes its cancel:
 *
 * - Begun already, it stays where the other one can be edited; a cancel that is refused is held
 *   (`domain/orders/steps/excess-step.ts`).
 * - Under the very same reference neither can be chosen: both are cancelled, and 2 go out anew.
 * - Not heard of, its piece is missing and looked for by list (step 2, `lookInWarehouseStep`). Where the run is done by then, the
 *   warehouse's next poll finds a row that no account explains, and starts a run for it (`explainsWarehouseRow`).
 * @param now epoch ms
 */
export function nextSteps(facts: OrderFacts, now: number): readonly Step[] {
  const account = accountOf(facts);
  const whole = wholeOrderStep(account, now);
  const first = beforeAnyPlace(account, now) !== undefined || facts.order === undefined;
  const places = account.places.map((place): Step => {
    if (first) return { ...(cancelOnly(account, place, now) ?? waiting(whole)), place: place.place.number };
    return { ...placeStep(account, place, now), place: place.place.number };
  });
  return [whole, ...places];
}

/** The store's answer cannot be used, and says all the same that the order is off: to take it back needs no lines. */
function cancelOnly(account: OrderAccount, place: PlaceAccount, now: number): Verdict | undefined {
  const { order, unread, gone } = account.facts;
  const isOff = unread === undefined && gone === 0 && order?.problem !== undefined && isStopped(order.status);
  return isOff ? takeBackStep(account, place, now) : undefined;
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
