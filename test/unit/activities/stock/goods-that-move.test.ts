import { WorkflowClient } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { goodsHaveCome, tellCame } from '../../../../src/activities/stock/awaited/goods-have-come.ts';
import { whoAwaits } from '../../../../src/activities/stock/awaited/who-awaits.ts';
import { awaitedShardOf } from '../../../../src/contract/goods.ts';
import { workflowId, type StoreHash } from '../../../../src/contract/ids.ts';

afterEach(() => void vi.restoreAllMocks());

/** Two runs; before the nth question the code moves from the first to the second. */
function world(moveAt: number) {
  let place = 'a';
  let asked = 0;
  const question = (): void => {
    if ((asked += 1) === moveAt) place = 'b';
  };
  return {
    holdersOf: (codes: readonly string[]) => ({ named: true, runs: ['b', 'a'].map((run) => [run, codes] as const) }),
    ask: (run: string, codes: readonly string[]) => {
      question();
      return Promise.resolve(run === place ? codes : []);
    },
  };
}

it.each([1, 2, 3, 4])('goods of a code that moves before question %d find who awaits it', async (moveAt) => {
  expect([...(await whoAwaits(['FIRST', 'SECOND'], world(moveAt))).values()].flat()).toEqual(['FIRST', 'SECOND']);
});

it('after a rename all are asked anew, also those that were found, and nobody is asked to rename twice', async () => {
  let name = 'OLD';
  let renames = 0;
  const found = await whoAwaits(['NEW', 'OLD'], {
    holdersOf: (codes) => ({ named: false, runs: [['a', codes]] }),
    ask: (_, codes) => Promise.resolve(codes.filter((code) => code === name)),
    follow: () => {
      renames += 1;
      name = 'NEW';
      return Promise.resolve(true);
    },
  });
  expect([...found]).toEqual([['a', ['NEW']]]);
  expect(renames).toBe(1);
});

it('where there is one run alone, it is asked once', async () => {
  let asked = 0;
  await whoAwaits(['NEVER'], {
    holdersOf: (codes) => ({ named: true, runs: [['a', codes]] }),
    ask: () => {
      asked += 1;
      return Promise.resolve([]);
    },
  });
  expect(asked).toBe(1);
});

it.each([
  ['is told after it, too', true],
  ['is none where the store has no parts', false],
])('a code may go on to its part between the answer and the telling: the part %s', async (_, inParts) => {
  const storeHash = 'abc123' as StoreHash; // it has the form of one
  const merchant = { storeHash, merchantId: 'm' };
  const own = workflowId.goodsIn(storeHash);
  const signalled: string[] = [];
  const getHandle = (id: string) => ({
    query: ({ name }: { name: string }, asked: readonly string[] = []) => {
      if (id === workflowId.merchantGoods(merchant.merchantId)) return Promise.resolve([{ storeHash, inParts }]);
      return Promise.resolve(name === 'awaited' ? (id === own ? asked : []) : {});
    },
    signal: () => Promise.resolve(void signalled.push(id)),
  });
  vi.spyOn(WorkflowClient.prototype, 'withDeadline').mockImplementation((_deadline, ask) => ask());
  vi.spyOn(WorkflowClient.prototype, 'getHandle').mockImplementation(getHandle as never);
  const deps = { temporal: { connection: {}, workflow: { options: {}, getHandle } } } as never; // what it asks of them
  await new MockActivityEnvironment().run(() =>
    goodsHaveCome(deps, { connection: merchant, store: {} as never }, ['MUG']),
  );
  expect(signalled).toEqual([own, ...(inParts ? [workflowId.awaited(storeHash, awaitedShardOf('MUG'))] : [])]);
});

it('a code that is too long for any SKU costs no other code that is told with it', async () => {
  const told: unknown[] = [];
  const getHandle = () => ({ signal: (_: unknown, codes: unknown) => Promise.resolve(void told.push(codes)) });
  const deps = { temporal: { workflow: { getHandle } } } as never; // what it tells by
  await tellCame(deps, 'goods-in:abc123', ['x'.repeat(600), 'MUG']);
  expect(told).toEqual([['MUG']]);
});
