import type { OrderRow } from '../../bigcommerce/orders/order-schema.ts';
import type { StatusRead } from '../../domain/orders/facts/facts.ts';

/** Whatever else the store's order has become, it was not what was decided by: nothing else is sent. */
export function isAsRead(order: Pick<OrderRow, 'dateModified' | 'statusId' | 'isDeleted'>, read: StatusRead): boolean {
  return order.dateModified === read.version && order.statusId === read.status && !order.isDeleted;
}
