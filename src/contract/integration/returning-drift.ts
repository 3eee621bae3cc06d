import type { DriftPoint } from '../changes.ts';

/** Drift that comparison after comparison repaired, and that was there again the next day. */
export interface ReturningDrift {
  /** Days in a row of which each comparison had to repair something; three or more. */
  readonly days: number;
  /** ISO time of the first of these comparisons. The oldest one kept may be the first: then it is older than that. */
  readonly since: string;
  /** What they repaired, together. */
  readonly repaired: number;
}

/** Two days may be chance. */
const DAILY_FROM = 3;

/**
 * Whether drift comes back daily: the latest comparisons in a row all repaired something, over three days or more. What is
 * left to people does not come back, it stands. Several comparisons of a day are one day; a day without any says nothing.
 */
export function returningDrift(trend: readonly DriftPoint[] = []): ReturningDrift | undefined {
  const inRow = trend.slice(trend.findLastIndex(({ repaired }) => repaired === 0) + 1);
  const [first] = inRow;
  const days = new Set(inRow.map(({ at }) => at.slice(0, 10))).size;
  if (first === undefined || days < DAILY_FROM) return undefined;
  return { days, since: first.at, repaired: inRow.reduce((sum, { repaired }) => sum + repaired, 0) };
}

/** Names it, and says what to do. */
export function returningWords(storeHash: string, { days, since, repaired }: ReturningDrift): string {
  return (
    `Drift came back daily: on ${days} days in a row, since ${since}, comparisons had to repair something, ${repaired} in all. ` +
    `Something else writes the store’s stock, or runs of latest changes fail: \`ogoship ${storeHash} report\` names the rows, ` +
    `\`ogoship ${storeHash} status\` the runs.`
  );
}
