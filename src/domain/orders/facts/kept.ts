import type { OrderFacts } from './facts.ts';
import type { Decision } from './decision-facts.ts';
import type { Place } from './store-facts.ts';

/**
 * What both sides cannot tell: decisions, and references beyond a place's first. It is written to the store's order, where
 * another API account can read it.
 */
export interface KeptDocument {
  readonly format: 1;
  readonly decisions: readonly Decision[];
  readonly places: readonly Place[];
  /** What lines that decisions name have become since. */
  readonly successors: OrderFacts['successors'];
}

/** @returns `undefined` for an undisturbed order, which writes none */
export function keptDocument({ decisions, places, successors }: OrderFacts): KeptDocument | undefined {
  const further = places.filter(({ references }) => references.length > 1);
  if (decisions.length === 0 && further.length === 0) return undefined;
  return { format: 1, decisions, places, successors };
}
