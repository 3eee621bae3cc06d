import { readDate } from '../clock.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import { included } from './consignments.ts';
import { v2Refusal } from './errors.ts';
import type { StoreOrder } from './order-state.ts';
import { orderStatuses } from './order-state.ts';
import { orderView } from './order-view.ts';
import type { StoreCall } from './route.ts';
import { onlyFilters, v2List, wholeNumber } from './v2-list.ts';

const filters = new Set(
  'min_id max_id min_total max_total customer_id email status_id cart_id payment_method min_date_created max_date_created min_date_modified max_date_modified page limit sort channel_id external_order_id include consignment_structure is_deleted'.split(
    ' ',
  ),
);

const sortKeys: Record<string, (order: StoreOrder) => number | string> = {
  id: (o) => o.id,
  customer_id: (o) => o.customerId,
  date_created: (o) => seconds(o.created),
  date_modified: (o) => seconds(o.modified),
  status_id: (o) => o.statusId,
  channel_id: (o) => o.channelId,
  external_id: () => '',
};

/** V2 dates have whole seconds, in filters and in sorting. */
const seconds = (ms: number): number => Math.floor(ms / 1000);

function dateFilter(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const ms = readDate(text);
  if (ms === undefined) throw v2Refusal(`The field '${name}' is invalid.`);
  return seconds(ms);
}

function matching(call: StoreCall): StoreOrder[] {
  const { archivedInLists } = call.world.settings.of(call.store.hash);
  const { query } = call.exchange;
  const { book } = call.store;
  onlyFilters(query, filters);
  const number = (name: string) => wholeNumber(query, name);
  const statusId = number('status_id');
  const minModified = dateFilter(query, 'min_date_modified');
  const maxModified = dateFilter(query, 'max_date_modified');
  const minCreated = dateFilter(query, 'min_date_created');
  const maxCreated = dateFilter(query, 'max_date_created');
  const minId = number('min_id');
  const maxId = number('max_id');
  const customerId = number('customer_id');
  const channelId = number('channel_id');
  const email = query.get('email');
  const paymentMethod = query.get('payment_method');
  const externalOrderId = query.get('external_order_id');
  const deleted = query.get('is_deleted');
  const total = (o: StoreOrder) => Number(orderView(call.store, o)['total_inc_tax']);
  const minTotal = number('min_total');
  const maxTotal = number('max_total');

  const candidates =
    minModified !== undefined
      ? book.byModified.from(minModified * 1000)
      : statusId !== undefined
        ? book.withStatus(statusId)
        : book.orders.values();
  const found: StoreOrder[] = [];
  for (const order of candidates) {
    if (statusId !== undefined && order.statusId !== statusId) continue;
    if (order.gone !== undefined) continue;
    // UNCONFIRMED on the real side: archived orders are left out unless they are asked for.
    const shows = deleted === null && archivedInLists ? order.isDeleted : deleted === 'true' || deleted === '1';
    if (order.isDeleted !== shows) continue;
    if (minId !== undefined && order.id < minId) continue;
    if (maxId !== undefined && order.id > maxId) continue;
    if (maxModified !== undefined && seconds(order.modified) > maxModified) continue;
    if (minCreated !== undefined && seconds(order.created) < minCreated) continue;
    if (maxCreated !== undefined && seconds(order.created) > maxCreated) continue;
    if (customerId !== undefined && order.customerId !== customerId) continue;
    if (channelId !== undefined && order.channelId !== channelId) continue;
    if (email !== null && order.billing.email !== email) continue;
    if (paymentMethod !== null && order.paymentMethod !== paymentMethod) continue;
    if (externalOrderId !== null && order.externalOrderId !== externalOrderId) continue;
    if (query.has('cart_id') && orderView(call.store, order)['cart_id'] !== query.get('cart_id')) continue;
    if (minTotal !== undefined && total(order) < minTotal) continue;
    if (maxTotal !== undefined && total(order) > maxTotal) continue;
    found.push(order);
  }
  return found;
}

function sorted(orders: StoreOrder[], sort: string | null): StoreOrder[] {
  const [name = 'id', direction = 'asc'] = (sort ?? 'id').split(':');
  const key = Object.hasOwn(sortKeys, name) ? sortKeys[name] : undefined;
  if (!key || !['asc', 'desc'].includes(direction)) throw v2Refusal("The field 'sort' is invalid.");
  const sign = direction === 'desc' ? -1 : 1;
  return orders.sort((a, b) => {
    const left = key(a);
    const right = key(b);
    return sign * (left < right ? -1 : left > right ? 1 : a.id - b.id);
  });
}

/** `GET /v2/orders` */
export function listOrders(call: StoreCall): Reply {
  const { query } = call.exchange;
  const orders = sorted(matching(call), query.get('sort'));
  return v2List(orders, query, (order) => ({ ...orderView(call.store, order), ...included(call.store, order, query) }));
}

/** `GET /v2/orders/count` */
export function countOrders({ store }: StoreCall): Reply {
  const count = (id: number) =>
    [...store.book.withStatus(id)].filter((o) => !o.isDeleted && o.gone === undefined).length;
  const statuses = orderStatuses.map((status, order) => ({
    ...statusView(status.id),
    sort_order: order,
    count: count(status.id),
  }));
  return ok({ statuses, count: statuses.reduce((sum, s) => sum + s.count, 0) });
}

export function statusView(id: number): Record<string, unknown> {
  const status = orderStatuses.find((s) => s.id === id);
  return {
    id,
    name: status?.name ?? '',
    system_label: status?.name ?? '',
    custom_label: status?.name ?? '',
    system_description: status?.description ?? '',
  };
}
