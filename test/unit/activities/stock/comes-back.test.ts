import { expect, it } from 'vitest';
import { WorkflowNotFoundError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { createGoodsInActivities } from '../../../../src/activities/stock/goods-in.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { AwaitGoods } from '../../../../src/contract/products.ts';
import { GoodsInState } from '../../../../src/domain/stock/goods-in-state.ts';

const storeHash = 'abc123' as StoreHash; // a valid one

/** What a run that awaits goods is started with, where the one before it has ended so. */
async function startedWith(before: string, goods: AwaitGoods): Promise<unknown> {
  let args: readonly unknown[] = [];
  const describe = () =>
    before === ''
      ? Promise.reject(new WorkflowNotFoundError('none', 'id', undefined))
      : Promise.resolve({ runId: 'before', status: { name: before } });
  const workflow = {
    getHandle: () => ({ describe }),

    list: async function* () {},
    signalWithStart: (_type: string, options: { readonly args: readonly unknown[] }) => {
      args = options.args;
      return Promise.resolve();
    },
  };
  const activities = createGoodsInActivities({ temporal: { workflow } } as unknown as Dependencies); // all that is used
  await new MockActivityEnvironment().run(() => activities.awaitGoods({ storeHash, ...goods }));
  return args[0];
}

const anew = { awaited: [], received: false, anew: true } as const;

it.each([
  ['COMPLETED', anew, { storeHash, after: 'before' }],
  ['TERMINATED', anew, { storeHash, after: 'before' }],
  // A wait that ended in order is over for whoever only creates a product.
  ['COMPLETED', { awaited: [], received: false }, { storeHash }],
  ['RUNNING', anew, { storeHash }],
])(
  'after a run that is %s, a store that is told %j goes on with what that one kept, or begins',
  async (before, goods, started) => {
    expect(await startedWith(before, goods)).toEqual(started);
  },
);

it('what was awaited when the store left is awaited again, and its gate waits for goods again', () => {
  const left = new GoodsInState(undefined, false);
  left.await({ awaited: ['MUG'], received: true });
  left.gateOpened = true;
  const back = new GoodsInState(undefined, false);
  back.takeOver(left.snapshot());
  back.await(anew);
  expect(back.answer(['MUG', 'CUP'])).toEqual(['MUG']);
  expect([back.gateOpened, back.gateIsDue, back.isDone]).toEqual([false, false, false]);
});
