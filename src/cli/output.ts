import { styleText } from 'node:util';
import { nobodyReads } from './interruption.ts';
import {
  AsTyped,
  broken,
  columnWidths,
  lastingWidths,
  rowLines,
  Styled,
  textWidth,
  titleOf,
  widthOf,
  type Cell,
  type Head,
  type Pages,
  type Painted,
  type Style,
} from './layout.ts';
import { asCommands } from './as-commands.ts';
import { documentText, jsonText, SCHEMA_VERSION } from './document.ts';
import { forPeople, plain } from './text-for-people.ts';

/** So long rows are gathered before the columns are laid out, which those that come later keep. */
const GATHER_MS = 150;

export interface OutputOptions {
  readonly json: boolean;
  readonly noColor: boolean;
}

/**
 * What a command says: results on stdout, as text for people or as one JSON document; progress and errors on stderr.
 * Colours, broken lines and progress on a terminal only. Whatever is shown to people goes through `forPeople` here.
 */
export class Output {
  readonly json: boolean;
  /** The store that the command is about; empty for the commands about all. */
  storeHash = '';
  /** Of one text of the answer. */
  readonly pieces: string[] = [];
  readonly #colours: boolean;
  /** Columns of the terminal; none where there is no terminal. */
  readonly #width: number;
  readonly #lines: string[] = [];
  #progressShown = false;
  readonly #waitsTold = new Set<string>();

  constructor({ json, noColor }: OutputOptions) {
    this.json = json;
    this.#colours = !json && !noColor && process.stdout.isTTY;
    this.#width = widthOf(process.stdout);
  }

  /** The command's result: as JSON, with the number of its shape, or what `show` says of it. A list is `rows`. */
  async result<T>(value: T, show: (value: T) => void | Promise<void>): Promise<void> {
    this.endProgress();
    if (this.json) {
      process.stdout.write(documentText(value));
      return;
    }
    await show(value);
    this.#flush();
  }

  /**
   * Rows as they come, without waiting for the last one; JSON is one document all the same.
   * @param none what is said where there are none
   * @param more how the rest is asked for
   * @returns how many were shown
   */
  async rows<Row>(
    { pages, limit, ofAct }: Pages<Row>,
    heads: readonly Head[],
    cells: (row: Row) => readonly Cell[],
    { none, more }: { readonly none: string; readonly more: (next: string) => string },
  ): Promise<number> {
    let shown = 0;
    let next: string | undefined;
    let widths: readonly number[] | undefined;
    const waiting: Row[] = [];
    let due: NodeJS.Timeout | undefined;
    // Not before there is something to show: what fails at once leaves its error alone.
    const start = `{\n  "schemaVersion": ${SCHEMA_VERSION},\n  "rows": [\n`;
    const put = (rows: readonly Row[]) => {
      if (rows.length === 0) return;
      this.endProgress();
      if (this.json) {
        const texts = rows.map((row) => `    ${jsonText(row)}`).join(',\n');
        process.stdout.write(`${shown === 0 ? start : ',\n'}${texts}`);
      } else {
        const painted = rows.map((row) => cells(row).map((cell) => this.#painted(cell, this.#storeOf(row))));
        const titles = heads.map((head) => this.#painted(this.style('bold', titleOf(head))));
        widths ??= lastingWidths([titles, ...painted], this.#width, heads);
        const lines = shown === 0 ? [titles, ...painted] : painted;
        for (const row of lines) this.#lines.push(...rowLines(row, widths, this.#width === Infinity));
        this.#flush();
      }
      shown += rows.length;
    };
    const putAll = () => {
      clearTimeout(due);
      due = undefined;
      put(waiting.splice(0));
    };
    const end = (rest: string) => process.stdout.write(`${shown === 0 ? start : '\n'}  ]${rest}\n}\n`);
    try {
      for await (const page of pages) {
        waiting.push(...page.rows);
        if (waiting.length > 0) due ??= setTimeout(putAll, GATHER_MS);
        if (nobodyReads() && ofAct !== true) break;
        next = shown + waiting.length < limit ? undefined : page.next;
        if (next !== undefined) break;
      }
    } catch (error) {
      putAll();
      // What was begun is one document all the same, and says that it is not the whole.
      if (this.json && shown > 0) end(',\n  "incomplete": true');
      throw error;
    }
    putAll();
    this.endProgress();
    if (this.json) {
      end(next === undefined ? '' : `,\n  "next": ${jsonText(next)}`);
      return shown;
    }
    if (shown === 0 && none !== '') this.line(next === undefined ? none : 'Nothing so far.');
    if (next !== undefined) this.line(new AsTyped(more(next)));
    this.#flush();
    return shown;
  }

  /** A file's text in place of a result: as it is, but where a terminal shows it. */
  file(text: string): void {
    this.endProgress();
    process.stdout.write(process.stdout.isTTY ? text.split('\n').map(plain).join('\n') : text);
  }

  /** What the command waits for: a command asks several things at once, and says the same only once. */
  waiting(text: string): void {
    if (this.#waitsTold.has(text)) return;
    this.#waitsTold.add(text);
    this.note(text);
  }

  /** Something beside the result, on stderr: what comes of an act before it is done. */
  note(text: string): void {
    this.endProgress();
    // A script reads one document there, and only where something went wrong.
    if (this.json) return;
    this.#toStderr(text);
  }

  line(...parts: readonly (string | Styled | AsTyped)[]): void {
    const painted = parts.map((part) => this.#painted(part));
    const text = painted.map((part) => part.text).join('');
    // What must be broken is shown without style: a line that has one is short.
    if (textWidth(text) > this.#width && !parts.some((part) => part instanceof AsTyped))
      this.#lines.push(...broken(text, this.#width));
    else this.#lines.push(painted.map(({ text: own, paint }) => paint?.(own) ?? own).join(''));
  }

  /** Rows under a head, in columns that line up; on a terminal the head is bold, and all of it as wide as that. */
  table(head: readonly string[], rows: readonly (readonly Cell[])[]): void {
    const painted = [head.map((title) => this.style('bold', title)), ...rows].map((row) =>
      row.map((cell) => this.#painted(cell)),
    );
    const widths = columnWidths(painted, this.#width);
    for (const row of painted) this.#lines.push(...rowLines(row, widths));
  }

  /** Names and values in two columns; those without a value are left out. */
  facts(facts: readonly (readonly [string, Cell])[]): void {
    const given = facts.filter(([, value]) => value !== undefined && value !== '');
    const names = given.map(([name]) => [this.#painted(this.style('dim', name))]);
    const [name = 0] = columnWidths(names, this.#width);
    const widths = [name, Math.max(1, this.#width - name - 2)];
    for (const [at, [, value]] of given.entries()) {
      const row = [...(names[at] ?? []), this.#painted(value)];
      this.#lines.push(...rowLines(row, Number.isFinite(this.#width) ? widths : columnWidths([row], Infinity, [name])));
    }
  }

  style(style: Style, text: string): Styled {
    return new Styled(style, text);
  }

  /** One line that is written over, on a terminal only. */
  progress(text: string): void {
    if (this.json || !process.stderr.isTTY) return;
    const [line = ''] = broken(plain(text), widthOf(process.stderr) - 1);
    process.stderr.write(`\r\u001b[2K${line}`);
    this.#progressShown = true;
  }

  endProgress(): void {
    if (this.#progressShown) process.stderr.write('\r\u001b[2K');
    this.#progressShown = false;
  }

  /** What went wrong, for a person or as JSON. */
  error(error: {
    readonly type: string;
    readonly message: string;
    readonly field?: string;
    readonly expected?: string;
  }) {
    this.endProgress();
    if (this.json) {
      process.stderr.write(`${jsonText({ schemaVersion: SCHEMA_VERSION, error })}\n`);
      return;
    }
    const { message, field, expected } = error;
    const where = field === undefined ? '' : `${field}: `;
    this.#toStderr(`ogoship: ${message}`);
    if (expected !== undefined) this.#toStderr(`${where}expected ${expected}`, '  ');
  }

  #toStderr(text: string, indent = ''): void {
    const lines = broken(`${indent}${this.#forPeople(text)}`, widthOf(process.stderr));
    process.stderr.write(`${lines.join('\n')}\n`);
  }

  #flush(): void {
    if (this.#lines.length > 0) process.stdout.write(`${this.#lines.splice(0).join('\n')}\n`);
  }

  #painted(cell: Cell, storeHash = this.storeHash): Painted {
    if (cell === undefined || cell === null) return { text: '' };
    if (typeof cell === 'boolean') return { text: cell ? 'yes' : 'no' };
    if (cell instanceof AsTyped) return { text: plain(cell.text) };
    if (!(cell instanceof Styled)) return { text: this.#forPeople(String(cell), storeHash) };
    const { style } = cell;
    const paint = this.#colours ? (text: string) => styleText(style, text, { validateStream: false }) : undefined;
    return { text: this.#forPeople(cell.text, storeHash), paint };
  }

  /** A row about one store names the acts as the commands of that store, in a list of all stores, too. */
  #storeOf(row: unknown): string {
    const own = typeof row === 'object' && row !== null && 'storeHash' in row ? row.storeHash : undefined;
    return typeof own === 'string' ? own : this.storeHash;
  }

  #forPeople(text: string, storeHash = this.storeHash): string {
    return forPeople(asCommands(text, storeHash));
  }
}
