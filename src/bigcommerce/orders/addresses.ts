import { z } from 'zod';
import type { RowKind } from '../../http/rows.ts';
import { id, optionalText, text, looseCount } from '../fields.ts';
import type { Person } from '../../domain/orders/facts/address.ts';
import { personFields, personOf, personRow } from './person.ts';
import type { StoreCaller } from '../store-request.ts';

/** A shipping address of an order. */
export interface OrderAddress {
  /** BigCommerce's `order_address_id`. */
  readonly addressId: number;
  readonly orderId: number;
  /** The shipping method's text. "None" or "" for orders made by API or by hand. */
  readonly method: string;
  readonly zoneId: number | undefined;
  readonly itemsTotal: number;
  readonly itemsShipped: number;
  /** Personal data. */
  readonly person: Person;
}

/** Shipping addresses of an order (V2). */
export interface AddressesResource {
  /** All addresses of the order, all pages. */
  list(orderId: number): Promise<readonly OrderAddress[]>;
  /** @throws HttpFailure `NotFound` */
  get(orderId: number, addressId: number): Promise<OrderAddress>;
  /** Changes the given fields; nothing of the order is calculated anew. */
  update(orderId: number, addressId: number, person: Partial<Person>): Promise<OrderAddress>;
}

/** What the shopper was quoted for an address. */
export interface ShippingQuote {
  /** The shipping method's id, as text: the store's "code" of a method. Missing for product-based and older quotes. */
  readonly methodId: string | undefined;
  /** `bcstatic`, `bcrealtime` or `bcproductbased`. */
  readonly providerId: string;
  /** For example `peritem`, `shipping_byweight`, `fedex`. */
  readonly providerCode: string;
  readonly carrierCode: string;
  readonly rateCode: string;
  readonly rateId: string;
}

/** Shipping quotes of an address (V2). */
export interface QuotesResource {
  /** Empty for orders that were not made in the storefront. */
  list(orderId: number, addressId: number): Promise<readonly ShippingQuote[]>;
}

const capability = 'Orders';

const address: RowKind<OrderAddress> = {
  name: 'address',
  keys: ['id'],
  schema: z
    .object({
      id,
      order_id: looseCount,
      shipping_method: text,
      shipping_zone_id: looseCount,
      items_total: looseCount,
      items_shipped: looseCount,
      ...personFields,
    })
    .transform((row): OrderAddress => ({
      addressId: row.id,
      orderId: row.order_id,
      method: row.shipping_method,
      zoneId: row.shipping_zone_id === 0 ? undefined : row.shipping_zone_id,
      itemsTotal: row.items_total,
      itemsShipped: row.items_shipped,
      person: personOf(row),
    })),
};

const quote: RowKind<ShippingQuote> = {
  name: 'shipping quote',
  keys: ['method_id'],
  schema: z
    .object({
      method_id: optionalText,
      shipping_provider_id: text,
      provider_code: text,
      carrier_code: text,
      rate_code: text,
      rate_id: text,
    })
    .transform((row): ShippingQuote => ({
      methodId: row.method_id,
      providerId: row.shipping_provider_id,
      providerCode: row.provider_code,
      carrierCode: row.carrier_code,
      rateCode: row.rate_code,
      rateId: row.rate_id,
    })),
};

/** @internal */
export function createAddresses(caller: StoreCaller): AddressesResource {
  const list = '/v2/orders/{}/shipping_addresses';
  return {
    async list(orderId) {
      const request = { method: 'GET', path: list, ids: [orderId], capability } as const;
      return caller.everyRow('v2', request, address);
    },
    get: (orderId, addressId) =>
      caller.row({ method: 'GET', path: `${list}/{}`, ids: [orderId, addressId], capability }, address),
    update: (orderId, addressId, person) =>
      caller.row(
        { method: 'PUT', path: `${list}/{}`, ids: [orderId, addressId], body: personRow(person), capability },
        address,
      ),
  };
}

/** @internal */
export function createQuotes(caller: StoreCaller): QuotesResource {
  return {
    async list(orderId, addressId) {
      const path = '/v2/orders/{}/shipping_addresses/{}/shipping_quotes';
      const request = { method: 'GET', path, ids: [orderId, addressId], capability } as const;
      // A quote describes what was chosen: one that cannot be read tells no code, and stops nothing.
      return (await caller.oneOrMore(request, quote)).rows;
    },
  };
}
