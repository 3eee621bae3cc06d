import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { patiently, waitingForQuota, type Asking } from '../../../../src/activities/runtime/retry-in-place.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import { HttpFailure } from '../../../../src/http/failure.ts';

const failure = (type: HttpFailure['type']): HttpFailure =>
  new HttpFailure(type, 'no', { side: 'bigcommerce', retryAfterMs: 1 });

/** A request that fails so often, and then succeeds. @returns how often it was sent */
async function sent(ask: Asking, type: HttpFailure['type'], fails: number): Promise<number> {
  let times = 0;
  await new MockActivityEnvironment().run(() =>
    ask(() => {
      times += 1;
      return times <= fails ? Promise.reject(failure(type)) : Promise.resolve();
    }),
  );
  return times;
}

test.each([
  { how: 'work of many requests', ask: waitingForQuota },
  { how: 'a scan', ask: patiently },
])('$how waits out a spent quota, as often as it takes', async ({ ask }) => {
  expect(await sent(ask, FailureType.throttled, 4)).toBe(5);
});

test('an outage is left to Temporal, but for a scan, which would begin anew', async () => {
  await expect(sent(waitingForQuota, FailureType.unavailable, 1)).rejects.toMatchObject({
    type: FailureType.unavailable,
  });
  expect(await sent(patiently, FailureType.unavailable, 1)).toBe(2);
});

test.each([waitingForQuota, patiently])('a refusal is no reason to wait', async (ask) => {
  await expect(sent(ask, FailureType.rejected, 1)).rejects.toMatchObject({ type: FailureType.rejected });
});

test('a scan tells of its pauses, and of the first answer that needed none', async () => {
  const heard: string[] = [];
  const hears = { paused: ({ type }: HttpFailure) => heard.push(type), answered: () => heard.push('answered') };
  let times = 0;
  const page = () => {
    times += 1;
    return times <= 2 ? Promise.reject(failure(FailureType.throttled)) : Promise.resolve();
  };
  await new MockActivityEnvironment().run(async () => {
    await patiently(page, hears);
    // It waited: whether all is well, the next page tells.
    expect(heard).toEqual(['Throttled', 'Throttled']);
    await patiently(page, hears);
  });
  expect(heard).toEqual(['Throttled', 'Throttled', 'answered']);
});
