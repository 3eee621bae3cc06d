import { isCancelled } from '../../shared/warehouse-status.ts';
import type { WarehouseOrder } from '../facts/warehouse-facts.ts';

/** Living: it may still leave. Shipped or returned stays so, whatever its word becomes. */
export type OrderState = 'living' | 'shipped' | 'dead';

/** Two looks that did not find a known order: it is gone, and not merely late in a list. */
const LOOKS_UNTIL_VANISHED = 2;

export function isVanished({ missed, left }: WarehouseOrder): boolean {
  return !left && missed.length >= LOOKS_UNTIL_VANISHED;
}

export function stateOf(order: WarehouseOrder): OrderState {
  if (order.left) return 'shipped';
  return isCancelled(order.status) || isVanished(order) ? 'dead' : 'living';
}

/** What has left or may leave takes its pieces first. */
export const rankOf: Record<OrderState, number> = { shipped: 0, living: 1, dead: 2 };
