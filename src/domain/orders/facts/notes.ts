import type { OrderFacts } from './facts.ts';
import type { WarehouseOrder } from './warehouse-facts.ts';

/** How the store's order is told of goods under its number that we did not send. */
export const NOT_OURS = 'which was not sent from here';

/** People were told that it is not ours: whatever became of it since, it takes no room of a part of ours. */
export function wasStrange({ notes }: Pick<OrderFacts, 'notes'>, order: Pick<WarehouseOrder, 'key'>): boolean {
  return notes.some(({ key, text }) => key === order.key && text.includes(NOT_OURS));
}
