import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalsOf, totalOf } from '../../../../src/domain/shared/currency.ts';

describe('amounts have their currency’s decimals', () => {
  it.each([
    ...['EUR', 'HUF', 'IDR', 'COP', 'PKR', 'CZK', 'MGA', 'TWD', 'XYZ'].map((code) => [code, 2] as const),
    ...['JPY', 'KRW', 'ISK', 'CLP', 'VND', 'UGX', 'XOF'].map((code) => [code, 0] as const),
    ...['KWD', 'BHD', 'TND', 'IQD', 'JOD', 'OMR', 'LYD'].map((code) => [code, 3] as const),
    ['CLF', 4] as const,
    ['constructor', 2] as const,
  ])('%s: %i', (code, digits) => {
    expect(decimalsOf(code)).toBe(digits);
  });

  it.each([
    ['KWD', '1.2345', 3, 3.704],
    ['KWD', '0.001', 1, 0.001],
    ['CLF', '0.00125', 1, 0.0013],
    ['JPY', '100.5', 3, 302],
    ['EUR', '1.005', 1, 1.01],
    ['EUR', '3.3333', 3, 10],
    ['EUR', '0.1', 3, 0.3],
    ['EUR', '999999999999.99', 1, 999999999999.99],
  ] as const)('%s %s times %i is %d', (currency, price, quantity, total) => {
    expect(totalOf([{ price, quantity }], currency)).toBe(total);
  });

  it('what is no amount has no total', () => {
    for (const price of ['', 'free', '-1', '1e5', '1,5', 'NaN'])
      expect(totalOf([{ price, quantity: 1 }], 'EUR')).toBeUndefined();
    expect(totalOf([{ price: '1', quantity: 1.5 }], 'EUR')).toBeUndefined();
  });

  it('the order of the lines does not matter, and whole cents are exact', () => {
    const line = fc.record({ cents: fc.nat(1_000_000), quantity: fc.nat(1_000) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 50 }), (lines) => {
        const amounts = lines.map(({ cents, quantity }) => ({ price: (cents / 100).toFixed(2), quantity }));
        const cents = lines.reduce((sum, one) => sum + one.cents * one.quantity, 0);
        expect(totalOf(amounts, 'EUR')).toBe(cents / 100);
        expect(totalOf(amounts.toReversed(), 'EUR')).toBe(cents / 100);
      }),
    );
  });
});
