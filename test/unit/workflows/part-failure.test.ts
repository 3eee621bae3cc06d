import { ActivityFailure, ApplicationFailure, TimeoutFailure, RetryState, type TimeoutType } from '@temporalio/common';
import { expect, it } from 'vitest';
import { FailureType } from '../../../src/contract/failures.ts';
import { mayHaveWritten } from '../../../src/workflows/shared/part-failure.ts';

const failed = (cause: Error) => new ActivityFailure('failed', 'stockLeg', '1', RetryState.TIMEOUT, 'worker', cause);
const unavailable = (detail: object) =>
  ApplicationFailure.create({ type: FailureType.unavailable, message: 'away', details: [detail] });
const timeout = (type: TimeoutType, last?: Error) => {
  const failure = new TimeoutFailure('too late', undefined, type);
  return Object.assign(failure, last === undefined ? {} : { cause: last });
};

it.each([
  ['a read that was not answered', failed(unavailable({ retryAfterMs: 5 })), false],
  ['a write that was not answered', failed(unavailable({ outcomeUnknown: true })), true],
  ['a worker that died', failed(timeout('HEARTBEAT')), true],
  ['the end of its time after such a read', failed(timeout('SCHEDULE_TO_CLOSE', unavailable({}))), false],
  [
    'the end of its time after such a write',
    failed(timeout('SCHEDULE_TO_CLOSE', unavailable({ outcomeUnknown: true }))),
    true,
  ],
  ['the end of its time after such a worker', failed(timeout('SCHEDULE_TO_CLOSE', timeout('HEARTBEAT'))), true],
  ['a defect of the workflow', new TypeError('x'), false],
])('whether an activity that ends by %s may have written', (_, error, expected) => {
  expect(mayHaveWritten(error)).toBe(expected);
});
