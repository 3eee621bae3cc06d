import { sentUnderReference, type PlaceAccount } from '../account/account.ts';
import type { Group } from '../account/one-reference.ts';
import type { OwnedOrder } from '../account/ownership.ts';
import { isEmpty, minus, plus, type Bag } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import { isUnpicked } from '../../shared/warehouse-status.ts';
import { compareKeys } from '../account/order-state.ts';
import { takenOffOnce } from '../account/taken-off.ts';

// Which of several warehouse orders is taken back where more is on its way than is open.

export function piecesOfGroup(group: Group): Bag {
  return plus(...group.map(({ own }) => own));
}

/** The warehouse has begun to pick all of it, or nobody can tell: it hardly takes a change of it. */
export function isBegun(group: Group): boolean {
  return group.every(({ order }) => !isUnpicked(order.status));
}

/**
 * What is to go first: what came back although its pieces were written off or taken back, since it counts as never sent;
 * then several under one reference, of which nothing less can go; then what the warehouse has not begun; then what was sent
 * last, and of one sending what the warehouse made last.
 */
export function inOrderOfLeaving(
  { place }: PlaceAccount,
  groups: readonly Group[],
  back: ReadonlySet<OwnedOrder>,
): readonly Group[] {
  const rows = groups.map((group) => ({
    group,
    ranks: [
      group.some((one) => back.has(one)) ? 0 : 1,
      group.length > 1 ? 0 : 1,
      isBegun(group) ? 1 : 0,
      -Math.max(...group.map(({ root }) => place.references.findIndex((one) => one === root))),
    ],
    key: [...group].map(({ order }) => order.key).sort(compareKeys)[0] ?? '',
  }));
  return rows.sort((a, b) => byRanks(a.ranks, b.ranks) || compareKeys(b.key, a.key)).map(({ group }) => group);
}

function byRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((rank, index) => rank !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Of the orders of a reference, those beyond what is left of its sending: what changed last came back. */
export function cameBack(
  facts: OrderFacts,
  { place, orders }: PlaceAccount,
  living: readonly OwnedOrder[],
): ReadonlySet<OwnedOrder> {
  const inOrder = [...living].sort(
    (a, b) => Date.parse(a.order.since) - Date.parse(b.order.since) || compareKeys(a.order.key, b.order.key),
  );
  const found = new Set<OwnedOrder>();
  for (const root of new Set(living.map((one) => one.root))) {
    let left = sentUnderReference(facts, place, root, orders, takenOffOnce);
    for (const one of inOrder.filter((other) => other.root === root)) {
      if (!isEmpty(minus(one.own, left))) found.add(one);
      left = minus(left, one.own);
    }
  }
  return found;
}

/** Whole groups that fit into what is too much, in their order. */
export function withinExcess(groups: readonly Group[], excess: Bag): readonly Group[] {
  let left = excess;
  const found: Group[] = [];
  for (const group of groups) {
    const own = piecesOfGroup(group);
    if (!isEmpty(minus(own, left))) continue;
    left = minus(left, own);
    found.push(group);
  }
  return found;
}
