import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadlines } from '../../../src/http/deadlines.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

test('each passes after its own time, and what was cleared never does', () => {
  const passed: string[] = [];
  const deadlines = new Deadlines(1_000, (name: string) => passed.push(name));
  const first = deadlines.set('first');
  vi.advanceTimersByTime(400);
  deadlines.set('second');
  const third = deadlines.set('third');
  vi.advanceTimersByTime(100);
  deadlines.set('fourth');
  deadlines.clear(first);
  deadlines.clear(third);
  vi.advanceTimersByTime(800);
  expect(passed).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(passed).toEqual(['second']);
  vi.advanceTimersByTime(100);
  expect(passed).toEqual(['second', 'fourth']);
  deadlines.set('later');
  vi.advanceTimersByTime(1_000);
  expect(passed).toEqual(['second', 'fourth', 'later']);
});

test('nothing is waited for once all are cleared', () => {
  const deadlines = new Deadlines(1_000, () => undefined);
  for (let n = 0; n < 5; n += 1) deadlines.clear(deadlines.set(n));
  vi.advanceTimersByTime(1_000);
  expect(vi.getTimerCount()).toBe(0);
});
