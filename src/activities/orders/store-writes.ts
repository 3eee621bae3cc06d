import { StoreStatus } from '../../contract/orders.ts';
import type { StoreWriteAnswer } from '../../domain/orders/learn/answers.ts';
import { importStatusesOf } from '../../domain/orders/payment/at-the-door.ts';
import { isOver } from '../../domain/orders/eligibility.ts';
import type { StatusRead } from '../../domain/orders/facts/facts.ts';
import { withNote } from '../../domain/orders/staff-notes.ts';
import type { OrderRow } from '../../bigcommerce/orders/order-schema.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { againWhereUnclear } from '../runtime/retry-unreadable.ts';
import type { OfOrder } from './read-order.ts';

interface WriteRequest extends OfOrder {
  readonly fresh?: boolean;
}

/**
 * Small changes of the store's order: each reads first, and may be repeated without harm. What they make of the order's time is
 * not remembered: what was read here is not what the run has read, and an edit between the two may have the time of either. The
 * poll's row is passed on, and the order is read once more.
 */
export function createStoreWrites(deps: Dependencies) {
  return {
    /** After all places were handed over: moves the order's status on, unless somebody moved it already. */
    markHandedOver({ storeHash, orderId, fresh = false }: WriteRequest): Promise<StoreWriteAnswer> {
      return againWhereUnclear(async () => {
        const { store, connection } = await deps.connections.open(storeHash, 'orders', { fresh });
        const order = await store.orders.get(orderId);
        const imported = importStatusesOf(connection.settings, order);
        if (!imported.includes(order.statusId)) return answered(order, order);
        return answered(
          order,
          await store.orders.update(orderId, { statusId: connection.settings.statusAfterHandOver }),
        );
      });
    },

    /** A person's decision: cancels the order in the store, unless it is shipped or cancelled there already. */
    cancelInStore({ storeHash, orderId, fresh = false }: WriteRequest): Promise<StoreWriteAnswer> {
      return againWhereUnclear(async () => {
        const { store, connection } = await deps.connections.open(storeHash, 'orders', { fresh });
        const order = await store.orders.get(orderId);
        if (isOver(order.statusId, connection.settings)) return answered(order, order);
        return answered(order, await store.orders.update(orderId, { statusId: StoreStatus.cancelled }));
      });
    },

    /** Adds a line to the order's staff notes, once. */
    noteOnStoreOrder({
      storeHash,
      orderId,
      note,
      fresh = false,
    }: WriteRequest & { readonly note: string }): Promise<StoreWriteAnswer> {
      return againWhereUnclear(async () => {
        const { store } = await deps.connections.open(storeHash, 'tracking', { fresh });
        const order = await store.orders.get(orderId);
        if (order.staffNotes.split('\n').includes(note)) return answered(order, order);
        return answered(order, await store.orders.update(orderId, { staffNotes: withNote(order.staffNotes, note) }));
      });
    },
  };
}

function answered(before: OrderRow, after: OrderRow): StoreWriteAnswer {
  return { before: versionOf(before), after: versionOf(after) };
}

function versionOf({ statusId, dateModified }: OrderRow): StatusRead {
  return { status: statusId, version: dateModified };
}
