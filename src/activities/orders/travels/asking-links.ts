import type { AddressNeed, ShippingLink } from '../../../contract/shipping.ts';
import { linksWithNeeds, neededBy, type AskedOf } from '../../../domain/shipping/method-needs.ts';
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
 * person chose it. A code that no link gives is asked for what the setting says.
 */
export function askingLinks(asked: AskedOf, order: Ways, addressId: number, code: string): readonly ShippingLink[] {
  const links = linksWithNeeds(asked);
  const { method = '', person } = order.shipping.find((one) => one.addressId === addressId) ?? {};
  const decision = decideShipping(links, { method, country: person?.countryIso2.toUpperCase() ?? '' });
  if (decision.kind === 'code' && decision.code === code) return [decision.link];
  const ofCode = links.filter((link) => link.code === code);
  return ofCode.length > 0 ? ofCode : [{ method, code, ...neededBy(asked.settings?.methodNeeds, code) }];
}

/** What an address must have, or its goods, to be shipped by a code: what all links need whose wishes it follows. */
export function neededParts(
  ...[asked, order, addressId, code]: Parameters<typeof askingLinks>
): readonly AddressNeed[] {
  if (!asksForMore(asked, ({ needs = [] }) => needs.length > 0)) return [];
  const [first, ...others] = askingLinks(asked, order, addressId, code);
  return (first?.needs ?? []).filter((need) => others.every((other) => other.needs?.includes(need) === true));
}

/** False where neither a link nor the setting asks for such a thing: most integrations ask for nothing. */
export function asksForMore(
  { links, settings }: AskedOf,
  isAsking: (one: Pick<ShippingLink, 'needs' | 'maxWeight'>) => boolean,
): boolean {
  return links.some(isAsking) || settings?.methodNeeds?.some(isAsking) === true;
}
