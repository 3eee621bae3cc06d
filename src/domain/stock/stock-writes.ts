import { wellFormed } from '../shared/well-formed.ts';

/** What the store tracks the stock of a product by. */
export type Tracking = 'none' | 'product' | 'variant';

/** A sellable row of the store beside the level that it should show. */
export interface WantedLevel {
  readonly sku: string;
  readonly productId: number;
  readonly variantId: number;
  /** The level that the store shows now; `undefined` where it has no stock record yet. */
  readonly level: number | undefined;
  /** The level that it should show. */
  readonly wanted: number;
}

/** How the store tracks one product. */
export interface ProductTracking {
  readonly tracking: Tracking;
  /** True where several SKUs of this product exist in the store. */
  readonly severalSkus: boolean;
}

/** One level to write, by the id that the store tracks it by. */
export interface LevelWrite {
  readonly sku: string;
  readonly by: 'product' | 'variant';
  readonly id: number;
  readonly quantity: number;
}

export interface WritePlan {
  readonly writes: readonly LevelWrite[];
  /** Rows that the store does not track: writing them has no effect on what is sold. */
  readonly untracked: number;
  /** One number for several SKUs: any of theirs would be wrong for the others. */
  readonly trackingMismatch: readonly string[];
}

/**
 * Decides by which id each level is written, and which are not (rows of one SKU each are given): a product tracked by product refuses its variants' ids,
 * one tracked by variant has no level of its own.
 */
export function planWrites(
  rows: readonly WantedLevel[],
  trackingOf: (productId: number) => ProductTracking | undefined,
): WritePlan {
  const writes: LevelWrite[] = [];
  const trackingMismatch: string[] = [];
  let untracked = 0;
  for (const { sku, productId, variantId, wanted } of rows) {
    const of = trackingOf(productId);
    if (of === undefined || of.tracking === 'none') untracked += 1;
    else if (of.tracking === 'variant') writes.push({ sku, by: 'variant', id: variantId, quantity: wanted });
    else if (of.severalSkus) trackingMismatch.push(sku);
    else writes.push({ sku, by: 'product', id: productId, quantity: wanted });
  }
  return { writes, untracked, trackingMismatch };
}

/**
 * Cuts values into groups for a query string: `value,value,…` within a length that gateways take, and not more values
 * than the answer's page holds.
 * @param most values a group
 * @param room characters for the encoded list
 */
export function groupsForUrl(values: readonly string[], most: number, room = 7_000): string[][] {
  const groups: string[][] = [];
  let group: string[] = [];
  let used = 0;
  for (const value of values) {
    // A comma between two values is encoded, too.
    const length = encodeURIComponent(wellFormed(value)).length + 3;
    if (group.length > 0 && (group.length >= most || used + length > room)) {
      groups.push(group);
      group = [];
      used = 0;
    }
    group.push(value);
    used += length;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}
