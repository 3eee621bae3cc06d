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

describe('a line that says more than its head', () => {
  it.each([
    ['a comma that nobody quoted', 'method,code\nGLS,G\nDHL, Express,DHL-E\n', 3],
    ['a semicolon that nobody quoted', 'sku;name\nA;Apple;green\n', 2],
    ['a SKU with a comma, alone on its line', 'sku\nA,B\n', 2],
    ['behind columns without a name', 'sku,,\nA,,B\n', 2],
  ])('is refused by its number: %s', (_what, text, line) => {
    const [head = ''] = text.split(/[,;\n]/);
    expect(() => readCsv(text, [head])).toThrow(`Line ${line} `);
  });

  it('may end with separators, as spreadsheets write them', () => {
    expect(readCsv('sku,,\nA,,\n', ['sku']).map(({ values }) => values['sku'])).toEqual(['A']);
    // Row numbers, under no name.
    expect(readCsv(',sku\n0,A\n', ['sku']).map(({ values }) => values['sku'])).toEqual(['A']);
  });

  it.each(['sku,SKU\nA,B\n', 'sku, sku\nA,A\n'])('is refused where two columns have one name: %j', (text) => {
    expect(() => readCsv(text, ['sku'])).toThrow('twice');
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

  it.each([
    '=HYPERLINK("http://evil.example","x")',
    '+SUM(A1)',
    '-2+3+cmd',
    '@SUM(A1)',
    '\t=1+1',
    '\r=1+1',
    '＝1+1',
    "'=1+1",
    "''@x",
    '-',
    '+',
    '+358',
    '= 1',
    '"=1+1"',
    '-1e5',
    '-0x1F',
    '-5;=1',
    ' =1',
    " '=1",
  ])('is no formula to a spreadsheet, and is read back as it was: %j', (text) => {
    const written = writeCsv([['method'], [text]]);
    // What a spreadsheet makes of the second line: the cell without its quotation marks.
    const cell = written.slice('method\n'.length).replace(/^"/, '');
    expect(cell.trimStart()).not.toMatch(/^[=+\-@＝＋－＠\t\r]/);
    // Space around a cell counts for nothing when it is read.
    expect(readCsv(written, ['method']).map(({ values }) => values['method'])).toEqual([text.trim()]);
  });

  it.each(['DHL*', '-12', '-0.5', '7', "'quoted", 'a=b', '5-3', ''])('leaves %j as it is', (text) => {
    expect(writeCsv([[text]])).toBe(`${text}\n`);
  });

  it('a cell that a person wrote by hand with an apostrophe is read without it where it would be a formula', () => {
    const [record] = readCsv(`method,code\n"'=x",'A\n`, ['method', 'code']);
    expect(record?.values).toEqual({ method: '=x', code: "'A" });
  });
});
