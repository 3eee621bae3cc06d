import type { StoreApi } from '../../bigcommerce/client.ts';
import type { VariantFilter } from '../../bigcommerce/catalogue/catalogue.ts';
import { pagesOf } from '../../http/paging.ts';
import type { Asking } from '../runtime/retry-in-place.ts';

/** Products whose variants are asked for at once. */
const PRODUCTS_AT_ONCE = 250;

/** The SKUs that some variants have in the store today, by variant. What is deleted, or has no SKU, is left out. */
export async function skusToday(
  store: Pick<StoreApi, 'catalogue'>,
  bought: readonly { readonly productId: number; readonly variantId: number }[],
  ask: Asking,
): Promise<ReadonlyMap<number, string>> {
  const variantIds = new Set(bought.map(({ variantId }) => variantId));
  const ids = [...new Set(bought.map(({ productId }) => productId))].filter((id) => id > 0);
  const skus = new Map<number, string>();
  const variants = (at: VariantFilter) => ask(() => store.catalogue.variants.list(at));
  for (let at = 0; at < ids.length; at += PRODUCTS_AT_ONCE) {
    const of = { productIds: ids.slice(at, at + PRODUCTS_AT_ONCE), includeFields: ['product_id', 'sku'] };
    for await (const page of pagesOf('bigcommerce', variants, of)) {
      for (const { id, sku } of page.rows) if (variantIds.has(id) && sku !== '') skus.set(id, sku);
    }
  }
  return skus;
}
