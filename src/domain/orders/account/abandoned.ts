import { canBeAsked, type OrderFacts } from '../facts/facts.ts';

/** How a decision names a sending that no warehouse order is known of. */
export function sendingKey(number: number): string {
  return `sending ${number}`;
}

/**
 * Orders and sendings at a merchant that could not be asked, and that a decision no longer counts. What was handed over again or
 * cancelled in their place is only left to people for as long as nobody can ask: then it would leave beside what went in its
 * place, and counts once more. What a person treated as done is left as it is.
 */
export function abandonedKeys(facts: OrderFacts): ReadonlySet<string> {
  const { decisions, warehouse, sendings } = facts;
  if (decisions.every(({ abandoned }) => abandoned.length === 0)) return new Set();
  const within = new Set([
    ...warehouse.filter((order) => canBeAsked(facts, order)).map(({ key }) => key),
    ...sendings.filter((sending) => canBeAsked(facts, sending)).map(({ number }) => sendingKey(number)),
  ]);
  return new Set(
    decisions.flatMap(({ kind, abandoned }) => abandoned.filter((key) => kind === 'treat-as-done' || !within.has(key))),
  );
}
