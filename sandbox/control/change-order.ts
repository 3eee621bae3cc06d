import { moveStatus, orderChanged } from '../store/order-changes.ts';
import type { OrderAddress, StoreOrder } from '../store/order-state.ts';
import { orderStatuses } from '../store/order-state.ts';
import { giveBack, settleStock } from '../store/order-stock.ts';
import { publish } from '../store/hook-delivery.ts';
import type { StoreState } from '../store/store-state.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';
import type { PlaceLine } from './place-order.ts';
import { assignAddresses, buildLines } from './place-order.ts';

export interface ChangeOrder {
  storeHash?: string;
  status?: number;
  /** `true` for everything that is left, or the lines and quantities. */
  refund?: true | { sku?: string; orderProductId?: number; quantity?: number }[];
  /** Changes of one address: its id, default the first one, and the new values. */
  address?: Partial<Omit<OrderAddress, 'id'>> & { addressId?: number };
  /** Replaces all lines, under new ids, as an edit in the control panel may do. */
  lines?: PlaceLine[];
  staffNotes?: string;
  customerMessage?: string;
  /** Marks it paid: a transaction appears. */
  paid?: boolean;
  archived?: boolean;
}

/** What the merchant (or the shopper's bank) does to an order in the store. */
export function changeOrder(
  world: World,
  store: StoreState,
  orderId: number,
  change: ChangeOrder,
): { orderId: number; statusId: number } {
  const order = store.book.orders.get(orderId);
  if (!order) throw new ControlError(404, `The store has no order ${orderId}.`);
  if (change.status !== undefined && !orderStatuses.some((s) => s.id === change.status))
    throw new ControlError(400, `${change.status} is no status id.`);
  if (change.lines) {
    const lines = buildLines(world, store, change.lines);
    if (world.settings.of(store.hash).editOrderStockAdjustment) giveBack(world, store, order);
    order.lines = lines;
    assignAddresses(order.lines, order.addresses, change.lines, false);
    if (world.settings.of(store.hash).editOrderStockAdjustment) settleStock(world, store, order);
  }
  if (change.address) changeAddress(world, order, change.address);
  if (change.staffNotes !== undefined) order.staffNotes = change.staffNotes;
  if (change.customerMessage !== undefined) order.customerMessage = change.customerMessage;
  if (change.archived !== undefined) order.isDeleted = change.archived;
  if (change.paid !== undefined) {
    order.paid = change.paid;
    order.paymentStatus = change.paid ? 'captured' : '';
  }
  const refunded = change.refund === undefined ? undefined : refund(world, store, order, change.refund);
  const target = change.status ?? refunded;
  if (target !== undefined && target !== order.statusId) moveStatus(world, store, order, target, 'merchant');
  else orderChanged(world, store, order);
  return { orderId, statusId: order.statusId };
}

function changeAddress(world: World, order: StoreOrder, change: NonNullable<ChangeOrder['address']>): void {
  const { addressId, ...fields } = change;
  const address = addressId === undefined ? order.addresses[0] : order.addresses.find((a) => a.id === addressId);
  if (!address) throw new ControlError(404, `The order has no address ${addressId ?? ''}.`);
  Object.assign(address, fields);
  world.people.push({
    name: `${address.first_name} ${address.last_name}`,
    street: address.street_1,
    email: address.email,
    phone: address.phone,
  });
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
