import type { OwnedOrder } from './ownership.ts';

// A change in myOGO goes by the reference: it cannot choose between orders that carry the same one.

export function underReference(orders: readonly OwnedOrder[], reference: string): readonly OwnedOrder[] {
  return orders.filter(({ order }) => order.reference === reference);
}

/** Of these, what a change by that reference could hit. */
export function livingUnder(orders: readonly OwnedOrder[], reference: string): readonly OwnedOrder[] {
  return underReference(orders, reference).filter(({ state }) => state === 'living');
}

/** Orders of ours that one change concerns together. */
export type Group = readonly OwnedOrder[];

export function groupsOf(orders: readonly OwnedOrder[]): readonly Group[] {
  const references = [...new Set(orders.map(({ order }) => order.reference))];
  return references.map((reference) => underReference(orders, reference));
}

/** Several orders, and all of them under one reference. */
export function shareOneReference(orders: readonly OwnedOrder[]): boolean {
  return orders.length > 1 && groupsOf(orders).length === 1;
}
