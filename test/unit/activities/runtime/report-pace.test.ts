import { expect, test } from 'vitest';
import { ReportPace } from '../../../../src/activities/runtime/report-pace.ts';

test('10,000 orders that one cause holds within five minutes are at most twenty messages; another cause is told at once', () => {
  let now = 0;
  const pace = new ReportPace(() => now);
  let told = 0;
  for (let order = 0; order < 10_000; order += 1) {
    if (pace.take('abc123 403 Orders')) told += 1;
    now += 30;
  }
  expect(told).toBeGreaterThan(3);
  expect(told).toBeLessThanOrEqual(20);
  expect(pace.take('abc123 401')).toBe(true);
});

test('a cause that comes back is told again, however often it was met before', () => {
  let now = 0;
  const pace = new ReportPace(() => now);
  for (let order = 0; order < 100; order += 1) pace.take('abc123 401');
  expect(pace.take('abc123 401')).toBe(false);
  now += 30_000;
  expect(pace.take('abc123 401')).toBe(true);
});

test.each([
  ['five minutes', 30],
  ['an hour', 360],
  ['two hours', 720],
])('10,000 orders that one cause holds one after the other within %s are at most twenty messages', (_, everyMs) => {
  let now = 0;
  const pace = new ReportPace(() => now);
  let told = 0;
  for (let order = 0; order < 10_000; order += 1) {
    if (pace.take('abc123 403 Orders')) told += 1;
    now += everyMs;
  }
  expect(told).toBeGreaterThan(3);
  expect(told).toBeLessThanOrEqual(20);
});

test('a cause that rested for a minute is told at once where it comes back, however long it went on before', () => {
  let now = 0;
  const pace = new ReportPace(() => now);
  for (let order = 0; order < 10_000; order += 1) {
    pace.take('abc123 403 Orders');
    now += 720;
  }
  expect(pace.take('abc123 403 Orders')).toBe(false);
  now += 60_000;
  expect(pace.take('abc123 403 Orders')).toBe(true);
});
