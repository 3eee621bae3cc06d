import type { OrderFacts } from '../facts/facts.ts';

/**
 * Who answered is the merchant of now. What stands at one that can be asked again went on meanwhile, and its polls tell nothing of
 * that time: it is looked up.
 */
export function connectedTo(facts: OrderFacts, merchantId: string): OrderFacts {
  if (facts.merchantId === merchantId) return facts;
  if (facts.merchantId === undefined) return { ...facts, merchantId };
  const there = [
    ...facts.warehouse.filter(({ left }) => !left),
    ...facts.sendings.filter(({ outcome }) => outcome === 'unknown'),
  ].filter((one) => one.merchantId === merchantId);
  const references = there.map(({ reference }) => reference);
  return { ...facts, merchantId, lookDue: [...new Set([...facts.lookDue, ...references])] };
}
