import type { ShippingLink } from '../../contract/shipping.ts';
import { findPickUp, type AskedSource, type PickUpTexts } from '../../domain/shipping/pick-up/find-pick-up.ts';
import type { PickUpRead } from '../../domain/shipping/pick-up/pick-up-read.ts';
import { compileLinks } from '../../domain/shipping/link-rank.ts';
import { decideShipping, needsCode } from '../../domain/shipping/shipping-links.ts';
import type { Consignment, Order } from '../../bigcommerce/orders/order-schema.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import { decideFor } from './shipping.ts';

/**
 * What the order says of an address's pick-up point, by the links as they are now. No request, unless the link that fits looks
 * into a metafield or a quote, or may only fit by the method's code. `undefined` where its method has no pick-up point.
 */
export async function pickUpOf(
  open: OpenConnection,
  order: Order,
  consignment: Consignment,
): Promise<PickUpRead | undefined> {
  const link = await linkWithPickUp(open, order.id, consignment);
  if (link === undefined) return undefined;
  return findPickUp(link, textsOf(order, consignment), (source) => ask(open, order.id, consignment, source));
}

/** The link that an address is shipped by, where it has a pick-up point. */
async function linkWithPickUp(
  open: OpenConnection,
  orderId: number,
  { addressId, method, person }: Pick<Consignment, 'addressId' | 'method' | 'person'>,
): Promise<ShippingLink | undefined> {
  const { links } = open.connection;
  // An integration without such links asks nothing.
  if (!links.some(hasPickUp)) return undefined;
  const of = { method, country: person.countryIso2.toUpperCase() };
  const table = compileLinks(links);
  const decision = needsCode(table, of) ? await decideFor(open, orderId, addressId, of) : decideShipping(table, of);
  return decision.kind === 'code' && hasPickUp(decision.link) ? decision.link : undefined;
}

/** True where the method of a link goes to a pick-up point. */
function hasPickUp({ pickUpPoint = 'none' }: ShippingLink): boolean {
  return pickUpPoint !== 'none';
}

/** All texts of an order that may hold the code of an address. */
export function textsOf(
  { customerMessage, staffNotes }: Pick<Order, 'customerMessage' | 'staffNotes'>,
  { method, person, formFields, lines }: Consignment,
): PickUpTexts {
  const { street1, street2, company } = person;
  return {
    formFields,
    options: lines.flatMap((line) => line.options),
    customerMessage,
    staffNotes,
    method,
    addressLines: [street1, street2, company],
  };
}

async function ask(
  { store }: OpenConnection,
  orderId: number,
  { addressId }: Consignment,
  source: AskedSource,
): Promise<readonly string[]> {
  if (source.kind === 'metafield') {
    const { namespace, key } = source;
    return (await store.metafields.list(orderId, { namespace, key })).map(({ value }) => value);
  }
  const quotes = await store.quotes.list(orderId, addressId);
  return quotes.map(({ rateId, rateCode }) => (source.field === 'rate_id' ? rateId : rateCode));
}
