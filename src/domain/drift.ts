import type { DriftReport } from '../contract/changes.ts';

/** What a comparison found to be different, what of it is right now, and what is left to people. */
export interface Drift {
  readonly found: number;
  readonly repaired: number;
  readonly left: number;
}

/** The drift of each part of a comparison. Products are reported and never repaired. */
export function driftByPart({ stock, orders, products }: DriftReport): Record<'stock' | 'orders' | 'products', Drift> {
  return {
    stock: driftFrom(stock.repaired, stock.left),
    orders: driftFrom(orders.started, orders.left),
    products: driftFrom(0, products.differing + products.missingInStore),
  };
}

/** All parts together. */
export function driftOf(report: DriftReport): Drift {
  const parts = Object.values(driftByPart(report));
  const sum = (of: keyof Drift): number => parts.reduce((all, part) => all + part[of], 0);
  return { found: sum('found'), repaired: sum('repaired'), left: sum('left') };
}

function driftFrom(repaired: number, left: number): Drift {
  return { found: repaired + left, repaired, left };
}
