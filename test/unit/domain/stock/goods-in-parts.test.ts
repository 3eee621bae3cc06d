import { expect, test } from 'vitest';
import { GoodsInState } from '../../../../src/domain/stock/goods-in-state.ts';

const awaiting = (...skus: readonly string[]): GoodsInState => {
  const state = new GoodsInState();
  state.await({ awaited: skus, received: false });
  return state;
};
/** Puts all that the run keeps itself into parts; answers their messages. */
const spread = (state: GoodsInState) => {
  const messages = state.toParts();
  for (const { skus } of messages) state.wereTaken(skus);
  return messages;
};

test('a new run looks every 15 minutes, at nothing, with its gate closed', () => {
  const state = new GoodsInState();
  expect([state.every, state.gateOpened, state.merchantId, state.count, state.received]).toEqual([
    '15m',
    false,
    undefined,
    0,
    0,
  ]);
  expect([state.isDone, state.isFull, state.gateIsDue, state.awaitsByName]).toEqual([false, false, false, false]);
  expect(state.parts).toEqual([]);
});

test('more than 2,000 SKUs are too many for one run', () => {
  const skus = Array.from({ length: 2_000 }, (_, n) => `S${n}`);
  const state = awaiting(...skus);
  expect(state.isFull).toBe(false);
  state.await({ awaited: ['ONE-MORE'], received: false });
  expect(state.isFull).toBe(true);
  expect(state.own(3)).toHaveLength(3);
  expect(state.answer(['S1', 'NEVER'])).toEqual(['S1']);
});

test('SKUs stay with the run until their parts have them, and are awaited by name all the while', () => {
  const state = awaiting('A', 'B', 'C');
  const messages = state.toParts();
  expect(messages.flatMap(({ skus }) => skus).sort()).toEqual(['A', 'B', 'C']);
  expect(messages.every(({ message }) => message === 1)).toBe(true);
  expect(state.awaited.size).toBe(3);
  for (const { skus } of messages) expect(state.wereTaken(skus)).toEqual([]);
  expect(state.awaited.size).toBe(0);
  expect(state.count).toBe(3);
  expect(state.awaitsByName).toBe(true);
  expect([...state.parts].sort()).toEqual(messages.map(({ shard }) => shard).sort());
});

test('goods that came on the way are named, so that their parts are told', () => {
  const state = awaiting('A');
  const [message] = state.toParts();
  state.came(['A']);
  expect(state.received).toBe(1);
  expect(state.wereTaken(message?.skus ?? [])).toEqual(['A']);
});

test('a part that is empty is forgotten only once it has seen the last message', () => {
  const state = awaiting('A');
  const shard = spread(state)[0]?.shard ?? -1;
  state.await({ awaited: ['A'], received: false });
  expect(spread(state)[0]).toMatchObject({ shard, message: 2 });
  expect(state.count).toBe(2);
  state.partTold({ shard, left: 0, received: 1, message: 1 });
  expect(state.parts).toEqual([shard]);
  expect(state.count).toBe(2);
  state.partTold({ shard, left: 1, received: 1, message: 2 });
  expect(state.count).toBe(1);
  state.partTold({ shard, left: 0, received: 2, message: 2 });
  expect(state.parts).toEqual([]);
  expect(state.received).toBe(2);
});

test('what a part says twice, or of before, counts once; an unknown part says nothing', () => {
  const state = awaiting('A');
  const shard = spread(state)[0]?.shard ?? -1;
  state.partTold({ shard, left: 1, received: 3, message: 1 });
  state.partTold({ shard, left: 1, received: 3, message: 1 });
  state.partTold({ shard, left: 1, received: 2, message: 1 });
  expect(state.received).toBe(3);
  state.partTold({ shard: shard + 1, left: 5, received: 5, message: 1 });
  expect(state.received).toBe(3);
  expect(state.parts).toEqual([shard]);
});

test('a merchant once told stays, and waiting anew closes the gate and looks at everything', () => {
  const state = new GoodsInState();
  state.await({ awaited: [], received: true, merchantId: 'M1' });
  state.await({ awaited: [], received: false });
  expect(state.merchantId).toBe('M1');
  expect(state.received).toBe(1);
  state.await({ awaited: [], received: true });
  expect(state.received).toBe(1);
  state.gateOpened = true;
  state.looks.since(0);
  state.looks.looked('c1', true, 0);
  expect(state.looks.since(1)).toBe('c1');
  state.await({ awaited: [], received: false, anew: true });
  expect([state.gateOpened, state.received, state.looks.since(1)]).toEqual([false, 0, undefined]);
});

test('a look that did not go through everything does not put off the daily one', () => {
  const day = 24 * 3_600_000;
  const state = new GoodsInState();
  state.looks.since(day);
  state.looks.looked('c1', true, day);
  state.looks.looked('c2', false, 2 * day - 1);
  expect(state.looks.since(2 * day - 1)).toBe('c2');
  expect(state.looks.since(2 * day)).toBeUndefined();
});

test('goods of nobody’s names count as many as came; an empty page counts nothing', () => {
  const state = new GoodsInState();
  state.found({ received: [] });
  expect(state.gateIsDue).toBe(false);
  state.found({ received: ['X', 'Y'] });
  state.found({ received: ['Z'] });
  expect(state.received).toBe(2);
});

test('parts, merchant, cursor and gate come through a continue-as-new', () => {
  const state = awaiting('A', 'B');
  spread(state);
  state.await({ awaited: ['C'], received: true, merchantId: 'M1' });
  state.looks.since(5);
  state.looks.looked('c1', true, 5);
  state.gateOpened = true;
  state.every = '2m';
  const again = new GoodsInState(state.snapshot());
  expect(again.snapshot()).toEqual(state.snapshot());
  expect([again.every, again.gateOpened, again.merchantId, again.received, again.count]).toEqual([
    '2m',
    true,
    'M1',
    1,
    3,
  ]);
  expect([...again.parts].sort()).toEqual([...state.parts].sort());
  expect(again.looks.since(6)).toBe('c1');
  expect(again.looks.since(24 * 3_600_000 + 5)).toBeUndefined();
});
