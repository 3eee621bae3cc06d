import { defined } from '../../contract/defined.ts';
import type { ShippingHints } from '../../contract/shipping.ts';
import { OddList } from '../../domain/shared/odd-rows.ts';
import { HintTally } from '../../domain/shipping/pick-up/pick-up-hints.ts';
import { matches } from '../../domain/shared/wildcard.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import { textsOf } from './pick-up.ts';

/** Pages of the newest orders that are looked through for a method. */
const MAX_PAGES = 8;

/**
 * Reads the newest orders of a shipping method, and tells which of their fields look like a pick-up point's code.
 * @param method a name, or a pattern as links have it
 * @param orders the most addresses to read, 1–500
 */
export async function shippingHints({ store }: OpenConnection, method: string, orders: number): Promise<ShippingHints> {
  const tally = new HintTally();
  const odd = new OddList();
  const hints = (): ShippingHints => ({
    ...tally.hints(),
    ...defined({ oddRows: odd.listed }),
  });
  let pages = 0;
  for await (const { rows, unreadable } of store.orders.pages({ withLines: true, sort: 'id:desc', limit: 250 })) {
    for (const row of unreadable) odd.add(row);
    for (const order of rows) {
      for (const consignment of order.shipping) {
        if (tally.addresses >= orders) return hints();
        if (matches(method, consignment.method)) tally.add(textsOf(order, consignment));
      }
    }
    pages += 1;
    if (pages >= MAX_PAGES) break;
  }
  return hints();
}
