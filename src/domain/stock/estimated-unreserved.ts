import { isWaiting, orderedPieces, type StockOrder, type WaitingRule } from './stock-level.ts';

/**
 * What an order's status in the store says of its unreserved pieces, by SKU: all that is ordered, not refunded and not
 * shipped while the order waits for its hand-over, and nothing afterwards. A SKU that asks for nothing is left out.
 *
 * Stock is computed by it, and an order's run reports only where its account says otherwise (`differsFromEstimate`).
 */
export function estimatedUnreserved(order: StockOrder, rule: WaitingRule): ReadonlyMap<string, number> {
  return isWaiting(order, rule) ? orderedPieces(order) : new Map();
}

/**
 * Where an order's account differs from the estimate: SKU → the account's pieces, zeros included. Empty where the status
 * tells the truth, so that an undisturbed order has nothing to report.
 */
export function differsFromEstimate(
  unreserved: ReadonlyMap<string, number>,
  estimate: ReadonlyMap<string, number>,
): Readonly<Record<string, number>> {
  const skus = new Set([...unreserved.keys(), ...estimate.keys()]);
  const differing = [...skus].filter((sku) => (unreserved.get(sku) ?? 0) !== (estimate.get(sku) ?? 0));
  return Object.fromEntries(differing.sort().map((sku) => [sku, unreserved.get(sku) ?? 0]));
}
