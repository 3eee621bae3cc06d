import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { counter } from '../../../scripts/what-ran/counts.ts';
import { belowFloor } from '../../../scripts/what-ran/layers.ts';
import type { Covered } from '../../../scripts/what-ran/measure.ts';
import { coverableOf } from '../../../scripts/what-ran/points.ts';

const range = (startOffset: number, endOffset: number, count: number) => ({ startOffset, endOffset, count });

test('how often a place ran is what the smallest range around it says', () => {
  const countAt = counter({
    url: 'x',
    functions: [{ ranges: [range(0, 100, 1)] }, { ranges: [range(10, 50, 7), range(20, 30, 0), range(30, 40, 3)] }],
  });
  expect([0, 9, 10, 19, 20, 29, 30, 40, 49, 50, 99, 100].map(countAt)).toEqual([1, 1, 7, 7, 0, 0, 3, 7, 7, 1, 1, 0]);
});

test('a source is its statements and both ways of its choices, without its types', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'what-ran-')), 'rule.ts');
  writeFileSync(
    path,
    [
      'interface Row { readonly a?: number }',
      'export function rule(row: Row): number {',
      '  if (row.a === 1) return 2;',
      '  const b = row.a ?? 3;',
      '  return b > 4 ? 5 : 6;',
      '}',
      'export const twice = (n: number) => n * 2;',
    ].join('\n'),
  );
  const { statements, ways } = coverableOf(path);
  expect(statements.map(({ line, column }) => `${line}:${column}`)).toEqual([
    '3:2',
    '3:19',
    '4:2',
    '5:2',
    '7:0',
    '7:36',
  ]);
  expect(ways.map(({ at }) => `${at.line}:${at.column}`)).toEqual(['3:19', '3:2', '4:21', '5:17', '5:21']);
});

test('a layer that the tests reach less of than they did is named with its share', () => {
  const lines = (ran: number) => new Map(Array.from({ length: 1000 }, (_, line) => [line, line < ran] as const));
  const sources = (ran: number): ReadonlyMap<string, Covered> =>
    new Map(
      ['domain', 'workflows', 'activities'].map((layer) => [
        `/root/src/${layer}/x.ts`,
        { lines: lines(ran), ways: [] },
      ]),
    );
  expect(belowFloor(sources(1000), '/root')).toEqual([]);
  expect(belowFloor(sources(900), '/root')[0]).toMatch(/90\.0 % of the lines of src\/domain ran; at least \d+ % must/);
  expect(belowFloor(new Map(), '/root')).toHaveLength(3);
});
