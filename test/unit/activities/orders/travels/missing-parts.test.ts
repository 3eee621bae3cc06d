import { describe, expect, test } from 'vitest';
import { missingParts } from '../../../../../src/activities/orders/travels/last-look.ts';
import type { ShippingLink } from '../../../../../src/contract/shipping.ts';

type Given = Parameters<typeof missingParts>;

const person = {
  ...{ firstName: 'Ann', lastName: 'Bee', company: '', street1: 'Street 1', street2: '', city: 'Town', state: '' },
  ...{ zip: '00100', countryIso2: 'fi', phone: '', email: 'a@example.test' },
};
const order = { shipping: [{ addressId: 7, method: 'GLS Home', person }], billing: { phone: '', email: '' } };

function held(links: readonly ShippingLink[], code: string, of: object = order) {
  // Only what is looked at.
  return missingParts({ connection: { links } } as unknown as Given[0], of as Given[1], 7, code);
}

describe('the last look before an order leaves', () => {
  const gls: ShippingLink = { method: 'GLS*', code: 'GLS', needs: ['phone'] };

  test.each<[string, readonly ShippingLink[], string, boolean]>([
    ['by a link that was saved since it was read', [gls], 'GLS', true],
    ['by a code that a person chose, where all its links need it', [{ ...gls, method: 'Other' }], 'GLS', true],
    [
      'not where one of them does not',
      [
        { ...gls, method: 'Other' },
        { method: 'More', code: 'GLS' },
      ],
      'GLS',
      false,
    ],
    ['by its own link, whatever others of the code need', [gls, { method: 'More', code: 'GLS' }], 'GLS', true],
    ['not by its link where a person chose another code', [gls], 'POSTI', false],
    [
      'not where its link needs nothing',
      [
        { method: 'GLS*', code: 'GLS' },
        { ...gls, method: 'X' },
      ],
      'GLS',
      false,
    ],
    [
      'not by a link of another country',
      [
        { ...gls, country: 'SE' },
        { method: 'GLS*', code: 'GLS' },
      ],
      'GLS',
      false,
    ],
  ])('holds what is missing: %s', (_, links, code, isHeld) => {
    const expected = {
      reason: 'address-incomplete',
      message: 'GLS needs what the address lacks: phone.',
      remedy: 'needed-by-link',
    };
    const found = held(links, code);
    if (isHeld) expect(found).toMatchObject(expected);
    else expect(found).toBeUndefined();
  });

  test('lets go what has it', () => {
    expect(held([gls], 'GLS', { ...order, billing: { phone: '040 1', email: '' } })).toBeUndefined();
  });
});
