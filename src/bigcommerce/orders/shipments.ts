import { z } from 'zod';
import type { RowKind } from '../../http/rows.ts';
import { count, id, listOf, looseCount, optionalDate, optionalText, text, whole } from '../fields.ts';
import type { StoreCaller } from '../store-request.ts';
import { rowsOnce } from './rows-once.ts';

/** One parcel, or several under one number, of one address of an order. */
export interface Shipment {
  readonly id: number;
  readonly orderId: number;
  readonly addressId: number;
  /** ISO 8601 in UTC. */
  readonly dateCreated: string | undefined;
  /** "" where there is none. */
  readonly trackingNumber: string;
  readonly trackingLink: string;
  readonly generatedTrackingLink: string;
  readonly trackingCarrier: string;
  readonly shippingProvider: string;
  readonly shippingMethod: string;
  readonly comments: string;
  readonly lines: readonly ShippedRow[];
}

export interface ShippedRow {
  /** The order line's id: one of its time, which an edit of the order may have replaced. */
  readonly orderProductId: number;
  /** Absent where the line is no product of the store, or none is named. */
  readonly productId?: number;
  readonly quantity: number;
}

/** A shipment to write. */
export interface NewShipment {
  readonly addressId: number;
  /** `orderProductId` is the order line's id. */
  readonly lines: readonly { readonly orderProductId: number; readonly quantity: number }[];
  /** At most 50 characters. */
  readonly trackingNumber?: string;
  /** At most 500 characters. */
  readonly trackingLink?: string;
  /** A courier's slug. */
  readonly trackingCarrier?: string;
  readonly comments?: string;
  readonly shippingMethod?: string;
}

/** What of a shipment can change; its lines and address cannot. */
export type ShipmentChange = Omit<NewShipment, 'addressId' | 'lines'>;

/** Shipments of an order (V2). There is no idempotency: look before you create. */
export interface ShipmentsResource {
  /** All shipments of the order, all pages. */
  list(orderId: number): Promise<readonly Shipment[]>;
  /** Creates a shipment; BigCommerce may send the shopper an e-mail and move the order's status. */
  create(orderId: number, shipment: NewShipment): Promise<Shipment>;
  update(orderId: number, shipmentId: number, change: ShipmentChange): Promise<Shipment>;
}

const capability = 'Orders';

const shipmentRows: RowKind<Shipment> = {
  name: 'shipment',
  keys: ['id'],
  schema: z
    .object({
      id,
      order_id: looseCount,
      order_address_id: count,
      date_created: optionalDate,
      tracking_number: text,
      tracking_link: text,
      generated_tracking_link: optionalText,
      tracking_carrier: text,
      shipping_provider: text,
      shipping_method: text,
      comments: text,
      items: listOf(
        z.object({ order_product_id: id, product_id: looseCount, quantity: whole }).transform((item) => ({
          orderProductId: item.order_product_id,
          ...(item.product_id > 0 && { productId: item.product_id }),
          quantity: item.quantity,
        })),
      ),
    })
    .transform((row): Shipment => ({
      id: row.id,
      orderId: row.order_id,
      addressId: row.order_address_id,
      dateCreated: row.date_created,
      trackingNumber: row.tracking_number,
      trackingLink: row.tracking_link,
      generatedTrackingLink: row.generated_tracking_link ?? '',
      trackingCarrier: row.tracking_carrier,
      shippingProvider: row.shipping_provider,
      shippingMethod: row.shipping_method,
      comments: row.comments,
      lines: row.items,
    })),
};

/** @internal */
export function createShipments(caller: StoreCaller): ShipmentsResource {
  return {
    async list(orderId) {
      const request = { method: 'GET', path: '/v2/orders/{}/shipments', ids: [orderId], capability } as const;
      return rowsOnce(await caller.everyRow('v2', request, shipmentRows));
    },
    create: (orderId, shipment) =>
      caller.row(
        {
          method: 'POST',
          path: '/v2/orders/{}/shipments',
          ids: [orderId],
          body: {
            order_address_id: shipment.addressId,
            items: shipment.lines.map((line) => ({ order_product_id: line.orderProductId, quantity: line.quantity })),
            ...changeRow(shipment),
          },
          capability,
        },
        shipmentRows,
      ),
    update: (orderId, shipmentId, change) =>
      caller.row(
        {
          method: 'PUT',
          path: '/v2/orders/{}/shipments/{}',
          ids: [orderId, shipmentId],
          body: changeRow(change),
          capability,
        },
        shipmentRows,
      ),
  };
}

/** Undefined fields are left out. Left-out `shipping_provider` becomes "custom" and no link is made, so "" is always sent. */
function changeRow(change: ShipmentChange): Record<string, string | undefined> {
  return {
    shipping_provider: '',
    tracking_number: change.trackingNumber,
    tracking_link: change.trackingLink,
    tracking_carrier: change.trackingCarrier,
    comments: change.comments,
    shipping_method: change.shippingMethod,
  };
}
