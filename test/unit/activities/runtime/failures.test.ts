import { ServiceError } from '@temporalio/client';
import type { Context } from '@temporalio/activity';
import { describe, expect, it } from 'vitest';
import { FailureType } from '../../../../src/contract/failures.ts';
import { createLog } from '../../../../src/observability/log.ts';
import { guardActivity } from '../../../../src/worker/guard-activity.ts';

// What an activity throws, as its run and the log see it.

const refusal = (code: number, details: string) =>
  new ServiceError('Failed to describe schedule', {
    cause: Object.assign(new Error(details), { code, details, metadata: {} }),
  });

/** @returns what the run sees, and the lines of the log */
async function thrown(error: unknown, attempt: { readonly attempt?: number; readonly maximumAttempts?: number } = {}) {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ level: 'warn', write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
  const info = {
    activityType: 'ensureSchedules',
    attempt: attempt.attempt ?? 1,
    workflowExecution: { workflowId: 'integration:abc123', runId: 'r' },
    ...(attempt.maximumAttempts === undefined ? {} : { retryPolicy: { maximumAttempts: attempt.maximumAttempts } }),
  };
  const { inbound } = guardActivity(log, { info } as unknown as Context); // as much of it as the guard reads
  const failure: unknown = await inbound
    .execute({ args: [], headers: {} }, () => Promise.reject(error as Error))
    .catch((seen: unknown) => seen);
  return { failure, lines };
}

describe('an error of the Temporal server itself, in an activity', () => {
  it.each([
    ['has too much to do', 8, 'consistent query buffer is full'],
    ['is away', 14, 'connection refused'],
    ['does not answer in time', 4, 'context deadline exceeded'],
    ['closes the call', 1, 'cancelled'],
    ['has lost a race of its own', 10, 'transaction conflict'],
    ['cannot say why', 2, 'shard status unknown'],
    ['fails inside', 13, 'RST_STREAM'],
  ])('is no defect where it %s: the activity is tried again, and the log says so', async (_what, code, details) => {
    const { failure, lines } = await thrown(refusal(code, details));
    expect(failure).toMatchObject({ type: FailureType.unavailable, nonRetryable: false });
    expect(lines).toMatchObject([
      {
        level: 'warn',
        storeHash: 'abc123',
        activity: 'ensureSchedules',
        why: expect.stringContaining(details) as string,
        msg: 'the Temporal server could not answer an activity: it is tried again',
      },
    ]);
  });

  it('says where nothing is tried again by itself', async () => {
    const { lines } = await thrown(refusal(14, 'away'), { attempt: 5, maximumAttempts: 5 });
    expect(lines).toMatchObject([
      { level: 'warn', msg: 'the Temporal server could not answer an activity: its run goes on without' },
    ]);
  });

  it.each([
    ['refuses what was asked', refusal(3, 'invalid schedule spec')],
    ['refuses this worker', refusal(7, 'permission denied')],
    ['was never asked', new TypeError('undefined is not a function')],
  ])('is a defect where it %s', async (_what, error) => {
    const { failure, lines } = await thrown(error);
    expect(failure).toMatchObject({ type: 'Defect' });
    expect(lines).toMatchObject([{ level: 'error', msg: 'a defect of the worker' }]);
  });
});
