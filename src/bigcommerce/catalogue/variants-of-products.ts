import { chunksOf } from '../../domain/shared/chunks.ts';
import { type Page, pagesOf } from '../../http/paging.ts';
import type { VariantFilter } from './catalogue.ts';
import type { Variant } from './catalogue-schema.ts';

/** Products whose variants one request asks for. */
const PRODUCTS_AT_ONCE = 250;

/**
 * The variants of some products, page by page, however many products they are.
 * @param list how one page is asked for
 * @param includeFields BigCommerce's field names
 */
export async function* variantsOfProducts(
  list: (filter: VariantFilter) => Promise<Page<Variant>>,
  productIds: readonly number[],
  includeFields: readonly string[],
): AsyncGenerator<Page<Variant>, void, undefined> {
  for (const some of chunksOf(productIds, PRODUCTS_AT_ONCE)) {
    yield* pagesOf('bigcommerce', list, { productIds: some, includeFields });
  }
}
