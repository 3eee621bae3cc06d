import type { Person } from '../../../domain/orders/facts/address.ts';
import { missingNeeds, needsWords } from '../../../domain/orders/facts/travels/address-needs.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import { Held } from './held.ts';
import { neededParts } from './asking-links.ts';

interface Addresses {
  readonly shipping: readonly { readonly addressId: number; readonly method: string; readonly person: Person }[];
  readonly billing: { readonly phone: string; readonly email: string };
}

/**
 * A last look before an order leaves: a link or the setting may have been saved since it was read, or a person chose a code. What
 * all links that give it need must be there.
 * @returns `undefined` where it may leave
 */
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
