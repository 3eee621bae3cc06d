import {
  ServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type ConnectionLike,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { Calls } from '../../../../src/client/calls/calls.ts';
import { NotFound, Unavailable } from '../../../../src/client/errors.ts';

const connection = {
  plugins: [],
  withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
} as unknown as ConnectionLike; // nothing else of it is used here
const calls = new Calls({ connection, namespace: 'none', answerWithinMs: 1_000 });
const gone = () => new NotFound('gone');
const lost = () => new WorkflowUpdateRPCTimeoutOrCancelledError('no answer');
const cutOff = () =>
  new WorkflowUpdateFailedError(
    'failed',
    ApplicationFailure.create({ type: 'AcceptedUpdateCompletedWorkflow', message: 'completed', nonRetryable: true }),
  );
const tooMany = () => {
  const details = 'limit on number of concurrent in-flight updates has been reached (10)';
  return new ServiceError('busy', { cause: Object.assign(new Error(details), { code: 8, details, metadata: {} }) });
};

/** Sends that fail as listed, then succeed. */
function sends(...failures: readonly Error[]) {
  const updateIds: string[] = [];
  const send = (updateId: string): Promise<string> => {
    updateIds.push(updateId);
    const failure = failures[updateIds.length - 1];
    return failure === undefined ? Promise.resolve('answer') : Promise.reject(failure);
  };
  return { send, updateIds };
}

describe('an update', () => {
  it('whose answer was lost is sent once more under the same id', async () => {
    const { send, updateIds } = sends(lost());
    expect(await calls.twice(gone, send)).toBe('answer');
    expect(updateIds).toHaveLength(2);
    expect(updateIds[0]).toBe(updateIds[1]);
  });

  it('whose answer was lost twice is unavailable, with its outcome unknown', async () => {
    const { send, updateIds } = sends(lost(), lost(), lost());
    await expect(calls.twice(gone, send)).rejects.toMatchObject({
      name: 'WorkerUnavailable',
      detail: { outcomeUnknown: true },
    });
    expect(updateIds).toHaveLength(2);
  });

  it('that was refused is not sent again', async () => {
    const { send, updateIds } = sends(new Unavailable('no'));
    await expect(calls.twice(gone, send)).rejects.toThrow('no');
    expect(updateIds).toHaveLength(1);
  });

  it('has an id of its own for each call', async () => {
    const first = sends();
    const second = sends();
    await calls.twice(gone, first.send);
    await calls.twice(gone, second.send);
    expect(first.updateIds[0]).not.toBe(second.updateIds[0]);
  });

  it('that was cut off by the end of its run is asked of the run that follows, under the same id', async () => {
    const { send, updateIds } = sends(cutOff());
    expect(await calls.twice(gone, send)).toBe('answer');
    expect(updateIds).toHaveLength(2);
    expect(new Set(updateIds).size).toBe(1);
  });

  it.each([
    ['again and again', [cutOff(), cutOff()], true, 2],
    ['where asking once more would do it twice', [cutOff()], false, 1],
  ] as const)('that was cut off %s has an outcome that is not known', async (_when, failures, repeatable, sent) => {
    const { send, updateIds } = sends(...failures);
    await expect(calls.twice(gone, send, repeatable)).rejects.toMatchObject({
      name: 'Unavailable',
      detail: { outcomeUnknown: true, expected: expect.stringContaining('status') as string },
    });
    expect(updateIds).toHaveLength(sent);
  });

  it('too many waits for its place, within its time', async () => {
    const { send, updateIds } = sends(tooMany(), tooMany());
    expect(await calls.twice(gone, send)).toBe('answer');
    expect(new Set(updateIds).size).toBe(1);
  });

  it('too many for all of its time was not asked, and says so at once', async () => {
    const begun = Date.now();
    const { send } = sends(...Array.from({ length: 50 }, tooMany));
    await expect(calls.twice(gone, send)).rejects.toMatchObject({ name: 'Throttled' });
    expect(Date.now() - begun).toBeLessThan(1_500);
  });
});
