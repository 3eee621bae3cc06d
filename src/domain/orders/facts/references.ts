import { orderReference, type Reference, type StoreHash } from '../../../contract/ids.ts';
import type { OrderFacts } from './facts.ts';
import type { Place } from './store-facts.ts';
import type { Sending } from './warehouse-facts.ts';

/** What a reference of the warehouse says by its form. */
export interface ParsedReference {
  readonly orderId: number;
  /** The rest behind the order's number, separators included; "" for none. */
  readonly rest: string;
}

/**
 * Reads a reference by its form: the store's hash, the order's number, and whatever stands behind it with whatever
 * separator, since how the warehouse names a split-off part is not published (UNCONFIRMED).
 * @returns `undefined` where it is not one of this store's
 */
export function parseOrderReference(storeHash: StoreHash, reference: string): ParsedReference | undefined {
  const prefix = `${storeHash}-`;
  if (!reference.startsWith(prefix)) return undefined;
  const match = /^(\d{1,15})(?!\d)(.*)$/su.exec(reference.slice(prefix.length));
  if (match?.[1] === undefined) return undefined;
  const orderId = Number(match[1]);
  return orderId > 0 ? { orderId, rest: match[2] ?? '' } : undefined;
}

/** Whose a reference is: a place's own, or a part that the warehouse made of one. */
export interface ReferenceOwner {
  readonly place: number;
  /** The allocated reference that it is, or that it begins with. */
  readonly root: Reference;
  readonly part: boolean;
}

/**
 * The place that a reference belongs to. An allocated reference wins over any reading of its form; a part belongs to the
 * longest allocated reference that it begins with, if something that is no digit or letter follows.
 */
export function ownerOf(places: readonly Place[], reference: string): ReferenceOwner | undefined {
  let found: ReferenceOwner | undefined;
  for (const { number, references } of places) {
    for (const root of references) {
      if (reference === root) return { place: number, root, part: false };
      const longer = found === undefined || root.length > found.root.length;
      if (longer && reference.startsWith(root) && /^[^\p{L}\p{N}]/u.test(reference.slice(root.length))) {
        found = { place: number, root, part: true };
      }
    }
  }
  return found;
}

/**
 * The reference for the next sending of a place: the one of its last sending where nothing came of it, else a further one
 * with a tail of ours. The first one names the address where the order has several when it is first sent.
 */
export function referenceFor(facts: OrderFacts, place: Place): Reference {
  const last = place.references.at(-1);
  if (last !== undefined && !isUsed(facts, last)) return last;
  const taken = (reference: Reference) =>
    facts.places.some(({ references }) => references.includes(reference)) || isUsed(facts, reference);
  const root = place.references[0] ?? firstReference(facts, place);
  if (!taken(root)) return root;
  for (let tail = 2; ; tail += 1) {
    const further = `${root}-s${tail}` as Reference;
    if (!taken(further)) return further;
  }
}

/** The reference that a place's first sending bears. */
export function firstReference({ storeHash, orderId, order, places }: OrderFacts, place: Place): Reference {
  const several =
    (order?.places.length ?? 1) > 1 || places.some((other) => other !== place && other.references.length > 0);
  return orderReference(storeHash, orderId, several ? place.addressId : undefined);
}

/** Both forms of a first reference: which one it was depends on how many addresses the order had then. */
export function possibleReferences({ storeHash, orderId }: OrderFacts, { addressId }: Place): readonly Reference[] {
  return [orderReference(storeHash, orderId), orderReference(storeHash, orderId, addressId)];
}

/** What was sent for a place under one reference, whatever came of it. */
export function sendingsUnder(
  { sendings }: Pick<OrderFacts, 'sendings'>,
  place: number,
  root: string,
): readonly Sending[] {
  return sendings.filter((one) => one.place === place && one.reference === root);
}

/** Something was sent under it, and nobody knows yet what came of that. */
export function isOutcomeUnknown(facts: Pick<OrderFacts, 'sendings'>, place: number, root: string): boolean {
  return sendingsUnder(facts, place, root).some(({ outcome }) => outcome === 'unknown');
}

/** True where an order stands under it: whatever became of it, it must not be mistaken for another. */
function isUsed({ warehouse, sendings }: OrderFacts, reference: string): boolean {
  if (warehouse.some((order) => order.reference === reference)) return true;
  return sendings.some(
    (sending) => sending.reference === reference && (sending.outcome === 'landed' || sending.outcome === 'unknown'),
  );
}
