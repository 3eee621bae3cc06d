import { expect, it } from 'vitest';
import { showCustoms, showNeeds, showPickUps } from '../../../src/cli/show/pick-up-points.ts';
import type { Output } from '../../../src/cli/output.ts';

/** What a command would write, a cell beside the other. */
function shown(show: (out: Output) => void): string {
  const lines: string[] = [];
  const out = {
    line: (text = '') => void lines.push(text),
    table: (head: readonly unknown[], rows: readonly (readonly unknown[])[]) =>
      void lines.push(...[head, ...rows].map((row) => row.join(' | '))),
  };
  show(out as unknown as Output); // only what these write with
  return lines.join('\n');
}

it('a preview shows what customs would hold, by SKU and field', () => {
  const customs = {
    ...{ addresses: 4, complete: 1, incomplete: 2, notAsked: 1 },
    territories: [{ territory: 'NO', addresses: 4 }],
    lacking: [{ sku: 'B', fields: ['HS code', 'country of origin'], addresses: 2 }],
  };
  expect(shown((out) => showCustoms(out, customs))).toBe(
    [
      '',
      '4 addresses need customs data: NO (4).',
      '1 has all of it, 2 would hold, 1 was not asked for.',
      '',
      'SKU without customs data | missing | addresses',
      'B | HS code, country of origin | 2',
    ].join('\n'),
  );
});

it('a preview shows pick-up points and needs by link, and nothing where there are none', () => {
  const link = { method: 'GLS*', code: 'GLS' };
  const text = shown((out) => {
    showPickUps(out, [{ ...link, found: 1, missing: 2, ambiguous: 3, notAsked: 4 }]);
    showNeeds(out, [{ ...link, complete: 5, incomplete: 6, lacking: [{ part: 'phone', addresses: 6 }] }]);
  });
  expect(text).toContain('GLS* | GLS | 1 | 2 | 3 | 4');
  expect(text).toContain('GLS* | GLS | 5 | 6 | phone (6)');
  const nothing = shown((out) => {
    showPickUps(out, []);
    showNeeds(out, []);
  });
  expect(nothing).toBe('');
});
