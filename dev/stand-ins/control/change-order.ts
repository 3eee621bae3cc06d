import { readDate } from '../clock.ts';
import { moveStatus, orderChanged } from '../store/order-changes.ts';
import type { OrderOddity } from '../store/oddity.ts';
import type { StoreOrder } from '../store/order-state.ts';
import { orderStatuses } from '../store/order-state.ts';
import { giveBack, settleStock } from '../store/order-stock.ts';
import { publish } from '../store/hook-delivery.ts';
import type { StoreState } from '../store/store-state.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';
import type { OrderEdit } from './edit-order.ts';
import { editOrder } from './edit-order.ts';
import type { PlaceLine } from './place-order.ts';
import { assignAddresses, buildLines } from './place-order.ts';

export interface ChangeOrder extends OrderEdit {
  storeHash?: string;
  status?: number;
  /** `true` for everything that is left, or the lines and quantities. */
  refund?: true | { sku?: string; orderProductId?: number; quantity?: number }[];
  /** Replaces all lines, under new ids, as an edit in the control panel may do. */
  lines?: PlaceLine[];
  staffNotes?: string;
  customerMessage?: string;
  /** Marks it paid: a transaction appears. */
  paid?: boolean;
  archived?: boolean;
  /** Answered with 404 and in no list: `true`, or for so many readings by its id; `false` ends it. */
  gone?: boolean | number;
  /** `date_shipped`, which status 2 sets by itself. */
  dateShipped?: string | null;
  /** Where its answers are wrong or contradict themselves; `null` ends it. */
  odd?: OrderOddity | null;
  /** A metafield that another app writes, or (`null`) that somebody deletes, whoever made it. */
  metafield?: { namespace: string; key: string; value: string | null; permissionSet?: string };
  /** `same`: `date_modified` does not move. */
  modified?: 'same';
}

/** What the merchant (or the shopper's bank) does to an order in the store. */
export function changeOrder(
  world: World,
  store: StoreState,
  orderId: number,
  change: ChangeOrder,
): { orderId: number; statusId: number; addressId?: number } {
  const order = store.book.orders.get(orderId);
  if (!order) throw new ControlError(404, `The store has no order ${orderId}.`);
  if (change.status !== undefined && !orderStatuses.some((s) => s.id === change.status))
    throw new ControlError(400, `${change.status} is no status id.`);
  const before = order.modified;
  if (change.lines) {
    const lines = buildLines(world, store, change.lines);
    if (world.settings.of(store.hash).editOrderStockAdjustment) giveBack(world, store, order);
    order.lines = lines;
    assignAddresses(order.lines, order.addresses, change.lines, false);
    if (world.settings.of(store.hash).editOrderStockAdjustment) settleStock(world, store, order);
  }
  const addressId = editOrder(world, store, order, change);
  if (change.staffNotes !== undefined) order.staffNotes = change.staffNotes;
  if (change.customerMessage !== undefined) order.customerMessage = change.customerMessage;
  if (change.archived !== undefined) order.isDeleted = change.archived;
  if (change.paid !== undefined) {
    order.paid = change.paid;
    order.paymentStatus = change.paid ? 'captured' : '';
  }
  if (change.gone === false || change.gone === 0) delete order.gone;
  else if (change.gone !== undefined) order.gone = change.gone;
  if (change.odd === null) delete order.odd;
  else if (change.odd) order.odd = { ...change.odd };
  if (change.metafield) setMetafield(world, store, order, change.metafield);
  const refunded = change.refund === undefined ? undefined : refund(world, store, order, change.refund);
  const target = change.status ?? refunded;
  if (target !== undefined && target !== order.statusId) moveStatus(world, store, order, target, 'merchant');
  else if (Object.keys(change).some((name) => !unnoticed.has(name))) orderChanged(world, store, order);
  if (change.dateShipped === null) delete order.shippedAt;
  else if (change.dateShipped !== undefined) order.shippedAt = readTime(change.dateShipped);
  if (change.modified === 'same') store.book.touch(order, before);
  return { orderId, statusId: order.statusId, ...(addressId !== undefined && { addressId }) };
}

/** Changes of the answers alone, which the order itself does not notice. */
const unnoticed = new Set(['storeHash', 'gone', 'odd', 'metafield']);

function setMetafield(
  world: World,
  store: StoreState,
  order: StoreOrder,
  { namespace, key, value, permissionSet }: NonNullable<ChangeOrder['metafield']>,
): void {
  const now = world.clock.now();
  const old = order.metafields.find((field) => field.namespace === namespace && field.key === key);
  if (value === null) order.metafields = order.metafields.filter((field) => field !== old);
  else if (old) Object.assign(old, { value, modified: now });
  else
    order.metafields.push({
      id: store.book.nextMetafieldId(),
      permission_set: permissionSet ?? 'write',
      namespace,
      key,
      value,
      description: '',
      ownerClientId: 'another-app',
      created: now,
      modified: now,
    });
}

function readTime(text: string): number {
  const at = readDate(text);
  if (at === undefined) throw new ControlError(400, `dateShipped takes an ISO time or null, not '${text}'.`);
  return at;
}

/** Records a refund; the status that it asks for, where a refund moves the status. */
function refund(
  world: World,
  store: StoreState,
  order: StoreOrder,
  wanted: NonNullable<ChangeOrder['refund']>,
): number | undefined {
  const all =
    wanted === true
      ? order.lines.map((line) => ({ orderProductId: line.id, quantity: line.quantity - line.refunded }))
      : wanted;
  const items = all.flatMap((item: { sku?: string; orderProductId?: number; quantity?: number }) => {
    const line = order.lines.find((l) =>
      item.orderProductId !== undefined ? l.id === item.orderProductId : l.sku === item.sku,
    );
    if (!line) throw new ControlError(404, 'The order has no such line to refund.');
    const quantity = item.quantity ?? line.quantity - line.refunded;
    if (quantity < 0 || quantity > line.quantity - line.refunded)
      throw new ControlError(409, 'More than what is left cannot be refunded.');
    if (quantity === 0) return [];
    line.refunded += quantity;
    return [{ order_product_id: line.id, quantity, amount: Math.round(quantity * line.price * 100) / 100 }];
  });
  if (items.length === 0) return undefined;
  const record = {
    id: store.book.nextRefundId(),
    created: world.clock.now(),
    reason: 'Refunded by the merchant',
    items,
  };
  order.refunds.push(record);
  settleStock(world, store, order);
  publish(world, store, 'store/order/refund/created', {
    type: 'order',
    id: order.id,
    refund: { refund_id: record.id },
  });
  if (!world.settings.of(store.hash).refundMovesStatus) return undefined;
  return order.lines.every((line) => line.refunded >= line.quantity) ? 4 : 14;
}
