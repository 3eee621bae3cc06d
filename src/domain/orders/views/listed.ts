import { isCancelled } from '../../shared/warehouse-status.ts';
import type { OrderStage } from '../../../contract/orders.ts';
import { abandonedKeys } from '../account/abandoned.ts';
import { isVanished } from '../account/order-state.ts';
import { canBeAsked, type OrderFacts } from '../facts/facts.ts';
import { isFinal } from './stage.ts';

/** References under which the warehouse's list must show something of an order, whose run says nothing else of it. */
export function listedByStage(storeHash: string, orderId: number, stage: string | undefined): readonly string[] {
  return stage === 'handed-over' ? [`${storeHash}-${orderId}`] : [];
}

/**
 * The same by the account: all that is known there, whatever its number of addresses and whatever became of its parts; once for each
 * of the warehouse's orders, since people there split one under its own reference.
 */
export function listedReferences(facts: OrderFacts, stage: OrderStage): readonly string[] {
  if (isFinal(stage)) return listedByStage(facts.storeHash, facts.orderId, stage);
  const abandoned = abandonedKeys(facts);
  const known = facts.warehouse.filter(
    (order) =>
      !isCancelled(order.status) && !isVanished(order) && canBeAsked(facts, order) && !abandoned.has(order.key),
  );
  return known.map(({ reference }) => reference).sort();
}
