import { median } from '../result.ts';

export type BuildName = 'older' | 'newer';

/** One figure of both builds, measured one right after the other. */
export interface Pair {
  readonly older: number;
  readonly newer: number;
}

/** A figure over all pairs. */
export interface PairSummary {
  /** Medians of each build by itself. */
  readonly older: number;
  readonly newer: number;
  /** Median of new ÷ old, pair by pair; infinite where the older build has none of it. */
  readonly ratio: number;
  /** Lowest and highest of the pairs. */
  readonly spread: readonly [number, number];
  /** Where the true median lies in 95 of 100 such comparisons; the whole spread where the pairs are too few to say. */
  readonly likely: readonly [number, number];
}

const CONFIDENCE = 0.95;

/** New ÷ old. What neither build has is the same in both. */
export function ratioOf({ older, newer }: Pair): number {
  return older === newer ? 1 : newer / older;
}

/** @throws RangeError without a pair */
export function summarisePairs(pairs: readonly Pair[]): PairSummary {
  if (pairs.length === 0) throw new RangeError('nothing was measured');
  const ratios = pairs.map(ratioOf).toSorted((a, b) => a - b);
  const at = (index: number): number => ratios.at(index) ?? NaN;
  const rank = rankOfInterval(ratios.length);
  return {
    older: median(pairs.map(({ older }) => older)),
    newer: median(pairs.map(({ newer }) => newer)),
    ratio: median(ratios),
    spread: [at(0), at(-1)],
    likely: [at(rank), at(-1 - rank)],
  };
}

/**
 * How many of the lowest, and of the highest, lie outside an interval that holds the median with 95 %. It rests on counting
 * alone (each pair is above the median or below it, like a coin), not on how the pairs are spread.
 */
export function rankOfInterval(count: number): number {
  let outside = 0;
  let term = 0.5 ** count; // all of them above the median
  let rank = 0;
  while (rank < count / 2) {
    outside += 2 * term;
    if (outside > 1 - CONFIDENCE) break;
    term *= (count - rank) / (rank + 1);
    rank += 1;
  }
  return Math.max(0, rank - 1);
}

/** Which build begins a pair: they take turns, so that a drift of the machine favours neither. */
export function orderOfPair(pair: number): readonly [BuildName, BuildName] {
  return pair % 2 === 0 ? ['older', 'newer'] : ['newer', 'older'];
}
