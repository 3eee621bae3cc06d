import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { essential, optional, readText, readWhole } from '../../../src/http/row-fields.ts';
import { oddRowWords, readRow, readRows, type RowKind } from '../../../src/http/rows.ts';

interface Thing {
  readonly code: string;
  readonly pieces: number;
  readonly note: string;
  readonly parts: readonly { readonly word: string }[];
}

const note = optional('string', readText);
const things: RowKind<Thing> = {
  name: 'thing',
  keys: ['code', 'below.id'],
  schema: z.object({
    code: z.string(),
    pieces: essential('number', readWhole),
    note,
    parts: z.array(z.object({ word: note })).default([]),
  }),
};

const thing = (code: string, over: object = {}): object => ({ code, pieces: 1, note: 'n', ...over });

describe('a list is read row by row', () => {
  it('names what cannot be read by its key and field, and reads the others', () => {
    const read = readRows([thing('A'), thing('B', { pieces: 1.5 }), null, thing('C')], things);
    expect(read.rows.map(({ code }) => code)).toEqual(['A', 'C']);
    expect(read.unreadable).toEqual([
      { kind: 'thing', id: 'B', field: 'pieces', expected: 'number' },
      { kind: 'thing', nameless: true, field: '(the whole body)', expected: 'object' },
    ]);
    expect(read.unreadable.map(oddRowWords)).toEqual([
      'thing B: pieces, expected number',
      'thing: (the whole body), expected object',
    ]);
  });

  it('leaves out optional fields that do not fit, at any depth, and says so', () => {
    const read = readRows([thing('A', { note: {}, parts: [{ word: 'x' }, { word: [] }] })], things);
    expect(read.rows).toEqual([{ code: 'A', pieces: 1, note: '', parts: [{ word: 'x' }, { word: '' }] }]);
    expect(read.leftOut.map(({ id, field }) => [id, field])).toEqual([
      ['A', 'note'],
      ['A', 'parts[1].word'],
    ]);
  });

  it('names the essential field where an optional one is odd, too', () => {
    expect(readRow(thing('A', { note: {}, pieces: null }), things)).toMatchObject({ unreadable: { field: 'pieces' } });
  });

  it('shows a further key where the first cannot be shown, and none that may be a person or a secret', () => {
    const of = (over: object) => readRow({ note: 'n', ...over }, things);
    expect(of({ code: 5, below: { id: 7 } })).toMatchObject({ unreadable: { id: 5 } });
    expect(of({ code: null, below: { id: 7 } })).toMatchObject({ unreadable: { id: 7, nameless: true } });
    for (const code of [
      'jane@example.test',
      '+358 40 765 4321',
      'tkn7f3a9c1e5b8d2046a7c9e1f3b5d8',
      'x'.repeat(200),
      '',
    ])
      expect(of({ code })).not.toHaveProperty('unreadable.id');
  });

  it('whatever stands in one row, the others give what they would give without it', () => {
    const rubbish = fc.oneof(
      fc.jsonValue(),
      fc.record({ code: fc.jsonValue(), pieces: fc.jsonValue(), note: fc.jsonValue(), parts: fc.jsonValue() }),
    );
    fc.assert(
      fc.property(fc.array(fc.string()), fc.nat(), rubbish, (codes, where, odd) => {
        const values: unknown[] = codes.map((code) => thing(code));
        const alone = readRows(values, things);
        const at = where % (values.length + 1);
        const before = structuredClone(odd);
        const read = readRows([...values.slice(0, at), odd, ...values.slice(at)], things);
        const own = readRows([odd], things);
        expect(read.rows).toEqual([...alone.rows.slice(0, at), ...own.rows, ...alone.rows.slice(at)]);
        // Each row is read or named: none is lost.
        expect(own.rows.length + own.unreadable.length).toBe(1);
        expect(read.unreadable).toEqual(own.unreadable);
        expect(odd).toEqual(before);
      }),
    );
  });
});
