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
      if (was === undefined || now?.status !== 'CANCELLED') return [];
      return [{ key, kind: 'cancel' as const, before: was.lines ?? [], after: [] }];
    });
  }
  const { key, pieces } = act.order;
  const [was, now] = [rowOf(before, key), rowOf(look, key)];
  if (took === undefined || was === undefined || now === undefined) return [];
  // An earlier attempt's change is found done: before it, the order was what this run knew of it.
  const taken = took === 'earlier' ? pieces : (was.lines ?? []);
  return [{ key, kind: 'edit', before: taken, after: now.lines ?? [], ...(content === undefined ? {} : { content }) }];
}

/** True where the very same change was tried and nobody knows what became of it: it may be found done. */
export function mayBeDone({ obstacles }: Pick<OrderFacts, 'obstacles'>, act: Pick<Act, 'key' | 'basis'>): boolean {
  return obstacles.some(({ key, basis, reason }) => key === act.key && basis === act.basis && reason === undefined);
}

function rowOf({ orders }: LookAnswer, key: string): WarehouseRow | undefined {
  return orders.find((row) => isRowOf(row, key));
}
