import { ServiceError, type Client } from '@temporalio/client';
import { expect, it } from 'vitest';
import { Calls } from '../../../src/client/calls/calls.ts';
import { LatestChanges } from '../../../src/client/integration/latest-changes.ts';
import { parseStoreHash, scheduleId } from '../../../src/contract/ids.ts';

it('a trigger that nobody answered may still happen, and names no run: which one it is, only the server knows', async () => {
  const storeHash = parseStoreHash('abc123');
  if (storeHash === undefined) throw new Error('a store hash');
  const id = scheduleId.latestChanges(storeHash);
  const silent = Object.assign(new Error('late'), { code: 4, details: 'late', metadata: {} });
  const schedule = {
    describe: () =>
      Promise.resolve({ scheduleId: id, state: { paused: false }, info: { recentActions: [], runningActions: [] } }),
    trigger: () => Promise.reject(new ServiceError('late', { cause: silent })),
  };
  const asked: string[] = [];
  const run = (workflowId: string) => ({
    query: () => Promise.resolve({ stage: 'live', latestChanges: { allowed: true } }),
    describe: () => {
      asked.push(workflowId);
      return Promise.reject(new Error('there is no such run'));
    },
  });
  const connection = { plugins: [], workflowService: { describeTaskQueue: () => Promise.resolve({ pollers: [] }) } };
  const client = {
    connection,
    options: { namespace: 'none' },
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    schedule: { getHandle: () => schedule },
    workflow: { getHandle: run },
  } as unknown as Client; // nothing else of it is used here
  const calls = new Calls({ connection: connection as never, namespace: 'none', answerWithinMs: 1_000 });
  Object.assign(calls, { client });

  const error: unknown = await new LatestChanges(calls, storeHash, undefined)
    .runNow()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'WorkerUnavailable', detail: { outcomeUnknown: true } });
  const { message, detail } = error as Error & { readonly detail: { readonly workflowId?: string } };
  expect(message).toContain('What was asked may still happen');
  expect(message).not.toContain(id);
  expect(detail.workflowId).toBeUndefined();
  expect(asked).toEqual([]);
});
