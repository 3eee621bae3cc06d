import { describe, expect, it } from 'vitest';
import { asAnswered, dueLevels, withLevels } from '../../../src/client/integration/due-levels.ts';
import type { DriftReport, LatestChangesReport } from '../../../src/contract/changes.ts';
import { itemKey, type Question } from '../../../src/contract/integration/questions.ts';
import { packPieces } from '../../../src/contract/runs/packed.ts';
import type { DueLevel, DueReason } from '../../../src/contract/stock.ts';

const at = (hour: number) => `2026-11-28T${String(hour).padStart(2, '0')}:00:00.000Z`;
const due = (sku: string, reason: DueReason = 'refused-by-store'): DueLevel => ({
  ...{ sku, reason, level: 5, wanted: 3, since: at(1) },
});
const listed = <T>(rows: readonly T[]) => ({ count: rows.length, rows });
const changes = (rows: readonly DueLevel[] | undefined, left: readonly string[] = []) =>
  ({
    ...(rows === undefined ? {} : { due: listed(rows) }),
    stockCarry: { levels: packPieces(left.map((sku) => [sku, 3])) },
  }) as unknown as LatestChangesReport; // what is looked at
const comparison = (hour: number, rows: readonly DueLevel[], written: readonly string[] = []) =>
  ({
    startedAt: at(hour),
    levels: { due: listed(rows), changed: listed(written.map((sku) => ({ sku, from: 1, to: 3 }))) },
  }) as unknown as DriftReport; // what is looked at
const skus = (of: Parameters<typeof dueLevels>[0]) => dueLevels(of)?.rows.map(({ sku }) => sku);

describe('levels that are due', () => {
  it('are those that a comparison found, where the first run after a connect carries none', () => {
    expect(skus({ changes: changes(undefined), comparisons: [undefined, comparison(4, [due('A')])] })).toEqual(['A']);
    expect(skus({ changes: undefined, comparisons: [comparison(4, [due('A')])] })).toEqual(['A']);
  });

  it('are told as the run says that judged them last', () => {
    const run = changes([due('A', 'owed-unknown')], ['B']);
    const found = dueLevels({ changes: run, comparisons: [comparison(4, [due('A'), due('B'), due('C')])] });
    expect(found).toEqual({ count: 2, rows: [due('A', 'owed-unknown'), due('C')] });
  });

  it('are not told by an older comparison where a newer one wrote them', () => {
    const comparisons = [comparison(4, [due('A'), due('B')]), comparison(5, [], ['A'])];
    expect(skus({ changes: undefined, comparisons })).toEqual(['B']);
  });

  it('of a comparison are those that are wrong: what the store never sold is not due by it', () => {
    expect(dueLevels({ changes: undefined, comparisons: [comparison(4, [due('A', 'not-in-store')])] })).toBeUndefined();
  });
});

describe('a question about zeros', () => {
  const long = 'L'.repeat(50);
  const question: Question = {
    ...{ id: 'q', kind: 'stock-brake', summary: '', items: ['A', itemKey(long)], count: 2 },
    ...{ fingerprint: '', askedAt: at(1) },
  };
  const asked = listed([due('A', 'asked'), due(long, 'asked'), due('B', 'asked'), due('C')]);

  it('is followed by status at once when it is answered, before a run has heeded it', () => {
    const reasons = (answer?: Question['answer']) =>
      asAnswered(asked, [answer === undefined ? question : { ...question, answer }])?.rows.map(
        ({ reason, message }) => [reason, message],
      );
    const none = ['asked', undefined];
    const rest = [none, ['refused-by-store', undefined]];
    expect(reasons()).toEqual([none, none, ...rest]);
    const refused = ['refused-by-person', undefined];
    expect(reasons({ decision: 'refuse', at: at(2) })).toEqual([refused, refused, ...rest]);
    const allowed = ['asked', `allowed by me at ${at(2)}: a run writes it`];
    expect(reasons({ decision: 'approve', at: at(2), by: 'me' })).toEqual([allowed, allowed, ...rest]);
  });

  it('lists its levels, from and to', () => {
    const [shown] = withLevels([question], asked);
    expect(shown?.levels).toEqual([
      { sku: 'A', from: 5, to: 3 },
      { sku: long, from: 5, to: 3 },
    ]);
    expect(withLevels([question], undefined)).toEqual([question]);
  });

  it('is not about another long name that begins alike', () => {
    const other = `${long}-OTHER`;
    const answer = { decision: 'refuse' as const, at: at(2) };
    expect(asAnswered(listed([due(other, 'asked')]), [{ ...question, answer }])?.rows).toEqual([due(other, 'asked')]);
    expect(withLevels([question], listed([due(other, 'asked')]))).toEqual([question]);
  });
});
