import type { StoreHash } from '../../contract/ids.ts';
import { orderVersion } from '../../domain/changes/row-versions.ts';
import { isSecondOver } from '../../domain/shared/second-over.ts';
import type { StoreApi } from '../../bigcommerce/client.ts';
import { editableContent } from '../../bigcommerce/orders/editable-content.ts';
import type { OrderRow } from '../../bigcommerce/orders/order-schema.ts';
import { type Page, pagesById } from '../../http/paging.ts';
import type { ChangeMemory } from '../runtime/change-memory.ts';
import { serverTime } from '../runtime/server-clock.ts';

// The store's time of change has a grain of a second: whoever edits an order in the second of a write of ours leaves it with
// the very time that our write gave it.

type Rows = Pick<Page<OrderRow>, 'rows' | 'serverTime'>;

/**
 * Of the rows that only show a write of ours, passes those on whose order somebody edited in the same second. One request for 250
 * of them; each is looked at once, when its second is over by the store's clock, and an edit is remembered once it was passed on.
 */
export async function editedInOurSecond(
  changes: Pick<ChangeMemory, 'contentAt' | 'remember'>,
  { orders }: Pick<StoreApi, 'orders'>,
  storeHash: StoreHash,
  { rows, serverTime: answered = serverTime() }: Rows,
  passOn: (order: OrderRow) => Promise<void>,
): Promise<void> {
  const contentOf = (row: OrderRow) => changes.contentAt('store-order', storeHash, row.id, orderVersion(row));
  const ours = rows.filter((row) => contentOf(row) !== undefined && isSecondOver(row.dateModified, answered));
  const [first] = ours;
  if (first === undefined) return;
  const ids = ours.map(({ id }) => id);
  const times = ours.map(({ dateModified }) => dateModified).sort((a, b) => Date.parse(a) - Date.parse(b));
  const filter = {
    maxId: Math.max(...ids),
    minDateModified: times[0] ?? first.dateModified,
    maxDateModified: times.at(-1) ?? first.dateModified,
    sort: 'id:asc',
    withLines: true,
  } as const;
  const list = (from: { readonly minId?: number }) => orders.list({ ...filter, ...from });
  for await (const page of pagesById('bigcommerce', list, Math.min(...ids))) {
    for (const order of page.rows) {
      const content = contentOf(order);
      if (content === undefined) continue;
      if (content !== editableContent(order)) await passOn(order);
      changes.remember('store-order', storeHash, order.id, orderVersion(order));
    }
    // What cannot be read may have been edited: its run reads it, and says what is odd.
    const mayBe = new Set(page.unreadable.map(({ id }) => id));
    for (const order of ours.filter(({ id }) => mayBe.has(id))) {
      if (contentOf(order) === undefined) continue;
      await passOn(order);
      changes.remember('store-order', storeHash, order.id, orderVersion(order));
    }
  }
}
