import { z } from 'zod';

/*
 * The fields of BigCommerce's answers, as lenient as its documented habits and no more: V2 gives "" or null for "not set",
 * numbers as strings now and then, and dates in RFC 2822; V3 gives ISO 8601 and JSON numbers. Each field is one function, not a
 * union of schemas: a page has some ten thousand of them.
 */

/** What a reader gives back for a value that does not fit. */
const misfit = Symbol('misfit');

type Read<T> = (value: unknown) => T | typeof misfit;

function field<T>(expected: 'number' | 'string' | 'boolean' | 'date', read: Read<T>): z.core.$ZodType<T> {
  // The core's own transform: one layer, and without what the public one prepares anew for every value.
  const schema = new z.core.$ZodTransform({
    type: 'transform',
    transform: (value, payload) => {
      const found = read(value);
      if (found === misfit) payload.issues.push({ code: 'invalid_type', expected, input: value });
      return found;
    },
  });
  // With an issue there is no output; without one it is the reader's.
  return schema as z.core.$ZodType<T>;
}

const isUnset = (value: unknown): value is null | undefined => value === null || value === undefined;

const readWhole: Read<number> = (value) => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : misfit;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : misfit;
};

const readText: Read<string> = (value) => {
  if (typeof value === 'string') return value;
  return isUnset(value) ? '' : misfit;
};

const readDate: Read<string> = (value) => {
  if (typeof value !== 'string') return misfit;
  const known = fromRfc2822(value);
  if (known !== undefined) return known;
  const time = Date.parse(value);
  return Number.isNaN(time) ? misfit : new Date(time).toISOString();
};

/** A whole number; V2 sometimes writes it as a string. */
export const whole = field('number', readWhole);

/** A row's id. */
export const id = field<number>('number', (value) => {
  const found = readWhole(value);
  return found !== misfit && found >= 0 ? found : misfit;
});

/** A whole number that may be missing, null or "": then 0. */
export const count = field<number>('number', (value) => (isUnset(value) || value === '' ? 0 : readWhole(value)));

/** Text that may be missing or null: then "". */
export const text = field('string', readText);

/** Text that may be missing, null or "": then undefined. */
export const optionalText = field<string | undefined>('string', (value) => {
  const found = readText(value);
  return found === '' ? undefined : found;
});

/** A text that may come as a number, too (codes, ids of other systems). */
export const looseText = field<string | undefined>('string', (value) => {
  if (isUnset(value) || value === '') return undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : misfit;
});

/** An amount as a decimal string. V2 writes strings (`"109.0000"`), V3 numbers; neither is ever calculated with here. */
export const money = field<string | undefined>('string', (value) => {
  if (isUnset(value)) return undefined;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? value : misfit;
});

/** A number that may be missing or null. */
export const optionalNumber = field<number | undefined>('number', (value) => {
  if (isUnset(value)) return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value : misfit;
  return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : misfit;
});

const YES: readonly unknown[] = [true, 1, '1', 'true'];
const NO: readonly unknown[] = [false, 0, '0', '', 'false', null, undefined];

/** A yes or no that may come as 0, 1, "0", "1", "" or null, or not at all: then no. */
export const flag = field<boolean>('boolean', (value) => {
  if (YES.includes(value)) return true;
  return NO.includes(value) ? false : misfit;
});

/** A date, RFC 2822 or ISO 8601, as an ISO 8601 text in UTC (`2026-06-18T14:34:50.000Z`). */
export const date = field('date', readDate);

/** A date that is "" or null until it is set: then undefined. */
export const optionalDate = field<string | undefined>('date', (value) =>
  isUnset(value) || value === '' ? undefined : readDate(value),
);

/** A list that an empty PHP array or object, null or absence may stand for. */
export function listOf<T extends z.ZodType>(row: T): z.ZodType<z.output<T>[]> {
  return z.preprocess(
    (value) => (isUnset(value) || (typeof value === 'object' && Object.keys(value).length === 0) ? [] : value),
    z.array(row),
  );
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const RFC2822 = /^[A-Z][a-z]{2}, ([01]\d|2[0-8]) ([A-Z][a-z]{2}) (\d{4}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) \+0000$/;

/**
 * The form that V2 writes, rearranged without a `Date`: two of them stand in every row. Days that not every month has
 * are left to `Date.parse`.
 */
function fromRfc2822(value: string): string | undefined {
  const parts = RFC2822.exec(value);
  if (parts === null) return undefined;
  const month = MONTHS.indexOf(parts[2] ?? '') + 1;
  if (month === 0 || parts[1] === '00') return undefined;
  return `${value.slice(12, 16)}-${month < 10 ? '0' : ''}${month}-${value.slice(5, 7)}T${value.slice(17, 25)}.000Z`;
}
