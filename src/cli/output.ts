import { stripVTControlCharacters, styleText } from 'node:util';

export type Cell = string | number | boolean | null | undefined;
type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

export interface OutputOptions {
  readonly json: boolean;
  readonly noColor: boolean;
}

/**
 * What a command says: results on stdout, as text for people or as one JSON document; progress and errors on stderr.
 * Colours and progress on a terminal only.
 */
export class Output {
  readonly json: boolean;
  readonly #colours: boolean;
  readonly #lines: string[] = [];
  #progressShown = false;
  readonly #waitsTold = new Set<string>();

  constructor({ json, noColor }: OutputOptions) {
    this.json = json;
    this.#colours = !json && !noColor && process.stdout.isTTY;
  }

  /** The command's result: `value` as JSON, or what `show` says of it. */
  async result<T>(value: T, show: (value: T) => void | Promise<void>): Promise<void> {
    this.endProgress();
    if (this.json) {
      process.stdout.write(`${JSON.stringify(value ?? null, null, 2)}\n`);
      return;
    }
    await show(value);
    if (this.#lines.length > 0) process.stdout.write(`${this.#lines.splice(0).join('\n')}\n`);
  }

  /** What the command waits for: a command asks several things at once, and says the same only once. */
  waiting(text: string): void {
    if (this.#waitsTold.has(text)) return;
    this.#waitsTold.add(text);
    this.endProgress();
    process.stderr.write(`${text}\n`);
  }

  line(text = ''): void {
    this.#lines.push(text);
  }

  /** Rows under a head, in columns that line up; on a terminal the head is bold. */
  async table(head: readonly string[], rows: readonly (readonly Cell[])[]): Promise<void> {
    const { default: Table } = await import('cli-table3');
    const none = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
    const inner = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'];
    const table = new Table({
      head: head.map((title) => this.style('bold', title)),
      chars: { ...Object.fromEntries([...none, ...inner].map((place) => [place, ''])), middle: '  ' },
      style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    });
    for (const row of rows) table.push(row.map((cell) => this.#cell(cell)));
    for (const line of table.toString().split('\n')) this.line(line.trimEnd());
  }

  /** Names and values in two columns; those without a value are left out. */
  facts(facts: readonly (readonly [string, Cell])[]): void {
    const given = facts.filter(([, value]) => value !== undefined && value !== '');
    const width = Math.max(0, ...given.map(([name]) => name.length));
    for (const [name, value] of given) this.line(`${this.style('dim', name.padEnd(width))}  ${this.#cell(value)}`);
  }

  style(style: Style, text: string): string {
    return this.#colours ? styleText(style, text, { validateStream: false }) : text;
  }

  /** One line that is written over, on a terminal only. */
  progress(text: string): void {
    if (this.json || !process.stderr.isTTY) return;
    const width = process.stderr.columns > 0 ? process.stderr.columns - 1 : 79;
    process.stderr.write(`\r\u001b[2K${plain(text).slice(0, width)}`);
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
      process.stderr.write(`${JSON.stringify({ error })}\n`);
      return;
    }
    const { message, field, expected } = error;
    const where = field === undefined ? '' : `${field}: `;
    process.stderr.write(`ogoship: ${plain(message)}\n`);
    if (expected !== undefined) process.stderr.write(`  ${where}expected ${plain(expected)}\n`);
  }

  #cell(cell: Cell): string {
    if (cell === undefined || cell === null) return '';
    if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
    return this.#colours ? String(cell) : plain(String(cell));
  }
}

/** Text of others (product names, methods) must not steer a terminal. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\p{Cc}+/gu, ' ');
}
