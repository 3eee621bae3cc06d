import type { z } from 'zod';
import { defined } from '../contract/defined.ts';
import { isLeavable, misfit, type Read } from './row-fields.ts';

/** A kind of row that another side gives: how it is read, and by what a person finds it there. */
export interface RowKind<T> {
  /** One word for people: `order`, `product`. */
  readonly name: string;
  /** Its own key, and what else names it, best first; a dot goes one level down. */
  readonly keys: readonly string[];
  /** Where its SKU stands, where that is not its only key. */
  readonly sku?: string;
  /** Where the id of what it is a part of stands: a variant's product. */
  readonly parent?: string;
  readonly schema: z.ZodType<T>;
  /** Reads what is plainly right, sooner than the schema does (see `plainRow`). */
  readonly plain?: Read<T>;
}

/** A row, or a field of one, that could not be read. Never a value, but the row's own key. */
export interface OddRow {
  /** `order`, `product` … */
  readonly kind: string;
  /** The row's id, SKU or reference; absent where even that cannot be read. */
  readonly id?: string | number;
  /** Its SKU, for kinds of row that say where theirs stands. */
  readonly sku?: string;
  /** The id of what it is a part of, for kinds of row that say where that stands. */
  readonly of?: number;
  /** Its own key cannot be read: `id`, where there is one, is something else of it, and it may be any row of its kind. */
  readonly nameless?: true;
  /** The path within the row, without its place on the page: `date_modified`, `items[0].quantity`. */
  readonly field: string;
  readonly expected?: string;
}

/** What a list gives: a row that cannot be read never costs the others. */
export interface Rows<T> {
  readonly rows: readonly T[];
  /** Rows that are not among `rows`. They exist: nothing may take them for absent. */
  readonly unreadable: readonly OddRow[];
  /** Fields that could not be read and that their rows, which are among `rows`, go without. */
  readonly leftOut: readonly OddRow[];
}

/** One row: with the fields that it goes without, or why it cannot be read. */
export type ReadRow<T> =
  { readonly row: T; readonly leftOut: readonly OddRow[] } | { readonly row?: never; readonly unreadable: OddRow };

const nothing: readonly OddRow[] = [];

/** Rounds of leaving out: a field that is left out may show a further one below it. */
const MOST_ROUNDS = 3;

/**
 * Reads a list, each row by itself. The only way in which the clients read lists.
 * @param values the JSON values as they came
 */
export function readRows<T>(values: readonly unknown[], kind: RowKind<T>): Rows<T> {
  const rows: T[] = [];
  const unreadable: OddRow[] = [];
  const leftOut: OddRow[] = [];
  for (const value of values) {
    const read = readRow(value, kind);
    if ('unreadable' in read) unreadable.push(read.unreadable);
    else {
      rows.push(read.row);
      if (read.leftOut.length > 0) leftOut.push(...read.leftOut);
    }
  }
  return { rows, unreadable, leftOut };
}

/** Reads one row. Optional fields that do not fit are left out; an essential one makes the row unreadable. */
export function readRow<T>(value: unknown, kind: RowKind<T>): ReadRow<T> {
  const plain = kind.plain === undefined ? misfit : kind.plain(value);
  if (plain !== misfit) return { row: plain, leftOut: nothing };
  const first = kind.schema.safeParse(value);
  if (first.success) return { row: first.data, leftOut: [] };

  const leftOut: OddRow[] = [];
  let rest = value;
  let issues: readonly z.core.$ZodIssue[] = first.error.issues;
  for (let round = 0; round < MOST_ROUNDS && issues.every(isLeavable); round += 1) {
    leftOut.push(...issues.map((issue) => oddRow(value, kind, issue)));
    rest = without(
      rest,
      issues.map(({ path }) => path),
    );
    const again = kind.schema.safeParse(rest);
    if (again.success) return { row: again.data, leftOut };
    issues = again.error.issues;
  }
  return { unreadable: oddRow(value, kind, issues.find((issue) => !isLeavable(issue)) ?? issues[0]) };
}

/** What a person reads of an odd row: `order 903: date_modified, expected date`. */
export function oddRowWords({ kind, id, sku, field, expected }: OddRow): string {
  const name = `${kind}${id === undefined ? '' : ` ${id}`}${sku === undefined || sku === id ? '' : ` (${sku})`}`;
  return `${name}: ${field}${expected === undefined ? '' : `, expected ${expected}`}`;
}

/** A value of a row by its path, undefined where there is none. */
export function valueAt(row: unknown, path: string): unknown {
  let found = row;
  for (const part of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.getOwnPropertyDescriptor(found, part)?.value;
  }
  return found;
}

function oddRow<T>(row: unknown, kind: RowKind<T>, issue: z.core.$ZodIssue | undefined): OddRow {
  const { field, expected } = fieldOf(issue);
  const keys = kind.keys.map((key) => shownKey(valueAt(row, key)));
  const id = keys.find((key) => key !== undefined);
  const of = kind.parent === undefined ? undefined : shownKey(valueAt(row, kind.parent));
  const sku = kind.sku === undefined ? undefined : shownKey(valueAt(row, kind.sku));
  return {
    kind: kind.name,
    ...defined({ id }),
    ...(typeof sku === 'string' ? { sku } : {}),
    ...(typeof of === 'number' ? { of } : {}),
    ...(kind.keys.length > 1 && keys[0] === undefined ? { nameless: true as const } : {}),
    field,
    expected,
  };
}

/** A key may be shown as it is, unless it looks like something else: an e-mail address, a phone, a token. */
function shownKey(value: unknown): string | number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string' || /[A-Za-z0-9]{24}/.test(value)) return undefined;
  return /^[\p{L}\p{N}_.:/#-][\p{L}\p{N} _.:/#-]{0,63}$/u.test(value) ? value : undefined;
}

function without(row: unknown, paths: readonly (readonly PropertyKey[])[]): unknown {
  const copy: unknown = structuredClone(row);
  for (const path of paths) {
    let holder = copy;
    for (const part of path.slice(0, -1)) {
      if (typeof holder !== 'object' || holder === null) break;
      holder = Reflect.get(holder, part);
    }
    const last = path.at(-1);
    if (typeof holder === 'object' && holder !== null && last !== undefined) Reflect.deleteProperty(holder, last);
  }
  return copy;
}

/** The field that an issue is about, and what it should have been; of a union the first branch, the documented shape. */
export function fieldOf(issue: z.core.$ZodIssue | undefined): { readonly field: string; readonly expected: string } {
  const found = deepest(issue);
  return { field: pathText(found?.path ?? []), expected: found?.expected ?? found?.code ?? 'another shape' };
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly expected: string | undefined;
}

function deepest(issue: z.core.$ZodIssue | undefined, above: readonly PropertyKey[] = []): Found | undefined {
  if (issue === undefined) return undefined;
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const inner = deepest(issue.errors[0]?.[0], path);
    if (inner !== undefined) return inner;
  }
  return { path, code: issue.code, expected: issue.code === 'invalid_type' ? issue.expected : undefined };
}

/** `shipping[0].id`; a key that is no plain identifier could itself be a value, and is written `*`. */
function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (typeof part === 'string' && /^[A-Za-z_][A-Za-z0-9_]{0,40}$/.test(part))
      text += text === '' ? part : `.${part}`;
    else text += text === '' ? '*' : '.*';
  }
  return text === '' ? '(the whole body)' : text;
}
