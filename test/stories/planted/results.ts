import { readFileSync, writeFileSync } from 'node:fs';
import { storyFaults } from './faults.ts';

const KEPT = new URL('results.json', import.meta.url);
const OTHERS = new URL('other-tests.json', import.meta.url);
const PAGE = new URL('../../../docs/planted-faults.md', import.meta.url);

/** The exit code of a process whose planted fault was caught: no crash ends with it. */
export const CAUGHT = 10;

/** How a planted fault fared: the life that caught it and the rule that did, or how many lives did not. */
export interface Result {
  readonly name: string;
  readonly seed: number;
  readonly lives: number;
  readonly rule?: string | undefined;
  /** Of the product as it is: which lives broke a rule, counted from 1. */
  readonly broken?: readonly number[];
  /** Date on which it was lived. */
  readonly on: string;
}

/** Whether all other unit tests are green with a planted fault. */
export interface OtherTests {
  readonly name: string;
  readonly green: boolean;
}

function otherTests(): ReadonlyMap<string, boolean> {
  const known = JSON.parse(readFileSync(OTHERS, 'utf8')) as OtherTests[]; // written by `other-tests.ts`
  return new Map(known.map(({ name, green }) => [name, green]));
}

export function keepOtherTests(one: OtherTests): void {
  const known = new Map(otherTests()).set(one.name, one.green);
  const list = [...known].sort(([a], [b]) => a.localeCompare(b)).map(([name, green]) => ({ name, green }));
  writeFileSync(OTHERS, `${JSON.stringify(list, undefined, 2)}\n`);
  writeFileSync(PAGE, page(results()));
}

function results(): readonly Result[] {
  return JSON.parse(readFileSync(KEPT, 'utf8')) as Result[]; // written below
}

/** Which lives of a seed, counted from 1, break a rule without any planted fault. */
export function brokenAnyway(seed: number): ReadonlySet<number> {
  const plain = results().find(({ name }) => name === 'nothing');
  return new Set(plain?.seed === seed ? plain.broken : []);
}

/** Whether a fault was lived with this seed until it was caught, or for so many lives; the product as it is is lived to the end. */
export function isLived(name: string, { seed, lives }: { readonly seed: number; readonly lives: number }): boolean {
  const known = results().find((one) => one.name === name);
  if (known?.seed !== seed) return false;
  return known.lives >= lives || (known.rule !== undefined && name !== 'nothing');
}

/** Keeps what became of one fault, and writes the page anew. */
export function keep(result: Result): void {
  const others = results().filter(({ name }) => name !== result.name);
  const known = [...others, result].sort((a, b) => a.name.localeCompare(b.name));
  writeFileSync(KEPT, `${JSON.stringify(known, undefined, 2)}\n`);
  writeFileSync(PAGE, page(known));
}

function page(known: readonly Result[]): string {
  const byName = new Map(known.map((one) => [one.name, one]));
  const lived = storyFaults.flatMap((fault) => {
    const result = byName.get(fault.name);
    return result === undefined ? [] : [{ fault, result }];
  });
  const others = otherTests();
  const caught = lived.filter(({ result }) => result.rule !== undefined);
  const rows = lived.map(({ fault: { name, room, what }, result: { seed, lives, rule, on } }) => [
    `\`${name}\``,
    room,
    what,
    String(seed),
    rule === undefined ? `not in ${lives}` : String(lives),
    rule ?? '',
    inWord(others.get(name)),
    on,
  ]);
  const green = caught.filter(({ fault: { name } }) => others.get(name) === true);
  const plain = byName.get('nothing');
  return [
    '# Planted faults',
    '',
    'The judge of the [stories](stories.md) is judged itself: each of these is one wrong line of the product (`test/stories/planted/faults.ts`), which exists in one process of the stories alone. Random lives are lived, each with a seed that was not looked at before, until a rule of the judge is broken.',
    '',
    `${caught.length} of ${lived.length} are caught.${plain === undefined ? '' : ` The product as it is was lived ${plain.lives} times with the same seeds: ${plainWords(plain)}.`} ${greenWords(others.size, green.length)} Made by \`npm run stories -- --planted\`; the last column says when.`,
    '',
    ...table([
      ['fault', 'of', 'what is wrong', 'seed', 'lives until caught', 'broken rule', 'other tests', 'on'],
      ...rows,
    ]),
    '',
  ].join('\n');
}

function greenWords(tried: number, green: number): string {
  const by = '(`npm run stories -- --other-tests`)';
  if (tried === 0) return `Which of them the other unit tests see was not tried yet ${by}.`;
  return `Of those that are caught ${green} leave all other unit tests green ${by}; an empty cell was not tried.`;
}

function plainWords({ rule, broken = [] }: Result): string {
  if (rule === undefined) return 'no rule is broken';
  return `${broken.length} of these lives broke a rule (the first: ${rule}), and count for nothing here`;
}

/** As the formatter would write it. */
function table(rows: readonly (readonly string[])[]): string[] {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.slice(1).map(line)];
}

/** What was not tried is empty. */
function inWord(green: boolean | undefined): string {
  if (green === undefined) return '';
  return green ? 'green' : 'red';
}
