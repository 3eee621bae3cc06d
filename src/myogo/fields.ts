import { z } from 'zod';

/* The fields of ApiV1's answers. It is an ASP.NET service: what is not set comes as null. */

/** Text that may be missing, null or "": then undefined. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));

/** A number that may be missing or null: then undefined. */
export const optionalNumber = z
  .number()
  .nullish()
  .transform((value) => value ?? undefined);

/**
 * A date as ISO 8601 in UTC, or undefined. ASP.NET leaves the zone out of times of unspecified kind; they are read as UTC, never
 * as this machine's time (UNCONFIRMED; a cursor's overlap covers a difference of minutes, not of hours).
 */
export const optionalDate = z
  .string()
  .nullish()
  .transform((value, context) => {
    if (value === null || value === undefined || value === '') return undefined;
    const time = Date.parse(/T[\d:.]+$/.test(value) ? `${value}Z` : value);
    if (!Number.isNaN(time)) return new Date(time).toISOString();
    context.addIssue({ code: 'custom', message: 'no date' });
    return z.NEVER;
  });

/** A list, or null where there is nothing. */
export function listOf<T>(row: z.ZodType<T>): z.ZodType<T[]> {
  return z
    .array(row)
    .nullish()
    .transform((rows) => rows ?? []);
}

/** A row without the fields that are not set: the service does not take null well. */
export function withoutUndefined<T extends object>(row: T): T {
  // Dropping undefined fields changes no type that is read from JSON.
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as T;
}
