import { createHash } from 'node:crypto';
import type { OrderLine } from './order-line.ts';
import type { Order } from './order-schema.ts';

/** What of an order the merchant may edit, as a digest: what our own writes change is not in it. */
export function editableContent({ customerMessage, billing, shipping }: Order): string {
  const line = ({ id, sku, quantity, quantityRefunded, options, wrappingName, wrappingMessage }: OrderLine) => [
    ...[id, sku, quantity, quantityRefunded, options, wrappingName, wrappingMessage],
  ];
  const addresses = shipping
    .map(({ addressId, method, person, formFields, lines }) => {
      const inOrder = [...lines].sort((a, b) => a.id - b.id);
      return { addressId, words: [addressId, method, person, formFields, inOrder.map(line)] };
    })
    .sort((a, b) => a.addressId - b.addressId);
  const words = JSON.stringify([customerMessage, billing, addresses.map((one) => one.words)]);
  return createHash('sha256').update(words).digest('base64url').slice(0, 22);
}
