import { expect, test } from 'vitest';
import type { DueReason } from '../../../../src/contract/stock.ts';
import { Tally } from '../../../../src/domain/stock/tally.ts';

const now = '2026-01-01T00:00:00.000Z';
const of = (tally: Tally) => tally.result(() => now);

test('a SKU has one outcome, the last one; a level that was written is not unchanged afterwards', () => {
  const tally = new Tally();
  tally.unchanged('A');
  tally.written('A', 3, 5);
  tally.unchanged('A');
  tally.due('B', 'unreadable');
  tally.unchanged('B');
  tally.due('C', 'awaited');
  tally.written('C', undefined, 2);
  tally.unchanged('D');
  tally.due('D', 'untracked');
  expect(tally.wrote('A')).toBe(true);
  expect(tally.wrote('B')).toBe(false);
  expect(tally.reasonOf('D')).toBe('untracked');
  expect(tally.reasonOf('A')).toBeUndefined();
  expect([...tally.seen()].sort()).toEqual(['A', 'B', 'C', 'D']);
  expect(tally.allDue()).toEqual([['D', { reason: 'untracked', level: null, wanted: null }]]);
  expect(of(tally)).toMatchObject({
    written: 2,
    unchanged: 1,
    untracked: 1,
    changed: {
      count: 2,
      rows: [
        { sku: 'A', from: 3, to: 5 },
        { sku: 'C', from: null, to: 2 },
      ],
    },
  });
});

test('a level that is written twice in a run was changed from what it was before the run', () => {
  const tally = new Tally();
  tally.written('A', 9, 4);
  tally.written('A', 4, 6);
  tally.written('B', undefined, 4);
  tally.written('B', 4, 6);
  expect(of(tally).changed.rows).toEqual([
    { sku: 'A', from: 9, to: 6 },
    { sku: 'B', from: 4, to: 6 },
  ]);
});

const kinds: readonly (readonly [DueReason, boolean])[] = [
  ['asked', true],
  ['refused-by-person', true],
  ['cannot-ask', true],
  ['owed-unknown', true],
  ['refused-by-store', true],
  ['unreadable', true],
  ['not-looked-for', true],
  ['tracking-mismatch', true],
  ['several-rows', true],
  ['awaited', false],
  ['not-in-store', false],
  ['untracked', false],
];

test.each(kinds)('a level that is due as %s counts as wrong: %s', (reason, isWrong) => {
  const tally = new Tally();
  tally.due('A', reason);
  expect(of(tally).left).toBe(isWrong ? 1 : 0);
  expect(tally.dueFor(reason)).toEqual(['A']);
  expect(tally.dueFor(reason === 'asked' ? 'awaited' : 'asked')).toEqual([]);
});

test('each reason is counted under its own name, and what is wrong is listed first', () => {
  const tally = new Tally();
  tally.due('NOT-SOLD', 'not-in-store', { level: 1, wanted: 2 });
  for (const [reason] of kinds) tally.due(`${reason}-1`, reason, { message: `because ${reason}` });
  tally.due('silent', 'several-rows');
  const result = of(tally);
  expect(result).toMatchObject({
    unknown: { count: 3, codes: ['NOT-SOLD', 'not-looked-for-1', 'not-in-store-1'] },
    untracked: 1,
    trackingMismatch: { count: 1, skus: ['tracking-mismatch-1'] },
    awaited: 1,
    braked: 2,
    left: 10,
  });
  expect(result.refused).toEqual([
    { sku: 'refused-by-store-1', message: 'because refused-by-store' },
    { sku: 'several-rows-1', message: 'because several-rows' },
    { sku: 'silent', message: '' },
  ]);
  expect(result.due.rows.map(({ sku }) => sku)).toEqual([
    ...kinds.filter(([, wrong]) => wrong).map(([reason]) => `${reason}-1`),
    'silent',
    'NOT-SOLD',
    ...kinds.filter(([, wrong]) => !wrong).map(([reason]) => `${reason}-1`),
  ]);
  expect(result.due.rows.at(-4)).toEqual({ sku: 'NOT-SOLD', reason: 'not-in-store', level: 1, wanted: 2, since: now });
});

test('a list names a hundred and counts all of them', () => {
  const tally = new Tally();
  for (let n = 0; n < 130; n += 1) {
    tally.written(`W${n}`, n, n + 1);
    tally.due(`C${n}`, 'not-in-store');
    tally.due(`M${n}`, 'tracking-mismatch');
    tally.odd({ kind: 'stock', id: `${n}`, field: 'quantity' }); // what else a row says does not matter
  }
  const result = of(tally);
  expect([result.changed.count, result.changed.rows.length]).toEqual([130, 100]);
  expect([result.unknown.count, result.unknown.codes.length]).toEqual([130, 100]);
  expect([result.trackingMismatch.count, result.trackingMismatch.skus.length]).toEqual([130, 100]);
  expect([result.odd?.count, result.odd?.rows.length]).toEqual([130, 100]);
});

test('a row that could not be read is counted once, by its kind, id and field; without one the report is silent', () => {
  const tally = new Tally();
  expect(of(tally)).not.toHaveProperty('odd');
  const row = (id: string | undefined, field: string) =>
    ({ kind: 'stock', field, ...(id === undefined ? {} : { id }) }) as Parameters<Tally['odd']>[0]; // as above
  for (const one of [row('1', 'a'), row('1', 'a'), row('1', 'b'), row('2', 'a'), row(undefined, 'a')]) tally.odd(one);
  expect(of(tally).odd?.count).toBe(4);
});
