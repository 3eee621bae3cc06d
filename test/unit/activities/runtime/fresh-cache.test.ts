import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { FreshCache } from '../../../../src/activities/runtime/fresh-cache.ts';
import { serverTime } from '../../../../src/activities/runtime/server-clock.ts';

afterEach(() => void vi.restoreAllMocks());

/** An activity that the server scheduled at this moment of its own clock. */
const at = <T>(scheduledAt: number, body: () => Promise<T>): Promise<T> =>
  new MockActivityEnvironment({ currentAttemptScheduledTimestampMs: scheduledAt }).run(body);

/** The run's start by the server's clock. */
const STARTED = Date.parse('2026-01-01T12:00:00Z');

test.each([
  ['ten minutes behind', -600_000],
  ['right', 0],
  ['ten minutes ahead', 600_000],
])('what a run asks for is read once for all its activities on a worker whose clock is %s', async (_, shiftMs) => {
  vi.spyOn(Date, 'now').mockImplementation(() => STARTED + shiftMs);
  const cache = new FreshCache<{ n: number }>({ maxSize: 10, keepMs: 60_000, sizeOf: () => 1 });
  let reads = 0;
  const read = () => Promise.resolve({ n: (reads += 1) });
  for (let activity = 1; activity <= 5; activity += 1) {
    await at(STARTED + activity * 100, () => cache.get('store', STARTED, read));
  }
  expect(reads).toBe(1);
  // A run that starts later wants to see what changed meanwhile.
  await at(STARTED + 5_100, () => cache.get('store', STARTED + 5_000, read));
  expect(reads).toBe(2);
});

test('an activity knows the server’s time from its schedule on, and never ahead of it', async () => {
  vi.spyOn(Date, 'now').mockImplementation(() => 0);
  await at(STARTED, () => {
    expect(serverTime()).toBeGreaterThanOrEqual(STARTED);
    expect(serverTime()).toBeLessThan(STARTED + 10_000);
    return Promise.resolve();
  });
});
