import type { ShippingLink } from '../../contract/shipping.ts';
import { withoutOurNotes } from '../../domain/orders/staff-notes.ts';
import { findPickUp, type AskedSource, type PickUpTexts } from '../../domain/shipping/pick-up/find-pick-up.ts';
import type { PickUpRead } from '../../domain/shipping/pick-up/pick-up-read.ts';
import type { Consignment, Order } from '../../bigcommerce/orders/order-schema.ts';
import type { OpenConnection } from '../runtime/connections.ts';

/** What the order says of an address's pick-up point. No request, unless the link looks into a metafield or a quote. */
export async function pickUpOf(
  open: OpenConnection,
  link: ShippingLink,
  order: Order,
  consignment: Consignment,
): Promise<PickUpRead | undefined> {
  return findPickUp(link, textsOf(order, consignment), (source) => ask(open, order.id, consignment, source));
}

/** All texts of an order that may hold the code of an address. */
export function textsOf(
  { customerMessage, staffNotes }: Pick<Order, 'customerMessage' | 'staffNotes'>,
  { method, person, formFields, lines }: Consignment,
): PickUpTexts {
  const { street1, street2, company } = person;
  const isRefunded = ({ quantity, quantityRefunded }: Consignment['lines'][number]) => quantityRefunded >= quantity;
  return {
    formFields,
    options: lines.filter((line) => !isRefunded(line)).flatMap((line) => line.options),
    refundedOptions: lines.filter(isRefunded).flatMap((line) => line.options),
    customerMessage,
    // Our own notes have numbers of parcels and references in them.
    staffNotes: withoutOurNotes(staffNotes),
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
