import type { StoreApi } from '../../bigcommerce/client.ts';
import type { VariantFilter } from '../../bigcommerce/catalogue/catalogue.ts';
import { variantsOfProducts } from '../../bigcommerce/catalogue/variants-of-products.ts';
import type { OddRow } from '../../http/rows.ts';
import type { Asking } from '../runtime/retry-in-place.ts';

/** What some variants are called in the store today. */
export interface SkusToday {
  /** By variant. What is deleted, or has no SKU, is not in it. */
  readonly of: ReadonlyMap<number, string>;
  /** The row of a variant, or one that may be its, could not be read: that it is not in `of` says nothing. */
  unread(variantId: number): OddRow | undefined;
}

/** The SKUs that some variants have in the store today. */
export async function skusToday(
  store: Pick<StoreApi, 'catalogue'>,
  bought: readonly { readonly productId: number; readonly variantId: number }[],
  ask: Asking,
): Promise<SkusToday> {
  const variantIds = new Set(bought.map(({ variantId }) => variantId));
  const ids = [...new Set(bought.map(({ productId }) => productId))].filter((id) => id > 0);
  const skus = new Map<number, string>();
  const met = new Set<number>();
  const unreadable = new Map<number | undefined, OddRow>();
  const variants = (at: VariantFilter) => ask(() => store.catalogue.variants.list(at));
  for await (const page of variantsOfProducts(variants, ids, ['product_id', 'sku'])) {
    for (const { id, sku } of page.rows) {
      if (!variantIds.has(id)) continue;
      met.add(id);
      if (sku !== '') skus.set(id, sku);
    }
    for (const odd of page.unreadable) unreadable.set(typeof odd.id === 'number' ? odd.id : undefined, odd);
  }
  return {
    of: skus,
    unread: (variantId) => (met.has(variantId) ? undefined : (unreadable.get(variantId) ?? unreadable.get(undefined))),
  };
}
