import { describe, expect, test } from 'vitest';
import type { Answer, KeptQuestion } from '../../../../src/contract/integration/questions.ts';
import { divideImport, waitsForImport } from '../../../../src/domain/integration/questions/first-import.ts';

const askedAt = '2026-01-10T00:00:00Z';
const question = (items: readonly string[], decision?: Answer['decision']): KeptQuestion => ({
  id: 'first-import-1',
  kind: 'first-import',
  askedAt,
  items,
  ...(decision === undefined ? {} : { answer: { decision, at: '2026-01-11T00:00:00Z' } }),
});
const orders = (from: number, count: number, dateCreated = '2026-01-01T00:00:00Z') =>
  Array.from({ length: count }, (_, n) => ({ id: from + n, dateCreated }));
const ids = (some: readonly { readonly id: number }[]): string[] => some.map(({ id }) => String(id)).sort();
const sizes = (kept: readonly KeptQuestion[], untaken: ReturnType<typeof orders>) => {
  const { take, waiting, granted } = divideImport(kept, untaken, 50);
  return { take: take.length, waiting: waiting.length, granted: granted.length };
};

describe('paid orders that nobody took', () => {
  test('are taken without a question up to fifty, and wait beyond', () => {
    expect(sizes([], orders(100, 50))).toEqual({ take: 50, waiting: 0, granted: 0 });
    expect(sizes([], orders(100, 51))).toEqual({ take: 0, waiting: 51, granted: 0 });
  });

  test('are taken where a person allowed them, and another list is asked about anew', () => {
    const list = orders(100, 51);
    const kept = [question(ids(list), 'approve')];
    expect(sizes(kept, list)).toEqual({ take: 51, waiting: 0, granted: 51 });
    expect(sizes(kept, [...list, ...orders(900, 60)])).toEqual({ take: 51, waiting: 60, granted: 51 });
    expect(sizes(kept, [...list, ...orders(900, 3)])).toEqual({ take: 54, waiting: 0, granted: 51 });
  });

  test('wait while a question is open, and so does whatever was placed before it; later ones do not', () => {
    const list = orders(100, 51);
    const kept = [question(ids(list))];
    const later = orders(900, 60, '2026-01-10T00:00:01Z');
    expect(sizes(kept, [...list, ...orders(500, 1), ...later])).toEqual({ take: 60, waiting: 52, granted: 0 });
  });

  test('that are too many to be named are those of before the question: later ones are another matter', () => {
    const list = orders(1_000, 6_000);
    const later = orders(9_000, 3, '2026-01-10T00:00:01Z');
    const asked = (decision?: Answer['decision']) => [
      { ...question(ids(list).slice(0, 100), decision), beyond: 6_000 },
    ];
    expect(sizes(asked(), [...list, ...later])).toEqual({ take: 3, waiting: 6_000, granted: 0 });
    expect(sizes(asked('approve'), [...list, ...later])).toEqual({ take: 6_003, waiting: 0, granted: 6_000 });
    expect(sizes(asked('refuse'), later)).toEqual({ take: 3, waiting: 0, granted: 0 });
  });

  test('wait where a person refused them', () => {
    const list = orders(100, 51);
    expect(sizes([question(ids(list), 'refuse')], list)).toEqual({ take: 0, waiting: 51, granted: 0 });
  });
});

test.each([
  [undefined, '2025-01-01T00:00:00Z', false],
  [askedAt, '2026-01-09T23:59:59Z', true],
  [askedAt, 'Sat, 10 Jan 2026 00:00:00 +0000', true],
  [askedAt, 'Sat, 10 Jan 2026 00:00:01 +0000', false],
])('with an import that waits since %s, an order of %s waits: %s', (importWaitsBefore, dateCreated, expected) => {
  expect(waitsForImport(importWaitsBefore === undefined ? {} : { importWaitsBefore }, { dateCreated })).toBe(expected);
});
