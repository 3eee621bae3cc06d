import type { StoreHash } from '../contract/ids.ts';
import {
  StoreStatus,
  type OwnWrite,
  type PlannedAddress,
  type ShipmentResult,
  type StoreOrderChanged,
  type StoreOrderPlan,
} from '../contract/orders.ts';
import { planAddresses } from '../domain/order-plan.ts';
import { statusMeaning } from '../domain/order-status.ts';
import { allShipped, ownShipments, shippedPieces } from '../domain/shipment-plan.ts';
import { trackingCarrierOf } from '../domain/tracking-carrier.ts';
import type { StoreApi } from '../bigcommerce/client.ts';
import type { Order, OrderRow } from '../bigcommerce/order-schema.ts';
import { addressDigester, type AddressDigester } from './address-digests.ts';
import type { Dependencies } from './dependencies.ts';
import { rememberOrder } from './recent-orders.ts';
import { againWhereUnclear } from './unclear-answers.ts';
import { writing } from './write-once.ts';
import { writeParcels, type ShipmentRequest } from './write-parcels.ts';

interface ReadRequest extends OfOrder {
  readonly fresh?: boolean;
  readonly digestKey?: string;
}

interface OfOrder {
  readonly storeHash: StoreHash;
  readonly orderId: number;
}

/** What fulfilment asks of the store's side. */
export function createStoreOrderActivities(deps: Dependencies) {
  const remember = (
    storeHash: StoreHash,
    order: { id: number; statusId: number; dateModified: string },
  ): StoreOrderChanged => {
    deps.changes.remember('store-order', storeHash, order.id, `${order.statusId}@${order.dateModified}`);
    return changeOf(order);
  };

  return {
    /**
     * Reads an order into a plan without personal data. One request.
     * @param request.fresh judge by the newest links and settings: a run that held must not hold again on old ones
     * @param request.digestKey the key of an earlier plan, so that its digests can be compared
     */
    readStoreOrder({ storeHash, orderId, fresh = false, digestKey }: ReadRequest): Promise<StoreOrderPlan> {
      return againWhereUnclear(async () => {
        const { store, connection, versions } = await deps.connections.open(storeHash, 'orders', { fresh });
        const order = await store.orders.get(orderId, { withLines: true });
        rememberOrder(deps, storeHash, order);
        const { settings } = connection;
        const graceMs = settings.graceMinutes * 60_000;
        const leftMs = Date.parse(order.dateCreated) + graceMs - Date.now();
        const digester = addressDigester(deps.sealer, storeHash, digestKey);
        const { addresses, leftOut } = planAddresses(order);
        return {
          orderId,
          statusId: order.statusId,
          dateModified: order.dateModified,
          addresses: addresses.map((address) => withDigests(address, order, digester)),
          leftOut,
          addressCount: order.shipping.length,
          versions,
          // An archived order is one that the merchant put away: like a cancelled one, it must not be shipped.
          meaning: order.isDeleted ? 'stopped' : statusMeaning(order.statusId, settings),
          // Never longer than the merchant said, although the store's clock may be ahead of ours.
          graceMs: Math.min(graceMs, Math.max(0, leftMs)),
          settings: {
            statusAfterHandOver: settings.statusAfterHandOver,
            waitForTrackingMinutes: settings.waitForTrackingMinutes,
            ordersEditable: settings.ordersEditable,
          },
          digestKey: digester.sealedKey,
        };
      });
    },

    /** After all addresses were handed over: moves the order's status on, unless somebody moved it already. */
    markHandedOver({ storeHash, orderId }: OfOrder): Promise<OwnWrite> {
      return againWhereUnclear(async () => {
        const { store, connection } = await deps.connections.open(storeHash, 'orders');
        const order = await store.orders.get(orderId);
        if (!connection.settings.importStatuses.includes(order.statusId))
          return { ...changeOf(order), before: changeOf(order) };
        const moved = await store.orders.update(orderId, { statusId: connection.settings.statusAfterHandOver });
        return { ...remember(storeHash, moved), before: changeOf(order) };
      });
    },

    /**
     * Writes what the warehouse shipped into the store, with its tracking: the shipment first, then the status only if
     * the store did not move it by itself, so that the customer's mail has its tracking.
     */
    async writeShipment(request: ShipmentRequest): Promise<ShipmentResult> {
      const { storeHash, orderId } = request;
      return againWhereUnclear(() =>
        writing(deps.settleMs, async (once) => {
          const { store, connection } = await deps.connections.open(storeHash, 'tracking');
          const known = [...(await store.shipments.list(orderId))];
          const { method, country } = request.address;
          const code = request.code === undefined ? {} : { code: request.code };
          const carrier = trackingCarrierOf(connection.links, { method, country, ...code });
          const { written, updated } = await writeParcels(store, once, request, known, carrier);
          const order = await store.orders.get(orderId, { withLines: true });
          const shipped = shippedPieces(known);
          const ours = ownShipments(known, request.shipped.reference).length > 0;
          const complete = planAddresses(order).addresses.every((address) => allShipped(address.lines, shipped));
          const own = known.filter((shipment) => shipment.addressId === request.address.addressId);
          return {
            shipments: own.map(({ id, trackingNumber }) => ({
              shipmentId: id,
              ...(trackingNumber === '' ? {} : { trackingNumber }),
            })),
            shippedPieces: [...shipped].map(([orderProductId, quantity]) => ({ orderProductId, quantity })),
            written,
            updated,
            store: remember(storeHash, ours ? await moveStatus(store, order, complete) : order),
          };
        }),
      );
    },

    /** A person's decision: cancels the order in the store, unless it is shipped or cancelled there already. */
    cancelInStore({ storeHash, orderId }: OfOrder): Promise<StoreOrderChanged> {
      return againWhereUnclear(async () => {
        const { store, connection } = await deps.connections.open(storeHash, 'orders');
        const order = await store.orders.get(orderId);
        const meaning = statusMeaning(order.statusId, connection.settings);
        if (meaning === 'stopped' || meaning === 'shipped') return remember(storeHash, order);
        return remember(storeHash, await store.orders.update(orderId, { statusId: StoreStatus.cancelled }));
      });
    },

    /** Adds a line to the order's staff notes, once. */
    noteOnStoreOrder({ storeHash, orderId, note }: OfOrder & { readonly note: string }): Promise<OwnWrite> {
      return againWhereUnclear(async () => {
        const { store } = await deps.connections.open(storeHash, 'tracking');
        const order = await store.orders.get(orderId);
        const before = changeOf(order);
        if (order.staffNotes.split('\n').includes(note)) return { ...before, before };
        const staffNotes = order.staffNotes === '' ? note : `${order.staffNotes}\n${note}`;
        // The store's limit for notes; the newest words matter most.
        const noted = await store.orders.update(orderId, { staffNotes: staffNotes.slice(-65_535) });
        return { ...remember(storeHash, noted), before };
      });
    },
  };
}

function changeOf({ statusId, dateModified }: StoreOrderChanged): StoreOrderChanged {
  return { statusId, dateModified };
}

function withDigests(address: PlannedAddress, order: Order, digester: AddressDigester): PlannedAddress {
  const person = order.shipping.find(({ addressId }) => addressId === address.addressId)?.person;
  return person === undefined ? address : { ...address, digests: digester.of(person, order.billing) };
}

/**
 * The store moves the status by itself when a shipment is written, by its own documentation in one place and not in
 * another (UNCONFIRMED): so it is set only where it did not move, and never backwards.
 */
async function moveStatus(store: StoreApi, order: OrderRow, complete: boolean): Promise<OrderRow> {
  const target = complete ? StoreStatus.shipped : StoreStatus.partiallyShipped;
  const before: readonly number[] = [
    StoreStatus.awaitingFulfillment,
    StoreStatus.awaitingShipment,
    StoreStatus.awaitingPickup,
    StoreStatus.partiallyShipped,
  ];
  if (!before.includes(order.statusId) || order.statusId === target) return order;
  return store.orders.update(order.id, { statusId: target });
}
