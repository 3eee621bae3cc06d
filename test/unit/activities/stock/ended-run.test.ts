import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { DefaultLogger } from '@temporalio/worker';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, it } from 'vitest';
import { createTakeOverActivities } from '../../../../src/activities/stock/take-over.ts';

type Temporal = Parameters<typeof createTakeOverActivities>[0]['temporal'];

const told: (readonly [run: string, said: unknown])[] = [];

/** What is taken over from a run that answers so. */
function takesOver(
  answers: Error | { readonly kept: unknown },
  id = 'goods-in:abc123',
  status = 'TERMINATED',
): Promise<unknown> {
  const query = () => (answers instanceof Error ? Promise.reject(answers) : Promise.resolve(answers));
  const describe = () => Promise.resolve({ status: { name: status } });
  const signalOf = (run: string) => (_: unknown, said: unknown) => Promise.resolve(void told.push([run, said]));
  const getHandle = (run: string) => ({ query, describe, signal: signalOf(run) });
  const temporal = { workflow: { getHandle } } as unknown as Temporal; // as much of it as is used
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  return environment.run(() => createTakeOverActivities({ temporal }).keptByEnded({ id, after: 'x' }));
}
const refusal = (words: string) => new ServiceError('Failed to query Workflow', { cause: new Error(words) });

it('a run that was ended hands on what it kept', async () => {
  expect(await takesOver({ kept: ['A'] })).toEqual([['A']]);
});

it('one that ended by itself had its parts hand on what was in them: that is to be found again', async () => {
  const kept = { awaited: '0A', parts: [{ shard: 3 }], received: 1, gateOpened: true };
  expect(await takesOver({ kept }, undefined, 'COMPLETED')).toEqual([
    { awaited: '0A', lost: true, received: 0, gateOpened: false },
  ]);
  expect(await takesOver({ kept }, 'goods-of:17', 'COMPLETED')).toEqual([kept]);
});

it.each([
  ['was deleted', new WorkflowNotFoundError('none', 'id', 'x')],
  [
    'was ended before it ever ran: the server answers nothing for it, ever',
    refusal('9 FAILED_PRECONDITION: Workflow execution closed before WorkflowTaskStarted event'),
  ],
])('one that %s is not asked for ever, and what it kept is to be found again', async (_, error) => {
  expect(await takesOver(error)).toMatchObject([{ awaited: '', lost: true }]);
  expect(await takesOver(error, 'goods-of:17')).toEqual([]);
  told.length = 0;
  expect(await takesOver(error, 'goods-in:abc123:3')).toEqual([]);
  expect(told).toEqual([['goods-in:abc123', { awaited: [], received: false, lost: true }]]);
});

it('one for which the server does not answer now is asked again', async () => {
  const away = refusal('14 UNAVAILABLE: no connection');
  await expect(takesOver(away)).rejects.toBe(away);
});
