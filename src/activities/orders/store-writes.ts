import { StoreStatus } from '../../contract/orders.ts';
import type { StoreWriteAnswer } from '../../domain/orders/learn/answers.ts';
import { importStatusesOf } from '../../domain/orders/payment/at-the-door.ts';
import { statusMeaning } from '../../domain/orders/eligibility.ts';
import type { StatusRead } from '../../domain/orders/facts/facts.ts';
import type { OrderRow } from '../../bigcommerce/orders/order-schema.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { againWhereUnclear } from '../runtime/retry-unreadable.ts';
import type { OfOrder } from './read-order.ts';

interface WriteRequest extends OfOrder {
  readonly fresh?: boolean;
}

/** The store's limit for staff notes; the newest words matter most. */
const MAX_NOTES = 65_535;

/** Small changes of the store's order: each reads first, and may be repeated without harm. */
export function createStoreWrites(deps: Dependencies) {
  const answered = (storeHash: string, before: OrderRow, after: OrderRow): StoreWriteAnswer => {
    deps.changes.remember('store-order', storeHash, after.id, `${after.statusId}@${after.dateModified}`);
    return { before: versionOf(before), after: versionOf(after) };
  };

  return {
    /** After all places were handed over: moves the order's status on, unless somebody moved it already. */
    markHandedOver({ storeHash, orderId, fresh = false }: WriteRequest): Promise<StoreWriteAnswer> {
      return againWhereUnclear(async () => {
        const { store, connection } = await deps.connections.open(storeHash, 'orders', { fresh });
        const order = await store.orders.get(orderId);
        const imported = importStatusesOf(connection.settings, order);
        if (!imported.includes(order.statusId)) return answered(storeHash, order, order);
        return answered(
          storeHash,
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
        const meaning = statusMeaning(order.statusId, connection.settings);
        if (meaning === 'stopped' || meaning === 'shipped') return answered(storeHash, order, order);
        return answered(storeHash, order, await store.orders.update(orderId, { statusId: StoreStatus.cancelled }));
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
        if (order.staffNotes.split('\n').includes(note)) return { before: versionOf(order), after: versionOf(order) };
        const staffNotes = order.staffNotes === '' ? note : `${order.staffNotes}\n${note}`;
        return answered(
          storeHash,
          order,
          await store.orders.update(orderId, { staffNotes: staffNotes.slice(-MAX_NOTES) }),
        );
      });
    },
  };
}

function versionOf({ statusId, dateModified }: OrderRow): StatusRead {
  return { status: statusId, version: dateModified };
}
