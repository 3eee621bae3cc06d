import { QueryRejectedError, WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askOpenRun } from '../../../../src/activities/runtime/query-open-run.ts';
import { FailureType } from '../../../../src/contract/failures.ts';

const { WorkflowExecutionStatus } = proto.temporal.api.enums.v1;
type Temporal = Parameters<typeof askOpenRun>[0];
// As much of a client as the question needs: the connection is never used.
const temporal = { connection: {}, workflow: { options: {} } } as unknown as Temporal;
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

  it('and that a person paused in Temporal is there: what it knows is not nothing', async () => {
    const paused = answers(new QueryRejectedError(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED));
    await expect(paused).rejects.toMatchObject({
      type: FailureType.unavailable,
      message:
        'The run that awaits goods is paused in Temporal itself: Unpause Workflow on its page in the Temporal Web UI.',
    });
  });
});
