import { describe, expect, it } from 'vitest';
import { WorkflowNotFoundError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { createGoodsInActivities } from '../../../../src/activities/stock/goods-in.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { AwaitGoods } from '../../../../src/contract/products.ts';
import { leftAtTheEnd, merchantsAwaitedBy } from '../../../../src/domain/stock/goods-in-snapshot.ts';
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
  // It ended where its store was gone: whoever is told of a product awaits what had not come until then, too.
  ['COMPLETED', more, { storeHash, after: 'before' }],
  ['RUNNING', anew, 'told'],
])(
  'after a run that is %s, a store that is told %j goes on with what that one kept, or begins',
  async (before, goods, started) => {
    expect(await startedWith(before, goods)).toEqual(started);
  },
);

it.each([
  ['TERMINATED', { storeHash, after: 'before' }],
  ['COMPLETED', { storeHash, after: 'before' }],
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

describe('a store that was with another merchant meanwhile', () => {
  /** Awaits a SKU of merchant 17, was gone, and follows what it kept for merchant 18. */
  function withOther(): GoodsInState {
    const first = new GoodsInState();
    first.await({ awaited: ['MUG'], received: true, merchantId: '17' });
    first.gateOpened = true;
    const second = new GoodsInState();
    // What is told before what was kept is known is said once more.
    second.await({ awaited: ['CUP'], received: false, merchantId: '18' });
    second.takeOver(leftAtTheEnd(first.snapshot()));
    second.turnTo('18');
    second.await({ awaited: ['CUP'], received: false, merchantId: '18' });
    return second;
  }

  it('keeps the goods of both apart, and awaits what it awaited of the first when it comes back', () => {
    const second = withOther();
    expect([second.merchantId, [...second.own(10)]]).toEqual(['17', ['MUG']]);
    const { next } = second;
    if (next === undefined) throw new TypeError('there is a second merchant');
    expect([next.state.merchantId, next.state.gateOpened, [...next.state.own(10)]]).toEqual(['18', false, ['CUP']]);
    second.leaveTo(next.state, false);
    expect(merchantsAwaitedBy(next.state.snapshot())).toEqual(['18', '17']);
    const back = new GoodsInState();
    back.takeOver(leftAtTheEnd(next.state.snapshot()));
    expect([back.isAnothers('17'), back.isAnothers('18')]).toEqual([true, false]);
    back.turnTo('17');
    expect([back.next?.state.comesBack, back.next?.state.answer(undefined)]).toEqual([true, ['MUG']]);
  });

  it('loses nothing of an older run of another merchant that was taken over first', () => {
    const [first, second, now] = [new GoodsInState(), new GoodsInState(), new GoodsInState()];
    first.await({ awaited: ['MUG'], received: false, merchantId: '17' });
    second.await({ awaited: ['CUP'], received: false, merchantId: '18' });
    for (const kept of [first.snapshot(), second.snapshot()]) now.takeOver(kept);
    expect([now.merchantId, [...now.own(10)], merchantsAwaitedBy(now.snapshot())]).toEqual([
      '18',
      ['CUP'],
      ['18', '17'],
    ]);
  });

  it('finds again what was in parts, which keep nothing once their store’s run has ended by itself', () => {
    const state = new GoodsInState();
    state.await({ awaited: Array.from({ length: 2_001 }, (_, at) => `S-${at}`), received: false, merchantId: '17' });
    for (const { skus } of state.toParts()) state.wereTaken(skus);
    expect(state.parts.length).toBeGreaterThan(0);
    const kept = leftAtTheEnd(state.snapshot());
    expect([kept.parts, kept.lost, merchantsAwaitedBy({ ...kept, awaited: '' })]).toEqual([undefined, true, ['17']]);
  });
});
