import type { AwaitGoods } from '../../contract/products.ts';

interface Created {
  readonly sku: string;
  readonly productId: number;
  readonly variantId: number;
}

/** How products are awaited that are about to be created: by SKU, and by the variant, which stays when the SKU changes. */
export function awaitedAs(products: readonly Created[]): Pick<AwaitGoods, 'awaited' | 'variants'> {
  return {
    awaited: products.map(({ sku }) => sku),
    variants: Object.fromEntries(
      products.map(({ sku, productId, variantId }) => [sku, [productId, variantId] as const]),
    ),
  };
}
