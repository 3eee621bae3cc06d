import type { AwaitedVariants } from '../../../contract/goods.ts';

/** A store's whole catalogue, as far as waiting goes. */
export interface StoreRows {
  rowOf(variantId: number): { readonly sku: string; readonly state: string } | undefined;
  /** True also where it is not known. */
  hasVariant(variantId: number): boolean;
  find(sku: string): { readonly productId: number; readonly variantId: number } | 'several' | undefined;
}

/** What a store's whole catalogue says of the products that it awaits goods of. */
export interface AwaitedInStore {
  /** The SKU of each variant that is there. */
  readonly today: ReadonlyMap<number, string>;
  /** Deleted and made again: the SKU is another variant's now, which waits in its place. */
  readonly madeAgain: AwaitedVariants;
  /** No warehouse ships them any more. */
  readonly digital: readonly string[];
  /** Not in the catalogue, which may be older than they are. */
  readonly missing: readonly string[];
}

/**
 * Looks awaited products up in the catalogue. Only what can be told is: a row that cannot be read, or a SKU that several
 * rows carry, waits on. So does a row whose stock is not tracked or that cannot be bought for now: either may be switched
 * on again before the first goods, and a zero of it would be no news then.
 */
export function awaitedInStore(known: AwaitedVariants, catalogue: StoreRows): AwaitedInStore {
  const today = new Map<number, string>();
  const madeAgain = new Map<string, AwaitedVariants[string]>();
  const digital: string[] = [];
  const missing: string[] = [];
  for (const [sku, [, variantId]] of Object.entries(known)) {
    const row = catalogue.rowOf(variantId);
    if (row?.state === 'digital') digital.push(sku);
    else if (row !== undefined) {
      if (row.sku !== '') today.set(variantId, row.sku);
    } else if (!catalogue.hasVariant(variantId)) {
      const other = catalogue.find(sku);
      if (other === undefined) missing.push(sku);
      else if (other !== 'several') madeAgain.set(sku, [other.productId, other.variantId]);
    }
  }
  return { today, madeAgain: Object.fromEntries(madeAgain), digital, missing };
}
