import { WorkflowUpdateRPCTimeoutOrCancelledError, type ConnectionLike } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { Calls } from '../../../src/client/calls.ts';
import { NotFound, Unavailable } from '../../../src/client/errors.ts';

const connection = {
  plugins: [],
  withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
} as unknown as ConnectionLike; // nothing else of it is used here
const calls = new Calls({ connection, namespace: 'none', answerWithinMs: 1_000 });
const gone = () => new NotFound('gone');
const lost = () => new WorkflowUpdateRPCTimeoutOrCancelledError('no answer');

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
      name: 'Unavailable',
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
});
