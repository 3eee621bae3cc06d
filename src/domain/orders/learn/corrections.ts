import { isCancelled } from '../../shared/warehouse-status.ts';
import { defined } from '../../../contract/defined.ts';
import type { Pieces } from '../../../contract/orders.ts';
import { sentUnderReference } from '../account/account.ts';
import { ownedOrders } from '../account/ownership.ts';
import { bagOf, isEmpty, least, minus, plus, total } from '../facts/bag.ts';
import { inBoughtSkus } from '../facts/codes.ts';
import { sendingsUnder } from '../facts/references.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { Correction } from '../facts/warehouse-facts.ts';
import type { Act, ActOf } from '../steps/steps.ts';
import type { CorrectionAnswer } from './answers.ts';
import { isRowOf, type LookAnswer, type WarehouseRow } from './warehouse-rows.ts';

type Changing = ActOf<'cancel' | 'edit'>;

/**
 * What a change of ours took off warehouse orders, from the looks before and after it. What the act asked for says nothing
 * of that: an order may have been split since, and its other part must not be taken for a piece that is gone.
 */
export function correctionsSeen(act: Changing, answer: CorrectionAnswer): readonly Omit<Correction, 'at'>[] {
  const { before, look, took, content } = answer;
  if (act.kind === 'cancel') {
    return act.orders.flatMap(({ key }) => {
      const [was, now] = [rowOf(before, key), rowOf(look, key)];
      if (was === undefined || now === undefined || !isCancelled(now.status)) return [];
      return [{ key, kind: 'cancel' as const, before: cancelledOf(was.lines ?? [], now), after: [] }];
    });
  }
  const { key, pieces } = act.order;
  const [was, now] = [rowOf(before, key), rowOf(look, key)];
  if (took === undefined || was === undefined || now === undefined) return [];
  // An earlier attempt's change is found done: before it, the order was what this run knew of it.
  const taken = took === 'earlier' ? pieces : (was.lines ?? []);
  return [{ key, kind: 'edit', before: taken, after: now.lines ?? [], ...defined({ content }), ...writtenAt(now) }];
}

/** The warehouse's time of an edit, as the row shows it. */
export function writtenAt({ editTime }: Pick<WarehouseRow, 'editTime'>): Pick<Correction, 'editTime'> {
  return editTime === '' ? {} : { editTime };
}

/**
 * What a cancel took off an order that held some pieces before it. A cancelled order that shows some of them alone was split just
 * before: the rest is in a part, which nobody has cancelled. One that shows none of them was emptied.
 */
export function cancelledOf(before: readonly Pieces[], { lines = [] }: WarehouseRow): readonly Pieces[] {
  const [held, shown] = [bagOf(before), bagOf(lines)];
  return isEmpty(shown) || !isEmpty(minus(shown, held)) ? before : lines;
}

/** True where the very same change was tried and nobody knows what became of it: it may be found done. */
export function mayBeDone({ obstacles }: Pick<OrderFacts, 'obstacles'>, act: Pick<Act, 'key' | 'basis'>): boolean {
  return obstacles.some(({ key, basis, reason }) => key === act.key && basis === act.basis && reason === undefined);
}

function rowOf({ orders }: LookAnswer, key: string): WarehouseRow | undefined {
  return orders.find((row) => isRowOf(row, key));
}

/**
 * Less what the warehouse's people had put into the order beyond all that was sent with it: an edit or a cancel of ours that takes
 * it out again takes nothing off what was sent.
 */
export function withoutSurplus(facts: OrderFacts, one: Seen): Seen {
  // As it was before that, also where an earlier attempt has done it.
  const then = facts.warehouse.map((order) => (order.key === one.key ? { ...order, pieces: one.before } : order));
  const owned = ownedOrders({ ...facts, warehouse: then });
  const its = owned.find(({ order }) => order.key === one.key);
  const place = its && facts.places.find(({ number }) => number === its.place);
  if (its === undefined || place === undefined) return one;
  const here = owned.filter((other) => other.place === its.place);
  const there = here.filter((other) => other.root === its.root && (other === its || other.state !== 'dead'));
  const surplus = minus(plus(...there.map(({ own }) => own)), sentUnderReference(facts, place, its.root, here));
  if (isEmpty(surplus)) return one;
  const bought = inBoughtSkus(facts, place.number, sendingsUnder(facts, place.number, its.root));
  const after = bagOf(one.after);
  let left = surplus;
  const before = one.before.map(({ code, quantity }) => {
    const off = least(bought([{ code, quantity: quantity - (after.get(code) ?? 0) }]), left);
    left = minus(left, off);
    return { code, quantity: quantity - total(off) };
  });
  return { ...one, before };
}

type Seen = Omit<Correction, 'at'>;
