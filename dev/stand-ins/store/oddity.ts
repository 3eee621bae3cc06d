import type { JsonObject } from '../exchange.ts';
import { stagedRow } from '../reply.ts';
import type { StoreOrder } from './order-state.ts';

/** Where an order's answers say something else than the truth, or contradict themselves. */
export interface OrderOddity {
  /** Over the order's own fields, e.g. `{ items_total: 3 }`. */
  order?: JsonObject;
  /** Over the fields of lines, addresses and shipments, by their ids. */
  lines?: Record<string, JsonObject>;
  addresses?: Record<string, JsonObject>;
  shipments?: Record<string, JsonObject>;
  /** `none`: the order comes without any; `no-lines`: they come without their lines. */
  consignments?: 'none' | 'no-lines';
  /** The list of the order's lines is empty. */
  products?: 'none';
  /** Ends after so many readings of the order by its id. Default: never. */
  times?: number;
}

/** The order's own row. */
export const oddOrder = (order: StoreOrder, row: Record<string, unknown>): Record<string, unknown> =>
  order.odd ? stagedRow(row, order.odd.order ?? {}) : row;

/** The row of one of its parts. */
export function oddPart(
  order: StoreOrder,
  part: 'lines' | 'addresses' | 'shipments',
  id: number,
  row: Record<string, unknown>,
): Record<string, unknown> {
  const odd = order.odd?.[part]?.[String(id)];
  return odd ? stagedRow(row, odd) : row;
}

/** Counts a reading of the order by its id; true where it is answered as if there were no such order. */
export function readsAsGone(order: StoreOrder): boolean {
  if (typeof order.gone !== 'number') return order.gone === true;
  order.gone--;
  if (order.gone <= 0) delete order.gone;
  return true;
}

/** Counts a reading of the order by its id as one that was odd. */
export function readOddly(order: StoreOrder): void {
  if (order.odd?.times === undefined) return;
  order.odd.times--;
  if (order.odd.times <= 0) delete order.odd;
}
