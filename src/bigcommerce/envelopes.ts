import { z } from 'zod';

/*
 * What BigCommerce wraps rows in. A schema is compiled at its first use, so each wrapper is made once per row schema and kept.
 */

/** `meta` is `{}` or `[]` where there is nothing to say; only the number of pages is used. */
const meta = z
  .object({ pagination: z.object({ total_pages: z.int().optional() }).optional().catch(undefined) })
  .optional()
  .catch(undefined);

type Data<T> = z.ZodType<{ data: T }>;
type ListBody<T> = z.ZodType<{ data: T[]; meta?: z.output<typeof meta> }>;

/** V2: a bare array. */
export const arrayOf: <T>(row: z.ZodType<T>) => z.ZodType<T[]> = oncePerSchema((row) => z.array(row));

/** V3, one row: `{ data }`. */
export const dataOf: <T>(row: z.ZodType<T>) => Data<T> = oncePerSchema((row) => z.object({ data: row }));

/** V3, a list: `{ data: [], meta: { pagination } }`. */
export const listBodyOf: <T>(row: z.ZodType<T>) => ListBody<T> = oncePerSchema((row) =>
  z.object({ data: z.array(row), meta }),
);

function oncePerSchema(make: (row: z.ZodType) => z.ZodType): <T, W>(row: z.ZodType<T>) => z.ZodType<W> {
  const made = new WeakMap<z.ZodType, z.ZodType>();
  return <T, W>(row: z.ZodType<T>) => {
    const known = made.get(row) ?? make(row);
    made.set(row, known);
    // The wrapper's output follows from the row's; a map from schemas to schemas cannot say so.
    return known as z.ZodType<W>;
  };
}
