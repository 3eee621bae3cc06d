import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  RetryState,
  TimeoutFailure,
  TimeoutType,
} from '@temporalio/common';
import { expect, test } from 'vitest';
import { unsettled } from '../../../src/workflows/shared/settled-write.ts';

const failed = (cause: Error) =>
  new ActivityFailure('failed', 'createProduct', '1', RetryState.TIMEOUT, 'worker', cause);
const unavailable = (detail: object) =>
  ApplicationFailure.create({ type: 'Unavailable', message: 'no answer', details: [detail] });

test.each([
  [
    'an attempt that died without a word may have sent',
    failed(new TimeoutFailure('', undefined, TimeoutType.HEARTBEAT)),
    'ask',
  ],
  [
    'a total time that ran out in the middle too',
    failed(new TimeoutFailure('', undefined, TimeoutType.SCHEDULE_TO_CLOSE)),
    'ask',
  ],
  ['a lost answer names the wait', failed(unavailable({ outcomeUnknown: true, retryAfterMs: 30_000 })), 30_000],
  ['an outage before anything was sent leaves nothing open', failed(unavailable({ retryAfterMs: 30_000 })), undefined],
  ['a refusal leaves nothing open', failed(ApplicationFailure.create({ type: 'Rejected', message: 'no' })), undefined],
  [
    'a cancellation that the activity confirmed leaves nothing open',
    failed(new CancelledFailure('cancelled')),
    undefined,
  ],
  ['a defect of the run is none of a write', new TypeError('x'), undefined],
])('%s', (_, error, expected) => {
  expect(unsettled(error)).toBe(expected);
});
