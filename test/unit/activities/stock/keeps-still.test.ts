import { QueryRejectedError, WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import proto from '@temporalio/proto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askAwaiting } from '../../../../src/activities/stock/awaited/awaiting-runs.ts';
import { GoodsInState } from '../../../../src/domain/stock/goods-in-state.ts';

type Temporal = Parameters<typeof askAwaiting>[0]['temporal'];

const closed = new QueryRejectedError(
  proto.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
);
let queries = 0;
let runs = 0;

beforeEach(() => {
  queries = 0;
  vi.spyOn(WorkflowClient.prototype, 'withDeadline').mockImplementation((_deadline, ask) => ask());
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Asks, twice, a run that has ended by itself and kept this; tells what was begun. */
async function asked(kept: object | Error, merchantId: string | undefined, id = 'goods-in:abc123'): Promise<unknown[]> {
  const began: unknown[] = [];
  const runId = `run-${(runs += 1)}`;
  const query = () => {
    queries += 1;
    return kept instanceof Error ? Promise.reject(kept) : Promise.resolve({ kept });
  };
  const workflow = {
    options: {},
    getHandle: () => ({ query, describe: () => Promise.resolve({ runId, status: { name: 'COMPLETED' } }) }),
    start: (_type: string, { args }: { readonly args: readonly unknown[] }) => Promise.resolve(began.push(...args)),
  };
  const temporal = { connection: {}, workflow } as unknown as Temporal; // all that is used
  const ask = () =>
    askAwaiting({ temporal }, id, () => Promise.reject(closed), merchantId === undefined ? {} : { merchantId });
  const answer = (): Promise<unknown> =>
    new MockActivityEnvironment().run(ask).catch((error: unknown) => (error as { readonly type?: unknown }).type);
  const answers = [await answer(), await answer()];
  return [...answers, ...began.map((input) => ({ ...(input as object), after: 'after' in (input as object) }))];
}

const ofFirst = new GoodsInState();
ofFirst.await({ awaited: ['MUG'], received: false, merchantId: '17' });
const ofSecond = new GoodsInState();
ofSecond.await({ awaited: ['CUP'], received: false, merchantId: '18' });
ofFirst.leaveTo(ofSecond, false);
const again = { storeHash: 'abc123', after: true };

it.each([
  ['of the merchant that it awaited goods of', ofFirst.snapshot(), '17', ['Unavailable', 'Unavailable', again, again]],
  ['of a merchant before that one', ofSecond.snapshot(), '17', ['Unavailable', 'Unavailable', again, again]],
  ['of another merchant', ofSecond.snapshot(), '19', [undefined, undefined]],
  ['by somebody who does not say whose goods are meant', ofFirst.snapshot(), undefined, [undefined, undefined]],
  ['of a merchant of whom all has come', new GoodsInState().snapshot(), '17', [undefined, undefined]],
  ['once Temporal keeps it no more', new WorkflowNotFoundError('none', 'id', undefined), '17', [undefined, undefined]],
  ['while nobody answers for it', new Error('no worker'), '17', ['Unavailable', 'Unavailable']],
] as const)('a store’s run that ended by itself, asked for goods %s', async (_what, kept, merchantId, outcome) => {
  expect(await asked(kept, merchantId)).toEqual(outcome);
});

it('is asked once a process what it kept: that changes no more', async () => {
  await asked(ofSecond.snapshot(), '19');
  expect(queries).toBe(1);
});

it('a part, and the merchant’s run, stay ended', async () => {
  expect(await asked(ofFirst.snapshot(), '17', 'goods-in:abc123:3')).toEqual([undefined, undefined]);
  expect(await asked(ofFirst.snapshot(), '17', 'goods-of:17')).toEqual([undefined, undefined]);
  expect(queries).toBe(0);
});
