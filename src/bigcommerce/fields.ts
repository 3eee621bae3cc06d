import { z } from 'zod';
import {
  essential,
  isUnset,
  isZeroDate,
  misfit,
  optional,
  readDate as dateBy,
  readNumber,
  readText,
  readWhole,
  utcTime,
} from '../http/row-fields.ts';

/*
 * The fields of BigCommerce's answers, as lenient as its documented habits and no more: V2 gives "" or null for "not set",
 * numbers as strings now and then, and dates in RFC 2822; V3 gives ISO 8601 and JSON numbers.
 */

const readDate = dateBy((value) => {
  const known = fromRfc2822(value);
  if (known !== undefined) return known;
  const time = utcTime(value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
});

/** A whole number; V2 sometimes writes it as a string. */
export const whole = essential('number', readWhole);

/** A row's id. */
export const id = essential<number>('number', (value) => {
  const found = readWhole(value);
  return found !== misfit && found >= 0 ? found : misfit;
});

/** A whole number that may be missing, null or "": then 0. Anything else is not 0, but unknown. */
export const count = essential<number>('number', (value) => (isUnset(value) || value === '' ? 0 : readWhole(value)));

/** A number that only describes: 0 also where it cannot be read. */
export const looseCount = optional<number>('number', (value) =>
  isUnset(value) || value === '' ? 0 : readWhole(value),
);

/** Text that may be missing or null: then "". */
export const text = optional('string', readText);

/** A currency's code, as ISO 4217 writes it: how many decimals an amount has goes by it. */
export const currency = optional<string>('string', (value) => {
  const found = readText(value);
  return found === misfit ? misfit : found.trim().toUpperCase();
});

/** A SKU; missing or null: then "", there is none. One that cannot be read is not none, and its row is not read. */
export const sku = essential('string', readText);

/** One of a few words, however it is spelt. Another word is none of them, and its row is not read. */
export function wordOf(words: readonly string[]): z.core.$ZodType<string> {
  return essential('string', (value) => readWord(words, value));
}

/** The same, "" where its field was not asked for. */
export function askedWordOf(words: readonly string[]): z.core.$ZodType<string> {
  return essential('string', (value) => (value === undefined ? '' : readWord(words, value)));
}

/** One of a few words, in small letters. */
export function readWord(words: readonly string[], value: unknown): string | typeof misfit {
  const found = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return words.includes(found) ? found : misfit;
}

/** Text that has to be there. */
export const word = essential<string>('string', (value) => (typeof value === 'string' ? value : misfit));

/** Text that may be missing, null or "": then undefined. */
export const optionalText = optional<string | undefined>('string', (value) => {
  const found = readText(value);
  return found === '' ? undefined : found;
});

/** An amount as a decimal string. V2 writes strings (`"109.0000"`), V3 numbers; neither is ever calculated with here. */
export const money = optional<string | undefined>('string', (value) => {
  if (isUnset(value)) return undefined;
  const found = typeof value === 'number' ? String(value) : value;
  return typeof found === 'string' && /^-?\d+(\.\d+)?$/.test(found) ? found : misfit;
});

/** Texts under names, as forms and options write them. */
export interface NamedText {
  readonly name: string;
  readonly value: string;
}

const noTexts: readonly NamedText[] = [];

/**
 * Form fields of an address (`{ name, value }`). A value may be a text, a number or a list of them; an entry of another shape
 * says nothing, and stops nothing.
 */
export const formFields = optional<readonly NamedText[]>('string', (value) => {
  const list = asList(value);
  if (!Array.isArray(list) || list.length === 0) return noTexts;
  return list.flatMap((entry: unknown) => {
    const name = readText(memberOf(entry, 'name'));
    if (name === misfit || name === '') return [];
    const given = asList(memberOf(entry, 'value'));
    const values: readonly unknown[] = Array.isArray(given) ? given : [given];
    return values.flatMap((one) => {
      const text_ = readText(one);
      return text_ === misfit || text_ === '' ? [] : [{ name, value: text_ }];
    });
  });
});

/** What of a product option a shopper wrote, or chose. */
export interface ReadOption extends NamedText {
  /** For example `Text field`; "" for the old stores' configurable fields, which are always written. */
  readonly type: string;
}

const noOptions: readonly ReadOption[] = [];

/** Options of a line, as they are shown to the merchant. */
export const lineOptions = optional<readonly ReadOption[]>('string', (value) => {
  const list = asList(value);
  if (!Array.isArray(list) || list.length === 0) return noOptions;
  return list.flatMap((entry: unknown) => {
    const name = firstText(entry, ['display_name', 'display_name_customer', 'name']);
    const shown = firstText(entry, ['display_value', 'display_value_customer', 'value']);
    const type = readText(memberOf(entry, 'type'));
    return name === '' || shown === '' ? [] : [{ name, value: shown, type: type === misfit ? '' : type }];
  });
});

function firstText(entry: unknown, names: readonly string[]): string {
  for (const name of names) {
    const found = readText(memberOf(entry, name));
    if (found !== misfit && found !== '') return found;
  }
  return '';
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A number that may be missing or null. */
export const optionalNumber = optional<number | undefined>('number', (value) =>
  isUnset(value) ? undefined : readNumber(value),
);

const YES: readonly unknown[] = [1, '1', 'true'];
const NO: readonly unknown[] = [0, '0', '', 'false', null, undefined];

/** A yes or no that may come as 0, 1, "0", "1", "" or null, or not at all: then no. */
export const flag = essential<boolean>('boolean', (value) => {
  if (typeof value === 'boolean') return value;
  if (YES.includes(value)) return true;
  return NO.includes(value) ? false : misfit;
});

/** A date, RFC 2822 or ISO 8601, as an ISO 8601 text in UTC (`2026-06-18T14:34:50.000Z`). */
export const date = essential('date', readDate);

/** A date that is "", null or PHP's zero date until it is set: then undefined. */
export const optionalDate = optional<string | undefined>('date', (value) =>
  isUnset(value) || value === '' || isZeroDate(value) ? undefined : readDate(value),
);

/** PHP writes a list of which rows were taken out as an object of the places that are left: `{"0":…,"2":…}`. */
export function asList(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const places = Object.keys(value);
  return places.length > 0 && places.every((place) => /^\d{1,9}$/.test(place)) ? Object.values(value) : value;
}

/** A list that an empty PHP array or object, null or absence may stand for. */
export function listOf<T extends z.ZodType>(row: T): z.ZodType<z.output<T>[]> {
  return z.preprocess(
    (value) => (isUnset(value) || (typeof value === 'object' && Object.keys(value).length === 0) ? [] : asList(value)),
    z.array(row),
  );
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const monthNumbers = new Map(MONTHS.map((name, index) => [name, String(index + 1).padStart(2, '0')]));
const RFC2822 = /^[A-Z][a-z]{2}, (?:[01]\d|2[0-8]) [A-Z][a-z]{2} \d{4} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d \+0000$/;

/**
 * The form that V2 writes, rearranged without a `Date`: two of them stand in every row. Days that not every month has
 * are left to `Date.parse`.
 */
function fromRfc2822(value: string): string | undefined {
  if (!RFC2822.test(value)) return undefined;
  const month = monthNumbers.get(value.slice(8, 11));
  const day = value.slice(5, 7);
  if (month === undefined || day === '00') return undefined;
  return `${value.slice(12, 16)}-${month}-${day}T${value.slice(17, 25)}.000Z`;
}
