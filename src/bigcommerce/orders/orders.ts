import { defined } from '../../contract/defined.ts';
import { serverTimeOf } from '../../http/headers.ts';
import { decodeRow } from '../../http/json.ts';
import { allRows, type Page, type PageOptions, pagesOf } from '../../http/paging.ts';
import { type OddOrder, oddOrder, ordersForStock } from './order-goods.ts';
import { orderLineRows, type OrderLine } from './order-line.ts';
import { type FoundOrder, ordersWithLines, withAllLines } from './order-lines.ts';
import { type Order, type OrderRow, orderRows } from './order-schema.ts';
import type { Rows } from '../../http/rows.ts';
import type { Query } from '../store-path.ts';
import type { StoreCaller } from '../store-request.ts';

/** Which orders. Dates are ISO 8601, inclusive, with one-second granularity. */
export interface OrderFilter extends PageOptions {
  readonly minDateModified?: string;
  readonly maxDateModified?: string;
  readonly minDateCreated?: string;
  readonly maxDateCreated?: string;
  /** One status; for several, ask by date and filter. */
  readonly statusId?: number;
  readonly minId?: number;
  readonly maxId?: number;
  /** For example `id:asc` or `date_modified:asc`. BigCommerce's default is `id`, ascending. */
  readonly sort?: `${'id' | 'date_created' | 'date_modified' | 'status_id'}:${'asc' | 'desc'}`;
  /** With the lines, always complete: an order whose lines were cut short costs further requests. */
  readonly withLines?: boolean;
}

/** Orders of a store (V2). */
export interface OrdersResource {
  /** One page. */
  list(filter: OrderFilter & { readonly withLines: true }): Promise<Page<Order>>;
  list(filter: OrderFilter): Promise<Page<OrderRow>>;
  /** One page with the lines, and with the goods of those that are odd: nobody may take them for orders of none. */
  listForStock(filter: OrderFilter): Promise<Page<Order> & { readonly odd: readonly OddOrder[] }>;
  /** All pages, one request each. */
  pages(filter: OrderFilter & { readonly withLines: true }): AsyncGenerator<Page<Order>, void, undefined>;
  pages(filter: OrderFilter): AsyncGenerator<Page<OrderRow>, void, undefined>;
  /** @throws HttpFailure `NotFound` where there is no such order */
  get(orderId: number, options: { readonly withLines: true }): Promise<Order>;
  get(orderId: number): Promise<OrderRow>;
  /** Changes the status, the staff's notes or both; nothing else of the order moves. */
  update(orderId: number, change: OrderChange): Promise<OrderRow>;
}

/** What a warehouse may change on an order. */
export interface OrderChange {
  readonly statusId?: number;
  readonly staffNotes?: string;
}

/** The lines of an order on their own (V2). */
export interface OrderProductsResource {
  /** All lines, all pages. */
  all(orderId: number): Promise<Rows<OrderLine>>;
  pages(orderId: number): AsyncGenerator<Page<OrderLine>, void, undefined>;
}

const capability = 'Orders';
const WITH_LINES = { include: 'consignments.line_items', consignment_structure: 'object' } as const;

/** @internal */
export function createOrderProducts(caller: StoreCaller): OrderProductsResource {
  const productsOf = (orderId: number, options: PageOptions): Promise<Page<OrderLine>> =>
    caller.listV2(
      { method: 'GET', path: '/v2/orders/{}/products', ids: [orderId], capability },
      orderLineRows,
      options,
    );
  return {
    pages: (orderId) => pagesOf('bigcommerce', (options: PageOptions) => productsOf(orderId, options), {}),
    all: (orderId) => allRows('bigcommerce', (options) => productsOf(orderId, options)),
  };
}

/** @internal */
export function createOrders(caller: StoreCaller, orderProducts: OrderProductsResource): OrdersResource {
  async function listRows(filter: OrderFilter): Promise<Page<OrderRow>> {
    return caller.listV2({ method: 'GET', path: '/v2/orders', query: queryOf(filter), capability }, orderRows, filter);
  }

  async function listWithLines(filter: OrderFilter): Promise<Page<Order>> {
    const query = { ...queryOf(filter), ...WITH_LINES };
    const page = await caller.listV2({ method: 'GET', path: '/v2/orders', query, capability }, ordersWithLines, filter);
    const rows: Order[] = [];
    for (const found of page.rows) rows.push(await complete(found));
    return { ...page, rows };
  }

  async function listForStock(filter: OrderFilter): Promise<Page<Order> & { readonly odd: readonly OddOrder[] }> {
    const query = { ...queryOf(filter), ...WITH_LINES };
    const page = await caller.listV2({ method: 'GET', path: '/v2/orders', query, capability }, ordersForStock, filter);
    const rows: Order[] = [];
    const odd: OddOrder[] = [];
    const unreadable = [...page.unreadable];
    for (const row of page.rows) {
      if (row.unreadable !== undefined) {
        const { id } = row.unreadable;
        unreadable.push(row.unreadable);
        if (typeof id === 'number' && !row.isDeleted) odd.push({ id, lines: row.loose() });
      } else if (row.found !== undefined) {
        const order = await complete(row.found);
        rows.push(order);
        if (order.contradictions.length > 0 && !order.isDeleted) odd.push(oddOrder(order, row.loose()));
      }
    }
    const leftOut = [...page.leftOut, ...page.rows.flatMap((row) => row.leftOut)];
    return { ...page, rows, odd, unreadable, leftOut };
  }

  async function complete({ order, complete: whole }: FoundOrder): Promise<Order> {
    if (whole) return order;
    return withAllLines(order, await orderProducts.all(order.id));
  }

  function list(filter: OrderFilter & { readonly withLines: true }): Promise<Page<Order>>;
  function list(filter: OrderFilter): Promise<Page<OrderRow>>;
  function list(filter: OrderFilter): Promise<Page<OrderRow>> {
    return filter.withLines === true ? listWithLines(filter) : listRows(filter);
  }

  function pages(filter: OrderFilter & { readonly withLines: true }): AsyncGenerator<Page<Order>, void, undefined>;
  function pages(filter: OrderFilter): AsyncGenerator<Page<OrderRow>, void, undefined>;
  function pages(filter: OrderFilter): AsyncGenerator<Page<OrderRow>, void, undefined> {
    return pagesOf('bigcommerce', (one: OrderFilter): Promise<Page<OrderRow>> => list(one), filter);
  }

  function get(orderId: number, options: { readonly withLines: true }): Promise<Order>;
  function get(orderId: number): Promise<OrderRow>;
  async function get(orderId: number, options?: { readonly withLines: true }): Promise<OrderRow> {
    const request = { method: 'GET', path: '/v2/orders/{}', ids: [orderId], capability } as const;
    if (options === undefined) return caller.row(request, orderRows);
    const { answer, call } = await caller.send({ ...request, query: WITH_LINES });
    const order = await complete(decodeRow(answer, ordersWithLines, call));
    return { ...order, ...defined({ answeredAt: serverTimeOf(answer.headers) }) } satisfies Order;
  }

  return {
    list,
    listForStock,
    pages,
    get,
    update: (orderId, { statusId, staffNotes }) =>
      caller.row(
        {
          method: 'PUT',
          path: '/v2/orders/{}',
          ids: [orderId],
          // Undefined fields are left out of the JSON. Lines are never sent: that would recalculate the order.
          body: { status_id: statusId, staff_notes: staffNotes },
          capability,
        },
        orderRows,
      ),
  };
}

function queryOf(filter: OrderFilter): Query {
  return {
    min_date_modified: filter.minDateModified,
    max_date_modified: filter.maxDateModified,
    min_date_created: filter.minDateCreated,
    max_date_created: filter.maxDateCreated,
    status_id: filter.statusId,
    min_id: filter.minId,
    max_id: filter.maxId,
    sort: filter.sort,
  };
}
