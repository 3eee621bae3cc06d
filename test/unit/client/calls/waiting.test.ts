import type { Client } from '@temporalio/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toldWhileWaiting, type Waiting } from '../../../../src/client/calls/waiting.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const clientOf = (describeTaskQueue: () => Promise<unknown>, pendingActivities: readonly object[] = []) =>
  ({
    workflow: {
      getHandle: () => ({
        describe: () => Promise.resolve({ raw: { pendingActivities }, typedSearchAttributes: { getAll: () => [] } }),
      }),
    },
    connection: { workflowService: { describeTaskQueue } },
    options: { namespace: 'default' },
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
  }) as unknown as Client; // nothing else of it is used here
/** `Promise.withResolvers` is not there in Node 20. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}
const pollers = (...agoMs: readonly number[]) => {
  const seen = agoMs.map((ago) => ({ lastAccessTime: { seconds: Math.floor((Date.now() - ago) / 1000) } }));
  return Promise.resolve({ pollers: seen });
};

test.each<readonly [Waiting['for'], string, () => Promise<unknown>]>([
  ['worker', 'nobody polls', () => pollers()],
  ['worker', 'nobody has polled for minutes', () => pollers(120_000)],
  ['answer', 'a worker polls', () => pollers(120_000, 5_000)],
  ['temporal', 'the server does not say', () => Promise.reject(new Error('away'))],
])('a call that takes long tells once that it waits for the %s where %s', async (what, _why, describe) => {
  const told: Waiting[] = [];
  const { promise, resolve } = deferred<string>();
  const answer = toldWhileWaiting(
    clientOf(describe),
    (waiting) => told.push(waiting),
    { givesUpAfterMs: 45_000 },
    () => promise,
  );
  await vi.advanceTimersByTimeAsync(2_900);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([{ for: what, message: expect.any(String) as string, givesUpAfterMs: 45_000 }]);
  resolve('answer');
  expect(await answer).toBe('answer');
});

test('a quick call tells nothing, and a listener that throws fails no call', async () => {
  const told: Waiting[] = [];
  const tell = (waiting: Waiting) => told.push(waiting);
  const client = clientOf(() => pollers());
  expect(await toldWhileWaiting(client, tell, { givesUpAfterMs: 45_000 }, () => Promise.resolve(1))).toBe(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual([]);

  const { promise, resolve } = deferred<number>();
  const thrower = () => {
    throw new Error('the caller’s');
  };
  const answer = toldWhileWaiting(client, thrower, { givesUpAfterMs: 45_000 }, () => promise);
  await vi.advanceTimersByTimeAsync(10_000);
  resolve(2);
  expect(await answer).toBe(2);
});

test.each([
  [
    'has not answered',
    { activityType: { name: 'testConnection' }, attempt: 1 },
    'The store or the warehouse has not answered yet: testConnection is under way, try 1.',
  ],
  [
    'failed, and is asked again',
    { activityType: { name: 'readOrder' }, attempt: 4, lastFailure: { message: 'BigCommerce answers 503.' } },
    'The worker tries readOrder again (try 4) after: BigCommerce answers 503.',
  ],
])('a call whose run asks a side that %s tells that, where a worker lives', async (_what, pending, message) => {
  const told: Waiting[] = [];
  const tell = (waiting: Waiting) => told.push(waiting);
  const { promise, resolve } = deferred<string>();
  const living = clientOf(() => pollers(1_000), [pending]);
  const answer = toldWhileWaiting(living, tell, { givesUpAfterMs: 45_000 }, () => promise, 'integration:abc123');
  await vi.advanceTimersByTimeAsync(3_100);
  expect(told).toEqual([{ for: 'side', message, givesUpAfterMs: 45_000 }]);
  resolve('answer');
  await answer;
});

test('a call that takes its time by itself is not told to have no answer before that time is over', async () => {
  const told: Waiting[] = [];
  const { promise, resolve } = deferred<string>();
  const call = (describe: () => Promise<unknown>) =>
    toldWhileWaiting(
      clientOf(describe),
      (waiting) => told.push(waiting),
      { givesUpAfterMs: 90_000, takesMs: 20_000 },
      () => promise,
      'integration:abc123',
    );
  const calls = [call(() => pollers(5_000)), call(() => pollers())];
  await vi.advanceTimersByTimeAsync(22_500);
  // That nobody takes tasks is told at once.
  expect(told.map((each) => each.for)).toEqual(['worker']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told.map((each) => each.for)).toEqual(['worker', 'answer']);
  resolve('answer');
  await Promise.all(calls);
});
