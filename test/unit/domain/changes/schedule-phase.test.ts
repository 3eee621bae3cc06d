import { expect, test } from 'vitest';
import { schedulePhase } from '../../../../src/domain/changes/schedule-phase.ts';

const hashes = Array.from({ length: 3_000 }, (_, n) => `store${n.toString(36)}`);

test('a store keeps its place', () => {
  expect(schedulePhase('abc123', 'stock', 300_000)).toBe(schedulePhase('abc123', 'stock', 300_000));
});

test('places are whole seconds within the interval', () => {
  for (const interval of [5_000, 300_000, 86_400_000]) {
    for (const hash of hashes.slice(0, 100)) {
      const phase = schedulePhase(hash, 'stock', interval);
      expect(phase % 1_000).toBe(0);
      expect(phase).toBeGreaterThanOrEqual(0);
      expect(phase).toBeLessThan(interval);
    }
  }
});

test('stores are spread: of 3,000 stores over 5 minutes no second starts more than 30', () => {
  const starts = new Map<number, number>();
  for (const hash of hashes) {
    const phase = schedulePhase(hash, 'stock', 300_000);
    starts.set(phase, (starts.get(phase) ?? 0) + 1);
  }
  expect(starts.size).toBe(300);
  expect(Math.max(...starts.values())).toBeLessThanOrEqual(30);
});

test('an interval below one second has one place', () => {
  expect(schedulePhase('abc123', 'stock', 250)).toBe(0);
});
