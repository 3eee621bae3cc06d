import { z } from 'zod';
import type { RowKind, Rows } from '../http/rows.ts';
import { optionalDate, optionalNumber, pieces, word } from './fields.ts';
import { type Page, pagesOf } from '../http/paging.ts';
import type { ChangedFilter, MerchantCaller } from './merchant-request.ts';

/** The stock of one SKU over all warehouses, in pieces. */
export interface Stock {
  readonly productCode: string;
  readonly stock: number | undefined;
  /** Pieces that orders may still take. */
  readonly stockAvailable: number;
  /** Pieces of orders that have not shipped. */
  readonly reserved: number | undefined;
  /** ISO 8601 in UTC. */
  readonly modified: string | undefined;
}

/** Stock of a merchant (ApiV1). */
export interface StockResource {
  /**
   * The stock of exactly this code, case included; none where the warehouse does not know it. Where it is among `unreadable`,
   * its level is unknown, and not none.
   */
  byCode(code: string): Promise<Rows<Stock>>;
  list(filter: ChangedFilter): Promise<Page<Stock>>;
  /** All pages, one request each. */
  pages(filter: ChangedFilter): AsyncGenerator<Page<Stock>, void, undefined>;
}

const path = '/api/v1/Stock';

// The level that is written to the store has to be there, and whole: a missing one is no zero.
const stockRows: RowKind<Stock> = {
  name: 'stock',
  keys: ['productCode'],
  schema: z.object({
    productCode: word,
    stock: optionalNumber,
    stockAvailable: pieces,
    reserved: optionalNumber,
    modified: optionalDate,
  }),
};

/** @internal */
export function createStock(caller: MerchantCaller): StockResource {
  // A 404 is documented for this list alone, and can only mean that nothing fits the filter.
  const list = ({ modifiedAfter, ...options }: ChangedFilter): Promise<Page<Stock>> =>
    caller.list({ method: 'GET', path, query: { modifiedAfter }, emptyOn404: true }, stockRows, options);

  return {
    byCode: (code) =>
      caller.matching(
        { method: 'GET', path, query: { productCode: code }, emptyOn404: true },
        stockRows,
        'productCode',
        code,
      ),
    list,
    pages: (filter) => pagesOf('myogo', list, filter),
  };
}
