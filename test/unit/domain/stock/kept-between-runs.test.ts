import { expect, test } from 'vitest';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import type { DueReason, StockCarry } from '../../../../src/contract/stock.ts';
import { AwaitedSkus } from '../../../../src/domain/stock/awaited/awaited-skus.ts';
import {
  afterComparison,
  carryOn,
  digestOfOpen,
  dueNow,
  isTriedAgain,
  looked,
  openMoved,
  hasToTryAgain,
  runsSince,
  ticked,
  unsettled,
  waitsLonger,
  waitingFor,
} from '../../../../src/domain/stock/carry.ts';
import { expectsRows, isYoungCatalogueRow } from '../../../../src/domain/stock/catalogue-rows.ts';
import { packPieces, unpackPieces } from '../../../../src/contract/runs/packed.ts';
import { packSkus } from '../../../../src/domain/stock/awaited/packed-skus.ts';
import { leftAfter, stockSettingsOf } from '../../../../src/domain/stock/stock-settings.ts';

const now = '2026-01-01T00:00:00.000Z';
const carry = (
  rows: readonly (readonly [sku: string, reason: DueReason])[],
  open: ReadonlyMap<string, number> = new Map(),
  before?: StockCarry,
) =>
  carryOn(before, {
    due: rows.map(([sku, reason]) => [sku, { reason, level: 1, wanted: 0 }] as const),
    judged: new Set(rows.map(([sku]) => sku)),
    open,
    estimate: 'e',
    now,
  });

const again: readonly DueReason[] = ['cannot-ask', 'owed-unknown', 'refused-by-store', 'unreadable', 'not-looked-for'];
const answered: readonly DueReason[] = ['awaited', 'asked', 'refused-by-person'];
const others: readonly DueReason[] = ['not-in-store', 'untracked', 'tracking-mismatch', 'several-rows'];

test.each(again)('%s is tried again without an event', (reason) => {
  expect(isTriedAgain(reason)).toBe(true);
  expect(dueNow(ticked(carry([['A', reason]])))).toEqual(['A']);
  expect(dueNow(carry([['A', reason]]))).toEqual([]);
});

test.each(answered)('%s waits for an answer', (reason) => {
  expect(isTriedAgain(reason)).toBe(true);
  expect(dueNow(ticked(carry([['A', reason]])))).toEqual([]);
  expect(
    waitingFor(
      carry([
        ['A', reason],
        ['B', 'untracked'],
      ]),
      ...answered,
    ),
  ).toEqual(['A']);
});

test.each(others)('%s waits for a change of the catalogue', (reason) => {
  expect(isTriedAgain(reason)).toBe(false);
  expect(dueNow(ticked(carry([['A', reason]])))).toEqual([]);
});

test('nothing that is not due is tried again', () => {
  expect(isTriedAgain(undefined)).toBe(false);
});

test('of more than are kept, what a run can mend is kept first, then what an answer ends', () => {
  const many = Array.from({ length: 999 }, (_, n) => [`N${n}`, 'not-in-store'] as const);
  const kept = carry([...many, ['ASKED', 'asked'], ['MEND', 'unreadable'], ['LATE', 'untracked']]);
  expect(kept.due.map(({ sku }) => sku).slice(0, 3)).toEqual(['MEND', 'ASKED', 'N0']);
  expect(kept).toMatchObject({ dueMore: 2, shape: 1, estimate: 'e' });
  expect(kept.due).toHaveLength(1_000);
  expect(kept.compareIn).toBeUndefined();
});

test('a comparison for what was not kept comes with a growing pause, and a run that needs none forgets it', () => {
  const many = Array.from({ length: 1_001 }, (_, n) => [`M${n}`, 'unreadable'] as const);
  let kept = carry(many);
  const pauses: (number | undefined)[] = [];
  for (let round = 0; round < 9; round += 1) {
    pauses.push(kept.compareIn);
    kept = carry(many, new Map(), kept);
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 144]);
  expect(ticked(kept).compareIn).toBe(143);
  expect(ticked({ ...kept, compareIn: 0 }).compareIn).toBe(0);
  expect(ticked(carry([]))).not.toHaveProperty('compareIn');
  const compared = afterComparison(kept);
  expect(compared).toMatchObject({ dueMore: 0, compareTries: 10, due: kept.due, open: kept.open, estimate: 'e' });
  expect(compared).not.toHaveProperty('compareIn');
  expect(afterComparison(carry([]))).not.toHaveProperty('compareTries');
  expect(carry([], new Map(), kept)).not.toHaveProperty('compareIn');
});

test('a pause comes nearer with each run, and does not pass its end', () => {
  const twice = carry([['A', 'unreadable']], new Map(), carry([['A', 'unreadable']]));
  const waits = [twice, ticked(twice), ticked(ticked(twice)), ticked(ticked(ticked(twice)))];
  expect(waits.map(({ due }) => due[0]?.wait)).toEqual([2, 1, 0, 0]);
  const otherReason = carry([['A', 'asked']], new Map(), twice);
  expect(otherReason.due[0]).toMatchObject({ tries: 1, wait: 1, since: now });
});

test('unreserved pieces are kept up to a number, and what was not kept moves nothing by being new', () => {
  const open = new Map([['ZERO', 0], ...Array.from({ length: 5_002 }, (_, n) => [`S${n}`, n + 1] as const)]);
  const kept = carry([], open);
  expect(kept.openMore).toBe(2);
  expect(unpackPieces(kept.open).size).toBe(5_000);
  expect(unpackPieces(kept.open).has('ZERO')).toBe(false);
  expect(openMoved(kept, open)).toEqual([]);
  expect(openMoved(kept, new Map([...open, ['S0', 9]]))).toEqual(['S0']);
  const few = carry([], new Map([['A', 1]]));
  expect(few.openMore).toBe(0);
  expect(
    openMoved(
      few,
      new Map([
        ['A', 1],
        ['B', 2],
        ['C', 0],
        ['D\n', 3],
      ]),
    ),
  ).toEqual(['B']);
  expect(openMoved(few, new Map())).toEqual(['A']);
});

test('the digest of unreserved pieces is another for another SKU, another number, and one more; zeros do not count', () => {
  const digest = (pieces: Record<string, number>) => digestOfOpen(new Map(Object.entries(pieces)));
  const all = [{}, { A: 1 }, { A: 2 }, { B: 1 }, { A: 1, B: 1 }, { A: 1, B: 2 }, { A: 2, B: 1 }].map(digest);
  expect(new Set(all).size).toBe(all.length);
  expect(digest({ A: 1, B: 0 })).toBe(digest({ A: 1 }));
  expect(all[0]).toBe('0-0-0');
  expect(digest({ A: 1, B: 1 })).toMatch(/^2-[0-9a-z]+-[0-9a-z]+$/);
});

test('pieces are packed in the order of their SKUs, one line each', () => {
  const packed = packPieces([
    ['b b', 2],
    ['a', 10],
    ['no\nline', 1],
  ]);
  expect(packed).toBe('10 a\n2 b b');
  expect([...unpackPieces(packed)]).toEqual([
    ['a', 10],
    ['b b', 2],
  ]);
  expect(unpackPieces('').size).toBe(0);
  expect(packPieces([])).toBe('');
});

test('SKUs are packed by what they share with the one before, up to 35 characters', () => {
  expect(packSkus(['AB2', 'AB1', 'X'])).toBe('0AB1\n22\n0X');
  const long = 'L'.repeat(40);
  expect(packSkus([`${long}1`, `${long}2`])).toBe(`0${long}1\nz${'L'.repeat(5)}2`);
  expect(packSkus([])).toBe('');
});

test('awaited SKUs are added, counted, taken and asked for by name', () => {
  const skus = new AwaitedSkus();
  skus.add(['B', 'A', 'B']);
  expect(skus.size).toBe(2);
  expect(skus.take(1)).toEqual(['B']);
  expect(skus.size).toBe(2);
  expect(skus.answer(['A', 'C', 7, null])).toEqual(['A']);
  expect(skus.answer(undefined)).toEqual(['B', 'A']);
  expect(skus.answer([])).toEqual([]);
  expect(skus.remove(['A', 'C'])).toBe(1);
  expect([...new AwaitedSkus(skus.packed()).all]).toEqual(['B']);
  skus.add(Array.from({ length: 2_000 }, (_, n) => `S${n}`));
  expect(skus.answer('all')).toHaveLength(1_000);
});

test.each([...others.map((reason) => [reason, true] as const), ['unreadable', false] as const])(
  'a level that is due as %s since less than an hour may still come with the catalogue: %s',
  (reason, young) => {
    const at = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();
    expect(isYoungCatalogueRow({ reason, since: now }, at(59))).toBe(young);
    expect(isYoungCatalogueRow({ reason, since: now }, at(60))).toBe(false);
  },
);

test('rows of the catalogue are asked for until what an attempt before may have written has landed, and was looked at', () => {
  const at = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();
  const kept = { due: [], judged: new Set<string>(), open: new Map<string, number>(), estimate: 'e', now };
  expect(expectsRows(carryOn(undefined, kept), now)).toBe(false);
  const repeated = carryOn(undefined, { ...kept, unsettledUntil: at(1) });
  const failed = unsettled(carryOn(undefined, kept), Date.parse(now));
  for (const left of [repeated, failed]) {
    // Whatever other runs and comparisons do meanwhile.
    const next = looked(afterComparison(carryOn(ticked(left), kept)), now);
    expect(expectsRows(next, at(1))).toBe(true);
    expect(expectsRows(looked(next, at(10)), at(10))).toBe(false);
  }
});

test('settings that touch every level are one text, whatever the order of their statuses', () => {
  const settings = defaultSettings(now);
  const text = stockSettingsOf(settings, 3);
  expect(stockSettingsOf({ ...settings, waitingStatuses: [...settings.waitingStatuses].reverse() }, 3)).toBe(text);
  expect(stockSettingsOf({ ...settings, importStatuses: [11, 2] }, 3)).toBe(
    stockSettingsOf({ ...settings, importStatuses: [2, 11] }, 3),
  );
  const changed = [
    { ...settings, stockBuffer: 1 },
    { ...settings, waitingStatuses: [7] },
    { ...settings, importStatuses: [2] },
    { ...settings, ordersFrom: '2026-02-01T00:00:00.000Z' },
  ].map((each) => stockSettingsOf(each, 3));
  expect(new Set([text, ...changed, stockSettingsOf(settings, 4)]).size).toBe(6);
});

test('a location is left when the settings name another, once, and never the present one', () => {
  const at = (location: number) => stockSettingsOf(defaultSettings(now), location);
  expect(leftAfter([], undefined, at(1))).toEqual([]);
  expect(leftAfter([], at(1), at(1))).toEqual([]);
  expect(leftAfter([], at(1), at(2))).toEqual([1]);
  expect(leftAfter([1, 5], at(1), at(2))).toEqual([1, 5]);
  expect(leftAfter([2, 5], at(5), at(2))).toEqual([5]);
  expect(leftAfter([], JSON.stringify([0, [], [], 'three', '']), at(2))).toEqual([]);
  expect(leftAfter([], '7', at(2))).toEqual([]);
});

test('a pause is one of time: where runs are rare it is over after fewer of them', () => {
  const at = (minutes: number) => new Date(Date.parse('2026-11-02T08:00:00Z') + minutes * 60_000).toISOString();
  const runs = [0.1, 5, 9.9, 30, 59, 600].map((minutes) => runsSince(at(0), at(minutes)));
  expect([...runs, runsSince('no time', at(0)), runsSince(at(9), at(0))]).toEqual([1, 1, 1, 6, 11, 120, 1, 1]);
  const twice = carry([['A', 'unreadable']], new Map(), carry([['A', 'unreadable']]));
  expect([waitsLonger(twice), waitsLonger(ticked(twice))]).toEqual([true, false]);
  expect(ticked(twice, 11).due[0]?.wait).toBe(0);
  expect(ticked({ ...twice, compareIn: 144 }, 11).compareIn).toBe(133);
  expect(waitsLonger({ ...ticked(twice), compareIn: 2 })).toBe(true);
});

test('what is tried again is tried soon at first; what was tried often waits for an hour without harm', () => {
  const [fresh] = carry([['A', 'cannot-ask']]).due;
  if (fresh === undefined) throw new TypeError('it is due');
  const due = (row: object) => hasToTryAgain({ ...carry([]), due: [{ ...fresh, ...row }] });
  expect([due({}), due({ tries: 4 }), due({ tries: 5 })]).toEqual([true, true, false]);
  expect([due({ reason: 'asked' }), due({ reason: 'untracked' })]).toEqual([false, false]);
  const compares = (compareTries: number) => hasToTryAgain({ ...carry([]), compareIn: 3, compareTries });
  expect([compares(1), compares(4), compares(5)]).toEqual([true, true, false]);
});
