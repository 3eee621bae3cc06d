import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GoodsInState, packSkus, unpackSkus } from '../../../../src/domain/stock/goods-in-state.ts';

describe('packed SKUs', () => {
  test('come back as they were, whatever is in them', () => {
    const sku = fc.string({ minLength: 1, unit: 'binary' }).map((text) => text.replaceAll('\n', ' '));
    fc.assert(
      fc.property(fc.uniqueArray(sku), (skus) => {
        expect([...unpackSkus(packSkus(skus))].sort()).toEqual([...skus].sort());
      }),
    );
  });

  test('100,000 of 30 characters stay below a payload’s 2 MB', () => {
    const skus = Array.from(
      { length: 100_000 },
      (_, n) => `long-prefix-of-a-brand-${String(n * 7_919).padStart(9, '0')}`,
    );
    expect(JSON.stringify(packSkus(skus)).length).toBeLessThan(1_500_000);
  });
});

describe('first goods', () => {
  test('of an awaited SKU make the gate due and end its waiting', () => {
    const state = new GoodsInState();
    state.await({ awaited: ['A', 'B'], received: false });
    state.found({ received: ['A', 'X'] });
    expect([...state.awaited]).toEqual(['B']);
    expect(state.gateIsDue).toBe(true);
    state.gateOpened = true;
    expect(state.isDone).toBe(false);
    state.found({ received: ['B'] });
    expect(state.isDone).toBe(true);
  });

  test('of other codes do not, while ours are awaited by name', () => {
    const state = new GoodsInState();
    state.await({ awaited: ['A'], received: false });
    state.found({ received: ['X'] });
    expect(state.gateIsDue).toBe(false);
  });

  test('of any code do, where nothing is awaited by name', () => {
    const state = new GoodsInState();
    state.found({ received: ['X'] });
    expect(state.gateIsDue).toBe(true);
  });

  test('that were there before are believed', () => {
    const state = new GoodsInState();
    state.await({ awaited: [], received: true });
    expect(state.gateIsDue).toBe(true);
  });
});

describe('a look begins', () => {
  const day = 24 * 3_600_000;

  test('goes through everything where the time that it looked from lay ahead of the warehouse’s clock', () => {
    const day = 24 * 3_600_000;
    const state = new GoodsInState();
    state.looks.since(day);
    state.looks.looked('2099-01-01T00:00:00.000Z', true, day);
    expect(state.looks.since(day + 1)).toBe('2099-01-01T00:00:00.000Z');
    state.looks.looked('2026-03-01T10:00:00.000Z', false, day + 1);
    expect(state.looks.since(day + 2)).toBeUndefined();
    state.looks.looked('2026-03-01T10:15:00.000Z', true, day + 2);
    state.looks.looked('2026-03-01T10:14:30.000Z', false, day + 3);
    expect(state.looks.since(day + 4)).toBe('2026-03-01T10:14:30.000Z');
  });

  test('at everything first, then at the cursor, and once a day at everything', () => {
    const state = new GoodsInState();
    expect(state.looks.since(day)).toBeUndefined();
    state.looks.looked('2026-01-01T00:00:00Z', true, day);
    expect(state.looks.since(day + 1)).toBe('2026-01-01T00:00:00Z');
    expect(state.looks.since(2 * day)).toBeUndefined();
  });

  test('at everything after new SKUs, also where they came during the look', () => {
    const state = new GoodsInState();
    state.looks.since(day);
    state.await({ awaited: ['A'], received: false });
    state.looks.looked('c1', true, day);
    expect(state.looks.since(day + 1)).toBeUndefined();
    state.looks.looked('c2', true, day + 1);
    expect(state.looks.since(day + 2)).toBe('c2');
  });
});

test('everything survives a continue-as-new', () => {
  const state = new GoodsInState();
  state.await({ awaited: ['A', 'B'], received: true });
  state.every = '1m';
  const snapshot = state.snapshot();
  expect(new GoodsInState(snapshot).snapshot()).toEqual(snapshot);
});

describe('what is dropped', () => {
  test('is awaited no more, and opens no gate', () => {
    const state = new GoodsInState();
    state.await({ awaited: ['A', 'B'], received: false });
    state.await({ awaited: [], received: false, dropped: ['A', 'X'] });
    expect([...state.awaited]).toEqual(['B']);
    expect(state.gateIsDue).toBe(false);
    expect(state.dropped.take().size).toBe(0);
  });

  test('while it is on its way into a part is dropped there, and counts as no goods', () => {
    const skus = Array.from({ length: 2_001 }, (_, n) => `S${n}`);
    const state = new GoodsInState();
    state.await({ awaited: skus, received: false });
    const parts = state.toParts();
    const [first] = parts;
    const sku = first?.skus[0] ?? '';
    state.await({ awaited: [], received: false, dropped: [sku] });
    for (const part of parts) expect(state.wereTaken(part.skus)).toEqual([]);
    const carried = new GoodsInState(state.snapshot());
    expect([...carried.dropped.take()]).toEqual([[first?.shard, [sku]]]);
    expect(carried.dropped.all.size).toBe(0);
    expect(carried.gateIsDue).toBe(false);
  });
});

describe('a store that is connected with another merchant', () => {
  const ofFirst = () => {
    const state = new GoodsInState();
    state.await({ awaited: ['OLD'], received: true, merchantId: '1' });
    state.gateOpened = true;
    return state;
  };

  test('keeps what is awaited of each apart, and says of all that they are awaited', () => {
    const state = ofFirst();
    expect([state.isAnothers('1'), state.isAnothers(undefined), state.isAnothers('2')]).toEqual([false, false, true]);
    state.turnTo('2');
    expect([state.isAnothers('2'), state.next?.wasTold]).toEqual([false, false]);
    state.await({ awaited: ['NEW'], received: false, merchantId: '2' });
    expect([state.next?.wasTold, [...state.own(10)]]).toEqual([true, ['OLD']]);
    expect(state.answer(['OLD', 'NEW', 'X'])).toEqual(['OLD', 'NEW']);
    expect(state.answer(undefined)).toEqual(['OLD', 'NEW']);
    // The gate of the second one waits for goods of its own.
    const second = new GoodsInState(state.next?.state.snapshot());
    expect([second.merchantId, second.gateOpened, second.gateIsDue]).toEqual(['2', false, false]);
    expect(second.answer(['OLD', 'NEW'])).toEqual(['NEW']);
  });

  test('hears of goods for whichever awaits them', () => {
    const state = ofFirst();
    state.turnTo('2');
    state.await({ awaited: ['OLD', 'NEW'], received: false, merchantId: '2' });
    state.came(['OLD']);
    expect([state.answer(undefined), state.next?.state.gateIsDue]).toEqual([['NEW'], true]);
  });

  test('keeps what was told of a second one also where it is connected with a third', () => {
    const state = ofFirst();
    state.turnTo('2');
    state.await({ awaited: ['NEW'], received: false, merchantId: '2' });
    expect([state.isAnothers('2'), state.isAnothers('3')]).toEqual([false, true]);
    state.turnTo('3');
    state.await({ awaited: ['THIRD'], received: false, merchantId: '3' });
    expect(state.answer(['OLD', 'NEW', 'THIRD'])).toEqual(['OLD', 'NEW', 'THIRD']);
    const second = new GoodsInState(state.next?.state.snapshot());
    expect([second.merchantId, [...second.own(10)]]).toEqual(['2', ['NEW']]);
    const third = new GoodsInState(second.next?.state.snapshot());
    expect([third.merchantId, [...third.own(10)]]).toEqual(['3', ['THIRD']]);
  });

  test.each(['goes on', 'is taken over from a run that was ended'])('loses nothing where it %s', (how) => {
    const state = ofFirst();
    state.turnTo('2');
    state.await({ awaited: ['NEW'], received: false, merchantId: '2' });
    const after = new GoodsInState(how === 'goes on' ? state.snapshot() : undefined);
    if (how !== 'goes on') after.takeOver(state.snapshot());
    expect(after.answer(['OLD', 'NEW'])).toEqual(['OLD', 'NEW']);
    expect([after.merchantId, after.next?.state.merchantId, after.next?.wasTold]).toEqual(['1', '2', true]);
  });

  /** The run that follows the turn to the next one, where nobody else awaits goods of the first. */
  const turned = (state: GoodsInState, hadParts = false) => {
    const { next } = state;
    if (next === undefined) throw new TypeError('it has another merchant');
    state.leaveTo(next.state, hadParts);
    return new GoodsInState(next.state.snapshot());
  };

  test.each(['at once', 'after the turn', 'after the second one’s run has ended'])(
    'and comes back to its first one %s awaits again what it awaited of that one',
    (when) => {
      let state = ofFirst();
      state.turnTo('2');
      state.await({ awaited: ['NEW'], received: false, merchantId: '2' });
      if (when !== 'at once') state = turned(state);
      if (when === 'after the second one’s run has ended') {
        const ended = state.snapshot();
        state = new GoodsInState();
        state.takeOver(ended);
      }
      expect(state.isAnothers('1')).toBe(true);
      state.turnTo('1');
      state.await({ awaited: [], received: false, anew: true, merchantId: '1' });
      expect(state.answer(['OLD'])).toEqual(['OLD']);
      while (state.next !== undefined) state = turned(state);
      // The gate waits for goods of today: what is awaited is the first merchant's, and nothing of the second one's.
      expect([state.merchantId, state.gateOpened, state.answer(['OLD', 'NEW'])]).toEqual(['1', false, ['OLD']]);
      // And what the second one awaits waits for its own return.
      state.turnTo('2');
      expect(state.answer(['NEW'])).toEqual(['NEW']);
    },
  );

  test('and comes back, of which only a look has heard yet, awaits all the same what it awaited', () => {
    const state = ofFirst();
    state.turnTo('2');
    state.await({ awaited: [], received: false, merchantId: '2' });
    const second = turned(state);
    second.turnTo('1');
    expect([second.next?.wasTold, second.next?.state.comesBack]).toEqual([false, true]);
    expect(new GoodsInState(second.snapshot()).answer(['OLD'])).toEqual(['OLD']);
    expect(turned(second).answer(['OLD'])).toEqual(['OLD']);
  });

  test('whose parts nobody took over asks both sides once it comes back', () => {
    const state = ofFirst();
    state.turnTo('2');
    state.await({ awaited: [], received: false, merchantId: '2' });
    const second = turned(state, true);
    second.turnTo('1');
    second.await({ awaited: [], received: false, merchantId: '1' });
    const first = turned(second);
    expect([first.merchantId, first.lost.isLost]).toEqual(['1', true]);
    expect(() => first.answer(['X'])).toThrow('lost');
  });

  test('remembers the merchants of before, and only the last five', () => {
    let state = ofFirst();
    for (const merchantId of ['2', '3', '4', '5', '6', '7']) {
      state.turnTo(merchantId);
      state.await({ awaited: [`OF-${merchantId}`], received: false, merchantId });
      state = turned(state);
    }
    const { left = [] } = state.snapshot();
    expect(left.map(({ merchantId }) => merchantId)).toEqual(['2', '3', '4', '5', '6']);
  });

  test('hears of the goods of the one before for that one alone', () => {
    const state = ofFirst();
    state.turnTo('2');
    state.await({ awaited: ['OLD', 'NEW'], received: false, merchantId: '2' });
    state.found({ received: ['OLD'] });
    expect(state.next?.state.answer(['OLD', 'NEW'])).toEqual(['OLD', 'NEW']);
  });
});
