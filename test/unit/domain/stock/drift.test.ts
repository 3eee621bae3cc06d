import { expect, test } from 'vitest';
import type { DriftReport } from '../../../../src/contract/changes.ts';
import { driftByPart, driftOf, trendAfter } from '../../../../src/domain/stock/drift.ts';

const report: DriftReport = {
  startedAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-01T00:01:00Z',
  stock: { compared: 100, repaired: 7, left: 2 },
  orders: { compared: 10, started: 1, left: 51 },
  products: { compared: 90, differing: 3, missingInStore: 4 },
  notes: [],
};

test('what was repaired and what is left is what was found; products are left to people', () => {
  expect(driftByPart(report)).toEqual({
    stock: { found: 9, repaired: 7, left: 2 },
    orders: { found: 52, repaired: 1, left: 51 },
    products: { found: 7, repaired: 0, left: 7 },
  });
  expect(driftOf(report)).toEqual({ found: 68, repaired: 8, left: 60 });
});

test('the counts of the last thirty comparisons are kept, and the oldest go first', () => {
  const day = (n: number): DriftReport => ({ ...report, startedAt: new Date(Date.UTC(2026, 0, n)).toISOString() });
  let trend = trendAfter(undefined, day(1));
  expect(trend).toEqual([{ at: '2026-01-01T00:00:00.000Z', found: 68, repaired: 8, left: 60 }]);
  for (let n = 2; n <= 33; n += 1) trend = trendAfter(trend, day(n));
  expect(trend).toHaveLength(30);
  expect([trend[0]?.at, trend.at(-1)?.at]).toEqual(['2026-01-04T00:00:00.000Z', '2026-02-02T00:00:00.000Z']);
});
