import { callsOff } from '../facts/decision-facts.ts';
import type { AddressStage, OrderStage } from '../../../contract/orders.ts';
import { isClosed, type PlaceAccount } from '../account/account.ts';
import { isEmpty } from '../facts/bag.ts';
import { mayHandOver } from '../eligibility.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { isIgnored } from '../steps/hand-over-step.ts';
import type { Step } from '../steps/steps.ts';

const order: readonly AddressStage[] = [
  'held',
  'awaiting-payment',
  'ready',
  'handed-over',
  'shipped',
  'ignored',
  'cancelled',
];

/** An order shows its least advanced address. */
export function orderStage(stages: readonly AddressStage[]): OrderStage {
  return order.find((stage) => stages.includes(stage)) ?? 'nothing-to-ship';
}

/** Nothing more will happen to such an address by itself. */
export function isFinal(stage: OrderStage): boolean {
  return stage === 'shipped' || stage === 'ignored' || stage === 'cancelled' || stage === 'nothing-to-ship';
}

/** Where a place stands, by its pieces and by what happens next: the least advanced of them. */
export function placeStage(facts: OrderFacts, place: PlaceAccount, step: Step | undefined): AddressStage {
  if (step?.kind === 'hold') return 'held';
  const { unsent, placed, unknown, shipped, byHand, untold } = place;
  if (!isEmpty(unsent) && !isIgnored(facts, place))
    return mayHandOver(facts).kind === 'waits' ? 'awaiting-payment' : 'ready';
  if (!isEmpty(unknown)) return 'ready';
  if (!isEmpty(placed)) return 'handed-over';
  if (!isEmpty(untold)) return 'handed-over';
  if (!isEmpty(shipped) || !isEmpty(byHand)) return 'shipped';
  return isCancelled(facts, place) ? 'cancelled' : 'ignored';
}

/** Nothing of it left, and nothing of it is wanted: closed or taken out in the store, refunded, or cancelled by a person. */
function isCancelled(facts: OrderFacts, { place, read, wanted }: PlaceAccount): boolean {
  if (isClosed(facts) || read === undefined) return true;
  // Kept elsewhere, all that is left of it: it was never ours to cancel.
  if (isEmpty(wanted)) return !read.lines.some((line) => line.elsewhere === true && line.quantity > line.refunded);
  return facts.decisions.some((one) => callsOff(one) && one.place === place.number);
}
