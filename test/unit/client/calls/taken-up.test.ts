import type { Client, WorkflowHandle } from '@temporalio/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { takenUp } from '../../../../src/client/calls/taken-up.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface World {
  /** Until when a worker asks for tasks, in ms from the start. */
  readonly polledForMs: number;
  /** Events of the run. */
  readonly events?: number;
  readonly resultAfterMs?: number;
}

/** What becomes of a run that reads for a person, and after how many ms. */
async function becomes({ polledForMs, events = 2, resultAfterMs = 60 * 60_000 }: World) {
  const begun = Date.now();
  const describeTaskQueue = () => {
    const heard = { lastAccessTime: { seconds: Math.floor(Date.now() / 1000) } };
    return Promise.resolve({ pollers: Date.now() - begun < polledForMs ? [heard] : [] });
  };
  const client = { connection: { workflowService: { describeTaskQueue } }, options: { namespace: 'default' } };
  const ended: string[] = [];
  const run = {
    result: () => new Promise((resolve) => void setTimeout(() => resolve('read'), resultAfterMs)),
    describe: () => Promise.resolve({ historyLength: events, raw: {}, typedSearchAttributes: { getAll: () => [] } }),
    terminate: (why: string) => Promise.resolve(void ended.push(why)),
  };
  const answer = takenUp(client as unknown as Client, run as unknown as WorkflowHandle, 10_000).then(
    (result) => ({ result, ended, afterMs: Date.now() - begun }),
    (error: unknown) => ({ error: (error as Error).name, ended, afterMs: Date.now() - begun }),
  );
  await vi.advanceTimersByTimeAsync(2 * 60 * 60_000);
  return answer;
}

const LIVES = { polledForMs: Infinity };
const GIVEN_UP = { error: 'WorkflowUpdateRPCTimeoutOrCancelledError', ended: ['nobody waits for it'] };

test('a read that no worker is there for is given up soon, and ended', async () => {
  expect(await becomes({ polledForMs: 0 })).toEqual({ ...GIVEN_UP, afterMs: 10_000 });
});

test('a read that nobody takes up is given up, although a worker is listed', async () => {
  expect(await becomes(LIVES)).toEqual({ ...GIVEN_UP, afterMs: 30_000 });
});

test('a read whose worker goes away in the middle is given up with it', async () => {
  expect(await becomes({ polledForMs: 60_000, events: 9 })).toEqual({ ...GIVEN_UP, afterMs: 60_000 });
});

test('a read that takes its minutes is waited for', async () => {
  expect(await becomes({ ...LIVES, events: 9, resultAfterMs: 600_000 })).toEqual({
    result: 'read',
    ended: [],
    afterMs: 600_000,
  });
});
