import type { StoreHash } from '../contract/ids.ts';
import {
  StoreStatus,
  type MyOgoOrderChanged,
  type PlannedAddress,
  type ShipmentResult,
  type StoreOrderChanged,
  type StoreOrderPlan,
} from '../contract/orders.ts';
import { planAddresses } from '../domain/order-plan.ts';
import { statusMeaning } from '../domain/order-status.ts';
import { planParcels, trackingNumbers } from '../domain/parcels.ts';
import { allShipped, ownShipments, piecesToShip, shipmentMarker, shippedPieces } from '../domain/shipment-plan.ts';
import type { StoreApi } from '../bigcommerce/client.ts';
import type { OrderRow } from '../bigcommerce/order-schema.ts';
import type { Shipment } from '../bigcommerce/shipments.ts';
import type { Dependencies } from './dependencies.ts';
import { writing, type Once } from './write-once.ts';

interface OfOrder {
  readonly storeHash: StoreHash;
  readonly orderId: number;
}

export interface ShipmentRequest extends OfOrder {
  readonly address: PlannedAddress;
  /** The warehouse's order that was shipped: its reference marks the shipments. */
  readonly shipped: MyOgoOrderChanged;
}

/** What fulfilment asks of the store's side. */
export function createStoreOrderActivities(deps: Dependencies) {
  const remember = (
    storeHash: StoreHash,
    order: { id: number; statusId: number; dateModified: string },
  ): StoreOrderChanged => {
    deps.changes.remember('store-order', storeHash, order.id, `${order.statusId}@${order.dateModified}`);
    return { statusId: order.statusId, dateModified: order.dateModified };
  };

  return {
    /**
     * Reads an order into a plan without personal data. One request.
     * @param request.fresh judge by the newest links and settings: a run that held must not hold again on old ones
     */
    async readStoreOrder({
      storeHash,
      orderId,
      fresh = false,
    }: OfOrder & { readonly fresh?: boolean }): Promise<StoreOrderPlan> {
      const { store, connection, versions } = await deps.connections.open(storeHash, 'orders', { fresh });
      const order = await store.orders.get(orderId, { withLines: true });
      const { settings } = connection;
      const graceEnds = Date.parse(order.dateCreated) + settings.graceMinutes * 60_000;
      return {
        orderId,
        statusId: order.statusId,
        dateModified: order.dateModified,
        ...planAddresses(order),
        addressCount: order.shipping.length,
        versions,
        // An archived order is one that the merchant put away: like a cancelled one, it must not be shipped.
        meaning: order.isDeleted ? 'stopped' : statusMeaning(order.statusId, settings),
        graceMs: Math.max(0, graceEnds - Date.now()),
        settings: {
          statusAfterHandOver: settings.statusAfterHandOver,
          waitForTrackingMinutes: settings.waitForTrackingMinutes,
          ordersEditable: settings.ordersEditable,
        },
      };
    },

    /** After all addresses were handed over: moves the order's status on, unless somebody moved it already. */
    async markHandedOver({ storeHash, orderId }: OfOrder): Promise<StoreOrderChanged> {
      const { store, connection } = await deps.connections.open(storeHash, 'orders');
      const order = await store.orders.get(orderId);
      if (!connection.settings.importStatuses.includes(order.statusId)) return remember(storeHash, order);
      return remember(
        storeHash,
        await store.orders.update(orderId, { statusId: connection.settings.statusAfterHandOver }),
      );
    },

    /**
     * Writes what the warehouse shipped into the store, with its tracking: the shipment first, then the status only if
     * the store did not move it by itself, so that the customer's mail has its tracking.
     */
    async writeShipment(request: ShipmentRequest): Promise<ShipmentResult> {
      const { storeHash, orderId } = request;
      const { store } = await deps.connections.open(storeHash, 'tracking');
      return writing(deps.settleMs, async (once) => {
        const known = [...(await store.shipments.list(orderId))];
        const { written, updated } = await writeParcels(store, once, request, known);
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
      });
    },

    /** A person's decision: cancels the order in the store, unless it is shipped or cancelled there already. */
    async cancelInStore({ storeHash, orderId }: OfOrder): Promise<StoreOrderChanged> {
      const { store, connection } = await deps.connections.open(storeHash, 'orders');
      const order = await store.orders.get(orderId);
      const meaning = statusMeaning(order.statusId, connection.settings);
      if (meaning === 'stopped' || meaning === 'shipped') return remember(storeHash, order);
      return remember(storeHash, await store.orders.update(orderId, { statusId: StoreStatus.cancelled }));
    },

    /** Adds a line to the order's staff notes, once. */
    async noteOnStoreOrder({
      storeHash,
      orderId,
      note,
    }: OfOrder & { readonly note: string }): Promise<StoreOrderChanged> {
      const { store } = await deps.connections.open(storeHash, 'tracking');
      const order = await store.orders.get(orderId);
      if (order.staffNotes.includes(note)) return remember(storeHash, order);
      const staffNotes = order.staffNotes === '' ? note : `${order.staffNotes}\n${note}`;
      // The store's limit for notes; the newest words matter most.
      return remember(storeHash, await store.orders.update(orderId, { staffNotes: staffNotes.slice(-65_535) }));
    },
  };
}

/** Creates the missing shipments of one warehouse order, and gives late tracking to those that stand without. */
async function writeParcels(
  store: StoreApi,
  once: Once,
  { orderId, address, shipped }: ShipmentRequest,
  known: Shipment[],
): Promise<{ written: number; updated: number }> {
  const own = ownShipments(known, shipped.reference);
  const pieces = piecesToShip(address.lines, shippedPieces(known), shipped.lines);
  const numbers = trackingNumbers(shipped.trackingNumber);
  let updated = 0;

  // Late tracking: shipments of ours without a number take the numbers that none of ours carries.
  const spare = numbers.filter((number) => !own.some((shipment) => shipment.trackingNumber === number));
  for (const shipment of own.filter(({ trackingNumber }) => trackingNumber === '')) {
    const number = spare.shift();
    if (number === undefined) break;
    const changed = await store.shipments.update(orderId, shipment.id, trackingOf(number, shipped.trackingUrl));
    known.splice(known.indexOf(shipment), 1, { ...shipment, ...changed, lines: shipment.lines });
    updated += 1;
  }

  const parcels = planParcels(pieces, spare.join(','));
  const alreadyOwn = new Set(own.map(({ id }) => id));
  let written = 0;
  for (const parcel of parcels) {
    const further = parcel.furtherNumbers.length === 0 ? '' : `; further parcels: ${parcel.furtherNumbers.join(', ')}`;
    let first = true;
    const { found, value } = await once({
      side: 'bigcommerce',
      // The list was read at the start of this attempt, after the settle time: what is not in it was never written.
      look: async () => {
        const now: readonly Shipment[] = first ? known : await store.shipments.list(orderId);
        first = false;
        return ownShipments(now, shipped.reference).find(
          (shipment) => !alreadyOwn.has(shipment.id) && sameLines(shipment.lines, parcel.lines),
        );
      },
      send: () =>
        store.shipments.create(orderId, {
          addressId: address.addressId,
          lines: parcel.lines,
          ...trackingOf(parcel.trackingNumber, shipped.trackingUrl),
          comments: `${shipmentMarker(shipped.reference)}${further}`,
          shippingMethod: address.method,
        }),
    });
    alreadyOwn.add(value.id);
    if (!found) {
      known.push({ ...value, addressId: address.addressId, lines: parcel.lines });
      written += 1;
    }
  }
  return { written, updated };
}

function trackingOf(
  number: string | undefined,
  url: string | undefined,
): { trackingNumber?: string; trackingLink?: string } {
  return {
    ...(number === undefined ? {} : { trackingNumber: number }),
    // The store's field takes 500 characters; a cut link leads nowhere.
    ...(url === undefined || url.length > 500 ? {} : { trackingLink: url }),
  };
}

function sameLines(a: Shipment['lines'], b: Shipment['lines']): boolean {
  const key = (lines: Shipment['lines']) =>
    lines
      .map((line) => `${line.orderProductId}:${line.quantity}`)
      .sort()
      .join();
  return key(a) === key(b);
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
