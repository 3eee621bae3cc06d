import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { DefaultLogger } from '@temporalio/worker';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, it } from 'vitest';
import { createTakeOverActivities } from '../../../../src/activities/stock/take-over.ts';

type Temporal = Parameters<typeof createTakeOverActivities>[0]['temporal'];

/** What is taken over from a run that answers so. */
function takesOver(answers: Error | { readonly kept: readonly string[] }): Promise<unknown> {
  const query = () => (answers instanceof Error ? Promise.reject(answers) : Promise.resolve(answers));
  const temporal = { workflow: { getHandle: () => ({ query }) } } as unknown as Temporal; // as much of it as is used
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  return environment.run(() =>
    createTakeOverActivities({ temporal }).keptByEnded({ id: 'goods-in:abc123', after: 'x' }),
  );
}
const refusal = (words: string) => new ServiceError('Failed to query Workflow', { cause: new Error(words) });

it('a run that was ended hands on what it kept', async () => {
  expect(await takesOver({ kept: ['A'] })).toEqual([['A']]);
});

it.each([
  ['was deleted', new WorkflowNotFoundError('none', 'id', 'x')],
  [
    'was ended before it ever ran: the server answers nothing for it, ever',
    refusal('9 FAILED_PRECONDITION: Workflow execution closed before WorkflowTaskStarted event'),
  ],
])('one that %s hands on nothing, and is not asked for ever', async (_, error) => {
  expect(await takesOver(error)).toEqual([]);
});

it('one for which the server does not answer now is asked again', async () => {
  const away = refusal('14 UNAVAILABLE: no connection');
  await expect(takesOver(away)).rejects.toBe(away);
});
