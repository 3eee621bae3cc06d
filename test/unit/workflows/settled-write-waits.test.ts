import { ActivityFailure, ApplicationFailure, RetryState, TimeoutFailure, TimeoutType } from '@temporalio/common';
import { beforeEach, expect, test, vi } from 'vitest';
import { settledWrite } from '../../../src/workflows/shared/settled-write.ts';

/** What the run did, in order: `send` of an activity that may write, `wait` by a timer of the run. */
let done: (readonly ['act', before: string] | readonly ['wait', ms: number])[] = [];
let now = 0;
let isCancelled = false;

vi.mock('@temporalio/workflow', async (actual) => ({
  ...(await actual<object>()),
  CancellationScope: {
    current: () => ({
      get consideredCancelled() {
        return isCancelled;
      },
    }),
    nonCancellable: (work: () => Promise<unknown>) => work(),
  },
  sleep: (ms: number) => {
    done.push(['wait', ms]);
    now += ms;
    return Promise.resolve();
  },
}));

beforeEach(() => {
  done = [];
  now = 0;
  isCancelled = false;
  vi.spyOn(Date, 'now').mockImplementation(() => now);
});

const SETTLE = 30_000;
const failed = (cause: Error) =>
  new ActivityFailure('failed', 'createProduct', '1', RetryState.TIMEOUT, 'worker', cause);
const lost = (retryAfterMs: number) =>
  failed(
    ApplicationFailure.create({ type: 'Unavailable', message: 'x', details: [{ outcomeUnknown: true, retryAfterMs }] }),
  );
const silent = (type: TimeoutType) => failed(new TimeoutFailure('', undefined, type));

/** An activity whose tries end so, one after the other; the last one goes well. */
function ending(...ends: readonly Error[]): (before: string) => Promise<string> {
  let at = 0;
  return (before) => {
    done.push(['act', before]);
    const end = ends[at++];
    return end === undefined ? Promise.resolve('written') : Promise.reject(end);
  };
}
const written = (activity: (before: string) => Promise<string>, startsUnknown = false, giveUpAfterMs = 3_600_000) =>
  settledWrite(activity, { startsUnknown, giveUpAfterMs, summary: 'settles' });

test('what went well is sent once, and nothing is waited', async () => {
  expect(await written(ending())).toBe('written');
  expect(done).toEqual([['act', 'nothing']]);
});

test('after a lost answer the run itself waits the settle time, and only then looks', async () => {
  await written(ending(lost(SETTLE)));
  expect(done).toEqual([
    ['act', 'nothing'],
    ['wait', SETTLE],
    ['act', 'settled'],
  ]);
});

test.each([TimeoutType.START_TO_CLOSE, TimeoutType.HEARTBEAT, TimeoutType.SCHEDULE_TO_CLOSE])(
  'an attempt that ends without a word (%s) is no permission to send: the next one asks how long, and the run waits that',
  async (type) => {
    await written(ending(silent(type), lost(SETTLE)));
    expect(done).toEqual([
      ['act', 'nothing'],
      ['act', 'unknown'],
      ['wait', SETTLE],
      ['act', 'settled'],
    ]);
  },
);

test('the reset of a run that may have sent waits before its first look', async () => {
  await written(ending(lost(SETTLE)), true);
  expect(done).toEqual([
    ['act', 'unknown'],
    ['wait', SETTLE],
    ['act', 'settled'],
  ]);
});

test('the settle time of a day is waited as a day, whatever time an activity has', async () => {
  const day = 86_400_000;
  await written(ending(lost(day)), false, 7 * day);
  expect(done[1]).toEqual(['wait', day]);
});

test('the waits of one unknown outcome after the other grow, up to sixteen times the settle time', async () => {
  await written(ending(...Array.from({ length: 8 }, () => lost(1_000))));
  expect(done.flatMap(([what, ms]) => (what === 'wait' ? [ms] : []))).toEqual([
    1_000, 1_000, 2_000, 4_000, 8_000, 16_000, 16_000, 16_000,
  ]);
});

test('a cancelled run waits it out too, and sends nothing more', async () => {
  const activity = ending(lost(SETTLE));
  isCancelled = true;
  await expect(written(activity)).rejects.toThrow('nothing is on its way any more');
  expect(done).toEqual([
    ['act', 'nothing'],
    ['wait', SETTLE],
  ]);
});

test('where its time is over the last failure is the run’s, after the wait', async () => {
  await expect(written(ending(lost(SETTLE), lost(SETTLE)), false, SETTLE)).rejects.toThrow('failed');
  expect(done).toEqual([
    ['act', 'nothing'],
    ['wait', SETTLE],
  ]);
});

test('a refusal is the run’s at once', async () => {
  const refused = failed(ApplicationFailure.create({ type: 'Rejected', message: 'no' }));
  await expect(written(ending(refused))).rejects.toBe(refused);
  expect(done).toEqual([['act', 'nothing']]);
});
