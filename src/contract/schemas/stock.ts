import * as z from 'zod/mini';
import type {
  AwaitedPartInput,
  AwaitedVariants,
  HandOn,
  HoldsAwaited,
  KeepAwaited,
  MerchantGoodsInput,
  PartReport,
} from '../goods.ts';
import { OWED_SHARDS, type OwedKept, type OwedLedgerInput, type OwedReport } from '../stock.ts';
import { message } from './check-message.ts';
import { flag, optional, storeHash, storeId, text, wholeNumber } from './parts.ts';

const count = wholeNumber('a whole number', 0);
const shard = wholeNumber('the number of a part', 0, 1_000);
const sku = z.string('a SKU').check(z.maxLength(500, 'a SKU, at most 500 characters'));
const after = optional(text('the id of a run'));
// Line ends part the SKUs where they are kept.
const keptSku = sku.check(z.regex(/^[^\u0000-\u001f\u007f]+$/, 'a SKU without control characters'));

/** The product and the variant of some SKUs. */
export const awaitedVariants = message<AwaitedVariants>(() =>
  z.record(keptSku, z.tuple([count, count]), 'an object of SKUs, each with its product and variant'),
);

/** Codes that somebody has seen goods of. */
export const codes = message<readonly string[]>(() => z.array(sku, 'a list of codes'));

export const owedReports = message<readonly OwedReport[]>(() =>
  z.array(
    z.object(
      {
        orderId: storeId('the number of an order in the store'),
        revision: count,
        owed: z.record(sku, count, 'an object of SKUs and pieces'),
        bought: optional(
          z.record(
            sku,
            z.array(z.tuple([count, count, count]), 'a list of products, variants and pieces'),
            'an object of SKUs, each with a list of products, variants and pieces',
          ),
        ),
      },
      'an object with orderId, revision and owed',
    ),
    'a list of reports',
  ),
);

export const owedLedgerInput = message<OwedLedgerInput>(() =>
  z.object({ storeHash: storeHash(), shard, rebuild: optional(flag()) }, 'an object with storeHash and shard'),
);

export const owedKept = message<OwedKept>(() =>
  z.object(
    { shard: wholeNumber('the number of a part', 0, OWED_SHARDS - 1), kept: flag() },
    'an object with shard and kept',
  ),
);

export const keepAwaited = message<KeepAwaited>(() =>
  z.object(
    { skus: z.array(keptSku, 'a list of SKUs'), variants: optional(awaitedVariants()), message: count },
    'an object with skus and message',
  ),
);

export const handOn = message<HandOn>(() =>
  z.object({ to: z.union([z.null(), storeHash()], 'a store, or null') }, 'an object with to'),
);

export const partReport = message<PartReport>(() =>
  z.object({ shard, left: count, received: count, message: count }, 'an object with shard, left, received and message'),
);

export const awaitedPartInput = message<AwaitedPartInput>(() =>
  z.object({ storeHash: storeHash(), shard, after }, 'an object with storeHash and shard'),
);

export const holdsAwaited = message<HoldsAwaited>(() =>
  z.object({ storeHash: storeHash(), inParts: flag() }, 'an object with storeHash and inParts'),
);

export const merchantGoodsInput = message<MerchantGoodsInput>(() =>
  z.object({ merchantId: text('the id of a merchant'), after }, 'an object with merchantId'),
);

/** A store that awaits nothing any more. */
export const storeOfMerchant = message(() => storeHash());
