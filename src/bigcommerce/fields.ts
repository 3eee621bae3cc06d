import { z } from 'zod';

/*
 * The fields of BigCommerce's answers, as lenient as its documented habits and no more: V2 gives "" or null for "not set",
 * numbers as strings now and then, and dates in RFC 2822; V3 gives ISO 8601 and JSON numbers.
 */

/** A whole number; V2 sometimes writes it as a string. */
export const whole = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
]);

/** A row's id. */
export const id = whole.refine((value) => value >= 0);

/** A whole number that may be missing, null or "": then 0. */
export const count = z
  .union([whole, z.literal('').transform(() => 0), z.null().transform(() => 0)])
  .optional()
  .transform((value) => value ?? 0);

/** Text that may be missing or null: then "". */
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** Text that may be missing, null or "": then undefined. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));

/** A text that may come as a number, too (codes, ids of other systems). */
export const looseText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? undefined : String(value)));

/** An amount as a decimal string. V2 writes strings (`"109.0000"`), V3 numbers; neither is ever turned into a float. */
export const money = z
  .union([z.string().regex(/^-?\d+(\.\d+)?$/), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? undefined);

/** A number that may be missing or null. */
export const optionalNumber = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish()
  .transform((value) => value ?? undefined);

/** A yes or no that may come as 0, 1, "0", "1", "" or null. */
export const flag = z
  .union([z.boolean(), z.literal([0, 1, '0', '1', '', 'true', 'false'])])
  .nullish()
  .transform((value) => value === true || value === 1 || value === '1' || value === 'true');

/** A date, RFC 2822 or ISO 8601, as an ISO 8601 text in UTC (`2026-06-18T14:34:50.000Z`). */
export const date = z.string().transform((value, context) => {
  const time = Date.parse(value);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  context.addIssue({ code: 'custom', message: 'no date' });
  return z.NEVER;
});

/** A date that is "" or null until it is set: then undefined. */
export const optionalDate = z
  .union([z.literal('').transform(() => undefined), z.null().transform(() => undefined), date])
  .optional();

/** A list that an empty PHP array or object, null or absence may stand for. */
export function listOf<T extends z.ZodType>(row: T): z.ZodType<z.output<T>[]> {
  return z.preprocess(
    (value) =>
      value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0)
        ? []
        : value,
    z.array(row),
  );
}
