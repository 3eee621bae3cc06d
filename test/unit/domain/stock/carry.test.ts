import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DueReason, StockCarry } from '../../../../src/contract/stock.ts';
import { carryOn, digestOfOpen, dueNow, leftLevels, openMoved, ticked } from '../../../../src/domain/stock/carry.ts';
import { Tally } from '../../../../src/domain/stock/tally.ts';

const now = '2026-01-01T00:00:00.000Z';
const due = (sku: string, reason: DueReason) => [sku, { reason, level: 19, wanted: 0 }] as const;

function carried(
  before: StockCarry | undefined,
  rows: readonly (readonly [string, DueReason])[],
  at = now,
): StockCarry {
  return carryOn(before, {
    due: rows.map(([sku, reason]) => due(sku, reason)),
    judged: new Set(rows.map(([sku]) => sku)),
    open: new Map(),
    estimate: '',
    now: at,
  });
}

test('what is due stays due, since it was found first, until it is judged again', () => {
  const first = carried(undefined, [['A', 'awaited']]);
  const second = carried(first, [['B', 'asked']], '2026-01-02T00:00:00.000Z');
  expect(second.due.map(({ sku, since }) => [sku, since.slice(0, 10)])).toEqual([
    ['A', '2026-01-01'],
    ['B', '2026-01-02'],
  ]);
  const settled = carryOn(second, { due: [], judged: new Set(['A', 'B']), open: new Map(), estimate: '', now });
  expect(settled.due).toEqual([]);
});

test('levels are kept as runs have left them, from one look at the catalogue’s rows to the next, whichever worker looks', () => {
  const none = { due: [], judged: new Set<string>(), open: new Map(), estimate: '', now };
  const left = (of: object) => new Map<string, number>(Object.entries(of));
  const first = carryOn(undefined, { ...none, levels: { left: left({ A: 3 }) } });
  const second = carryOn(first, { ...none, levels: { left: left({ B: 0 }) } });
  expect(leftLevels(second)).toEqual(left({ A: 3, B: 0 }));
  expect(
    leftLevels(carryOn(second, { ...none, levels: { left: left({ C: 1 }), shown: left({ A: 5, C: 2 }) } })),
  ).toEqual(left({ A: 5, C: 1 }));
  const many = left(Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`S${n}`, n])));
  expect(carryOn(second, { ...none, levels: { left: many } }).levels).toBeUndefined();
});

test('what a run can mend is tried again with a growing pause', () => {
  let carry = carried(undefined, [['A', 'refused-by-store']]);
  const triedAfter: number[] = [];
  for (let tries = 0; tries < 6; tries += 1) {
    let runs = 0;
    do {
      carry = ticked(carry);
      runs += 1;
    } while (dueNow(carry).length === 0);
    triedAfter.push(runs);
    carry = carried(carry, [['A', 'refused-by-store']]);
  }
  expect(triedAfter).toEqual([1, 2, 4, 8, 12, 12]);
});

test('of more than are kept by name, those that a run can mend lead to a comparison; all others are counted', () => {
  const many = (reason: DueReason) => Array.from({ length: 1_500 }, (_, n) => [`S${n}`, reason] as const);
  expect(carried(undefined, many('unreadable'))).toMatchObject({ dueMore: 500, compareIn: 1 });
  const codes = carried(undefined, many('not-in-store'));
  expect(codes.dueMore).toBe(500);
  expect(codes.compareIn).toBeUndefined();
  expect(JSON.stringify(codes).length).toBeLessThan(300_000);
});

test('a SKU is due when its open pieces are others than before, in whatever order they were read', () => {
  const pieces = fc.dictionary(fc.string({ minLength: 1 }), fc.nat(5));
  fc.assert(
    fc.property(pieces, pieces, (before, after) => {
      const open = (of: Record<string, number>) => new Map(Object.entries(of));
      const carry = carryOn(undefined, { due: [], judged: new Set(), open: open(before), estimate: '', now });
      const skus = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((sku) => !sku.includes('\n'));
      const moved = skus.filter((sku) => (open(before).get(sku) ?? 0) !== (open(after).get(sku) ?? 0));
      expect([...openMoved(carry, open(after))].sort()).toEqual(moved.sort());
      const turned = new Map([...open(before)].reverse());
      expect(digestOfOpen(turned)).toBe(digestOfOpen(open(before)));
    }),
  );
});

test('every number of a report counts the same rows; what is listed is cut, what is counted is not', () => {
  const tally = new Tally();
  for (let n = 0; n < 250; n += 1) tally.due(`R${n}`, 'refused-by-store', { message: 'no' });
  tally.due('A', 'awaited');
  tally.written('W', 3, 5);
  tally.due('W', 'untracked');
  const result = tally.result(() => now);
  expect(result).toMatchObject({ written: 0, untracked: 1, awaited: 1, left: 250, due: { count: 252 } });
  expect(result.refused).toHaveLength(100);
  expect(result.due.rows).toHaveLength(100);
});
