import { expect, test } from 'vitest';
import { refusedOrderReason } from '../../../../src/domain/orders/refusal-words.ts';

test.each([
  ["Shipping method 'X' is not enabled for the merchant.", 'shipping-code-refused'],
  ['The shippingCode field is required', 'shipping-code-refused'],
  ['The customer.phone field is required.', 'address-incomplete'],
  ['Invalid zip code', 'address-incomplete'],
  ["Product with code 'A' was not found.", 'rejected-by-myogo'],
  ['No.', 'rejected-by-myogo'],
])('a refusal with the words “%s” is held as %s', (words, reason) => {
  expect(refusedOrderReason(words)).toBe(reason);
});
