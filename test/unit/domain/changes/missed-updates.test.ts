import { expect, test } from 'vitest';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { missedTheStore, missedTheWarehouse } from '../../../../src/domain/changes/missed-updates.ts';

const settings = defaultSettings('2026-01-01T00:00:00Z');

test.each([
  ['awaiting-payment', 7, false],
  ['awaiting-payment', 11, true],
  ['awaiting-payment', 5, true],
  ['handed-over', 9, false],
  ['handed-over', 5, true],
  ['handed-over', 14, true],
  ['ready', 4, true],
  ['ready', 11, false],
  ['held', 5, false],
  ['shipped', 5, false],
  ['awaiting-payment', 8, true],
  ['handed-over', 3, false],
  ['handed-over', 7, true],
  ['handed-over', 12, true],
  ['handed-over', 13, true],
  ['handed-over', 1, true],
  ['handed-over', 11, true],
  ['handed-over', 2, true],
  ['ready', 9, false],
] as const)('%s, while the store says %i: missed %s', (stage, statusId, missed) => {
  expect(missedTheStore(stage, { statusId, isDeleted: false }, settings)).toBe(missed);
});

test.each([
  ['handed-over', 'COLLECTING', false],
  ['handed-over', 'SHIPPED', true],
  ['handed-over', 'CANCELLED', true],
  ['handed-over', 'NEW', false],
  ['ready', 'CANCELLED', true],
  ['awaiting-payment', 'SHIPPED', true],
  ['shipped', 'RETURNED', false],
  ['handed-over', 'DRAFT', true],
  ['handed-over', 'LOCKED', true],
  ['handed-over', 'RETURNED', true],
  ['held', 'SHIPPED', false],
] as const)('%s, while the warehouse says %s: missed %s', (stage, status, missed) => {
  expect(missedTheWarehouse(stage, status)).toBe(missed);
});

test.each(['awaiting-payment', 'ready', 'handed-over'] as const)('%s, while the store put it away: missed', (stage) => {
  expect(missedTheStore(stage, { statusId: 9, isDeleted: true }, settings)).toBe(true);
});
