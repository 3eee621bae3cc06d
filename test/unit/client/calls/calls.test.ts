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

let polls: () => Promise<unknown> = () => Promise.resolve({ pollers: [] });
const connection = {
  plugins: [],
  workflowService: { describeTaskQueue: () => polls() },
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
const grpc = (code: number, details: string) =>
  new ServiceError('failed', { cause: Object.assign(new Error(details), { code, details, metadata: {} }) });
const tooMany = () => grpc(8, 'limit on number of concurrent in-flight updates has been reached (10)');

const lostWithTask = () =>
  grpc(9, 'Unable to perform workflow execution update due to unexpected workflow task failure.');

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

  it('that the server dropped with the task that carried it is sent again under the same id', async () => {
    const { send, updateIds } = sends(lostWithTask(), lostWithTask());
    expect(await calls.twice(gone, send, false)).toBe('answer');
    expect(updateIds).toHaveLength(3);
    expect(new Set(updateIds).size).toBe(1);
  });

  it('to a run whose every task fails is given up within its time', async () => {
    const { send, updateIds } = sends(...Array.from({ length: 20 }, lostWithTask));
    await expect(calls.twice(gone, send)).rejects.toMatchObject({ name: 'WorkerUnavailable' });
    expect(updateIds.length).toBeLessThan(7);
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

describe('a call that nobody answers', () => {
  const id = 'integration:abc123';
  const polled = (version?: object, agoS = 0) =>
    Promise.resolve({
      pollers: [{ lastAccessTime: { seconds: Math.floor(Date.now() / 1_000) - agoS }, identity: 'w' }],
      versioningInfo: version && { currentDeploymentVersion: version },
    });

  it.each([
    [
      'no worker runs',
      () => Promise.resolve({ pollers: [] }),
      'WorkerUnavailable',
      /^No worker takes tasks of "ogoship/,
      /start a worker/,
    ],
    ['a worker runs', () => polled(), 'WorkerUnavailable', /^A worker runs/, /a worker that runs/],
    [
      'a worker polled a while ago',
      () => polled(undefined, 40),
      'WorkerUnavailable',
      /^A worker was last heard of 4\d s ago, .*: it is busy, or has ended since/,
      /a worker that runs/,
    ],
    [
      'the worker is of a build that is not current',
      () => polled({ deploymentName: 'd', buildId: 'v1' }),
      'WorkerUnavailable',
      /go to build v1, and no living worker is one/,
      /ogoship deployment --make-current/,
    ],
    [
      'the server is silent',
      () => Promise.reject(grpc(14, 'away')),
      'TemporalUnavailable',
      /^The Temporal server/,
      /TEMPORAL_ADDRESS/,
    ],
  ])(
    'says what it waited for where %s, and under which id it may still happen',
    async (_when, who, name, message, expected) => {
      polls = who;
      const { send, updateIds } = sends(lost(), lost());
      const error: unknown = await calls.twice(gone, send, true, id).catch((reason: unknown) => reason);
      const [updateId = ''] = updateIds;
      expect(error).toMatchObject({ name, detail: { outcomeUnknown: true, workflowId: id, updateId } });
      expect(error).toMatchObject({
        message: expect.stringMatching(message),
        expected: expect.stringMatching(expected),
      });
      expect((error as Error).message).toMatch(
        `Given up after 1 s. What was asked may still happen: it is update ${updateId} of run ${id}.`,
      );
    },
  );

  it('and only asks, changes nothing, and says nothing of it', async () => {
    polls = () => Promise.resolve({ pollers: [] });
    const error: unknown = await calls.ask(gone, () => Promise.reject(grpc(4, ''))).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'WorkerUnavailable', message: expect.not.stringContaining('may still') });
    expect(error).not.toHaveProperty('detail.outcomeUnknown');
  });

  it('is a start or a signal: the id of its run is named', async () => {
    const signal = calls.ask(gone, () => Promise.reject(grpc(14, '')), { sent: { workflowId: 'order:abc123:7' } });
    await expect(signal).rejects.toMatchObject({
      message: expect.stringContaining('it is run order:abc123:7.'),
      detail: { outcomeUnknown: true, workflowId: 'order:abc123:7' },
    });
  });

  it.each([
    ['refused', new Unavailable('the store is away')],
    ['one too many', tooMany()],
    [
      'not known to this worker',
      new WorkflowUpdateFailedError(
        'failed',
        ApplicationFailure.create({ message: 'No registered handler for update' }),
      ),
    ],
  ])('is not one that was %s: nothing of it can still happen', async (_what, failure) => {
    const { send } = sends(...Array.from({ length: 50 }, () => failure));
    const error: unknown = await calls.twice(gone, send, true, id).catch((reason: unknown) => reason);
    expect(error).not.toHaveProperty('detail.outcomeUnknown');
  });
});
