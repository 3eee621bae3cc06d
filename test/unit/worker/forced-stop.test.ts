import { IllegalStateError } from '@temporalio/common';
import { GracefulShutdownPeriodExpiredError } from '@temporalio/worker';
import { describe, expect, test } from 'vitest';
import { endOf } from '../../../src/worker/forced-stop.ts';

const done: PromiseSettledResult<void> = { status: 'fulfilled', value: undefined };
const because = (reason: unknown): PromiseSettledResult<void> => ({ status: 'rejected', reason });
const inUse = new IllegalStateError('Worker still in use: Expected 1 reference, but got 2');
const expired = new GracefulShutdownPeriodExpiredError('Timed out while waiting for worker to shutdown gracefully');
const broken = new TypeError('a defect');

describe('the end of the workers', () => {
  test.each([
    ['clean', [done, done]],
    ['forced', [because(inUse), done]],
    ['forced', [because(expired), because(inUse)]],
  ] as const)('is %s after a stop that was asked for', (end, ended) => {
    expect(endOf(ended, { asked: true })).toBe(end);
  });

  test.each([
    ['a defect while it stops', [because(inUse), because(broken)], true, broken],
    ['a worker that falls by itself', [because(inUse), done], false, inUse],
    ['a defect', [done, because(broken)], false, broken],
  ] as const)('is a failure for %s', (_what, ended, asked, failure) => {
    expect(() => endOf(ended, { asked })).toThrow(failure);
  });
});
