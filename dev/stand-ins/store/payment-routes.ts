import { isoOffset, readDate } from '../clock.ts';
import { idParam } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { noContent, ok } from '../reply.ts';
import type { World } from '../world.ts';
import { v3Refusal } from './errors.ts';
import type { Refund, StoreOrder } from './order-state.ts';
import type { StoreCall, StoreRoute } from './route.ts';
import { routeMaker } from './route.ts';
import { numberListFilter, onlyV3Filters, v3List } from './v3-list.ts';

export function theOrderV3(call: StoreCall): StoreOrder {
  const order = call.store.book.orders.get(idParam(call.exchange, 'orderId'));
  if (!order || order.gone !== undefined) throw v3Refusal(404, 'Order not found');
  return order;
}

/** `GET /v3/orders/{id}/transactions`: 204 while nothing was paid. */
function listTransactions(call: StoreCall): Reply {
  const order = theOrderV3(call);
  if (!order.paid) return noContent;
  const amount = order.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const base = {
    method: 'credit_card',
    currency: order.currency,
    gateway: 'testgateway',
    status: 'ok',
    test: false,
    fraud_review: false,
    order_id: String(order.id),
  };
  const rows = [
    {
      ...base,
      id: order.id * 100,
      event: 'purchase',
      amount,
      gateway_transaction_id: `pay-${order.id}`,
      reference_transaction_id: 0,
      date_created: isoOffset(order.created),
    },
    ...order.refunds.map((refund, index) => ({
      ...base,
      id: order.id * 100 + index + 1,
      event: 'refund',
      amount: totalOf(refund),
      gateway_transaction_id: `refund-${refund.id}`,
      reference_transaction_id: order.id * 100,
      date_created: isoOffset(refund.created),
    })),
  ];
  return v3List(rows, call.exchange.query, (row) => row);
}

const totalOf = (refund: Refund): number => refund.items.reduce((sum, item) => sum + item.amount, 0);

const refundView = (order: StoreOrder, refund: Refund) => ({
  id: refund.id,
  order_id: order.id,
  user_id: 0,
  created: isoOffset(refund.created),
  reason: refund.reason,
  total_amount: totalOf(refund),
  total_tax: 0,
  uses_merchant_override_values: false,
  items: refund.items.map((item) => ({
    item_type: 'PRODUCT',
    item_id: item.order_product_id,
    quantity: item.quantity,
    requested_amount: item.amount,
    reason: refund.reason,
  })),
  payments: [
    {
      id: refund.id,
      provider_id: 'testgateway',
      amount: totalOf(refund),
      offline: false,
      is_declined: false,
      declined_message: '',
    },
  ],
});

const refundsOf = (orders: Iterable<StoreOrder>) =>
  [...orders]
    .filter((order) => order.gone === undefined)
    .flatMap((order) => order.refunds.map((refund) => ({ order, refund })));

function listRefunds(call: StoreCall): Reply {
  const { query } = call.exchange;
  onlyV3Filters(
    query,
    new Set(['order_id:in', 'id:in', 'created:min', 'created:max', 'transaction_id', 'page', 'limit']),
  );
  const orderIds = numberListFilter(query, 'order_id:in');
  const ids = numberListFilter(query, 'id:in');
  const date = (name: string) => {
    const text = query.get(name);
    const ms = text === null ? undefined : readDate(text);
    if (text !== null && ms === undefined) throw v3Refusal(422, `The filter '${name}' is invalid.`);
    return ms;
  };
  const min = date('created:min');
  const max = date('created:max');
  const { orders } = call.store.book;
  const from = orderIds ? orderIds.map((id) => orders.get(id)).filter((o) => o !== undefined) : orders.values();
  const rows = refundsOf(from)
    .filter(
      ({ refund }) =>
        (!ids || ids.includes(refund.id)) &&
        (min === undefined || refund.created >= min) &&
        (max === undefined || refund.created <= max),
    )
    .sort((a, b) => a.refund.id - b.refund.id);
  return v3List(rows, query, ({ order, refund }) => refundView(order, refund));
}

/** Transactions and refunds of orders, to read. */
export function paymentRoutes(world: World): StoreRoute[] {
  const transactions = routeMaker(world, 'store_v2_transactions');
  const refunds = routeMaker(world, 'store_v2_transactions', 'store_v2_orders');
  return [
    transactions('GET', '/v3/orders/:orderId/transactions', listTransactions),
    refunds('GET', '/v3/orders/payment_actions/refunds', listRefunds),
    refunds('GET', '/v3/orders/payment_actions/refunds/:refundId', (call) => {
      const id = idParam(call.exchange, 'refundId');
      const found = refundsOf(call.store.book.orders.values()).find(({ refund }) => refund.id === id);
      if (!found) throw v3Refusal(404, 'Refund not found');
      return ok({ data: refundView(found.order, found.refund), meta: {} });
    }),
    refunds('GET', '/v3/orders/:orderId/payment_actions/refunds', (call) => {
      const order = theOrderV3(call);
      return ok({ data: order.refunds.map((refund) => refundView(order, refund)), meta: {} });
    }),
  ];
}
