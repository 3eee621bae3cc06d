import { askFrom } from '../../domain/changes/cursors.ts';
import { stockVersion } from '../../domain/changes/row-versions.ts';
import { type Page, pagesOf } from '../../http/paging.ts';
import type { OddRow, Rows } from '../../http/rows.ts';
import type { MerchantApi } from '../../myogo/client.ts';
import type { ChangedFilter } from '../../myogo/merchant-request.ts';
import type { Stock } from '../../myogo/stock.ts';
import type { Asking } from '../runtime/retry-in-place.ts';
import { type HearsUnclear, StockByCode } from './stock-by-code.ts';

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

/**
 * The levels that myOGO changed since a time. Neither the order of the list nor whether the time is inclusive is
 * documented (UNCONFIRMED): the window overlaps.
 * @param maxPages `too-many` is answered where more pages than these have something
 */
export async function readChangedStock(
  { stock }: Pick<MerchantApi, 'stock'>,
  since: string | undefined,
  overlapMs: number,
  maxPages: number | undefined,
  ask: Asking,
  hears: HearsUnclear,
): Promise<ReadonlyMap<string, ChangedStock> | 'too-many'> {
  if (since === undefined) return new Map();
  const read = new StockByCode(hears);
  const modifiedAfter = askFrom(since, overlapMs);
  const listed = (filter: ChangedFilter) => ask(() => stock.list(filter));
  for await (const page of pagesOf('myogo', listed, { modifiedAfter })) {
    const some = page.rows.length + page.unreadable.length > 0;
    if (maxPages !== undefined && page.page > maxPages && some) return 'too-many';
    read.add(page);
  }
  const rows = await read.clear(stock, ask);
  return new Map(
    [...rows].map(([code, row]): [string, ChangedStock] => [
      code,
      {
        available: row.stockAvailable,
        inStock: read.inStock.has(code),
        version: stockVersion(row),
        modified: row.modified,
      },
    ]),
  );
}

/** Present levels by code. */
export interface Shelved {
  readonly available: ReadonlyMap<string, number>;
  /** Codes with pieces in the warehouse, also of those whose level is not clear. */
  readonly inStock: ReadonlySet<string>;
}

/** The present levels of some codes; a code that myOGO does not know is left out. */
export async function readAvailable(
  { stock }: Pick<MerchantApi, 'stock'>,
  codes: readonly string[],
  ask: Asking,
  hears: HearsUnclear,
): Promise<Shelved> {
  const read = new StockByCode(hears);
  if (codes.length > ONE_BY_ONE) {
    const wanted = new Set(codes);
    const listed = (filter: ChangedFilter) => ask(() => stock.list(filter));
    for await (const page of pagesOf('myogo', listed, {})) read.add(onlyOf(page, wanted));
  } else {
    const left = codes.values();
    const one = async (): Promise<void> => {
      for (const code of left) read.addAnswer(await ask(() => stock.byCode(code)));
    };
    await Promise.all(Array.from({ length: Math.min(TOGETHER, codes.length) }, one));
  }
  return shelvedOf(await read.clear(stock, ask), read);
}

/** All levels that there are. @param began hears of each page */
export async function readAllAvailable(
  { stock }: Pick<MerchantApi, 'stock'>,
  ask: Asking,
  hears: HearsUnclear,
  began: (page: Page<Stock>) => void,
): Promise<Shelved> {
  const read = new StockByCode(hears);
  const listed = (filter: ChangedFilter) => ask(() => stock.list(filter));
  for await (const page of pagesOf('myogo', listed, {})) {
    began(page);
    read.add(page);
  }
  return shelvedOf(await read.clear(stock, ask), read);
}

function shelvedOf(rows: ReadonlyMap<string, Stock>, { inStock }: StockByCode): Shelved {
  return { available: new Map([...rows].map(([code, { stockAvailable }]) => [code, stockAvailable])), inStock };
}

/** The rows of some codes, and those that cannot be told to be none of them. */
function onlyOf({ rows, unreadable, leftOut }: Page<Stock>, wanted: ReadonlySet<string>): Rows<Stock> {
  const mayBe = ({ id }: OddRow): boolean => typeof id !== 'string' || wanted.has(id);
  return {
    rows: rows.filter(({ productCode }) => wanted.has(productCode)),
    unreadable: unreadable.filter(mayBe),
    leftOut: leftOut.filter(mayBe),
  };
}
