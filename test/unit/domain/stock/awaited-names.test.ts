import { expect, test } from 'vitest';
import { namesToday } from '../../../../src/domain/stock/awaited/awaited-names.ts';
import { AwaitedSkus } from '../../../../src/domain/stock/awaited/awaited-skus.ts';

const known = { A: [1, 10], B: [1, 11], C: [2, 12] } as const;

test.each<[string, readonly (readonly [number, string])[], object | undefined]>([
  [
    'called as they were',
    [
      [10, 'A'],
      [11, 'B'],
    ],
    undefined,
  ],
  ['gone, or not read', [], undefined],
  [
    'called by what is no product code',
    [
      [10, 'A\tB'],
      [11, ' '],
      [12, 'x'.repeat(256)],
    ],
    undefined,
  ],
  ['renamed', [[10, 'NEW']], { awaited: ['NEW'], variants: { NEW: [1, 10] }, dropped: ['A'] }],
  [
    'swapped',
    [
      [10, 'B'],
      [11, 'A'],
    ],
    { awaited: ['B', 'A'], variants: { B: [1, 10], A: [1, 11] }, dropped: [] },
  ],
  [
    'moved on, one to the next',
    [
      [10, 'B'],
      [11, 'C'],
      [12, 'D'],
    ],
    { awaited: ['B', 'C', 'D'], variants: { B: [1, 10], C: [1, 11], D: [2, 12] }, dropped: ['A'] },
  ],
])('awaited products that are %s', (_, today, expected) => {
  expect(namesToday(known, new Map(today))).toEqual(expected);
});

test('a variant is found by its id under the SKU that it was awaited by last, also after a snapshot', () => {
  const skus = new AwaitedSkus();
  skus.add(['A', 'B', 'SIBLING'], { A: [1, 10], B: [1, 11] });
  skus.add(['B', 'A'], { B: [1, 10], A: [1, 11] });
  for (const each of [skus, new AwaitedSkus(skus.packed())]) {
    expect(each.variants({ variantIds: [10, 11, 12] })).toEqual({ B: [1, 10], A: [1, 11] });
    expect(each.variants({ skus: ['A', 'SIBLING', 'NEVER'] })).toEqual({ A: [1, 11] });
    expect(each.variants({ from: 0 })).toEqual({ A: [1, 11], B: [1, 10] });
    expect([...each.all].sort()).toEqual(['A', 'B', 'SIBLING']);
  }
  skus.add(['A']);
  expect(skus.remove(['A'])).toBe(1);
  expect(skus.variants({ variantIds: [10, 11] })).toEqual({ B: [1, 10] });
});

test.each([undefined, null, 5, 'A', [], { skus: 'A' }, { variantIds: ['10', {}] }, { skus: [{}] }])(
  'a question %j finds none, and fails nobody',
  (asked) => {
    const skus = new AwaitedSkus();
    skus.add(['A'], { A: [1, 10] });
    expect(skus.variants(asked)).toEqual({});
  },
);
