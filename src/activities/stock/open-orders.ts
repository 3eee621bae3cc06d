import { pagesById } from '../../http/paging.ts';
import type { Settings } from '../../contract/settings.ts';
import { askFrom, cursorOf } from '../../domain/changes/cursors.ts';
import { orderVersion } from '../../domain/changes/row-versions.ts';
import { type OpenOrders } from '../../domain/stock/open-orders.ts';
import { orderedSkus } from '../../domain/stock/stock-level.ts';
import { countedStatuses } from '../../domain/shared/store-status.ts';
import { estimatedUnreserved } from '../../domain/stock/estimated-unreserved.ts';
import type { StoreApi } from '../../bigcommerce/client.ts';
import type { OrderFilter } from '../../bigcommerce/orders/orders.ts';
import type { Asking } from '../runtime/retry-in-place.ts';
import type { OddRows } from './odd-rows.ts';
import { serverTime } from '../runtime/server-clock.ts';

/** What reading orders for stock needs. */
export interface OrderReading {
  readonly store: Pick<StoreApi, 'orders'>;
  readonly settings: Settings;
  /** Collects what waits for hand-over. */
  readonly open: OpenOrders;
  /** Milliseconds that a cursor is moved back when asking. */
  readonly overlapMs: number;
  readonly ask: Asking;
  /** Hears of orders that cannot be read. */
  readonly odd?: OddRows;
}

/** Orders read in one go. */
export interface ReadOrders {
  /** Their physical SKUs. */
  readonly skus: ReadonlySet<string>;
  /** Order id → version, of those that were read. */
  readonly versions: ReadonlyMap<number, string>;
}

/**
 * All orders that wait for hand-over, into `open`.
 * @returns the store's time at the first answer: what changes after it is read by {@link readChangedOrders}
 */
export async function readOpenOrders(reading: OrderReading): Promise<ReadOrders & { readonly readAt: string }> {
  const { settings, open } = reading;
  const askedAt = serverTime();
  let readAt: string | undefined;
  const skus = new Set<string>();
  const versions = new Map<number, string>();
  for (const statusId of countedStatuses(settings)) {
    for await (const page of byId(reading, { statusId, minDateCreated: settings.ordersFrom })) {
      readAt ??= cursorOf(page.serverTime, askedAt);
      reading.odd?.({ unreadable: page.unreadable, leftOut: [] });
      for (const order of page.rows) {
        versions.set(order.id, orderVersion(order));
        const estimate = estimatedUnreserved(order, settings);
        if (estimate.size === 0) continue;
        open.add(order, estimate);
        for (const sku of orderedSkus(order)) skus.add(sku);
      }
      // Its row is in the list of those that wait: what can be told of its goods is owed, whatever else is wrong with it.
      for (const { id, lines } of page.odd) {
        const order = { id, statusId, dateCreated: settings.ordersFrom, isDeleted: false, shipping: [{ lines }] };
        open.add(order);
        for (const sku of orderedSkus(order)) skus.add(sku);
      }
    }
  }
  return { skus, versions, readAt: readAt ?? cursorOf(undefined, askedAt) };
}

/**
 * Orders that changed since a time, whatever their status: a cancelled one gives goods back, a shipped one may have been
 * deducted by the store itself. Waiting ones go into `open` as well.
 * @param known versions that were read before: an order that has not changed since is passed over
 */
export async function readChangedOrders(
  reading: OrderReading,
  since: string,
  known: ReadonlyMap<number, string> = new Map(),
): Promise<ReadOrders> {
  const skus = new Set<string>();
  const versions = new Map<number, string>();
  for await (const page of byId(reading, { minDateModified: askFrom(since, reading.overlapMs) })) {
    reading.odd?.({ unreadable: page.unreadable, leftOut: [] });
    for (const order of page.rows) {
      const version = orderVersion(order);
      if (known.get(order.id) === version) continue;
      versions.set(order.id, version);
      reading.open.meet(order);
      const estimate = estimatedUnreserved(order, reading.settings);
      if (estimate.size > 0) reading.open.add(order, estimate);
      for (const sku of orderedSkus(order)) skus.add(sku);
    }
  }
  return { skus, versions };
}

/**
 * Orders by ascending id, each request from the last id on: page numbers would skip orders, because those that are handed
 * over meanwhile leave the list in the middle of the reading.
 */
function byId({ store, ask }: OrderReading, filter: OrderFilter) {
  return pagesById('bigcommerce', (from) =>
    ask(() => store.orders.listForStock({ ...filter, ...from, sort: 'id:asc' })),
  );
}
