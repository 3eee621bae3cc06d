import { bagOf, minus, plus, type Bag } from '../facts/bag.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import type { OrderState } from './order-state.ts';

// What people decided to count no longer.

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

type Decisions = OrderFacts['decisions'];

/** Lost pieces of a reference that a person wrote off what was sent. */
export function writtenOff(decisions: Decisions, root: string): Bag {
  const pieces = decisions.flatMap((one) => one.writtenOff.filter(({ reference }) => reference === root));
  return plus(...pieces.map((one) => bagOf(one.pieces)));
}

interface Owned {
  readonly order: { readonly key: string };
  readonly root: string;
  readonly state: OrderState;
  readonly own: Bag;
}

/** Of these, what has not left after all: an order that was dead then, and that the warehouse took up again and shipped, was sent. */
export function goneForGood(decisions: Decisions, root: string, all: readonly Owned[]): Bag {
  const from = new Set(decisions.flatMap((one) => one.writtenOff.flatMap((of) => of.from ?? [])));
  const back = all.filter((one) => one.root === root && one.state === 'shipped' && from.has(one.order.key));
  return minus(writtenOff(decisions, root), ...back.map(({ own }) => own));
}
