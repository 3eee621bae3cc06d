import type { PlaceAccount } from '../account/account.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import { isEmpty } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';

/**
 * Somebody deleted a shipment of ours again after it was written a second time. Tellings are counted and not pieces: the
 * store may have taken fewer than the warehouse shipped.
 */
export function shipmentsUndone(facts: OrderFacts, { orders, untoldOf }: PlaceAccount): readonly OwnedOrder[] {
  return orders.filter(({ order }) => {
    const untold = untoldOf.get(order.key);
    if (untold === undefined || isEmpty(untold)) return false;
    const told = facts.tellings.filter(({ key }) => key === order.key).map(({ shipmentIds }) => shipmentIds);
    const there = new Set(facts.shipments.map(({ id }) => id));
    const isGone = told.at(-1)?.some((id) => !there.has(id)) === true;
    return isGone && told.some((ids, index) => isWrittenAgain(told[index - 1] ?? [], ids));
  });
}

/** Between two tellings a shipment was deleted, and another one came in its place. */
function isWrittenAgain(before: readonly number[], after: readonly number[]): boolean {
  return before.some((id) => !after.includes(id)) && after.some((id) => !before.includes(id));
}
