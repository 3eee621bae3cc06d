import { LRUCache } from 'lru-cache';
import type { Order, OrderRow } from '../../bigcommerce/orders/order-schema.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { StatusRead } from '../../domain/orders/facts/facts.ts';
import type { OpenConnection } from '../runtime/connections.ts';

const KEEP_MS = 5_000;

/**
 * Remembers an order that was read a moment ago, in this process alone and for seconds: the hand-over that mostly follows
 * needs the same order, and spends the spared request on a look at the status just before it moves it on.
 */
export class OrderCache {
  readonly #orders = new LRUCache<string, Order>({ max: 500, ttl: KEEP_MS });

  remember(storeHash: StoreHash, order: Order): void {
    this.#orders.set(`${storeHash}:${order.id}`, order);
  }

  /** Takes what is remembered: it is used once. */
  take(storeHash: StoreHash, orderId: number): Order | undefined {
    const key = `${storeHash}:${orderId}`;
    const order = this.#orders.get(key);
    this.#orders.delete(key);
    return order;
  }
}

/** Whatever else the store's order has become, it was not what was decided by: nothing else is sent. */
export function isAsRead(order: Pick<OrderRow, 'dateModified' | 'statusId' | 'isDeleted'>, read: StatusRead): boolean {
  return order.dateModified === read.version && order.statusId === read.status && !order.isDeleted;
}

/** The merchant has changed settings or links since that reading. */
export function isSaidAnew(
  { versions }: Pick<OpenConnection, 'versions'>,
  { settings = Infinity, links = Infinity }: { readonly settings?: number; readonly links?: number },
): boolean {
  return versions.settings > settings || versions.links > links;
}
