import { z } from 'zod';
import { type OddRow, readRows, type RowKind } from '../http/rows.ts';
import { optionalDate, optionalNumber, optionalText, word } from './fields.ts';
import { type Page, pagesOf } from '../http/paging.ts';
import type { ChangedFilter, MerchantCaller } from './merchant-request.ts';

/** Goods announced to the warehouse, and what has arrived of them. */
export interface StockUpdate {
  readonly reference: string | undefined;
  /** The warehouse's own reference. */
  readonly autoReference: string | undefined;
  /** `NEW` at first; the other words are not published (UNCONFIRMED), so it stays as it comes. */
  readonly status: string | undefined;
  readonly supplier: string | undefined;
  /** Dates are ISO 8601 in UTC. */
  readonly receiveDate: string | undefined;
  readonly arrivalDate: string | undefined;
  readonly modified: string | undefined;
  readonly products: readonly {
    readonly code: string;
    readonly expectedQuantity: number | undefined;
    /** Pieces; undefined until something was counted. */
    readonly receivedQuantity: number | undefined;
  }[];
  /** Products of it that could not be read, and quantities that could not: their receipt is unknown, and not none. */
  readonly unreadable: readonly OddRow[];
}

/** Goods to announce. */
export interface NewStockUpdate {
  readonly reference: string;
  readonly supplier: string;
  /** ISO 8601. */
  readonly receiveDate: string;
  readonly warehouseCode?: string;
  readonly merchantComments?: string;
  readonly trackingCodes?: readonly string[];
  readonly products: readonly {
    readonly code: string;
    readonly name?: string;
    readonly expectedQuantity: number;
    /** Two letters. */
    readonly countryOfOrigin: string;
    /** At most 50 characters. */
    readonly customsDescription?: string;
    /** Exactly 8 characters. */
    readonly hsCode?: string;
  }[];
}

/** Goods in (ApiV1). */
export interface StockUpdatesResource {
  list(filter: ChangedFilter & { readonly reference?: string }): Promise<Page<StockUpdate>>;
  /** All pages, one request each. */
  pages(filter: ChangedFilter & { readonly reference?: string }): AsyncGenerator<Page<StockUpdate>, void, undefined>;
  create(update: NewStockUpdate): Promise<StockUpdate>;
}

const path = '/api/v1/StockUpdate';

const announced: RowKind<StockUpdate['products'][number]> = {
  name: 'announced product',
  keys: ['code'],
  schema: z.object({ code: word, expectedQuantity: optionalNumber, receivedQuantity: optionalNumber }),
};

const stockUpdateRows: RowKind<StockUpdate> = {
  name: 'stock update',
  keys: ['reference', 'autoReference'],
  schema: z
    .object({
      reference: optionalText,
      autoReference: optionalText,
      status: optionalText,
      supplier: optionalText,
      receiveDate: optionalDate,
      arrivalDate: optionalDate,
      modified: optionalDate,
      products: z.array(z.unknown()).nullish(),
    })
    .transform(({ products, ...row }): StockUpdate => {
      const { rows, unreadable, leftOut } = readRows(products ?? [], announced);
      return { ...row, products: rows, unreadable: [...unreadable, ...leftOut] };
    }),
};

/** @internal */
export function createStockUpdates(caller: MerchantCaller): StockUpdatesResource {
  const list = ({ modifiedAfter, reference, ...options }: ChangedFilter & { readonly reference?: string }) =>
    caller.list({ method: 'GET', path, query: { modifiedAfter, reference } }, stockUpdateRows, options);
  return {
    list,
    pages: (filter) => pagesOf('myogo', list, filter),
    create: (update) => caller.row({ method: 'POST', path, body: update }, stockUpdateRows),
  };
}
