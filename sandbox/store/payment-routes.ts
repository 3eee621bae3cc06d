import { isoOffset, readDate } from '../clock.ts';
import { idParam, isObject, jsonBody } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { noContent, ok } from '../reply.ts';
import type { World } from '../world.ts';
import { v3Refusal } from './errors.ts';
import type { Metafield, Refund, StoreOrder } from './order-state.ts';
import type { StoreCall, StoreRoute } from './route.ts';
import { routeMaker } from './route.ts';
import { numberListFilter, onlyV3Filters, v3List } from './v3-list.ts';

function theOrder(call: StoreCall): StoreOrder {
  const order = call.store.book.orders.get(idParam(call.exchange, 'orderId'));
  if (!order) throw v3Refusal(404, 'Order not found');
  return order;
}

/** `GET /v3/orders/{id}/transactions`: 204 while nothing was paid. */
function listTransactions(call: StoreCall): Reply {
  const order = theOrder(call);
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
  [...orders].flatMap((order) => order.refunds.map((refund) => ({ order, refund })));

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

const metafieldView = (order: StoreOrder, field: Metafield, clientId: string) => ({
  id: field.id,
  permission_set: field.permission_set,
  namespace: field.namespace,
  key: field.key,
  value: field.value,
  description: field.description,
  resource_type: 'order',
  resource_id: order.id,
  date_created: isoOffset(field.created),
  date_modified: isoOffset(field.modified),
  owner_client_id: clientId,
});

const clientOf = (call: StoreCall): string =>
  call.store.accounts.get(String(call.exchange.headers['x-auth-token']))?.clientId ?? '';
const permissionSets = new Set(['app_only', 'read', 'write', 'read_and_sf_access', 'write_and_sf_access']);
const lengths = { namespace: 64, key: 64, value: 65_535, description: 255 } as const;

function metafieldBody(call: StoreCall, needed: readonly string[]): Partial<Metafield> {
  const body = jsonBody(call.exchange);
  if (!isObject(body)) throw v3Refusal(400, 'The request body is not valid JSON.');
  const wrong: Record<string, string> = {};
  const fields: Partial<Metafield> = {};
  for (const name of needed) if (body[name] === undefined) wrong[name] = `${name} is required`;
  for (const [name, max] of Object.entries(lengths)) {
    const value = body[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' || value.length > max || (value === '' && name !== 'description'))
      wrong[name] = `${name} is invalid`;
    else Object.assign(fields, { [name]: value });
  }
  const permissions = body['permission_set'];
  if (permissions !== undefined) {
    if (typeof permissions !== 'string' || !permissionSets.has(permissions))
      wrong['permission_set'] = 'permission_set is invalid';
    else fields.permission_set = permissions;
  }
  if (Object.keys(wrong).length > 0) throw v3Refusal(422, 'The metafield is invalid.', wrong);
  return fields;
}

function postMetafield(call: StoreCall): Reply {
  const { world, store } = call;
  const order = theOrder(call);
  const fields = metafieldBody(call, ['permission_set', 'namespace', 'key', 'value']);
  if (order.metafields.some((m) => m.namespace === fields.namespace && m.key === fields.key))
    throw v3Refusal(409, 'A metafield with this namespace and key exists already.');
  const now = world.clock.now();
  const field: Metafield = {
    permission_set: 'app_only',
    namespace: '',
    key: '',
    value: '',
    description: '',
    ...fields,
    id: store.book.nextMetafieldId(),
    created: now,
    modified: now,
  };
  order.metafields.push(field);
  world.ledger.record('metafield created', `${store.hash}/${order.id}/${field.namespace}/${field.key}`);
  return ok({ data: metafieldView(order, field, clientOf(call)), meta: {} });
}

function theMetafield(call: StoreCall, order: StoreOrder): Metafield {
  const field = order.metafields.find((m) => m.id === idParam(call.exchange, 'metafieldId'));
  if (!field) throw v3Refusal(404, 'Metafield not found');
  return field;
}

/** Transactions, refunds (to read) and metafields of orders. */
export function paymentRoutes(world: World): StoreRoute[] {
  const transactions = routeMaker(world, 'store_v2_transactions');
  const refunds = routeMaker(world, 'store_v2_transactions', 'store_v2_orders');
  const orders = routeMaker(world, 'store_v2_orders');
  const fields = '/v3/orders/:orderId/metafields';
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
      const order = theOrder(call);
      return ok({ data: order.refunds.map((refund) => refundView(order, refund)), meta: {} });
    }),
    orders('GET', fields, (call) => {
      const { query } = call.exchange;
      const order = theOrder(call);
      onlyV3Filters(
        query,
        new Set(['page', 'limit', 'key', 'key:in', 'namespace', 'namespace:in', 'direction', 'include_fields']),
      );
      const named = (name: 'key' | 'namespace', value: string) =>
        [query.get(name), ...(query.get(`${name}:in`)?.split(',') ?? [])]
          .filter((v) => v !== null)
          .some((v) => v === value);
      const rows = order.metafields.filter((m) =>
        (['key', 'namespace'] as const).every(
          (name) => (!query.has(name) && !query.has(`${name}:in`)) || named(name, m[name]),
        ),
      );
      return v3List(rows, query, (m) => metafieldView(order, m, clientOf(call)));
    }),
    orders('POST', fields, postMetafield),
    orders('GET', `${fields}/:metafieldId`, (call) => {
      const order = theOrder(call);
      return ok({ data: metafieldView(order, theMetafield(call, order), clientOf(call)), meta: {} });
    }),
    orders('PUT', `${fields}/:metafieldId`, (call) => {
      const order = theOrder(call);
      const field = theMetafield(call, order);
      Object.assign(field, metafieldBody(call, []), { modified: world.clock.now() });
      return ok({ data: metafieldView(order, field, clientOf(call)), meta: {} });
    }),
    orders('DELETE', `${fields}/:metafieldId`, (call) => {
      const order = theOrder(call);
      const field = theMetafield(call, order);
      order.metafields = order.metafields.filter((m) => m !== field);
      return noContent;
    }),
  ];
}
