import { expect, test } from 'vitest';
import type { ShippingLink } from '../../../../../src/contract/shipping.ts';
import { tooHeavy } from '../../../../../src/activities/orders/travels/last-look.ts';

type Given = Parameters<typeof tooHeavy>;

const order = {
  shipping: [
    {
      ...{ addressId: 7, method: 'GLS Home', person: { countryIso2: 'FI' } },
      lines: [
        { id: 1, weight: '1.5000' },
        { id: 2, weight: undefined },
        { id: 3, weight: '0.0000' },
      ],
    },
  ],
};
const gls: ShippingLink = { method: 'GLS*', code: 'GLS', maxWeight: 4 };

function held(links: readonly ShippingLink[], pieces: readonly (readonly [number, number])[], code = 'GLS') {
  const lines = pieces.map(([line, quantity]) => ({ line, code: 'A', quantity }));
  // Only what is looked at.
  return tooHeavy({ connection: { links } } as unknown as Given[0], order, 7, { code, lines });
}

test.each<[string, Parameters<typeof held>, boolean]>([
  ['what weighs more than the link takes', [[gls], [[1, 3]]], true],
  ['not what weighs as much', [[{ ...gls, maxWeight: 4.5 }], [[1, 3]]], false],
  ['not the part of an order that is light enough', [[gls], [[1, 2]]], false],
  ['what a person sends by a code whose links all have a limit', [[{ ...gls, method: 'Other' }], [[1, 3]]], true],
  [
    'not where one of them has none',
    [
      [
        { ...gls, method: 'Other' },
        { method: 'More', code: 'GLS' },
      ],
      [[1, 3]],
    ],
    false,
  ],
  [
    'not where one of them takes more',
    [
      [
        { ...gls, method: 'O' },
        { ...gls, method: 'M', maxWeight: 9 },
      ],
      [[1, 3]],
    ],
    false,
  ],
  ['not by a link of another code', [[gls], [[1, 3]], 'POSTI'], false],
  [
    'not where no weight is known',
    [
      [gls],
      [
        [2, 99],
        [3, 99],
      ],
    ],
    false,
  ],
  [
    'what is known to weigh too much already',
    [
      [gls],
      [
        [1, 3],
        [2, 1],
      ],
    ],
    true,
  ],
  ['not a line that is gone from the address', [[gls], [[9, 5]]], false],
])('a last look holds %s', (_, given, isHeld) => {
  const found = held(...given);
  if (!isHeld) expect(found).toBeUndefined();
  else
    expect(found).toMatchObject({
      ...{ reason: 'address-incomplete', remedy: 'too-heavy' },
      message: 'The goods weigh 4.5 in the store’s unit of weight, and GLS takes 4 at most.',
    });
});
