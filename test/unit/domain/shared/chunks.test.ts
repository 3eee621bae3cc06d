import { expect, it } from 'vitest';
import { chunksOf } from '../../../../src/domain/shared/chunks.ts';

it.each([
  [0, []],
  [1, [[0]]],
  [3, [[0, 1, 2]]],
  [4, [[0, 1, 2], [3]]],
  [
    6,
    [
      [0, 1, 2],
      [3, 4, 5],
    ],
  ],
])('a list of %i is told in parts of at most three, in its order', (count, parts) => {
  expect([...chunksOf([...Array(count).keys()], 3)]).toEqual(parts);
});
