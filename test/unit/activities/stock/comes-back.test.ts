import { expect, it } from 'vitest';
import { WorkflowNotFoundError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { createGoodsInActivities } from '../../../../src/activities/stock/goods-in.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { AwaitGoods } from '../../../../src/contract/products.ts';
import { GoodsInState } from '../../../../src/domain/stock/goods-in-state.ts';

const storeHash = 'abc123' as StoreHash; // a valid one

/**
 * What a run that awaits goods is started with, where the one before it has ended so; `told` where an open one is only told.
 * @param then how the open run has ended before it hears
 */
async function startedWith(before: string, goods: AwaitGoods, then?: string): Promise<unknown> {
  let happened: unknown;
  let name = before;
  const notFound = () => Promise.reject(new WorkflowNotFoundError('none', 'id', undefined));
  const describe = () => (name === '' ? notFound() : Promise.resolve({ runId: 'before', status: { name } }));
  const signal = () => {
    if (then === undefined) happened = 'told';
    else name = then;
    return then === undefined ? Promise.resolve() : notFound();
  };
  const connections = { ask: () => Promise.resolve({ storeHash, merchantId: '17' }) };
  const workflow = {
    getHandle: () => ({ describe, signal }),

    list: async function* () {},
    signalWithStart: (_type: string, options: { readonly args: readonly unknown[] }) => {
      happened = options.args[0];
      return Promise.resolve();
    },
  };
  const activities = createGoodsInActivities({ temporal: { workflow }, connections } as unknown as Dependencies); // all that is used
  await new MockActivityEnvironment().run(() => activities.awaitGoods({ storeHash, ...goods }));
  return happened;
}

const anew = { awaited: [], received: false, anew: true } as const;
const more = { awaited: [], received: false };

it.each([
  ['COMPLETED', anew, { storeHash, after: 'before' }],
  ['TERMINATED', anew, { storeHash, after: 'before' }],
  // A wait that ended in order is over for whoever only creates a product.
  ['COMPLETED', more, { storeHash }],
  ['RUNNING', anew, 'told'],
])(
  'after a run that is %s, a store that is told %j goes on with what that one kept, or begins',
  async (before, goods, started) => {
    expect(await startedWith(before, goods)).toEqual(started);
  },
);

it.each([
  ['TERMINATED', { storeHash, after: 'before' }],
  ['COMPLETED', { storeHash }],
])(
  'a run that was open when it was looked at, and is %s when it is told, is looked at again',
  async (then, started) => {
    expect(await startedWith('RUNNING', more, then)).toEqual(started);
  },
);

it('a run that is open whenever it is looked at, and never when it is told, is nobody’s for now', async () => {
  await expect(startedWith('RUNNING', more, 'RUNNING')).rejects.toMatchObject({ type: 'Unavailable' });
});

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
