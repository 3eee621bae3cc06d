import { describe, expect, test } from 'vitest';
import type { MethodNeeds } from '../../../../src/contract/settings.ts';
import type { ShippingLink } from '../../../../src/contract/shipping.ts';
import { linksWithNeeds, neededBy } from '../../../../src/domain/shipping/method-needs.ts';

const by: readonly MethodNeeds[] = [
  { shippingCode: '*', needs: ['email'] },
  { shippingCode: 'GLS*', needs: ['street-number', 'phone'], maxWeight: 30 },
  { shippingCode: 'gls-light', maxWeight: 2 },
];

describe('what the setting says of a code', () => {
  test.each<[string, object]>([
    ['POSTI', { needs: ['email'] }],
    ['GLS', { needs: ['phone', 'email', 'street-number'], maxWeight: 30 }],
    [' gls-LIGHT ', { needs: ['phone', 'email', 'street-number'], maxWeight: 2 }],
  ])('counts all that fits %j together', (code, expected) => {
    expect(neededBy(by, code)).toEqual(expected);
  });

  test('is nothing where it says nothing', () => {
    expect([neededBy([], 'GLS'), neededBy(undefined, 'GLS')]).toEqual([{}, {}]);
    expect(neededBy([{ shippingCode: 'GLS', maxWeight: 5 }], 'POSTI')).toEqual({});
  });
});

describe('what a link says', () => {
  const link: ShippingLink = { method: 'X', code: 'GLS' };
  const filled = (one: ShippingLink, settings: object) => linksWithNeeds({ links: [one], settings })[0];

  test.each<[string, Partial<ShippingLink>, object]>([
    ['nothing: the setting counts', {}, { needs: ['phone', 'email', 'street-number'], maxWeight: 30 }],
    ['parts: they count alone', { needs: ['company'] }, { needs: ['company'], maxWeight: 30 }],
    ['that it needs nothing', { needs: [] }, { needs: [], maxWeight: 30 }],
    ['a weight', { maxWeight: 50 }, { needs: ['phone', 'email', 'street-number'], maxWeight: 50 }],
  ])('beats the setting: %s', (_, said, expected) => {
    expect(filled({ ...link, ...said }, { methodNeeds: by })).toEqual({ ...link, ...expected });
  });

  test('is left as it is where no setting says anything, also in one that was stored before', () => {
    const links = [link];
    expect(linksWithNeeds({ links })).toBe(links);
    expect(linksWithNeeds({ links, settings: {} })).toBe(links);
    expect(linksWithNeeds({ links, settings: { methodNeeds: [] } })).toBe(links);
  });

  test('is read anew once the setting is another', () => {
    const links = [link];
    expect(linksWithNeeds({ links, settings: { methodNeeds: by } })[0]).toHaveProperty('maxWeight', 30);
    expect(linksWithNeeds({ links, settings: { methodNeeds: [{ shippingCode: 'GLS', maxWeight: 1 }] } })).toEqual([
      { ...link, maxWeight: 1 },
    ]);
  });
});
