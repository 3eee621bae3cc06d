import { expect, test } from 'vitest';
import type { DriftReport } from '../../../../src/contract/changes.ts';
import { driftByPart, driftOf } from '../../../../src/domain/stock/drift.ts';

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
