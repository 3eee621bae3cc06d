import type { DriftPoint, DriftReport } from '../../contract/changes.ts';

/** Comparisons of the schedule whose counts are kept. */
const TREND = 30;

/** What a comparison found to be different, what of it is right now, and what is left to people. */
export interface Drift {
  readonly found: number;
  readonly repaired: number;
  readonly left: number;
}

/** The drift of each part of a comparison. Products are reported and never repaired. */
export function driftByPart({ stock, orders, products }: DriftReport): Record<'stock' | 'orders' | 'products', Drift> {
  return {
    stock: driftFrom(stock),
    orders: driftFrom({ repaired: orders.started, left: orders.left }),
    products: driftFrom({ repaired: 0, left: products.differing + products.missingInStore }),
  };
}

/** All parts together. */
export function driftOf(report: DriftReport): Drift {
  const parts = Object.values(driftByPart(report));
  const sum = (of: keyof Drift): number => parts.reduce((all, part) => all + part[of], 0);
  return { found: sum('found'), repaired: sum('repaired'), left: sum('left') };
}

/** Whatever differed was repaired, or is left. */
export function driftFrom({ repaired, left }: Omit<Drift, 'found'>): Drift {
  return { found: repaired + left, repaired, left };
}

/** The counts of the comparisons before, the oldest first, and of this one. */
export function trendAfter(before: readonly DriftPoint[] = [], report: DriftReport): readonly DriftPoint[] {
  return [...before, { at: report.startedAt, ...driftOf(report) }].slice(-TREND);
}
