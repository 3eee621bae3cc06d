import { expect, it } from 'vitest';
import { broken, columnWidths, rowLines } from '../../../src/cli/layout.ts';

const cells = (row: readonly string[]) => row.map((text) => ({ text }));
const lines = (rows: readonly (readonly string[])[], width: number) => {
  const painted = rows.map(cells);
  const widths = columnWidths(painted, width);
  return painted.flatMap((row) => rowLines(row, widths));
};

it('words stay whole at 60 columns where there is room for them', () => {
  const reason = 'shipping-method-not-linked';
  const rows = [
    ['order', 'held because', 'what to do'],
    ['1042', reason, 'Link this shipping method to a myOGO shipping code: the order then goes on by itself.'],
  ];
  const text = lines(rows, 60);
  expect(text.join('\n')).toContain(reason);
  for (const line of text) expect(line.length).toBeLessThanOrEqual(60);
  const told = text.map((line) => line.slice(line.length > 35 ? 35 : 0).trim()).join(' ');
  for (const word of ['shipping', 'itself.']) expect(told).toMatch(new RegExp(`(^| )${word.replace('.', '\\.')}`));
});

it('a word without room is broken at its joints, and only then within', () => {
  expect(broken('shipping-method-not-linked', 16)).toEqual(['shipping-method-', 'not-linked']);
  expect(broken('since 2026-11-28T09:30:00.000Z', 12)).toEqual(['since', '2026-11-', '28T09:30:00.', '000Z']);
  expect(broken('abcdefghijklmnop', 8)).toEqual(['abcdefgh', 'ijklmnop']);
});

it('a table that can only be too wide for its words still fits', () => {
  const wide = Array.from({ length: 5 }, (_, at) => `${at}abcdefghijklmnopqrstuvwxyz`);
  for (const line of lines([wide], 60)) expect(line.length).toBeLessThanOrEqual(60);
});
