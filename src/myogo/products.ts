import { z } from 'zod';
import type { RowKind } from '../http/rows.ts';
import { optionalDate, optionalNumber, optionalText, word } from './fields.ts';
import { type Page, pagesOf } from '../http/paging.ts';
import type { ChangedFilter, MerchantCaller } from './merchant-request.ts';

/** A product of the warehouse. Amounts are JSON numbers in `currencyCode`. */
export interface Product {
  readonly id: string | undefined;
  /** The SKU. */
  readonly code: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly languageCode: string | undefined;
  readonly supplier: string | undefined;
  readonly supplierCode: string | undefined;
  readonly group: string | undefined;
  readonly eanCode: string | undefined;
  readonly supplyPrice: number | undefined;
  readonly salesPrice: number | undefined;
  readonly currencyCode: string | undefined;
  readonly infoUrl: string | undefined;
  readonly pictureUrl: string | undefined;
  readonly countryOfOrigin: string | undefined;
  readonly customsDescription: string | undefined;
  readonly hsCode: string | undefined;
  /** Pieces in the house. */
  readonly stock: number | undefined;
  /** Pieces that orders may still take. */
  readonly stockAvailable: number | undefined;
  readonly reserved: number | undefined;
  /** Pieces announced. */
  readonly incoming: number | undefined;
  /** ISO 8601 in UTC. */
  readonly editTime: string | undefined;
}

/** A product to send. Fields that are not set are left out, never null. */
export interface NewProduct {
  readonly code: string;
  /** Two letters. */
  readonly languageCode: string;
  readonly name?: string;
  readonly description?: string;
  readonly supplier?: string;
  readonly supplierCode?: string;
  readonly group?: string;
  /** One that is there is never overwritten. */
  readonly eanCode?: string;
  readonly supplyPrice?: number;
  readonly salesPrice?: number;
  readonly currencyCode?: string;
  readonly infoUrl?: string;
  readonly pictureUrl?: string;
  readonly countryOfOrigin?: string;
  readonly customsDescription?: string;
  readonly hsCode?: string;
}

/** Products of a merchant (ApiV1). */
export interface ProductsResource {
  /**
   * The products of exactly this code, case included; myOGO may have several.
   * @throws HttpFailure `UnexpectedResponse` where one of them cannot be read: it is not absent
   */
  byCode(code: string): Promise<readonly Product[]>;
  list(filter: ChangedFilter): Promise<Page<Product>>;
  /** All pages, one request each. */
  pages(filter: ChangedFilter): AsyncGenerator<Page<Product>, void, undefined>;
  create(product: NewProduct): Promise<Product>;
  /**
   * @param code the present code; another one in `product` renames
   * @throws HttpFailure `NotFound` where there is none
   */
  update(code: string, product: NewProduct): Promise<Product>;
}

const path = '/api/v1/Products';

/** Only the code has to be there. */
const productRows: RowKind<Product> = {
  name: 'product',
  keys: ['code', 'id'],
  schema: z
    .object({
      id: optionalText,
      code: word,
      name: optionalText,
      description: optionalText,
      languageCode: optionalText,
      supplier: optionalText,
      supplierCode: optionalText,
      group: optionalText,
      eanCode: optionalText,
      supplyPrice: optionalNumber,
      salesPrice: optionalNumber,
      currencyCode: optionalText,
      infoUrl: optionalText,
      pictureUrl: optionalText,
      countryOfOrigin: optionalText,
      customsDescription: optionalText,
      hsCode: optionalText,
      stock: optionalNumber,
      stockAvailable: optionalNumber,
      reserved: optionalNumber,
      stockUpdate: optionalNumber,
      editTime: optionalDate,
    })
    .transform(({ stockUpdate, ...row }): Product => ({ ...row, incoming: stockUpdate })),
};

/** @internal */
export function createProducts(caller: MerchantCaller): ProductsResource {
  const list = ({ modifiedAfter, ...options }: ChangedFilter): Promise<Page<Product>> =>
    caller.list({ method: 'GET', path, query: { modifiedAfter } }, productRows, options);

  return {
    byCode: (code) => caller.everyMatching({ method: 'GET', path, query: { code } }, productRows, 'code', code),
    list,
    pages: (filter) => pagesOf('myogo', list, filter),
    create: (product) => caller.row({ method: 'POST', path, body: product }, productRows),
    update: (code, product) =>
      caller.row(
        {
          method: 'PUT',
          path: `${path}/{}`,
          // Any code is then safe within a path.
          id: Buffer.from(code, 'utf8').toString('base64url'),
          query: { base64url: true },
          body: product,
        },
        productRows,
      ),
  };
}
