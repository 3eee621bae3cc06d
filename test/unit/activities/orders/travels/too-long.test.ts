import { describe, expect, test } from 'vitest';
import { tooLong } from '../../../../../src/activities/orders/travels/too-long.ts';
import type { OutgoingOrder } from '../../../../../src/domain/orders/facts/outgoing-order.ts';

const customer = { name: 'N', address1: 'A', city: 'C', countryCode: 'FI' };
function said(words: string, of: Partial<OutgoingOrder> = {}) {
  const body: OutgoingOrder = {
    ...{ reference: 'h-1', shippingCode: 'DHL', status: 'New', orderLines: [] },
    customer,
    ...of,
  };
  const held = tooLong(body, words);
  return held === undefined ? undefined : `${held.reason} ${held.remedy ?? '-'}: ${held.message}`;
}
const takes = (field: string, most: number) =>
  `The field ${field} must be a string or array type with a maximum length of '${most}'.`;

describe('what myOGO calls too long', () => {
  test.each<[string, string, Partial<OutgoingOrder>, string]>([
    [
      'words, by how much',
      takes('comments', 10),
      { comments: 'x'.repeat(11) },
      'comment-undecided words-too-long: The comments has 11 characters, 1 more than the 10 that myOGO takes.',
    ],
    [
      'words of emoji, each of which counts as two',
      takes('Comments', 10),
      { comments: '🙏'.repeat(6) },
      'comment-undecided words-too-long: The Comments has 12 characters (an emoji counts as two), 2 more than the 10 that myOGO takes.',
    ],
    [
      'words whose bytes are counted',
      takes('comments', 10),
      { comments: 'äöäöäö' },
      'comment-undecided words-too-long: The comments has 12 bytes, 2 more than the 10 that myOGO takes.',
    ],
    [
      'words that we count otherwise: they are held all the same',
      takes('comments', 10),
      { comments: 'x'.repeat(10) },
      'comment-undecided words-too-long: The comments is longer than the 10 that myOGO takes, as it counts.',
    ],
    [
      'words, as another library says it',
      "The length of 'Comments' must be 10 characters or fewer. You entered 11 characters.",
      { comments: 'x'.repeat(11) },
      'comment-undecided words-too-long: The Comments has 11 characters, 1 more than the 10 that myOGO takes.',
    ],
    [
      'a part of the address, in whatever letters',
      takes('Customer.Address1', 5),
      { customer: { ...customer, address1: 'Street 1' } },
      'address-incomplete -: The Address1 has 8 characters, 3 more than the 5 that myOGO takes.',
    ],
    [
      'a pick-up point’s code',
      takes('PickUpPointCode', 4),
      { pickUpPointCode: '00118' },
      'pickup-point-missing -: The PickUpPointCode has 5 characters, 1 more than the 4 that myOGO takes.',
    ],
  ])('is held by its field: %s', (_, words, of, expected) => {
    expect(said(words, of)).toBe(expected);
  });

  test.each<[string, string]>([
    ['a field that was not sent', takes('comments', 10)],
    ['a field of its own', takes('warehouseNote', 10)],
    ['what has nothing to do with a length', 'The customer field is required.'],
  ])('is not concluded of %s', (_, words) => {
    expect(said(words)).toBeUndefined();
  });
});
