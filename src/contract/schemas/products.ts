import * as z from 'zod/mini';
import {
  productStates,
  type AwaitGoods,
  type CatalogueReport,
  type CreateProductInput,
  type CreateProductsInput,
  type GoodsInInput,
  type ProductPageRequest,
  type ProductSelection,
} from '../products.ts';
import { message } from './check-message.ts';
import { awaitedVariants } from './stock.ts';
import { flag, oneOf, optional, storeHash, storeId, text, time, wholeNumber } from './parts.ts';

/** A selection travels in one payload, and a payload has 2 MB: more than this is the whole catalogue. */
const MOST_SKUS = 5_000;
/** Longer ones are no SKUs in the store: its own limit is 255. */
const MAX_SKU = 255;

// Not trimmed and not refused when blank: the product's own rule says what is wrong with such a SKU, row by row.
const sku = z
  .string('a SKU')
  .check(z.minLength(1, 'a SKU'), z.maxLength(MAX_SKU, `a SKU, at most ${MAX_SKU} characters`));

const SELECTION = '{ all: true }, or { skus: […] } with at least one SKU';

export const productSelection = message<ProductSelection>(() =>
  z.union(
    [
      z.strictObject({ all: z.literal(true, SELECTION) }, SELECTION),
      z.strictObject(
        {
          skus: z
            .array(sku, SELECTION)
            .check(
              z.minLength(1, SELECTION),
              z.maxLength(MOST_SKUS, `at most ${MOST_SKUS.toLocaleString('en')} SKUs at once, or { all: true }`),
            ),
        },
        SELECTION,
      ),
    ],
    SELECTION,
  ),
);

export const productPageRequest = message<ProductPageRequest>(() =>
  z.strictObject(
    {
      page: optional(wholeNumber('a whole number from 1', 1, 1_000_000)),
      limit: optional(wholeNumber('a whole number from 1 to 250', 1, 250)),
      state: optional(oneOf(productStates)),
      search: optional(z.string('part of a SKU or name').check(z.maxLength(250, 'at most 250 characters'))),
    },
    'an object with page, limit, state or search, all optional',
  ),
);

export const createProductsInput = message<CreateProductsInput>(() =>
  z.object(
    {
      storeHash: storeHash(),
      selection: productSelection(),
      onlyKnown: optional(z.literal(true, 'true, or nothing')),
      window: optional(wholeNumber('a whole number from 1 to 1000', 1, 1_000)),
      continueAfter: optional(wholeNumber('a number of products', 1)),
    },
    'an object with storeHash and selection',
  ),
);

export const catalogueReport = message<CatalogueReport>(() =>
  z.object(
    {
      rows: wholeNumber('a number of rows', 0),
      total: optional(wholeNumber('a number of rows', 0)),
      waiting: optional(z.object({ reason: oneOf(['quota', 'answer']), since: time() }, 'a reason and a time')),
    },
    'an object with rows',
  ),
);

export const createProductInput = message<CreateProductInput>(() =>
  z.object(
    {
      storeHash: storeHash(),
      sku,
      productId: storeId('the number of a product in the store'),
      variantId: storeId('the number of a variant in the store'),
      readAfter: optional(wholeNumber('a time in milliseconds', 0)),
      judged: optional(z.literal(true, 'true, or nothing')),
      replaces: optional(storeId('the number of a variant in the store')),
      again: optional(z.literal(true, 'true, or nothing')),
    },
    'an object with storeHash, sku, productId and variantId',
  ),
);

const lost = optional(z.literal(true, 'true, or nothing'));

export const goodsInInput = message<GoodsInInput>(() =>
  z.object({ storeHash: storeHash(), after: optional(text('the id of a run')), lost }, 'an object with storeHash'),
);

// Line ends part the SKUs where they are kept.
const awaitedSku = text('a SKU', MAX_SKU).check(
  z.regex(/^[^\u0000-\u001f\u007f]*$/, 'a SKU without control characters'),
);

export const awaitGoods = message<AwaitGoods>(() =>
  z.object(
    {
      awaited: z.array(awaitedSku, 'a list of SKUs'),
      variants: optional(awaitedVariants()),
      received: flag(),
      dropped: optional(z.array(awaitedSku, 'a list of SKUs')),
      anew: optional(flag()),
      merchantId: optional(text('the id of a merchant')),
      lost,
    },
    'an object with awaited and received',
  ),
);
