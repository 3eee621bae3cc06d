import { describe, expect, it } from 'vitest';
import { OddList } from '../../../../src/domain/shared/odd-rows.ts';

const idless = { kind: 'variant', field: 'id', expected: 'a number' } as const;

describe('rows that could not be read', () => {
  it.each([
    ['of different products', { of: 7 }, { of: 8 }],
    ['of different SKUs', { of: 7, sku: 'A' }, { of: 7, sku: 'B' }],
    ['one of which says its product alone', { of: 7 }, { sku: '7' }],
    ['one of which says nothing', { of: 7 }, {}],
  ])('are two where they do not say their ids, %s', (_, one, other) => {
    const odd = new OddList([
      { ...idless, ...one },
      { ...idless, ...other },
    ]);
    expect(odd.rows).toEqual([
      { ...idless, ...one },
      { ...idless, ...other },
    ]);
    expect(odd.listed?.count).toBe(2);
  });

  it.each([{ of: 7, sku: 'A' }, { id: 3, of: 7, sku: 'A' }, {}])('are one however often it is met (%j)', (row) => {
    const odd = new OddList([
      { ...idless, ...row },
      { ...idless, ...row },
    ]);
    expect(odd.listed).toEqual({ count: 1, rows: [{ ...idless, ...row }] });
  });

  it('are one where it says its id, and its SKU is known in one place only', () => {
    expect(
      new OddList([
        { ...idless, id: 3 },
        { ...idless, id: 3, sku: 'A' },
      ]).listed?.count,
    ).toBe(1);
  });

  it('are all counted, and the first 100 named', () => {
    const odd = new OddList(Array.from({ length: 150 }, (_, of) => ({ ...idless, of })));
    expect(odd.listed?.count).toBe(150);
    expect(odd.listed?.rows).toHaveLength(100);
  });

  it('are listed nowhere where there are none', () => {
    expect(new OddList().listed).toBeUndefined();
  });
});
