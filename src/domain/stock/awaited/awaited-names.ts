import type { AwaitedVariants } from '../../../contract/goods.ts';
import type { AwaitGoods } from '../../../contract/products.ts';
import { skuProblem } from '../../products/sku.ts';

/**
 * Awaited products by the SKUs that their variants have today. **The one place that says who awaits under which name**: a
 * variant keeps its waiting through every rename, also where two swap their SKUs. One that is gone keeps its name, and so does
 * one whose SKU of today is no product code: no goods can come under that.
 * @param known by the SKU that each was awaited by last
 * @param today the SKU of a variant in the store
 * @returns `undefined` where all are called as they were
 */
export function namesToday(
  known: AwaitedVariants,
  today: ReadonlyMap<number, string>,
): Required<Pick<AwaitGoods, 'awaited' | 'variants' | 'dropped'>> | undefined {
  const nameOf = (sku: string, variantId: number): string => {
    const now = today.get(variantId);
    return now === undefined || skuProblem(now) !== undefined ? sku : now;
  };
  const moved = Object.entries(known).filter(([sku, [, variantId]]) => nameOf(sku, variantId) !== sku);
  if (moved.length === 0) return undefined;
  const variants = Object.fromEntries(moved.map(([sku, variant]) => [nameOf(sku, variant[1]), variant] as const));
  const left = moved.map(([sku]) => sku).filter((sku) => !Object.hasOwn(variants, sku));
  return { awaited: Object.keys(variants), variants, dropped: left };
}
