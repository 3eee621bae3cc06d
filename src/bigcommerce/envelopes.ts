import { z } from 'zod';
import { misfit, readWhole } from '../http/row-fields.ts';
import { asList } from './fields.ts';

/* What BigCommerce wraps rows in; the rows themselves are read one by one (`http/rows.ts`). */

const rows = z.preprocess(asList, z.array(z.unknown()));

/** How many there are, where that is told; a text of digits is a number, too. */
const told = z.unknown().transform((value) => {
  const found = readWhole(value);
  return found === misfit || found < 0 ? undefined : found;
});

/** `meta` is `{}` or `[]` where there is nothing to say; only the numbers of pages and of rows are used. */
const meta = z
  .object({ pagination: z.object({ total_pages: told, total: told }).partial().optional().catch(undefined) })
  .optional()
  .catch(undefined);

/** V2: a bare array. */
export const arrayBody = rows;

/** Any JSON. */
export const anyBody = z.unknown();

/** V3, a list: `{ data: [], meta: { pagination } }`. */
export const listBody = z.object({ data: rows, meta });
