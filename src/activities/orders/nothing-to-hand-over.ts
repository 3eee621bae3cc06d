import type { Order } from '../../bigcommerce/orders/order-schema.ts';
import { openOfLine } from '../../domain/stock/stock-level.ts';
import { FailureType } from '../../contract/failures.ts';
import { HttpFailure } from '../../http/failure.ts';
import { pagesById } from '../../http/paging.ts';
import { ordersWithDecisions } from './keep-decisions.ts';
import { askBeside } from '../runtime/access.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { patiently } from '../runtime/retry-in-place.ts';
import { decideFor } from '../shipping/shipping.ts';

type Asking = Pick<Dependencies, 'temporal' | 'connections'>;

/**
 * Which of these orders a person must not be asked about as "never handed over": those of which nothing is to be handed
 * over (an `ignore` link, digital or fetched goods, all refunded or shipped), and those about which people decided before.
 * What cannot be read may have goods. One request for 250 orders, and one for all decisions.
 */
export async function withNothingToHandOver(
  deps: Asking,
  open: OpenConnection,
  orders: readonly Pick<Order, 'id' | 'statusId'>[],
): Promise<ReadonlySet<number>> {
  const found = new Set(await patiently(() => decided(open)));
  for (const [statusId, ids] of byStatus(orders)) {
    const filter = { statusId, minDateCreated: open.connection.settings.ordersFrom, sort: 'id:asc' } as const;
    const list = (from: { readonly minId?: number }) =>
      patiently(() => open.store.orders.list({ ...filter, ...from, withLines: true }));
    for await (const { rows } of pagesById('bigcommerce', list, Math.min(...ids))) {
      for (const order of rows) if (ids.has(order.id) && (await hasNothing(deps, open, order))) found.add(order.id);
    }
  }
  return found;
}

function byStatus(orders: readonly Pick<Order, 'id' | 'statusId'>[]): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, Set<number>>();
  for (const { id, statusId } of orders) found.set(statusId, (found.get(statusId) ?? new Set<number>()).add(id));
  return found;
}

async function hasNothing(
  deps: Asking,
  open: OpenConnection,
  { id, shipping, contradictions }: Order,
): Promise<boolean> {
  if (contradictions.length > 0) return false;
  const wanted = shipping.filter(({ lines }) => lines.some((line) => line.type === 'physical' && openOfLine(line) > 0));
  for (const { addressId, method, person } of wanted) {
    const of = { method, country: person.countryIso2.toUpperCase() };
    const asked = await askBeside(deps, open, () => patiently(() => decideFor(open, id, addressId, of)));
    if (!('answer' in asked) || asked.answer.kind !== 'ignore') return false;
  }
  return true;
}

/** Orders that had a run before, although nothing of it is left in Temporal. */
async function decided(open: OpenConnection): Promise<readonly number[]> {
  try {
    return await ordersWithDecisions(open);
  } catch (error) {
    // No permission for metafields: then nothing was kept there.
    const none: readonly FailureType[] = [FailureType.scopeMissing, FailureType.notFound];
    if (error instanceof HttpFailure && none.includes(error.type)) return [];
    throw error;
  }
}
