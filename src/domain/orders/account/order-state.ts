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

/** One look did not find it: the second decides whether it is gone. */
export function isMissed({ order, state }: { readonly order: WarehouseOrder; readonly state: OrderState }): boolean {
  return state === 'living' && order.missed.length > 0;
}

/** What has left or may leave takes its pieces first. */
export const rankOf: Record<OrderState, number> = { shipped: 0, living: 1, dead: 2 };

/** The warehouse's ids are numbers written as text: "99" is before "100". What is no number comes last. */
export function compareKeys(a: string, b: string): number {
  const [x, y] = [a, b].map((key) => (/^\d+$/.test(key) ? key.replace(/^0+(?=\d)/, '') : undefined));
  if (x !== undefined && y !== undefined && x !== y) return x.length - y.length || (x < y ? -1 : 1);
  if ((x === undefined) !== (y === undefined)) return x === undefined ? 1 : -1;
  return a < b ? -1 : Number(a > b);
}
