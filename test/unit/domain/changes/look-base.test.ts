import { describe, expect, it } from 'vitest';
import type { LatestChangesReport, Peek } from '../../../../src/contract/changes.ts';
import { dueReasons, type KeptLevel, type StockCarry } from '../../../../src/contract/stock.ts';
import {
  afterLook,
  hasMoved,
  isTimeForProducts,
  lookBase,
  triesAgain,
} from '../../../../src/domain/changes/look-base.ts';

const at = '2026-11-01T10:00:00.000Z';
const later = '2026-11-01T10:05:00.000Z';
const quiet: LatestChangesReport = {
  startedAt: at,
  cursors: { myogoStock: at, myogoOrders: at, storeOrders: at, storeProducts: at },
  sinceProducts: 0,
  productsAt: at,
  legs: {
    myogoStock: { kind: 'nothing' },
    myogoOrders: { kind: 'nothing' },
    storeOrders: { kind: 'done', changes: 1 },
  },
  stockOrdersSince: at,
  stockProductsSince: at,
  stockSettings: '[0]',
};
const carry = (more: Partial<StockCarry>): StockCarry => ({
  shape: 1,
  due: [],
  dueMore: 0,
  open: '',
  openMore: 0,
  estimate: '0-0-0',
  ...more,
});
const row = (reason: KeptLevel['reason'], since = '2026-10-01T00:00:00Z'): KeptLevel => ({
  sku: 'A',
  level: 1,
  wanted: 2,
  reason,
  since,
  tries: 1,
  wait: 3,
});
const without = (field: keyof LatestChangesReport): LatestChangesReport =>
  Object.fromEntries(Object.entries(quiet).filter(([name]) => name !== field)) as never;

describe('a look has something to stand on', () => {
  it('after a run that has nothing left to do', () => {
    expect(lookBase(quiet, 'run')).toEqual({
      run: 'run',
      cursors: quiet.cursors,
      stockSettings: '[0]',
      productsAt: at,
      stockOrdersSince: at,
      stockProductsSince: at,
    });
  });

  it.each<[string, LatestChangesReport]>([
    ['nothing was read', { ...quiet, note: 'paused' }],
    ['a part failed', { ...quiet, legs: { myogoStock: { kind: 'failed', type: 'Unavailable', message: '' } } }],
    ['a part is caught up with', { ...quiet, legs: { storeOrders: { kind: 'catching-up', why: '' } } }],
    ['a source was never read', { ...quiet, cursors: { ...quiet.cursors, storeProducts: undefined } as never }],
    ['no settings are known', without('stockSettings')],
    ['products were never asked for', without('productsAt')],
    [
      'a part that was not tried failed before',
      { ...quiet, health: { storeProducts: { failing: { since: at, type: 'Unavailable', message: '', runs: 1 } } } },
    ],
    ['a place is to be left', { ...quiet, leftLocations: [2] }],
    ['the stock leg has not come as far', { ...quiet, stockProductsSince: '2026-11-01T09:00:00Z' }],
    ['more is due than is kept by name', { ...quiet, stockCarry: carry({ compareIn: 2 }) }],
    ['a row of the catalogue was missed just now', { ...quiet, stockCarry: carry({ due: [row('not-in-store', at)] }) }],
    [
      'orders are open after a run that wrote',
      { ...quiet, legs: { myogoStock: { kind: 'done', changes: 1 } }, stockCarry: carry({ estimate: '2-a-b' }) },
    ],
  ])('but not where %s: then the run comes at every interval', (_why, report) => {
    expect(lookBase(report, 'run')).toBeUndefined();
  });

  it('of the reasons for a due level, only those that nothing but a change ends leave it to looks', () => {
    const left = dueReasons.filter((reason) =>
      lookBase({ ...quiet, stockCarry: carry({ due: [row(reason)] }) }, 'run'),
    );
    expect(left).toEqual(['not-in-store', 'untracked', 'tracking-mismatch', 'several-rows']);
  });

  it('keeps in mind what orders were open', () => {
    expect(lookBase({ ...quiet, stockCarry: carry({ estimate: '2-a-b' }) }, 'run')).toMatchObject({
      estimate: '2-a-b',
    });
  });
});

describe('a look', () => {
  const base = lookBase(quiet, 'run') ?? expect.fail('it is quiet');
  const unchanged: Peek = { kind: 'unchanged', cursor: later };
  const all = { myogoStock: unchanged, myogoOrders: unchanged, storeOrders: unchanged };
  const nothing = { sources: all, stockSettings: '[0]' };

  it('finds nothing where every source is unchanged', () => {
    expect(hasMoved(base, nothing)).toBe(false);
    expect(hasMoved(base, { ...nothing, due: { skus: [], ordersMoved: false } })).toBe(false);
  });

  it.each([
    ['a change', { ...nothing, sources: { ...all, storeOrders: { kind: 'changed', cursor: later, many: false } } }],
    [
      'a failure',
      { ...nothing, sources: { ...all, myogoStock: { kind: 'failed', type: 'Unavailable', message: '' } } },
    ],
    ['a lost cursor', { ...nothing, sources: { ...all, myogoOrders: { kind: 'no-cursor', cursor: later } } }],
    ['another setting', { ...nothing, stockSettings: '[1]' }],
    ['a level that became due', { ...nothing, due: { skus: ['A'], ordersMoved: false } }],
    ['an order that left in silence', { ...nothing, due: { skus: [], ordersMoved: true } }],
  ] as const)('leaves %s to a run', (_what, answer) => {
    expect(hasMoved(base, answer)).toBe(true);
  });

  it('moves on over what it saw unchanged, and over nothing that it did not ask for', () => {
    const next = afterLook(base, nothing, later);
    expect(next).toMatchObject({
      run: 'run',
      cursors: { myogoStock: later, myogoOrders: later, storeOrders: later, storeProducts: at },
      stockOrdersSince: later,
      stockProductsSince: at,
      productsAt: at,
    });
    const withProducts = afterLook(base, { ...nothing, sources: { ...all, storeProducts: unchanged } }, later);
    expect(withProducts).toMatchObject({
      cursors: { storeProducts: later },
      stockProductsSince: later,
      productsAt: later,
    });
  });
});

describe('products', () => {
  it('are asked for when six intervals have passed, whatever the seconds', () => {
    const times = ['10:24:59', '10:27:31', '10:30:00', '12:00:00'].map((time) => `2026-11-01T${time}.000Z`);
    expect(times.map((now) => isTimeForProducts(at, now, 300_000))).toEqual([false, true, true, true]);
    expect(isTimeForProducts(undefined, at, 300_000)).toBe(false);
  });
});

describe('the next runs try again', () => {
  it.each<[string, Partial<LatestChangesReport>, boolean]>([
    ['nothing after a quiet run', {}, false],
    ['a level that was refused', { stockCarry: carry({ due: [row('refused-by-store')] }) }, true],
    ['no level that waits for a person', { stockCarry: carry({ due: [row('asked'), row('awaited')] }) }, false],
    ['what a comparison is under way for', { legs: { storeOrders: { kind: 'catching-up' } as never } }, true],
    ['a place that is to be left', { leftLocations: [7], leftPause: { tries: 4, wait: 8 } }, true],
    ['that not soon, once it was tried often', { leftLocations: [7], leftPause: { tries: 5, wait: 12 } }, false],
  ])('%s', (_, change, tries) => {
    expect(triesAgain({ ...quiet, ...change })).toBe(tries);
  });
});
