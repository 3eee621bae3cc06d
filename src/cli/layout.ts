import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** Between two columns. */
const GAP = '  ';
/** No column is made narrower: what is longer is broken. */
const NARROWEST = 8;

/** No terminal is taken for narrower. */
const NARROWEST_TERMINAL = 60;
const USUAL = 80;

/** Columns that may be written to; a pipe has no end. */
export function widthOf({ isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>): number {
  return isTTY ? Math.max(NARROWEST_TERMINAL, columns || USUAL) : Infinity;
}

/** Columns that text takes on a terminal: wide letters take two, joined ones none. */
export function textWidth(text: string): number {
  return stringWidth(text);
}

/** Text with a style: the only way to colour anything, so that nobody else's text ever does. */
export class Styled {
  readonly style: Style;
  readonly text: string;
  constructor(style: Style, text: string) {
    this.style = style;
    this.text = text;
  }
}

/** A value that is shown as it must be typed: times in it stay ISO, and a line of it is not broken. */
export class AsTyped {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Cell = string | number | boolean | Styled | AsTyped | null | undefined;
export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** A column's title, with the room of its longest value where later rows may be wider than the first. */
export type Head = string | readonly [title: string, room: number];

export function titleOf(head: Head): string {
  return typeof head === 'string' ? head : head[0];
}

/** Rows that come page by page, and how to ask for what follows. */
export interface Pages<Row> {
  readonly pages: AsyncIterable<{ readonly rows: readonly Row[]; readonly next?: string }>;
  /** At most about so many rows: a page that was begun is shown whole. */
  readonly limit: number;
  /** They are what comes of an act: it goes on although nobody reads. */
  readonly ofAct?: true;
}

/** What is laid out: text and how it looks; escape codes come only from `paint`. */
export interface Painted {
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
}

/** The width that each column takes, so that a row fits into `width` where that can be. */
export function columnWidths(rows: readonly (readonly Painted[])[], width: number, least: readonly number[] = []) {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(least[column] ?? 0, ...rows.map((row) => stringWidth(row[column]?.text ?? ''))),
  );
  const room = width - GAP.length * Math.max(0, columns - 1);
  if (widths.reduce((sum, each) => sum + each, 0) <= room) return widths;
  const words = widths.map((_, column) =>
    Math.max(
      NARROWEST,
      ...rows.flatMap((row) => (row[column]?.text ?? '').split(' ').map((word) => stringWidth(word))),
    ),
  );
  // Where that is enough no word is broken; else the words give way, too.
  narrow(widths, room, words);
  narrow(
    widths,
    room,
    widths.map(() => NARROWEST),
  );
  return widths;
}

/**
 * The width of columns whose further rows nobody has seen yet: on a terminal the last one takes what is left, and no row
 * changes a column afterwards.
 */
export function lastingWidths(
  rows: readonly (readonly Painted[])[],
  width: number,
  heads: readonly Head[],
): readonly number[] {
  const least = heads.map((head) => Math.max(NARROWEST, typeof head === 'string' ? 0 : head[1]));
  const widths = columnWidths(rows, width, least);
  if (width === Infinity) return widths;
  const others = widths.slice(0, -1);
  const taken = others.reduce((sum, each) => sum + each + GAP.length, 0);
  return [...others, Math.max(widths.at(-1) ?? 0, width - taken)];
}

/** The widest gives way first: short columns (numbers, words of ours) stay whole. */
function narrow(widths: number[], room: number, least: readonly number[]): void {
  for (;;) {
    const excess = widths.reduce((sum, each) => sum + each, 0) - room;
    const wide = widths.filter((each, column) => each > (least[column] ?? 0));
    const widest = Math.max(...wide);
    if (!(excess > 0) || wide.length === 0) return;
    const column = widths.findIndex((each, at) => each === widest && each > (least[at] ?? 0));
    const next = Math.max(least[column] ?? 0, room / widths.length, ...widths.filter((each) => each < widest));
    const cut = Math.min(widest - Math.floor(next), excess);
    widths[column] = Math.max(least[column] ?? 0, widest - Math.max(1, cut));
  }
}

/**
 * A row as lines: cells that do not fit are broken at words, and within a word where it is longer than its column.
 * @param isWhole one line, whatever it takes
 */
export function rowLines(row: readonly Painted[], widths: readonly number[], isWhole = false): readonly string[] {
  const cells = row.map(({ text }, column) => (isWhole ? [text] : broken(text, widths[column] ?? 0)));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    row
      .map(({ paint }, column) => {
        const text = cells[column]?.[line] ?? '';
        const room = ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(text)));
        return `${paint === undefined || text === '' ? text : paint(text)}${room}`;
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** Text broken to a width; what follows the first line is as far in as that. */
export function broken(text: string, width: number, hang = 0): readonly string[] {
  if (stringWidth(text) <= width) return [text];
  const [indent = ''] = /^ */.exec(text) ?? [];
  const room = Math.max(NARROWEST, width - indent.length - hang);
  return wrapAnsi(atJoints(withWholeCommands(text.slice(indent.length), room), room), room, { hard: true, trim: true })
    .replaceAll(GLUE, ' ')
    .split('\n')
    .map((line, at) => `${indent}${at === 0 ? '' : ' '.repeat(hang)}${line}`);
}

/** Stands for a space that no line is broken at; of no text that is shown, because it means nothing. */
const GLUE = '\u{e000}';

/** A command in a sentence is pasted: it stays on one line where it fits into one. */
function withWholeCommands(text: string, room: number): string {
  return text.replaceAll(/`[^`]+`[.,;:)]?/g, (command) =>
    stringWidth(command) <= room ? command.replaceAll(' ', GLUE) : command,
  );
}

/** A word that is longer than the room is broken behind a hyphen or another joint of it, where it has one. */
function atJoints(text: string, room: number): string {
  if (text.split(' ').every((word) => stringWidth(word) <= room)) return text;
  return text
    .split(' ')
    .map((word) => (stringWidth(word) <= room ? word : jointed(word, room)))
    .join(' ');
}

function jointed(word: string, room: number): string {
  const lines = [''];
  for (const part of word.split(/(?<=[-/_.,:;=@&])/)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && stringWidth(line + part) > room) lines.push(part);
    else lines[lines.length - 1] = line + part;
  }
  return lines.join('\n');
}
