import { describe, expect, it } from 'vitest';
import type { DriftPoint } from '../../../src/contract/changes.ts';
import { returningDrift, returningWords } from '../../../src/contract/integration/returning-drift.ts';

/** One comparison a day from the first of the month: how much each repaired. */
const days = (...repaired: readonly number[]): readonly DriftPoint[] =>
  repaired.map((each, index) => ({
    at: `2026-11-${String(index + 1).padStart(2, '0')}T04:12:00.000Z`,
    found: each + 4,
    repaired: each,
    left: 4,
  }));

describe('drift that comes back daily', () => {
  it.each([
    ['nothing was compared yet', []],
    ['two days may be chance', days(5, 5)],
    ['the last comparison found nothing to repair', days(5, 5, 5, 0)],
    ['a day in between was clean', days(5, 5, 0, 5, 5)],
    ['what is left to people stands, and does not come back', days(0, 0, 0, 0)],
    ['three comparisons were of one day', days(5).flatMap((point) => [point, point, point])],
  ])('is not called so where %s', (_, trend) => {
    expect(returningDrift(trend)).toBeUndefined();
  });

  it.each([
    [days(5, 1, 3), { days: 3, since: '2026-11-01T04:12:00.000Z', repaired: 9 }],
    [days(9, 0, 1, 1, 1, 1), { days: 4, since: '2026-11-03T04:12:00.000Z', repaired: 4 }],
    [days(...Array.from({ length: 30 }, () => 2)), { days: 30, since: '2026-11-01T04:12:00.000Z', repaired: 60 }],
  ])('is, from the third day on', (trend, found) => {
    expect(returningDrift(trend)).toEqual(found);
  });

  it('is not asked of a report without a trend', () => {
    expect(returningDrift(undefined)).toBeUndefined();
  });

  it('is named with its days, its sum and what to do', () => {
    const words = returningWords('abc123', { days: 4, since: '2026-11-03T04:12:00Z', repaired: 17 });
    for (const part of ['came back daily', '4 days', '2026-11-03T04:12:00Z', '17 in all', 'ogoship abc123 report'])
      expect(words).toContain(part);
  });
});
