import type { OrderRow } from '../../bigcommerce/orders/order-schema.ts';
import type { OrderFilter } from '../../bigcommerce/orders/orders.ts';
import type { StoreApi } from '../../bigcommerce/client.ts';
import type { Page } from '../../http/paging.ts';
import { patiently } from '../runtime/retry-in-place.ts';

type Store = Pick<StoreApi, 'orders'>;

/** Rows of one request. */
const LIMIT = 250;

/**
 * Which of these orders have left the store: archived, deleted, or no longer listed at all. Whether the store's list shows
 * archived orders is not documented, so either answer counts: a row that says so, and no row. Nearly all stand at the
 * status after hand-over, whose list is short: one request for every 250 of them; those that are not in it are looked for
 * among all orders. An order whose row cannot be read is there.
 */
export async function unlistedOrders(
  store: Store,
  orderIds: readonly number[],
  statusAfterHandOver: number,
): Promise<readonly number[]> {
  const missing = new Set(orderIds);
  for (const filter of [{ statusId: statusAfterHandOver }, {}]) {
    for await (const { rows, unreadable } of pagesAround(store, [...missing], filter)) {
      for (const { id, isDeleted } of rows) if (!isDeleted) missing.delete(id);
      for (const { id } of unreadable) if (typeof id === 'number') missing.delete(id);
    }
  }
  return [...missing];
}

/** The store's list around some ids, in ascending order; stretches without any of them are passed over. */
async function* pagesAround(
  { orders }: Store,
  ids: readonly number[],
  filter: Pick<OrderFilter, 'statusId'>,
): AsyncGenerator<Page<OrderRow>, void, undefined> {
  const wanted = [...ids].sort((a, b) => a - b);
  const maxId = wanted.at(-1);
  if (maxId === undefined) return;
  for (let minId = wanted[0]; minId !== undefined;) {
    const from = { ...filter, minId, maxId, sort: 'id:asc', limit: LIMIT } as const;
    const page = await patiently(() => orders.list(from));
    yield page;
    if (!page.more) return;
    const last = Math.max(
      minId,
      ...[...page.rows, ...page.unreadable].map(({ id }) => (typeof id === 'number' ? id : 0)),
    );
    minId = wanted.find((id) => id > last);
  }
}
