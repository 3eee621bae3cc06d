import { describe, expect, test } from 'vitest';
import { orderOfPair, rankOfInterval, ratioOf, summarisePairs, type Pair } from '../../../bench/compare/pairs.ts';

const pair = (older: number, newer: number): Pair => ({ older, newer });

describe('pairs of two builds', () => {
  test('the ratio is the median of the pairs, not the ratio of the medians', () => {
    const summary = summarisePairs([pair(1, 2), pair(10, 10), pair(100, 50)]);
    expect(summary).toMatchObject({ older: 10, newer: 10, ratio: 1, spread: [0.5, 2] });
    expect(summarisePairs([pair(1, 3), pair(2, 2), pair(4, 8)])).toMatchObject({ older: 2, newer: 3, ratio: 2 });
  });

  test('one pair that another program disturbed moves neither the ratio nor the interval', () => {
    const quiet = Array.from({ length: 15 }, (_, index) => pair(100, 100 + index));
    const disturbed = quiet.map((one, index) => (index === 14 ? pair(100, 1_000) : one));
    expect(summarisePairs(disturbed)).toMatchObject({
      ratio: summarisePairs(quiet).ratio,
      likely: summarisePairs(quiet).likely,
      spread: [1, 10],
    });
  });

  test('the interval of fifteen pairs leaves three out at either end', () => {
    const pairs = Array.from({ length: 15 }, (_, index) => pair(1, index + 1)).toReversed();
    expect(summarisePairs(pairs).likely).toEqual([4, 12]);
  });

  // Of n pairs, by the binomial distribution; n below 6 cannot say it with 95 %.
  test.each([
    [1, 0],
    [3, 0],
    [5, 0],
    [6, 0],
    [9, 1],
    [15, 3],
    [21, 5],
    [100, 39],
  ])('of %i pairs, %i at either end are outside', (count, outside) => {
    expect(rankOfInterval(count)).toBe(outside);
  });

  test('what neither build has is the same in both; what only the new one has is infinitely more', () => {
    expect(ratioOf(pair(0, 0))).toBe(1);
    expect(ratioOf(pair(0, 2))).toBe(Infinity);
    expect(ratioOf(pair(2, 0))).toBe(0);
  });

  test('nothing measured is no verdict', () => {
    expect(() => summarisePairs([])).toThrow('nothing was measured');
  });

  test('the builds take turns at beginning', () => {
    expect([1, 2, 3, 4].map((n) => orderOfPair(n)[0])).toEqual(['newer', 'older', 'newer', 'older']);
    for (const n of [1, 2]) expect(new Set(orderOfPair(n))).toEqual(new Set(['older', 'newer']));
  });
});
