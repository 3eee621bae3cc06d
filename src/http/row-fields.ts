import { z } from 'zod';

/*
 * How a field of another side's answer is read. Each field is one function, not a union of schemas: a page has some ten
 * thousand of them.
 */

/** What a reader gives back for a value that does not fit. */
export const misfit = Symbol('misfit');

export type Read<T> = (value: unknown) => T | typeof misfit;

/** What a value should have been, in the words of an error. */
export type Expected = 'number' | 'string' | 'boolean' | 'date';

/** A field without which its row means nothing, or something else: where it does not fit, the row is not read. */
export function essential<T>(expected: Expected, read: Read<T>): z.core.$ZodType<T> {
  return field(expected, read, false);
}

/** A field that a row can do without: where it does not fit it is left out, and named (see `readRow`). */
export function optional<T>(expected: Expected, read: Read<T>): z.core.$ZodType<T> {
  return field(expected, read, true);
}

function field<T>(expected: Expected, read: Read<T>, leavable: boolean): z.core.$ZodType<T> {
  // The core's own transform: one layer, and without what the public one prepares anew for every value.
  const schema = new z.core.$ZodTransform({
    type: 'transform',
    transform: (value, payload) => {
      const found = read(value);
      if (found === misfit) payload.issues.push({ code: 'invalid_type', expected, input: value, leavable });
      return found;
    },
  });
  readers.set(schema, read);
  // With an issue there is no output; without one it is the reader's.
  return schema as z.core.$ZodType<T>;
}

/** How a field is read, by its schema. */
const readers = new WeakMap<object, Read<unknown>>();

/** Says how a field of several parts is read where all of them fit. @returns the schema, which tells what does not */
export function readBy<S extends z.core.$ZodType>(schema: S, read: Read<z.output<S>>): S {
  readers.set(schema, read);
  return schema;
}

/**
 * Reads a row whose fields all fit, as nearly every row's do, without the schema's own layers. What it
 * does not read, the schema judges: this never says what is wrong.
 */
export function plainRow<S extends z.core.$ZodShape, T>(shape: S, make: (row: z.output<z.ZodObject<S>>) => T): Read<T> {
  const fields = Object.entries(shape).map(([name, schema]) => {
    const read = readers.get(schema);
    if (read === undefined) throw new TypeError(`The field ${name} has no reader of its own.`);
    return { name, read };
  });
  const blank = blankOf(Object.keys(shape));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return misfit;
    const row: Record<string, unknown> = { ...blank };
    for (const { name, read } of fields) {
      const found = read((value as Record<string, unknown>)[name]); // an object: what it does not have is undefined
      if (found === misfit) return misfit;
      row[name] = found;
    }
    return make(row as z.output<z.ZodObject<S>>); // each field by the reader of its own schema
  };
}

/**
 * An object that has all fields already: V8 turns one that gets more than some twelve of them by computed names into a hash table,
 * which costs more than all the reading. JSON's parser makes none of it.
 */
function blankOf(names: readonly string[]): Record<string, unknown> {
  return JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:null`).join(',')}}`) as Record<string, unknown>; // an object, by its braces
}

/** True for an issue of an {@link optional} field. */
export function isLeavable(issue: z.core.$ZodIssue): boolean {
  return 'leavable' in issue && issue.leavable === true;
}

export const isUnset = (value: unknown): value is null | undefined => value === null || value === undefined;

/** A whole number; a text of digits is one, too, also with decimals that are none. */
export const readWhole: Read<number> = (value) => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : misfit;
  return typeof value === 'string' && /^-?\d{1,15}(\.0{1,15})?$/.test(value) ? Number(value) : misfit;
};

/** Any finite number; a decimal text is one, too. */
export const readNumber: Read<number> = (value) => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : misfit;
  return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : misfit;
};

/** Text; a number in its place (a phone, a postcode, a code) is its digits, unless they are more than a number can hold. */
export const readText: Read<string> = (value) => {
  if (typeof value === 'string') return value;
  if (isUnset(value)) return '';
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : misfit;
};

/** Years that an order, a product or a movement of stock can have: PHP's zero date and the like are none. */
const isThinkable = (iso: string): boolean => iso >= '1990' && iso < '2100';

/** A date as an ISO 8601 text in UTC. */
export function readDate(parse: (value: string) => string | undefined): Read<string> {
  return (value) => {
    const found = typeof value === 'string' ? parse(value) : undefined;
    return found !== undefined && isThinkable(found) ? found : misfit;
  };
}

/** A zone at the end of a date, with a comment perhaps. */
const ZONE = /(?:Z|UTC?|GMT|[+-]\d{2}:?\d{2})\s*(?:\([^)]*\))?$/i;

/**
 * The time of a date's text, in epoch ms; NaN where it is none. Without a zone it is read as UTC, never as this machine's time; a
 * bare number is no date.
 */
export function utcTime(text: string): number {
  const value = text.trim();
  if (!/\D/.test(value)) return NaN;
  if (ZONE.test(value) || /^\d{4}-\d{2}-\d{2}$/.test(value)) return Date.parse(value);
  return Date.parse(/\dT[\d:.]+$/.test(value) ? `${value}Z` : `${value} UTC`);
}

/** The zero dates of PHP and SQL stand for "not set". */
export function isZeroDate(value: unknown): boolean {
  return (
    typeof value === 'string' && (/-0001\b/.test(value) || /^0{4}-00-00/.test(value) || /^0001-01-01T/.test(value))
  );
}

/** An object, or undefined where there is none of that shape (PHP writes `[]` for an empty one). */
export function optionalObject<T extends z.core.$ZodShape>(shape: T): z.ZodType<z.output<z.ZodObject<T>> | undefined> {
  return z.preprocess(
    (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined),
    z.object(shape).optional(),
  );
}
