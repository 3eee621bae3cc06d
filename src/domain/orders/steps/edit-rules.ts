import { PICK_UP_POINT } from '../facts/content.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { ReadPlace } from '../facts/store-facts.ts';
import { areUndecided } from '../facts/travels/changed-words.ts';
import { pickUpAt } from '../facts/travels/pick-up.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import { isUnpicked } from '../../shared/warehouse-status.ts';

// Which warehouse orders an edit can change, and what of a change it can bring.

/**
 * True where an edit can bring all of a change. Another method or country needs another code, which an edit does not choose; a
 * pick-up point must be one; words go along once somebody has decided.
 */
export function mayBeSent(
  facts: OrderFacts,
  read: ReadPlace | undefined,
  order: OwnedOrder,
  changed: readonly string[],
): boolean {
  if (changed.includes('shipping method') || changed.includes('country')) return false;
  if (read !== undefined && areUndecided(facts, read, changed)) return false;
  if (read === undefined || !changed.includes(PICK_UP_POINT)) return true;
  return pickUpAt(facts, read, codeSent(facts, order) ?? '').kind === 'point';
}

/** The shipping code that an order was last sent with. */
export function codeSent({ sendings }: OrderFacts, { sending, root }: OwnedOrder): string | undefined {
  return (sending ?? sendings.findLast(({ reference }) => reference === root))?.code;
}

/**
 * Why an edit of a warehouse order is not sent; `undefined` where it is. myOGO takes edits of what nobody has begun to pick,
 * where the merchant says so. An edit goes with the code that the order was sent with.
 */
export function whyNotEdited({ order: reading, sendings }: OrderFacts, of: OwnedOrder): string | undefined {
  const { order, sending, root } = of;
  if (!isUnpicked(order.status)) return `myOGO takes no change of it at ${order.status}`;
  if (reading?.rules.ordersEditable !== true) return 'the setting ordersEditable lets no order be changed in myOGO';
  if (sending !== undefined || sendings.some(({ reference }) => reference === root)) return undefined;
  return 'the shipping code that it was sent with is not known any more';
}

export function mayEdit(facts: OrderFacts, order: OwnedOrder): boolean {
  return whyNotEdited(facts, order) === undefined;
}
