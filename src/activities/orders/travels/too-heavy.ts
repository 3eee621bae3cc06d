import { weightOf } from '../../../domain/shipping/parcel-weight.ts';
import type { SentLine } from '../../../domain/orders/facts/facts.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import { Held } from './held.ts';
import { askingLinks, asksForMore, type Ways } from './asking-links.ts';

interface Weighed extends Ways {
  readonly shipping: readonly (Ways['shipping'][number] & {
    readonly lines: readonly { readonly id: number; readonly weight: string | undefined }[];
  })[];
}

/**
 * A last look before an order leaves: pieces that weigh more than its method takes. Where several links give it the code, the
 * most that any of them takes.
 * @returns `undefined` where it may leave
 */
export function tooHeavy(
  { connection }: Pick<OpenConnection, 'connection'>,
  order: Weighed,
  addressId: number,
  sent: { readonly code: string; readonly lines: readonly SentLine[] },
): Held | undefined {
  if (!asksForMore(connection, ({ maxWeight }) => maxWeight !== undefined)) return undefined;
  const limits = askingLinks(connection, order, addressId, sent.code).map(({ maxWeight }) => maxWeight ?? Infinity);
  const most = Math.max(...limits);
  const weights = new Map(order.shipping.flatMap(({ lines }) => lines).map(({ id, weight }) => [id, weight]));
  const weight = weightOf(sent.lines.map(({ line, quantity }) => ({ weight: weights.get(line), quantity })));
  if (limits.length === 0 || weight <= most) return undefined;
  const message = `The goods weigh ${weight} in the store’s unit of weight, and ${sent.code} takes ${most} at most.`;
  return new Held('address-incomplete', message, 'too-heavy');
}
