import type { AddressNeed, ShippingLink } from '../../../contract/shipping.ts';
import { decideShipping } from '../../../domain/shipping/shipping-links.ts';

/** Where an order's addresses are shipped, and by which method. */
export interface Ways {
  readonly shipping: readonly {
    readonly addressId: number;
    readonly method: string;
    readonly person: { readonly countryIso2: string };
  }[];
}

/**
 * Whose wishes an address follows that is shipped by a code: the link that gives it this code now, else all of the code, since a
 * person chose it.
 */
export function askingLinks(
  links: readonly ShippingLink[],
  order: Ways,
  addressId: number,
  code: string,
): readonly ShippingLink[] {
  const { method = '', person } = order.shipping.find((one) => one.addressId === addressId) ?? {};
  const decision = decideShipping(links, { method, country: person?.countryIso2.toUpperCase() ?? '' });
  return decision.kind === 'code' && decision.code === code
    ? [decision.link]
    : links.filter((link) => link.code === code);
}

/** What an address must have, or its goods, to be shipped by a code: what all links need whose wishes it follows. */
export function neededParts(
  ...[links, order, addressId, code]: Parameters<typeof askingLinks>
): readonly AddressNeed[] {
  if (!links.some(({ needs = [] }) => needs.length > 0)) return [];
  const [first, ...others] = askingLinks(links, order, addressId, code);
  return (first?.needs ?? []).filter((need) => others.every((other) => other.needs?.includes(need) === true));
}
