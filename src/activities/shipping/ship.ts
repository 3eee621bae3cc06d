import type { PlannedAddress } from '../../contract/orders.ts';
import { orderVersion } from '../../domain/changes/row-versions.ts';
import type { OrderFacts, StoreShipment, WarehouseOrder } from '../../domain/orders/facts/facts.ts';
import { currentLine } from '../../domain/orders/facts/places.ts';
import type { ShipAnswer } from '../../domain/orders/learn/answers.ts';
import type { RawReading } from '../../domain/orders/learn/learn-store.ts';
import type { Pieces } from '../../contract/orders.ts';
import type { Settings } from '../../contract/settings.ts';
import { statusByShipment } from '../../domain/shared/store-status.ts';
import { waitsForNumber, withCommas, type Left } from '../../domain/shipping/parcels.ts';
import { allShipped, marksIn, ownShipments, shippedPieces } from '../../domain/shipping/shipment-plan.ts';
import type { StoreApi } from '../../bigcommerce/client.ts';
import type { Order, OrderRow } from '../../bigcommerce/orders/order-schema.ts';
import type { Shipment } from '../../bigcommerce/orders/shipments.ts';
import { editableContent } from '../../bigcommerce/orders/editable-content.ts';
import { addressDigester } from '../orders/address-digests.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { againWhereUnclear } from '../runtime/retry-unreadable.ts';
import { serverTime } from '../runtime/server-clock.ts';
import { isFirstAttempt, writing } from '../runtime/write-once.ts';
import { writeParcels } from './write-parcels.ts';
import { readingOf, type OfOrder } from '../orders/read-order.ts';
import { trackingCarrierOf } from '../../domain/shipping/tracking-link.ts';

interface ShipRequest extends OfOrder {
  readonly address: PlannedAddress;
  /** The warehouse's order that left. */
  readonly order: Pick<WarehouseOrder, 'trackingNumber' | 'trackingUrl' | 'status' | 'editTime' | 'since'>;
  /** What stands behind our marker in the shipment's comment. */
  readonly marks: string;
  readonly goods: readonly Pieces[];
  /** Line ids that an edit in the store replaced, old → new: shipments name the ones of their time. */
  readonly successors?: OrderFacts['successors'];
  readonly code?: string;
  readonly digestKey?: string;
  readonly fresh?: boolean;
}

/** A shipment of the store as a fact: the words behind our marker, and no person. */
export function storeShipment({
  id,
  addressId,
  trackingNumber,
  trackingLink,
  comments,
  lines,
}: Shipment): StoreShipment {
  const [marks] = marksIn(comments);
  return {
    id,
    addressId,
    trackingNumber: withCommas(trackingNumber),
    ...(trackingLink === '' ? {} : { trackingLink }),
    ...(marks === undefined ? {} : { marks }),
    lines: lines.map(({ orderProductId, quantity, productId }) => ({
      line: orderProductId,
      quantity,
      ...(productId === undefined ? {} : { product: productId }),
    })),
  };
}

function withCurrentLines(shipment: Shipment, successors: OrderFacts['successors']): Shipment {
  if (successors.length === 0) return shipment;
  const lines = shipment.lines.map((line) => ({
    ...line,
    orderProductId: currentLine(successors, line.orderProductId),
  }));
  return { ...shipment, lines };
}

/** What the warehouse shipped, in the store. */
export function createShip(deps: Dependencies) {
  return {
    /** All shipments of an order. One request. */
    readShipments({
      storeHash,
      orderId,
      fresh = false,
    }: OfOrder & { readonly fresh?: boolean }): Promise<readonly StoreShipment[]> {
      return againWhereUnclear(async () => {
        const { store } = await deps.connections.open(storeHash, 'tracking', { fresh });
        return (await store.shipments.list(orderId)).map(storeShipment);
      });
    },

    /**
     * Writes what the warehouse shipped into the store, with its tracking: the shipment first, then the status only if
     * the store did not move it by itself, so that the customer's mail has its tracking.
     */
    writeShipment(request: ShipRequest): Promise<ShipAnswer> {
      const {
        storeHash,
        orderId,
        address,
        order: left,
        marks,
        goods,
        code,
        digestKey,
        successors = [],
        fresh = false,
      } = request;
      return againWhereUnclear(() =>
        writing(
          deps.settleMs,
          async (once): Promise<ShipAnswer> => {
            const age = left.trackingNumber === undefined ? ('now' as const) : fresh;
            const open = await deps.connections.open(storeHash, 'tracking', { fresh: age });
            const { store, connection } = open;
            const known = (await store.shipments.list(orderId)).map((one) => withCurrentLines(one, successors));
            const reads = async (order: Order): Promise<RawReading> =>
              readingOf(deps, open, order, addressDigester(deps.sealer, storeHash, digestKey));
            if (ownShipments(known, marks).length === 0 && waitsOn(left, connection.settings)) {
              const reading = await reads(await store.orders.get(orderId, { withLines: true }));
              const told = { trackingNumber: '', trackingUrl: '', written: 0, updated: 0 };
              const is = { status: reading.status, version: reading.version };
              return { shipments: known.map(storeShipment), own: [], ...told, waits: true, reading, store: is };
            }
            const { method, country } = address;
            const carrier = trackingCarrierOf(connection.links, {
              method,
              country,
              ...(code === undefined ? {} : { code }),
            });
            const shipped = { ...left, reference: marks, lines: goods };
            const { written, updated, refused } = await writeParcels(
              store,
              once,
              { storeHash, orderId, address, shipped },
              known,
              carrier,
            );
            const order = await store.orders.get(orderId, { withLines: true });
            const reading = await reads(order);
            const pieces = shippedPieces(known);
            const planned = reading.addresses.flatMap(({ lines }) =>
              lines.map((line) => ({
                orderProductId: line.id,
                sku: line.sku,
                quantity: line.quantity - line.refunded,
                shipped: line.shipped,
              })),
            );
            const own = ownShipments(known, marks);
            const store_ = own.length > 0 ? await moveStatus(store, order, allShipped(planned, pieces)) : order;
            const { statusId, dateModified } = store_;
            const version = orderVersion({ statusId, dateModified });
            // One that somebody wrote by hand since they were listed is none of those.
            const content = editableContent(order, ({ id }) => pieces.get(id) ?? 0);
            deps.changes.remember('store-order', storeHash, orderId, version, content);
            const skus = new Map(planned.map(({ orderProductId, sku }) => [orderProductId, sku]));
            return {
              shipments: known.map(storeShipment),
              own: own.map(({ id, lines }) => ({
                id,
                pieces: lines.flatMap(({ orderProductId, quantity }) => {
                  const sku = skus.get(orderProductId);
                  return sku === undefined ? [] : [{ code: sku, quantity }];
                }),
              })),
              trackingNumber: left.trackingNumber ?? '',
              trackingUrl: left.trackingUrl ?? '',
              written,
              updated,
              ...(refused.length === 0 ? {} : { refused }),
              reading,
              store: { status: store_.statusId, version: store_.dateModified },
            };
          },
          { before: 'settled' },
        ),
      );
    },
  };
}

/**
 * The order was read when it was handed over, perhaps days ago: how long it waits for its number is by the settings of now.
 * What an attempt may have begun is not put off.
 */
function waitsOn(left: Left, { waitForTrackingMinutes }: Pick<Settings, 'waitForTrackingMinutes'>): boolean {
  return isFirstAttempt() && waitsForNumber(left, waitForTrackingMinutes) > serverTime();
}

/**
 * The store moves the status by itself when a shipment is written, by its own documentation in one place and not in
 * another (UNCONFIRMED): so it is set only where it did not move, and never backwards.
 */
async function moveStatus(store: StoreApi, order: OrderRow, complete: boolean): Promise<OrderRow> {
  const statusId = statusByShipment(order.statusId, complete);
  return statusId === undefined ? order : store.orders.update(order.id, { statusId });
}
