import { variantsOfProducts } from '../../../bigcommerce/catalogue/variants-of-products.ts';
import { categoriesIn } from '../../../domain/shared/not-at-warehouse.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { serverTime } from '../../runtime/server-clock.ts';

/** So long a category’s products are believed: what is put into one, or taken out, counts this much later. */
const BELIEVED_MS = 5 * 60_000;

/**
 * What the merchant keeps elsewhere, as `isNotAtWarehouse` takes it: the setting, and the SKUs that the categories in it have now.
 * No request where it names no category.
 */
export async function keptElsewhere(
  deps: Pick<Dependencies, 'products'>,
  open: Pick<OpenConnection, 'connection' | 'store'>,
): Promise<readonly string[]> {
  const { storeHash, settings } = open.connection;
  const entries = settings.notAtWarehouse;
  const categories = categoriesIn(entries);
  if (categories.length === 0) return entries;
  const key = `${storeHash}:${JSON.stringify(entries)}`;
  const read = async () => ({ entries: [...entries, ...(await skusOf(open, categories))] });
  const kept = await deps.products.elsewhere.get(key, serverTime() - BELIEVED_MS, read);
  return kept.entries;
}

/** One category at a time: of several, the store lists what is in all of them. */
async function skusOf({ store }: Pick<OpenConnection, 'store'>, categories: readonly number[]): Promise<string[]> {
  const { products, variants } = store.catalogue;
  const skus = new Set<string>();
  for (const category of categories) {
    const ids: number[] = [];
    for await (const page of products.pages({ category, includeFields: ['id'] })) {
      ids.push(...page.rows.map(({ id }) => id));
    }
    for await (const page of variantsOfProducts((at) => variants.list(at), ids, ['sku'])) {
      // A SKU is a name here: none of its characters stands for others.
      for (const { sku } of page.rows) if (sku.trim() !== '' && !sku.includes('*')) skus.add(sku);
    }
  }
  return [...skus];
}
