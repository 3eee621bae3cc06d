import { describe, expect, it } from 'vitest';
import { readCsv, writeCsv } from '../../../src/cli/files/csv.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';

describe('reading CSV', () => {
  it.each([
    ['commas', 'sku,name\nA,Apple\nB,"Pear, green"\n'],
    ['semicolons, as spreadsheets write them in much of Europe', 'sku;name\nA;Apple\nB;Pear, green\n'],
    ['a byte order mark, Windows line ends, and no last one', '\uFEFFSKU,Name\r\nA,Apple\r\nB,"Pear, green"'],
    ['empty lines, and space around cells', '\nsku,name\n\n A , Apple\n,\nB,"Pear, green"\n\n'],
    ['further columns', 'name,sku,more\nApple,A,x\n"Pear, green",B,y\n'],
  ])('does with %s', (_what, text) => {
    expect(readCsv(text, ['sku', 'name']).map(({ values: { sku, name } }) => [sku, name])).toEqual([
      ['A', 'Apple'],
      ['B', 'Pear, green'],
    ]);
  });

  it('keeps quotation marks and line ends within quotation marks, and counts lines', () => {
    const records = readCsv('sku\n"a ""b""\nc"\nd\n', ['sku']);
    expect(records).toEqual([
      { line: 2, values: { sku: 'a "b"\nc' } },
      { line: 4, values: { sku: 'd' } },
    ]);
  });

  it('is refused without a column that is needed, or with a quotation mark that is not closed', () => {
    expect(() => readCsv('code\nA\n', ['sku'])).toThrow(UsageError);
    expect(() => readCsv('', ['sku'])).toThrow('no column “sku”');
    expect(() => readCsv('sku\nA\n"B\nC\n', ['sku'])).toThrow('line 3');
  });
});

describe('writing CSV', () => {
  it('is read back as it was', () => {
    const rows = [
      ['method', 'code'],
      ['DHL*', 'DHL-EXPRESS'],
      ['Flat, "slow" rate', 'A;B'],
      ['two\nlines', ''],
    ];
    const read = readCsv(writeCsv(rows), ['method', 'code']);
    expect(read.map(({ values: { method, code } }) => [method, code])).toEqual(rows.slice(1));
  });
});
