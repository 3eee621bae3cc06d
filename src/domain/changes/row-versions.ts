import type { MyOgoOrderChanged, StoreOrderChanged } from '../../contract/orders.ts';
import { rowKey } from '../orders/learn/learn-warehouse.ts';

// By what a row of a list is remembered: the same version is no change, also where our own write made it.

/** Version of a store's order. */
export function orderVersion(order: StoreOrderChanged & { readonly isDeleted?: boolean }): string {
  return `${order.statusId}@${order.dateModified}${order.isDeleted === true ? ' archived' : ''}`;
}

/** Version of a myOGO order. Its time may have whole seconds: what it holds tells a split in the second of our own write. */
export function warehouseVersion({
  status,
  editTime,
  trackingNumber = '',
  lines = [],
}: Pick<MyOgoOrderChanged, 'status' | 'editTime' | 'trackingNumber' | 'lines'>): string {
  const goods = lines.map(({ code, quantity }) => `${quantity} ${code}`).toSorted();
  return [`${status}@${editTime}`, trackingNumber, ...goods].join(' | ');
}

/** Identity of a myOGO order: several may stand under one reference. */
export function warehouseOrderKey(row: Pick<MyOgoOrderChanged, 'id' | 'reference'>): string {
  return `${row.reference} ${rowKey(row)}`;
}

/** Version of a myOGO stock level. */
export function stockVersion(row: { readonly stockAvailable: number; readonly modified?: string | undefined }): string {
  return `${row.stockAvailable}@${row.modified ?? ''}`;
}

/** Version of a row that cannot be read: passed on once, and again when it is odd in another field. */
export function oddVersion({ field }: { readonly field: string }): string {
  return `odd ${field}`;
}
