import { createHash } from 'node:crypto';
import type { OrderLine } from './order-line.ts';
import type { Order } from './order-schema.ts';

/**
 * What of an order the merchant may edit, refund or ship by hand, as a digest. Of what our own writes change the status and notes are
 * not in it.
 * @param shipped pieces of a line in shipments that are known; default: what the order says of it
 */
export function editableContent(
  order: Order,
  shipped = ({ quantityShipped }: OrderLine): number => quantityShipped,
): string {
  const { customerMessage, billing, shipping } = order;
  const { paymentStatus, totalIncTax, refundedAmount, storeCredit, giftCertificate } = order;
  const line = (one: OrderLine) => {
    const { id, sku, quantity, quantityRefunded, options, wrappingName, wrappingMessage } = one;
    return [id, sku, quantity, quantityRefunded, shipped(one), options, wrappingName, wrappingMessage];
  };
  const addresses = shipping
    .map(({ addressId, method, person, formFields, lines }) => {
      const inOrder = [...lines].sort((a, b) => a.id - b.id);
      return { addressId, words: [addressId, method, person, formFields, inOrder.map(line)] };
    })
    .sort((a, b) => a.addressId - b.addressId);
  const words = JSON.stringify([
    ...[customerMessage, billing, addresses.map((one) => one.words)],
    // What is collected at the door follows from these.
    ...[paymentStatus, totalIncTax, refundedAmount, storeCredit, giftCertificate],
  ]);
  return createHash('sha256').update(words).digest('base64url').slice(0, 22);
}
