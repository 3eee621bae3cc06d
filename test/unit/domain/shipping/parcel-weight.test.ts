import { expect, test } from 'vitest';
import { weightOf } from '../../../../src/domain/shipping/parcel-weight.ts';

test.each<[string, readonly (readonly [string | undefined, number])[], number]>([
  ['nothing, where there are none', [], 0],
  ['each as often as there are of it', [['0.5', 3]], 1.5],
  [
    'all together, exact to the last digit',
    [
      ['0.1', 1],
      ['0.2', 1],
    ],
    0.3,
  ],
  [
    'nothing where the store has no weight',
    [
      [undefined, 2],
      ['1', 1],
    ],
    1,
  ],
  [
    'nothing where the weight cannot be read',
    [
      ['heavy', 2],
      ['', 1],
      ['1.25', 2],
    ],
    2.5,
  ],
  [
    'nothing where the weight is below none',
    [
      ['-1', 2],
      ['0', 5],
      ['1', 1],
    ],
    1,
  ],
])('pieces weigh %s', (_, pieces, weight) => {
  expect(weightOf(pieces.map(([each, quantity]) => ({ weight: each, quantity })))).toBe(weight);
});
