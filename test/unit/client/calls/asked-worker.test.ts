import { ServiceError, type Client } from '@temporalio/client';
import { expect, test } from 'vitest';
import { standing } from '../../../../src/client/calls/asked-worker.ts';
import type { PolledQueue } from '../../../../src/client/calls/polled-builds.ts';
import { TaskQueue } from '../../../../src/contract/temporal.ts';

const build = { deployment: 'd', buildId: 'v1' };

/** Both queues with one worker that was heard of a while ago. */
const queues = (agoMs = 40_000): readonly PolledQueue[] =>
  [TaskQueue.main, TaskQueue.scan].map((taskQueue) => ({
    taskQueue,
    current: build,
    living: [build],
    workers: [{ identity: '1@host', build, heardAt: Date.now() - agoMs }],
  }));

/** A server with these completed runs by kind of list, whose workers answer so. */
function clientOf(
  completed: { readonly maintain?: string; readonly any?: string },
  queryWorkflow: () => Promise<unknown>,
) {
  const lists: string[] = [];
  const asked: unknown[] = [];
  const client = {
    options: { namespace: 'shops' },
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    workflow: {
      async *list({ query }: { query: string }) {
        await Promise.resolve();
        lists.push(query);
        const workflowId = query.startsWith('WorkflowType=') ? completed.maintain : completed.any;
        if (workflowId !== undefined) yield { workflowId, runId: 'r' };
      },
    },
    workflowService: {
      queryWorkflow: (request: unknown) => {
        asked.push(request);
        return queryWorkflow();
      },
    },
  } as unknown as Client; // nothing else of it is used here
  return { client, lists, asked };
}

const yes = () => Promise.resolve({});
const fails = (code: number) => () =>
  Promise.reject(
    new ServiceError('failed', {
      cause: Object.assign(new Error('said so'), { code, details: 'said so', metadata: {} }),
    }),
  );

test.each([
  ['answers', yes, 'answered'],
  ['answers that it cannot: it lives', fails(3), 'answered'],
  ['does not answer in time', fails(4), 'silent'],
  ['does not answer in time, as the SDK’s own timer says it', fails(1), 'silent'],
  ['has not polled for long', fails(9), 'silent'],
  ['was asked about a run that is gone by now', fails(5), 'nobody to ask'],
])('a worker that is listed is asked by a run that completed on its build, and %s', async (_what, answer, expected) => {
  const { client, lists, asked } = clientOf({ maintain: 'maintain-run' }, answer);
  const found = await standing(client, queues());
  expect(found.answer).toBe(expected);
  expect(lists).toEqual([expect.stringMatching(/"Completed" AND TemporalWorkerDeploymentVersion = "d:v1"$/)]);
  expect(asked).toMatchObject([{ execution: { workflowId: 'maintain-run', runId: 'r' } }]);
  if (expected === 'silent')
    expect(found.problem?.message).toMatch(/^No worker answers\. One was last heard of 40 s ago/);
  else expect(found.problem).toBeUndefined();
});

test('any run that completed on the build will do; without one nobody is asked, and nothing is claimed', async () => {
  const other = clientOf({ any: 'order:abc123:7' }, yes);
  expect((await standing(other.client, queues())).answer).toBe('answered');
  const none = clientOf({}, fails(4));
  expect(await standing(none.client, queues())).toEqual({ answer: 'nobody to ask', problem: undefined });
  expect(none.asked).toEqual([]);
});

test('a server that is away is no silent worker, and where tasks reach none nobody is asked', async () => {
  const away = clientOf({ any: 'run' }, fails(14));
  await expect(standing(away.client, queues())).rejects.toThrow();
  const idle = clientOf({ any: 'run' }, yes);
  const none = queues().map((queue) => ({ ...queue, living: [], workers: [] }));
  expect(await standing(idle.client, none)).toMatchObject({
    answer: undefined,
    problem: { message: expect.stringMatching(/^No worker takes/) as string },
  });
  expect(idle.asked).toEqual([]);
});
