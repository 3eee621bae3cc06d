import { expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { NotFound } from '../../../src/client/errors.ts';
import { Reconcile } from '../../../src/client/integration/reconcile.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { Memo } from '../../../src/contract/registered-names.ts';

interface Run {
  readonly runId: string;
  readonly status: string;
  readonly catchUp?: true;
}

/** A server that keeps these comparisons of one store, newest first, and no schedule. */
function reportOf(runs: readonly Run[], merchantSince?: string) {
  const shown = runs.map(({ runId, status, catchUp }) => ({
    runId,
    status: { name: status },
    memo: catchUp === true ? { [Memo.catchUp]: true } : {},
  }));
  const gone = new NotFound('There is no such run.');
  async function* list({ query }: { query: string }) {
    await Promise.resolve();
    expect(query).toBe('WorkflowId="reconcile:abc123" AND ExecutionStatus="Completed"');
    yield* shown.filter(({ status }) => status.name === 'COMPLETED');
  }
  const getHandle = (_id: string, runId?: string) => ({
    describe: () => (shown[0] === undefined ? Promise.reject(gone) : Promise.resolve(shown[0])),
    result: () => Promise.resolve({ startedAt: runId }),
  });
  const schedule = { getHandle: () => ({ describe: () => Promise.reject(gone) }) };
  const calls = {
    client: { workflow: { list, getHandle }, schedule },
    connected: () => Promise.resolve(),
    ask: (_gone: unknown, call: () => Promise<unknown>) => call(),
    query: () => Promise.resolve({ stage: 'live', merchantSince }),
    ours: (error: unknown) => error,
  };
  return new Reconcile(calls as unknown as Calls, 'abc123' as StoreHash).report(); // all that is used here
}

const whole: Run = { runId: 'whole', status: 'COMPLETED' };

it.each<[string, readonly Run[]]>([
  ['ended last', [whole]],
  ['was followed by one of a part', [{ runId: 'part', status: 'COMPLETED', catchUp: true }, whole]],
  ['was followed by one that runs', [{ runId: 'runs', status: 'RUNNING' }, whole]],
  ['was followed by one that failed', [{ runId: 'failed', status: 'FAILED' }, whole]],
  ['was followed by an older one', [whole, { runId: 'older', status: 'COMPLETED' }]],
])('the report is of the last comparison of everything, where that %s', async (_what, runs) => {
  expect(await reportOf(runs)).toMatchObject({ startedAt: 'whole' });
});

it.each<[string, readonly Run[]]>([
  ['none was begun', []],
  ['none has ended', [{ runId: 'runs', status: 'RUNNING' }]],
  ['only a part was compared', [{ runId: 'part', status: 'COMPLETED', catchUp: true }]],
])('there is none where %s', async (_what, runs) => {
  await expect(reportOf(runs)).rejects.toMatchObject({
    type: 'NotFound',
    message: expect.stringContaining('No comparison'),
  });
});

it('one that compared with the merchant before is none of this one', async () => {
  const run: Run = { runId: '2026-11-02T08:00:00.000Z', status: 'COMPLETED' };
  expect(await reportOf([run], '2026-11-01T08:00:00.000Z')).toMatchObject({ startedAt: run.runId });
  await expect(reportOf([run], '2026-11-03T08:00:00.000Z')).rejects.toMatchObject({ type: 'NotFound' });
});
