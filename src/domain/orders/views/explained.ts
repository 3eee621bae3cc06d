import type { MyOgoOrderChanged } from '../../../contract/orders.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { isAway, isNews, mayHaveMissedAnEdit } from '../learn/store-news.ts';
import { isOlderRow, knownOf, saysTheSame } from '../learn/warehouse-rows.ts';
import type { StatusRead } from '../facts/store-facts.ts';
import { isNotAtWarehouse } from '../../shared/not-at-warehouse.ts';

// Whether the account of an ended run knows a row of a list already. What it does not know starts a run that follows.

/**
 * A store's row is explained by the last reading, by a write of ours, or by being older than what was read. What was put away
 * or gone then and is listed now is back, although its version need not have moved. One that was read in the second of its version is
 * read once more: whoever changed it in the rest of that left the same version.
 */
export function explainsStoreRow(facts: OrderFacts, row: StatusRead & { readonly archived: boolean }): boolean {
  const { order } = facts;
  if (order !== undefined && Date.parse(row.version) < Date.parse(order.version)) return true;
  if (isNews(facts, row) || mayHaveMissedAnEdit(facts, row)) return false;
  return row.archived || !isAway(facts);
}

/**
 * Some of it was kept elsewhere when it was read, and is not now: nothing of the store's order moved, and it is to be handed over.
 * @param notHere what the merchant keeps elsewhere now
 */
export function isKeptHereNow({ order }: OrderFacts, notHere: readonly string[]): boolean {
  const { elsewhere = 0, openElsewhere } = order?.skipped ?? {};
  // Read by a version that did not note which: it is read once more.
  if (openElsewhere === undefined) return elsewhere > 0;
  return openElsewhere.some((sku) => !isNotAtWarehouse(notHere, sku));
}

/** A warehouse's row is explained where its order is known as it is: status, pieces, tracking and edit. */
export function explainsWarehouseRow(facts: OrderFacts, row: MyOgoOrderChanged): boolean {
  const known = knownOf(facts, row);
  if (known === undefined) return false;
  if (isOlderRow(row, known)) return true;
  // Looks did not find it, and a list has it: it is back, although nobody edited it.
  if (!known.left && known.missed.length > 0) return false;
  return saysTheSame(known, row) && known.editTime === row.editTime;
}
