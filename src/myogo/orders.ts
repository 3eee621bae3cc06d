import { type Page, type PageOptions, pagesOf } from '../http/paging.ts';
import type { ChangedFilter, MerchantCaller } from './merchant-request.ts';
import { isUnset } from '../http/row-fields.ts';
import {
  answerRows,
  type FoundOrder,
  foundOrderRows,
  fullOrderRows,
  type NewOrder,
  type Order,
  orderRows,
} from './order-schema.ts';

export type { FoundOrder, NewOrder, Order } from './order-schema.ts';

/** Orders of a merchant (ApiV1). */
export interface OrdersResource {
  /**
   * The orders of exactly this reference, case included: none, one, or several where the warehouse took it twice.
   * @throws HttpFailure `UnexpectedResponse` where one of them cannot be read: it is not absent
   */
  byReference(reference: string): Promise<readonly Order[]>;
  /** One page of the orders changed since a time (ISO 8601). Their order is not documented (UNCONFIRMED). */
  changedSince(modifiedAfter: string, options?: PageOptions): Promise<Page<Order>>;
  /** All pages, one request each. */
  pages(filter: ChangedFilter): AsyncGenerator<Page<Order>, void, undefined>;
  /** The same, each with its person, fit to be compared and to be sent again. */
  found(reference: string): Promise<readonly FoundOrder[]>;
  /** One order with its person, fit to be sent again by `update`; undefined where there is none. */
  full(reference: string): Promise<NewOrder | undefined>;
  /** Hands an order over. The reference is the only key against doing it twice: look first. */
  create(order: NewOrder): Promise<Order>;
  /** Lines, when given, replace the whole list. Honoured only where the merchant allows it, and only while NEW. */
  update(reference: string, order: NewOrder): Promise<Order>;
}

const path = '/api/v1/Orders';

/** No order is made of nothing. */
const isNothing = (lines: unknown): boolean => isUnset(lines) || (Array.isArray(lines) && lines.length === 0);

/** @internal */
export function createOrders(caller: MerchantCaller): OrdersResource {
  const list = ({ modifiedAfter, ...options }: ChangedFilter): Promise<Page<Order>> =>
    caller.list({ method: 'GET', path, query: { modifiedAfter } }, orderRows, options);

  return {
    byReference: (reference) =>
      caller.everyMatching({ method: 'GET', path, query: { reference } }, orderRows, 'reference', reference),
    found: (reference) =>
      caller.everyMatching({ method: 'GET', path, query: { reference } }, foundOrderRows, 'reference', reference),
    changedSince: (modifiedAfter, options = {}) => list({ ...options, modifiedAfter }),
    pages: (filter) => pagesOf('myogo', list, filter),
    async full(reference) {
      const request = { method: 'GET', path, query: { reference } } as const;
      const [order] = await caller.everyMatching(request, fullOrderRows, 'reference', reference);
      return order;
    },
    create: (order) => caller.row({ method: 'POST', path, body: order }, answerRows(order, isNothing)),
    update: (reference, order) =>
      caller.row({ method: 'PUT', path: `${path}/{}`, id: reference, body: order }, answerRows(order, isUnset)),
  };
}
