import { CancelledFailure } from '@temporalio/activity';
import { editableContent } from '../../bigcommerce/orders/editable-content.ts';
import type { Order } from '../../bigcommerce/orders/order-schema.ts';
import { orderVersion } from '../../domain/changes/row-versions.ts';
import type { StatusRead } from '../../domain/orders/facts/facts.ts';
import { importStatusesOf } from '../../domain/orders/payment/at-the-door.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';

/** The warehouse has the order: nothing that the store says now may lose that. Its status is then moved by an act of its own. */
export async function moveOnOrLater(...of: Parameters<typeof moveOn>): ReturnType<typeof moveOn> {
  try {
    return await moveOn(...of);
  } catch (error) {
    if (error instanceof CancelledFailure) throw error;
    return { storeMoved: true };
  }
}

/**
 * Moves the store's status on. It is read once more just before: what the merchant did while the order was handed over,
 * a cancellation above all, must not be written over.
 * @param isKnown `before` holds what the run has read. Else an edit between the two readings may have the time of either: the write
 *   is not remembered, so that the poll's row is passed on and the run reads once more
 */
async function moveOn(
  deps: Pick<Dependencies, 'changes'>,
  { store, connection: { settings, storeHash } }: OpenConnection,
  before: Order,
  isKnown: boolean,
): Promise<{ store?: StatusRead; storeMoved?: true }> {
  const now = await store.orders.get(before.id);
  const moved =
    now.dateModified !== before.dateModified || now.statusId !== before.statusId ? { storeMoved: true as const } : {};
  if (!importStatusesOf(settings, now).includes(now.statusId)) return { ...moved, storeMoved: true };
  const { statusId, dateModified } = await store.orders.update(now.id, { statusId: settings.statusAfterHandOver });
  const version = orderVersion({ statusId, dateModified });
  if (isKnown) deps.changes.remember('store-order', storeHash, now.id, version, editableContent(before));
  return { store: { status: statusId, version: dateModified }, ...moved };
}
