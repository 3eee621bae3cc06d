import type { Person } from '../../../domain/orders/facts/address.ts';
import { missingNeeds, needsWords } from '../../../domain/orders/facts/travels/address-needs.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import { Held } from './held.ts';
import { askingLinks, asksForMore, neededParts, type Ways } from './asking-links.ts';
import { weightOf } from '../../../domain/shipping/parcel-weight.ts';
import type { Sending, SentLine } from '../../../domain/orders/facts/facts.ts';

/**
 * Before an order leaves: what its method asks for may have been saved since it was read, or a person chose a code.
 * @returns `undefined` where it may leave
 */
export function lastLook(
  open: OpenConnection,
  order: Addresses & Weighed,
  addressId: number,
  sending: Pick<Sending, 'code' | 'lines' | 'pickUpPoint'>,
): Held | undefined {
  const { code, pickUpPoint } = sending;
  return (
    (pickUpPoint === undefined ? missingPoint(open, order, addressId, code) : undefined) ??
    missingParts(open, order, addressId, code) ??
    tooHeavy(open, order, addressId, sending)
  );
}

interface Addresses {
  readonly shipping: readonly { readonly addressId: number; readonly method: string; readonly person: Person }[];
  readonly billing: { readonly phone: string; readonly email: string };
}

/** What all links that give it its code need, or the setting, must be there. */
export function missingParts(
  { connection }: Pick<OpenConnection, 'connection'>,
  order: Addresses,
  addressId: number,
  code: string,
): Held | undefined {
  const person = order.shipping.find((one) => one.addressId === addressId)?.person;
  const needs = neededParts(connection, order, addressId, code);
  if (person === undefined || needs.length === 0) return undefined;
  const missing = missingNeeds(needs, person, order.billing);
  if (missing.length === 0) return undefined;
  return new Held('address-incomplete', needsWords({ shippingCode: code, missing }), 'needed-by-link');
}

/** It leaves without a pick-up point, and all links that give it its code ask for one. */
function missingPoint({ connection }: OpenConnection, order: Ways, addressId: number, code: string): Held | undefined {
  if (!connection.links.some((link) => link.code === code && link.pickUpPoint === 'required')) return undefined;
  const asking = askingLinks(connection, order, addressId, code);
  if (!asking.every(({ pickUpPoint }) => pickUpPoint === 'required')) return undefined;
  return new Held('pickup-point-missing', `${code} goes to a pick-up point, and nobody has said to which.`);
}

interface Weighed extends Ways {
  readonly shipping: readonly (Ways['shipping'][number] & {
    readonly lines: readonly { readonly id: number; readonly weight: string | undefined }[];
  })[];
}

/** Its pieces weigh more than its method takes; where several links give it the code, more than any of them takes. */
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
