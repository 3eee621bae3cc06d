import {
  essential,
  isUnset,
  isZeroDate,
  misfit,
  optional,
  readDate,
  readNumber,
  readText,
  readWhole,
  utcTime,
} from '../http/row-fields.ts';

/* The fields of ApiV1's answers. It is an ASP.NET service: what is not set comes as null. */

/** Text that has to be there: a code, a reference. A number in its place is its digits. */
export const word = essential<string>('string', (value) => {
  const found = readText(value);
  return found === '' ? misfit : found;
});

/** A status: any word, also an empty one, but not none. */
export const statusWord = essential<string>('string', (value) => (isUnset(value) ? misfit : readText(value)));

/** Pieces that have to be there: whole. A level or a quantity that cannot be read is no zero. */
export const pieces = essential('number', readWhole);

/** Text that may be missing, null or "": then undefined. */
export const optionalText = optional<string | undefined>('string', (value) => {
  const found = readText(value);
  return found === '' ? undefined : found;
});

/** The same, where several may come as a list of them: then with this between them. */
export function optionalTexts(between: string): ReturnType<typeof optional<string | undefined>> {
  return optional('string', (value) => {
    const texts = (Array.isArray(value) ? value : [value]).map(readText);
    if (texts.includes(misfit)) return misfit;
    const found = texts.filter((text) => typeof text === 'string' && text.trim() !== '').join(between);
    return found === '' ? undefined : found;
  });
}

/** A number that may be missing or null: then undefined. */
export const optionalNumber = optional<number | undefined>('number', (value) =>
  isUnset(value) ? undefined : readNumber(value),
);

/** A number that may be missing or null, and that is not left out where it cannot be read: the row is sent back whole. */
export const essentialNumber = essential<number | undefined>('number', (value) =>
  isUnset(value) ? undefined : readNumber(value),
);

/** A yes or no that may be missing or null: then undefined. */
export const optionalFlag = optional<boolean | undefined>('boolean', (value) => {
  if (isUnset(value)) return undefined;
  return typeof value === 'boolean' ? value : misfit;
});

const toUtc = readDate((value) => {
  const time = utcTime(value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
});

/**
 * A date as ISO 8601 in UTC, or undefined. ASP.NET leaves the zone out of times of unspecified kind; they are read as UTC, never
 * as this machine's time (UNCONFIRMED; a cursor's overlap covers a difference of minutes, not of hours). Its `0001-01-01` is
 * a date that was never set.
 */
export const optionalDate = optional<string | undefined>('date', (value) =>
  isUnset(value) || value === '' || isZeroDate(value) ? undefined : toUtc(value),
);

/** A row without the fields that are not set: the service does not take null well. */
export function withoutUndefined<T extends object>(row: T): T {
  // Dropping undefined fields changes no type that is read from JSON.
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as T;
}
