import { LRUCache } from 'lru-cache';
import type { Order } from '../../bigcommerce/orders/order-schema.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { Dependencies } from '../runtime/dependencies.ts';

const KEEP_MS = 5_000;
const memories = new WeakMap<Dependencies, LRUCache<string, Order>>();

/**
 * Remembers an order that was read a moment ago, in this process alone and for seconds: the hand-over that mostly follows
 * needs the same order, and spends the spared request on a look at the status just before it moves it on.
 */
export function rememberOrder(deps: Dependencies, storeHash: StoreHash, order: Order): void {
  memoryOf(deps).set(`${storeHash}:${order.id}`, order);
}

/** Takes what is remembered: it is used once. */
export function takeRecentOrder(deps: Dependencies, storeHash: StoreHash, orderId: number): Order | undefined {
  const memory = memoryOf(deps);
  const key = `${storeHash}:${orderId}`;
  const order = memory.get(key);
  memory.delete(key);
  return order;
}

function memoryOf(deps: Dependencies): LRUCache<string, Order> {
  const memory = memories.get(deps) ?? new LRUCache<string, Order>({ max: 500, ttl: KEEP_MS });
  memories.set(deps, memory);
  return memory;
}
