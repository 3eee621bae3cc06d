import { UsageError } from '../usage-error.ts';
import { abbreviated } from '../usage-words.ts';

/** A record by its column's name, and the line that it began on. */
export interface CsvRecord {
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads CSV with a head (RFC 4180; a semicolon does in place of the comma, as spreadsheets write it in much of Europe).
 * Names of columns are compared without case.
 * @throws UsageError naming the line
 */
export function readCsv(text: string, required: readonly string[]): readonly CsvRecord[] {
  const [head, ...rows] = rowsOf(text.replace(/^\uFEFF/, ''));
  const columns = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = required.find((name) => !columns.includes(name.toLowerCase()));
  if (missing !== undefined) {
    throw new UsageError(`The file has no column “${missing}”.`, {
      field: missing,
      expected: `a first line that names the columns: ${required.join(',')}`,
    });
  }
  const twice = columns.find((name, at) => name !== '' && columns.indexOf(name) < at);
  if (twice !== undefined) {
    throw new UsageError(`The file has the column “${abbreviated(twice)}” twice.`, {
      field: abbreviated(twice),
      expected: 'each column once',
    });
  }
  // A separator that nobody quoted moves all that follows: what stands there would be taken for something else.
  const last = columns.findLastIndex((name) => name !== '');
  const long = rows.find(({ cells }) => cells.slice(last + 1).some((cell) => cell.trim() !== ''));
  if (long !== undefined) {
    throw new UsageError(`Line ${long.line} has more cells than the first line names.`, {
      field: 'file',
      expected: 'a cell for each column, with quotation marks around one that holds a separator',
    });
  }
  return rows.map(({ line, cells }) => ({
    line,
    values: Object.fromEntries(columns.map((name, index) => [name, asItWas(cells[index] ?? '')])),
  }));
}

/** Rows of a CSV text; empty lines are left out. */
function rowsOf(text: string): readonly Row[] {
  const [firstLine = ''] = text.split('\n', 1);
  const separator = firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',';
  const rows: Row[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let began = 1;
  const endRow = () => {
    cells.push(cell);
    if (cells.some((each) => each.trim() !== '')) rows.push({ line: began, cells });
    cells = [];
    cell = '';
    began = line;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\n') line += 1;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (char === separator) {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') {
      endRow();
    } else if (char !== '\r') {
      cell += char;
    }
  }
  if (quoted)
    throw new UsageError(`A quotation mark of line ${began} is not closed.`, { field: 'file', expected: 'CSV' });
  endRow();
  return rows;
}

/** What a spreadsheet takes for a formula, an apostrophe before it or not; a plain number is none. */
const FORMULA = /^[\s']*[=+\-@＝＋－＠]|^'*[\t\r]/;
const NUMBER = /^-\d+(?:\.\d+)?$/;

/**
 * One line of CSV for each row, the head first. Names come from other people: a cell that a spreadsheet would run as a
 * formula gets an apostrophe before it, which {@link readCsv} takes away.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((text) => quoted(harmless(text))).join(',')}\n`).join('');
}

function quoted(text: string): string {
  return /[",;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function harmless(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** A cell without space around it, and without the apostrophe of {@link harmless}. */
function asItWas(cell: string): string {
  const text = cell.trim();
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1).trim() : text;
}
