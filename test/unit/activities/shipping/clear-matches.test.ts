import { describe, expect, test } from 'vitest';
import { clearMatches } from '../../../../src/activities/shipping/shipping.ts';
import type { ShippingLink } from '../../../../src/contract/shipping.ts';

type Open = Parameters<typeof clearMatches>[0];

function codes(links: readonly ShippingLink[], ...methods: readonly string[]) {
  const open = { connection: { links } } as unknown as Open; // only what is asked
  const ways = methods.map((method) => ({ method, country: 'FI' }));
  return clearMatches(open, ways).map(({ method, decision }) => [method, decision.kind === 'code' && decision.code]);
}

describe('a reading brings what the links say of a method', () => {
  test('that one of them fits, once for all its addresses', () => {
    const links = [{ method: 'DHL*', code: 'DHL-EXPRESS' }];
    expect(codes(links, 'DHL Express', 'DHL Express')).toEqual([['DHL Express', 'DHL-EXPRESS']]);
  });

  // Each of these holds an order or costs a request: it is judged when it is due, by the links as they are then.
  test.each<[string, readonly ShippingLink[]]>([
    ['that none fits', [{ method: 'DHL*', code: 'DHL-EXPRESS' }]],
    [
      'that two fit equally well',
      [
        { method: 'P*st y l', code: 'POSTI' },
        { method: 'Po*t y l', code: 'GLS' },
      ],
    ],
    ['that is not ours to ship', [{ method: 'Post y l', code: 'ignore' }]],
    [
      'whose code a link may name',
      [
        { method: 'Post*', code: 'POSTI' },
        { method: 'fedex_ground', code: 'FEDEX' },
      ],
    ],
  ])('but not of one %s', (_, links) => {
    expect(codes(links, 'Post y l')).toEqual([]);
  });

  test('but of three at most: an order with forty addresses stays small', () => {
    const methods = Array.from({ length: 40 }, (__, index) => `DHL ${index}`);
    expect(codes([{ method: 'DHL*', code: 'DHL-EXPRESS' }], ...methods)).toHaveLength(3);
  });
});
