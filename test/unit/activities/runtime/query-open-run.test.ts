import { QueryRejectedError, WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askOpenRun } from '../../../../src/activities/runtime/query-open-run.ts';
import { askAwaiting } from '../../../../src/activities/stock/awaited/awaiting-runs.ts';
import { FailureType } from '../../../../src/contract/failures.ts';

const { WorkflowExecutionStatus } = proto.temporal.api.enums.v1;
type Temporal = Parameters<typeof askOpenRun>[0];
// As much of a client as the question needs: the connection is never used.
const paused = { describe: () => Promise.resolve({ status: { name: 'PAUSED' } }) };
const temporal = { connection: {}, workflow: { options: {}, getHandle: () => paused } } as unknown as Temporal;
const answers = (error: Error) => askOpenRun(temporal, 'awaits goods', () => Promise.reject(error));

describe('a run that another asks', () => {
  beforeEach(() => {
    vi.spyOn(WorkflowClient.prototype, 'withDeadline').mockImplementation((_deadline, ask) => ask());
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['is not there', new WorkflowNotFoundError('none', 'id', undefined)],
    ['has completed', new QueryRejectedError(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED)],
    ['was terminated', new QueryRejectedError(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED)],
  ])('and %s knows nothing', async (_what, error) => {
    await expect(answers(error)).resolves.toBeUndefined();
  });

  it.each([
    ['asked as any run', answers],
    [
      'asked what it awaits',
      (error: Error) => askAwaiting({ temporal }, 'goods-in:abc123', () => Promise.reject(error)),
    ],
  ])('and that a person paused in Temporal is there: what it knows is not nothing, %s', async (_how, ask) => {
    const isPaused = ask(new QueryRejectedError(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED));
    await expect(isPaused).rejects.toMatchObject({
      type: FailureType.unavailable,
      message:
        'The run that awaits goods is paused in Temporal itself: Unpause Workflow on its page in the Temporal Web UI.',
    });
  });
});
