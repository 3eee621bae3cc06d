import { isReturned } from '../shared/warehouse-status.ts';
import type { MyOgoStatus } from '../../contract/orders.ts';
import { defined } from '../../contract/defined.ts';
import { fieldLimits } from '../shared/field-limits.ts';
import { visible } from '../shared/visible.ts';

/** One shipment to write into the store: a tracking number and the pieces it carries. */
export interface ParcelPlan {
  readonly trackingNumber?: string;
  readonly lines: readonly { readonly orderProductId: number; readonly quantity: number }[];
  /** Numbers that could not have a piece of their own. */
  readonly furtherNumbers: readonly string[];
}

/** The store's limit for a tracking number. */
export const MAX_TRACKING = fieldLimits.trackingNumber.most;

/**
 * A text of tracking numbers with commas between them: people part them by semicolons, lines, bars and tabs, too, or by a sign
 * with spaces around it, and none of these stands in a number, nor does what nobody sees. Facts hold it so, whichever side it came from: one text read in two ways would be told twice.
 */
export function withCommas(text: string): string {
  return visible(text).replace(/[;|\t\r\n\v\f\u2028\u2029，；、｜]+|\s[/&+]\s/g, ',');
}

/** Tracking numbers, separated by commas. */
export function trackingNumbers(text: string | undefined): readonly string[] {
  const numbers = (text ?? '')
    .split(',')
    .map((number) => number.trim())
    .filter((number) => number !== '');
  return [...new Set(numbers)];
}

/**
 * Spreads pieces over parcels. The warehouse does not say which parcel holds what, and the store's shipment takes one
 * number: each further number gets one piece, the first gets the rest, so that the quantities are exact. Numbers for
 * which no piece is left, and numbers that the store's field cannot hold, are named in the first shipment's comment.
 */
export function planParcels(
  lines: readonly { readonly orderProductId: number; readonly quantity: number }[],
  tracking: string | undefined,
): readonly ParcelPlan[] {
  const left = piecesOf(lines);
  const pieces = left.reduce((sum, { quantity }) => sum + quantity, 0);
  if (pieces === 0) return [];
  const all = trackingNumbers(tracking);
  const usable = all.filter((number) => number.length <= MAX_TRACKING);
  const [first, ...rest] = usable;
  const own = rest.slice(0, pieces - 1);
  const furtherNumbers = [...rest.slice(own.length), ...all.filter((number) => number.length > MAX_TRACKING)];
  // The last pieces go one by one, the last of them with the last number.
  const single = own.toReversed().map((trackingNumber) => ({
    trackingNumber,
    lines: [{ orderProductId: takeLast(left), quantity: 1 }],
    furtherNumbers: [],
  }));
  return [
    {
      ...defined({ trackingNumber: first }),
      lines: left.filter(({ quantity }) => quantity > 0),
      furtherNumbers,
    },
    ...single.toReversed(),
  ];
}

/** The pieces of each line, to be taken from. Counted, never one by one: there is no bound to what an order may say. */
function piecesOf(lines: ParcelPlan['lines']): { orderProductId: number; quantity: number }[] {
  const pieces = new Map<number, number>();
  for (const { orderProductId, quantity } of lines) {
    if (quantity > 0) pieces.set(orderProductId, (pieces.get(orderProductId) ?? 0) + quantity);
  }
  return [...pieces].map(([orderProductId, quantity]) => ({ orderProductId, quantity }));
}

/** Takes the last piece. @returns its line; there is one, because the first number keeps one */
function takeLast(left: { orderProductId: number; quantity: number }[]): number {
  const last = left.findLast(({ quantity }) => quantity > 0);
  if (last === undefined) throw new TypeError('More parcels than pieces.');
  last.quantity -= 1;
  return last.orderProductId;
}

/** An order that left the warehouse, as far as its number is concerned. */
export interface Left {
  readonly status: MyOgoStatus;
  readonly trackingNumber?: string;
  /** ISO time since when it is known to have this status. */
  readonly since: string;
}

/** Epoch ms until which a shipped order without a number waits for one; 0 where it waits for none. */
export function waitsForNumber(order: Left, waitForTrackingMinutes: number): number {
  if (order.trackingNumber !== undefined || isReturned(order.status)) return 0;
  return Date.parse(order.since) + waitForTrackingMinutes * 60_000;
}
