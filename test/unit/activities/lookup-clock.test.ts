import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { tellingSoon } from '../../../src/activities/lookup.ts';
import { FailureType } from '../../../src/contract/failures.ts';
import { HttpFailure } from '../../../src/http/failure.ts';
import { SealError } from '../../../src/security/seal-error.ts';

afterEach(() => void vi.restoreAllMocks());

const STARTED = Date.parse('2026-01-01T12:00:00Z');

test.each([
  ['ten minutes behind', -600_000],
  ['right', 0],
  ['ten minutes ahead', 600_000],
])('an outage is waited out first and then told, on a worker whose clock is %s', async (_, shiftMs) => {
  vi.spyOn(Date, 'now').mockImplementation(() => STARTED + shiftMs);
  const attempt = (afterMs: number): Promise<unknown> =>
    new MockActivityEnvironment({
      scheduledTimestampMs: STARTED,
      currentAttemptScheduledTimestampMs: STARTED + afterMs,
    }).run(() =>
      tellingSoon(() => Promise.reject(new HttpFailure(FailureType.unavailable, 'no answer', {}))).catch(
        (error: unknown) => error,
      ),
    );
  expect(await attempt(1_000)).toBeInstanceOf(HttpFailure);
  expect(await attempt(12_000)).toMatchObject({ type: FailureType.unavailable, nonRetryable: true });
});

test('a key that is missing is left to another worker for a moment, and then told with what to do', async () => {
  const attempt = (afterMs: number): Promise<unknown> =>
    new MockActivityEnvironment({
      scheduledTimestampMs: STARTED,
      currentAttemptScheduledTimestampMs: STARTED + afterMs,
    }).run(() =>
      tellingSoon(() => Promise.reject(new SealError('unknown-key', 'no key "k1" in the key ring'))).catch(
        (error: unknown) => error,
      ),
    );
  expect(await attempt(500)).toMatchObject({ type: FailureType.unavailable, nonRetryable: false });
  expect(await attempt(3_500)).toMatchObject({
    nonRetryable: true,
    message: expect.stringContaining('no key "k1"') as string,
    details: [{ expected: expect.stringContaining('rotateCredentials with both tokens') as string }],
  });
});
