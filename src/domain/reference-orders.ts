import type { MyOgoStatus, Pieces } from '../contract/orders.ts';
import { compareGoods } from './goods.ts';

/** An order of the warehouse, as far as its place under a reference is judged by it. */
export interface ReferenceOrder {
  readonly status: MyOgoStatus;
  readonly editTime: string | undefined;
  readonly trackingNumber: string | undefined;
  readonly trackingUrl: string | undefined;
  readonly lines: readonly Pieces[];
}

/** What the warehouse holds under one reference of ours. */
export type UnderReference<O> =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly order: O }
  /** Living orders that each could be ours, and that are more than ours together. */
  | { readonly kind: 'duplicate'; readonly count: number }
  /** Other goods, or more than ours. */
  | { readonly kind: 'conflict' };

/**
 * Judges the orders under a reference. Several that hold no more than ours together are the parts of an order that the
 * warehouse split under its own reference (UNCONFIRMED whether it does): they count as one. A cancelled order counts
 * only where no living one is there, and never as a conflict: nothing of it will be shipped.
 *
 * @param ours all goods that our order may hold
 */
export function underReference<O extends ReferenceOrder>(
  orders: readonly O[],
  ours: readonly Pieces[],
): UnderReference<O> {
  const living = orders.filter(({ status }) => status !== 'CANCELLED');
  const [first, ...rest] = living;
  if (first === undefined) {
    const cancelled = orders.find(({ lines }) => compareGoods(ours, lines) !== 'other');
    return cancelled === undefined ? { kind: 'none' } : { kind: 'one', order: cancelled };
  }
  const together = compareGoods(
    ours,
    living.flatMap(({ lines }) => lines),
  );
  if (rest.length === 0) return together === 'other' ? { kind: 'conflict' } : { kind: 'one', order: first };
  if (together === 'other') return { kind: 'duplicate', count: living.length };
  return { kind: 'one', order: joined(first, living) };
}

/** The parts as one order: what of them is shipped, with all their tracking, or all of them where nothing is. */
function joined<O extends ReferenceOrder>(first: O, parts: readonly O[]): O {
  const shipped = parts.filter(({ status }) => status === 'SHIPPED');
  const shown = shipped.length > 0 ? shipped : parts;
  const tracking = shown.flatMap(({ trackingNumber }) => trackingNumber ?? []);
  return {
    ...(shipped[0] ?? first),
    editTime: parts
      .flatMap(({ editTime }) => editTime ?? [])
      .sort()
      .at(-1),
    trackingNumber: tracking.length === 0 ? undefined : tracking.join(','),
    lines: shown.flatMap(({ lines }) => lines),
  };
}
