import { isoZulu } from '../clock.ts';
import { stagedRow } from '../reply.ts';
import type { Settings } from '../settings.ts';
import type { WarehouseOrder, WarehouseStatus } from './merchant-state.ts';

/** The status word in the casing that the switch says: the public clients disagree on it. */
function statusWord(status: WarehouseStatus, settings: Settings): string {
  if (settings.statusCase === 'lower') return status.toLowerCase();
  return settings.statusCase === 'upper' ? status.toUpperCase() : status;
}

/** The contract's OrderResponse, unless the order's row was made odd. */
export function orderView(order: WarehouseOrder, settings: Settings): Record<string, unknown> {
  const row = plainView(order, settings);
  return order.odd ? stagedRow(row, order.odd) : row;
}

const plainView = (order: WarehouseOrder, settings: Settings): Record<string, unknown> => ({
  id: order.id,
  reference: order.reference,
  status: statusWord(order.status, settings),
  shippingCode: null,
  pickUpPointCode: null,
  comments: null,
  documents: [],
  ...order.fields,
  orderLines: order.lines.map((line) => ({ code: line.code, quantity: line.quantity, ...line.rest })),
  trackingNumber: order.trackingNumber,
  trackingUrl: order.trackingUrl,
  warehouseComments: order.warehouseComments,
  editTime: isoZulu(order.edited),
});
