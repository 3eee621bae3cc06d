import { unitsOf } from '../shared/currency.ts';

/**
 * What pieces weigh at least, in the store’s own unit of weight: what has no weight in the store, or none that can be read, is
 * not known to weigh anything.
 * @param pieces `weight` of one piece, a decimal text
 */
export function weightOf(
  pieces: readonly { readonly weight: string | undefined; readonly quantity: number }[],
): number {
  const units = pieces.reduce((sum, { weight, quantity }) => {
    const one = unitsOf(weight) ?? 0n;
    return one > 0n ? sum + one * BigInt(quantity) : sum;
  }, 0n);
  return Number(units) / 1e8;
}
