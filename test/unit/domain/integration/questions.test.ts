import { describe, expect, test } from 'vitest';
import type { Answer, KeptQuestion } from '../../../../src/contract/integration/questions.ts';
import { WorkflowType } from '../../../../src/contract/temporal.ts';
import { itemKey } from '../../../../src/contract/integration/questions.ts';
import {
  afterAnswer,
  afterReport,
  divide,
  MOST_ITEMS,
  reportsOf,
  type Look,
} from '../../../../src/domain/integration/questions.ts';
import { shownQuestion } from '../../../../src/domain/integration/questions/shown-question.ts';

let minute = 0;
const now = () => new Date(Date.UTC(2026, 0, 1) + (minute += 1) * 60_000).toISOString();
const skus = (count: number, prefix = 'SKU') => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
const look = (part: Partial<Look>): Look => ({
  kind: 'stock-brake',
  due: [],
  seen: part.due ?? [],
  all: false,
  ...part,
});
/** What is kept after a run has looked and its reports have come. */
const looked = (kept: readonly KeptQuestion[], part: Partial<Look>): readonly KeptQuestion[] =>
  reportsOf(kept, look(part)).reduce((before, report) => afterReport(before, report, now()), kept);
const said = (kept: readonly KeptQuestion[], decision: Answer['decision'], at = 0): readonly KeptQuestion[] => {
  const after = afterAnswer(kept, kept[at]?.id ?? '', { decision, at: now(), by: 'Ada' });
  if (after === undefined) throw new TypeError('no such question');
  return after.kept;
};
const words = (kept: readonly KeptQuestion[], items: readonly string[], all = false) =>
  Object.fromEntries(
    Object.entries<readonly string[]>({ ...divide(kept, 'stock-brake', items, { all }) })
      .filter(([, some]) => some.length > 0)
      .map(([word, some]) => [word, some.length]),
  );

describe('a question about zeros', () => {
  test('is asked once, whoever finds its items, and nothing is sent for what is known', () => {
    const kept = looked([], { due: ['B', 'A'] });
    expect(kept.map(shownQuestion)).toMatchObject([{ kind: 'stock-brake', items: ['A', 'B'], count: 2 }]);
    expect(reportsOf(kept, look({ due: ['A', 'B'] }))).toEqual([]);
    expect(reportsOf(kept, look({ due: ['A', 'B'], all: true }))).toEqual([]);
  });

  test('gets the items of a run that found others, under another id, and keeps its own', () => {
    const first = looked([], { due: skus(12), askedBy: WorkflowType.reconcile });
    const second = looked(first, { due: ['LATER'], askedBy: WorkflowType.latestChanges });
    expect(second).toHaveLength(1);
    expect(second[0]).toMatchObject({ items: ['LATER', ...skus(12).sort()], askedBy: WorkflowType.reconcile });
    expect(second[0]?.id).not.toBe(first[0]?.id);
    expect(second[0]?.askedAt).toBe(first[0]?.askedAt);
    expect(afterAnswer(second, first[0]?.id ?? '', { decision: 'approve', at: now() })).toBeUndefined();
  });

  test('that was asked, or answered, after a run began to look is not withdrawn by what that run saw', () => {
    const known = said(looked([], { due: ['A'] }), 'approve');
    const older = reportsOf(known, look({ due: [], seen: ['A'] }));
    const tell = (kept: readonly KeptQuestion[]) =>
      older.reduce((before, report) => afterReport(before, report, now()), kept);
    expect(tell(known)).toEqual([]);
    // Another run has used the approval up meanwhile, and asked anew.
    const asked = looked(looked(known, { due: [], seen: ['A'] }), { due: ['A'] });
    expect(tell(asked)).toBe(asked);
    const refused = said(asked, 'refuse');
    expect(tell(refused)).toBe(refused);
  });

  test('is left by an item that is above zero again, and withdrawn with the last', () => {
    const kept = looked([], { due: ['A', 'B'] });
    const without = looked(kept, { due: [], seen: ['A'] });
    expect(without.map(shownQuestion)).toMatchObject([{ items: ['B'], count: 1, id: kept[0]?.id }]);
    expect(looked(without, { due: [], seen: ['B'] })).toEqual([]);
  });

  test('is withdrawn by a run only as far as it has read; by a full one, of all that is no longer so', () => {
    const kept = looked([], { due: ['A', 'B', 'C'] });
    expect(looked(kept, { due: [], seen: ['X'] })).toBe(kept);
    expect(looked(kept, { due: ['B'], all: true })[0]?.items).toEqual(['B']);
    expect(looked(kept, { due: [], all: true })).toEqual([]);
  });

  test('of another kind is not touched', () => {
    const kept = looked(looked([], { kind: 'first-import', due: ['100'] }), { due: ['A'] });
    expect(looked(kept, { due: [], all: true })).toMatchObject([{ kind: 'first-import', items: ['100'] }]);
  });
});

describe('an approval', () => {
  const approved = said(looked([], { due: ['A', 'B'] }), 'approve');

  test('covers its items and no other', () => {
    expect(words(approved, ['A', 'B', 'C'])).toEqual({ granted: 2, fresh: 1 });
  });

  test('is used up by what was written: the next fall is asked about again', () => {
    const written = looked(approved, { due: [], seen: ['A', 'B'] });
    expect(written).toEqual([]);
    expect(words(written, ['A', 'B'])).toEqual({ fresh: 2 });
    const again = looked(written, { due: ['A', 'B'] });
    expect(again[0]?.answer).toBeUndefined();
    expect(again[0]?.id).not.toBe(approved[0]?.id);
  });

  test('ends for an item that rose before it was written', () => {
    const rose = looked(approved, { due: [], seen: ['A'] });
    expect(words(rose, ['A', 'B'])).toEqual({ fresh: 1, granted: 1 });
  });

  test('of a question that was withdrawn or used up is not taken', () => {
    const open = looked([], { due: ['A'] });
    const id = open[0]?.id ?? '';
    const answer = { decision: 'approve', at: now() } as const;
    expect(afterAnswer(looked(open, { due: [], seen: ['A'] }), id, answer)).toBeUndefined();
    expect(afterAnswer([], id, answer)).toBeUndefined();
  });
});

describe('a refusal', () => {
  const refused = said(looked([], { due: ['A', 'B'] }), 'refuse');

  test('stands for its fall, with who and when, and is seen in numbers', () => {
    expect(words(refused, ['A', 'B'])).toEqual({ refused: 2 });
    expect(looked(refused, { due: ['A', 'B'], all: true })).toBe(refused);
    const [shown] = refused.map(shownQuestion);
    expect(shown).toMatchObject({ count: 2, answer: { decision: 'refuse', by: 'Ada' } });
    expect(shown?.summary).toMatch(/2 SKUs .*refused by Ada at 2026-01-01T/);
  });

  test('ends with the fall: what was above zero since is asked about again, the rest is not', () => {
    const rose = looked(refused, { due: ['B'], seen: ['A', 'B'] });
    expect(words(rose, ['A', 'B'])).toEqual({ fresh: 1, refused: 1 });
    const again = looked(rose, { due: ['A', 'B'] });
    expect(again.map(shownQuestion)).toMatchObject([
      { items: ['B'], answer: { decision: 'refuse' } },
      { items: ['A'] },
    ]);
    expect(again[1]?.answer).toBeUndefined();
  });

  test('may be taken back by a person, once; the same word again changes nothing', () => {
    const id = refused[0]?.id ?? '';
    expect(afterAnswer(refused, id, { decision: 'refuse', at: now() })).toMatchObject({ kept: refused, isNew: false });
    const approved = afterAnswer(refused, id, { decision: 'approve', at: now() });
    expect(approved?.isNew).toBe(true);
    expect(words(approved?.kept ?? [], ['A'])).toEqual({ granted: 1 });
  });
});

describe('a message', () => {
  test('holds at most 1,000 items, and sending all of them twice changes nothing', () => {
    const reports = reportsOf([], look({ due: skus(2_500) }));
    expect(reports.map(({ due }) => due.length)).toEqual([1_000, 1_000, 500]);
    const once = reports.reduce<readonly KeptQuestion[]>((kept, report) => afterReport(kept, report, now()), []);
    const twice = reports.reduce((kept, report) => afterReport(kept, report, now()), once);
    expect(once[0]?.items).toHaveLength(2_500);
    expect(twice).toBe(once);
  });

  test('names long items by a key of bounded length', () => {
    const long = 'X'.repeat(250);
    expect(itemKey(long)).toHaveLength(39);
    expect(itemKey(long)).not.toBe(itemKey(`${long}Y`));
    const kept = said(looked([], { due: [long] }), 'approve');
    expect(words(kept, [long, `${long}Y`])).toEqual({ granted: 1, fresh: 1 });
  });
});

describe('more items than are kept by name', () => {
  const many = skus(MOST_ITEMS + 1);
  const asked = looked([], { due: many, all: true });

  test('leave their number, a hundred names and a full comparison that is due', () => {
    expect(asked).toHaveLength(1);
    expect(asked[0]?.items).toHaveLength(100);
    expect(asked.map(shownQuestion)).toMatchObject([{ count: MOST_ITEMS + 1 }]);
    expect(asked.map(shownQuestion)[0]?.summary).toContain('a full comparison is due');
    expect(words(asked, many.slice(0, 3))).toEqual({ open: 3 });
  });

  test('are too many also where single runs add up to them', () => {
    const kept = looked(looked([], { due: skus(MOST_ITEMS - 10) }), { due: skus(20, 'MORE') });
    expect(kept).toMatchObject([{ beyond: MOST_ITEMS + 10 }]);
    expect(looked(kept, { due: ['ANOTHER'] })).toBe(kept);
  });

  test('are written by one comparison that finds no more than was asked about, and by nothing else', () => {
    const approved = said(asked, 'approve');
    expect(words(approved, many, true)).toEqual({ granted: MOST_ITEMS + 1 });
    expect(words(approved, ['SKU-1'])).toEqual({ open: 1 });
    expect(words(approved, [...many, 'ONE-MORE'], true)).toEqual({ fresh: MOST_ITEMS + 2 });
    expect(looked(approved, { due: [], all: true })).toEqual([]);
    const grown = looked(approved, { due: [...many, 'ONE-MORE'], all: true });
    expect(grown).toMatchObject([{ beyond: MOST_ITEMS + 2 }]);
    expect(grown[0]?.answer).toBeUndefined();
  });

  test('leave what people said of single items before: the answer to all is none to those', () => {
    const one = said(looked([], { due: ['SKU-1'] }), 'refuse');
    const other = said(looked(one, { due: ['SKU-2'] }), 'approve', 1);
    const both = looked(other, { due: many, all: true });
    expect(words(both, ['SKU-1', 'SKU-2', 'SKU-3'])).toEqual({ refused: 1, granted: 1, open: 1 });
    const approved = said(
      both,
      'approve',
      both.findIndex(({ beyond }) => beyond !== undefined),
    );
    expect(words(approved, many, true)).toEqual({ refused: 1, granted: MOST_ITEMS });
  });

  test('stay refused while they are too many, by the number of the day; fewer are asked about by name', () => {
    const refused = said(asked, 'refuse');
    const next = looked(refused, { due: [...many, 'ONE-MORE'], all: true });
    expect(next).toMatchObject([{ beyond: MOST_ITEMS + 2, answer: { decision: 'refuse' } }]);
    const few = looked(next, { due: ['A', 'B'], all: true });
    expect(few).toMatchObject([{ items: ['A', 'B'] }]);
    expect(few[0]?.answer).toBeUndefined();
    expect(few[0]?.beyond).toBeUndefined();
  });
});

test('a first import says how many orders wait, and since when', () => {
  const kept = looked([], { kind: 'first-import', due: ['101', '102'], oldest: '2025-11-01T00:00:00Z' });
  expect(kept.map(shownQuestion)[0]?.summary).toBe(
    '2 paid orders were never handed over, the oldest of 2025-11-01T00:00:00Z. They wait; later ones do not.',
  );
});
