import { askFrom } from '../../domain/changes/cursors.ts';
import { pagesOf } from '../../http/paging.ts';
import type { MerchantApi } from '../../myogo/client.ts';
import type { ChangedFilter } from '../../myogo/merchant-request.ts';
import type { Stock } from '../../myogo/stock.ts';
import type { Asking } from '../runtime/retry-in-place.ts';
import type { OddRows } from './odd-rows.ts';

/** One code's pieces, and what is remembered once they were passed on. */
export interface ChangedStock {
  readonly available: number;
  /** There are pieces in the warehouse, whoever they are reserved for: its goods have come. */
  readonly inStock: boolean;
  readonly version: string;
  /** When myOGO changed it, as it says. */
  readonly modified: string | undefined;
}

/** Beyond so many single codes the whole list is read, 250 a request. */
const ONE_BY_ONE = 400;
/** Single codes asked for at once. */
const TOGETHER = 8;

/** How a level is remembered. */
export function stockVersion(row: Pick<Stock, 'stockAvailable' | 'modified'>): string {
  return `${row.stockAvailable}@${row.modified ?? ''}`;
}

/**
 * The levels that myOGO changed since a time. Neither the order of the list nor whether the time is inclusive is
 * documented (UNCONFIRMED): the window overlaps, and a code that comes twice counts as it came last.
 * @param maxPages `too-many` is answered where more pages than these have something
 */
export async function readChangedStock(
  { stock }: Pick<MerchantApi, 'stock'>,
  since: string | undefined,
  overlapMs: number,
  maxPages: number | undefined,
  ask: Asking,
  odd: OddRows,
): Promise<ReadonlyMap<string, ChangedStock> | 'too-many'> {
  const found = new Map<string, ChangedStock>();
  if (since === undefined) return found;
  const modifiedAfter = askFrom(since, overlapMs);
  const listed = (filter: ChangedFilter) => ask(() => stock.list(filter));
  for await (const page of pagesOf('myogo', listed, { modifiedAfter })) {
    const some = page.rows.length + page.unreadable.length > 0;
    if (maxPages !== undefined && page.page > maxPages && some) return 'too-many';
    odd(page.unreadable);
    for (const row of page.rows) {
      found.set(row.productCode, {
        available: row.stockAvailable,
        inStock: isInStock(row),
        version: stockVersion(row),
        modified: row.modified,
      });
    }
  }
  return found;
}

/** True where pieces are in the warehouse, or were there so lately that some are still to be had. */
export function isInStock({ stock, stockAvailable }: Pick<Stock, 'stock' | 'stockAvailable'>): boolean {
  return (stock ?? 0) > 0 || stockAvailable > 0;
}

/** Present levels by code. */
export interface Shelved {
  readonly available: Map<string, number>;
  /** Codes with pieces in the warehouse. */
  readonly inStock: Set<string>;
}

/** The present levels of some codes; a code that myOGO does not know is left out. */
export async function readAvailable(
  { stock }: Pick<MerchantApi, 'stock'>,
  codes: readonly string[],
  ask: Asking,
  odd: OddRows,
): Promise<Shelved> {
  const available = new Map<string, number>();
  const inStock = new Set<string>();
  const take = (rows: readonly Stock[]): void => {
    for (const row of rows) {
      available.set(row.productCode, row.stockAvailable);
      if (isInStock(row)) inStock.add(row.productCode);
    }
  };
  if (codes.length > ONE_BY_ONE) {
    const wanted = new Set(codes);
    const listed = (filter: ChangedFilter) => ask(() => stock.list(filter));
    for await (const page of pagesOf('myogo', listed, {})) {
      odd(page.unreadable.filter(({ id }) => typeof id !== 'string' || wanted.has(id)));
      take(page.rows.filter(({ productCode }) => wanted.has(productCode)));
    }
    return { available, inStock };
  }
  const left = codes.values();
  const one = async (): Promise<void> => {
    for (const code of left) {
      const { rows, unreadable } = await ask(() => stock.byCode(code));
      odd(unreadable);
      take(rows);
    }
  };
  await Promise.all(Array.from({ length: Math.min(TOGETHER, codes.length) }, one));
  return { available, inStock };
}
