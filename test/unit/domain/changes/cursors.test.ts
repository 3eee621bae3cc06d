import { describe, expect, test } from 'vitest';
import type { LegOutcome, Peek } from '../../../../src/contract/changes.ts';
import { askFrom, cursorOf, earlier, isAhead, nextCursor } from '../../../../src/domain/changes/cursors.ts';

const t1 = '2026-06-01T10:00:00.000Z';
const t2 = '2026-06-01T10:05:00.000Z';

test('a source is asked from before its cursor', () => {
  expect(askFrom(t1, 120_000)).toBe('2026-06-01T09:58:00.000Z');
});

test('a cursor is the answering server’s time, or the time before asking where it tells none', () => {
  expect(cursorOf(Date.parse(t1), Date.parse(t2))).toBe(t1);
  expect(cursorOf(undefined, Date.parse(t2))).toBe(t2);
});

test.each([
  ['2026-03-01T10:02:00.000Z', false],
  ['2026-03-01T10:02:01.000Z', true],
  ['2099-01-01T00:00:00.000Z', true],
  ['1999-01-01T00:00:00.000Z', false],
])('a cursor at %s lies ahead of ten o’clock by more than windows overlap: %s', (cursor, ahead) => {
  expect(isAhead(cursor, '2026-03-01T10:00:00.000Z', 120_000)).toBe(ahead);
});

test('two readers of one source start from the one that is behind; without both there is no start', () => {
  expect(earlier(t2, t1)).toBe(t1);
  expect(earlier(t1, undefined)).toBeUndefined();
});

describe('a cursor passes only what was acknowledged', () => {
  const unchanged: Peek = { kind: 'unchanged', cursor: t2 };
  const changed: Peek = { kind: 'changed', cursor: t2, many: false };
  const done: LegOutcome = { kind: 'done', changes: 1 };
  test.each<{ what: string; peek?: Peek; outcome?: LegOutcome; previous?: string; next: string | undefined }>([
    { what: 'nothing changed', previous: t1, peek: unchanged, next: t2 },
    { what: 'changes were passed on', previous: t1, peek: changed, outcome: done, next: t2 },
    {
      what: 'the leg failed',
      previous: t1,
      peek: changed,
      outcome: { kind: 'failed', type: 'x', message: '' },
      next: t1,
    },
    {
      what: 'nothing changed here, but the leg that it serves failed',
      previous: t1,
      peek: unchanged,
      outcome: { kind: 'failed', type: 'x', message: '' },
      next: t1,
    },
    { what: 'the leg never ran', previous: t1, peek: changed, next: t1 },
    { what: 'the source was not asked', previous: t1, next: t1 },
    { what: 'the question failed', previous: t1, peek: { kind: 'failed', type: 'x', message: '' }, next: t1 },
    {
      what: 'catching up began',
      peek: { kind: 'no-cursor', cursor: t2 },
      outcome: { kind: 'catching-up', why: '' },
      next: t2,
    },
    { what: 'the other clock went back', previous: t2, peek: { kind: 'unchanged', cursor: t1 }, next: t1 },
  ])('$what', ({ previous, peek, outcome, next }) => {
    expect(nextCursor(previous, peek, outcome)).toBe(next);
  });
});
