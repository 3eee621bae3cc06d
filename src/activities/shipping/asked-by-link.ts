import { defined } from '../../contract/defined.ts';
import type { ShippingLink } from '../../contract/shipping.ts';
import type { ReadAddress } from '../../domain/orders/facts/places.ts';
import { missingNeeds } from '../../domain/orders/facts/travels/address-needs.ts';
import { linksWithNeeds } from '../../domain/shipping/method-needs.ts';
import { compileLinks } from '../../domain/shipping/link-rank.ts';
import { decideShipping, needsCode } from '../../domain/shipping/shipping-links.ts';
import type { Consignment, Order } from '../../bigcommerce/orders/order-schema.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import { pickUpOf } from './pick-up.ts';
import { decideFor } from './shipping.ts';

/**
 * What the order says of all that the link of an address asks for, by the links and the setting as they are now. No request, unless the link
 * looks where one is needed, or may only fit by the method's code. Nothing where it asks for nothing.
 */
export async function askedByLink(
  open: OpenConnection,
  order: Order,
  consignment: Consignment,
): Promise<Pick<ReadAddress, 'pickUp' | 'needs'>> {
  const link = await askingLink(open, order.id, consignment);
  if (link === undefined) return {};
  const missing = missingNeeds(link.needs ?? [], consignment.person, order.billing);
  return defined({
    pickUp: await pickUpOf(open, link, order, consignment),
    needs: missing.length === 0 ? undefined : { shippingCode: link.code, missing },
  });
}

/** The link that an address is shipped by, where it asks for something. */
async function askingLink(
  open: OpenConnection,
  orderId: number,
  { addressId, method, person }: Pick<Consignment, 'addressId' | 'method' | 'person'>,
): Promise<ShippingLink | undefined> {
  const links = linksWithNeeds(open.connection);
  // An integration without such links asks nothing.
  if (!links.some(asks)) return undefined;
  const of = { method, country: person.countryIso2.toUpperCase() };
  const table = compileLinks(links);
  const decision = needsCode(table, of)
    ? await decideFor(open, orderId, addressId, of, table)
    : decideShipping(table, of);
  return decision.kind === 'code' && asks(decision.link) ? decision.link : undefined;
}

function asks({ pickUpPoint = 'none', needs = [] }: ShippingLink): boolean {
  return pickUpPoint !== 'none' || needs.length > 0;
}
