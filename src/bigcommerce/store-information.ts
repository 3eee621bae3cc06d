import { z } from 'zod';
import { optionalObject } from '../http/row-fields.ts';
import type { RowKind, Rows } from '../http/rows.ts';
import { currency, optionalText, text, whole } from './fields.ts';
import type { StoreCaller } from './store-request.ts';

/** What the store says of itself (V2). */
export interface StoreInformation {
  /** The store hash. */
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly secureUrl: string;
  /** `live`, or another word of BigCommerce's. */
  readonly status: string;
  readonly currency: string;
  /** For example `Ounces` or `KGS`: as it comes, the list of values is not published in full (UNCONFIRMED). */
  readonly weightUnits: string;
  readonly dimensionUnits: string;
  readonly language: string;
  /** For example `Europe/Helsinki`; "" where the store does not say. */
  readonly timeZone: string;
}

/** The store's own information. Needs "Information & Settings". */
export interface StoreInformationResource {
  get(): Promise<StoreInformation>;
}

/** The store's clock. */
export interface TimeResource {
  /** Epoch milliseconds. The documented way to check credentials. */
  get(): Promise<number>;
}

/** A status of orders. Names are the merchant's to change: only the id means something. */
export interface OrderStatus {
  readonly id: number;
  readonly name: string;
  readonly systemLabel: string;
  readonly customLabel: string;
}

/** The order statuses of a store (V2). */
export interface OrderStatusesResource {
  list(): Promise<Rows<OrderStatus>>;
}

const capability = 'Information & Settings';

const information: RowKind<StoreInformation> = {
  name: 'store',
  keys: [],
  schema: z
    .object({
      id: optionalText,
      name: text,
      domain: text,
      secure_url: text,
      status: text,
      currency,
      weight_units: text,
      dimension_units: text,
      language: text,
      timezone: optionalObject({ name: text }),
    })
    .transform((row): StoreInformation => ({
      id: row.id ?? '',
      name: row.name,
      domain: row.domain,
      secureUrl: row.secure_url,
      status: row.status,
      currency: row.currency,
      weightUnits: row.weight_units,
      dimensionUnits: row.dimension_units,
      language: row.language,
      timeZone: row.timezone?.name ?? '',
    })),
};

const time: RowKind<number> = {
  name: 'time',
  keys: [],
  schema: z.object({ time: whole }).transform((row) => row.time * 1000),
};

const statusRows: RowKind<OrderStatus> = {
  name: 'order status',
  keys: ['id'],
  schema: z.object({ id: whole, name: text, system_label: text, custom_label: text }).transform((row): OrderStatus => ({
    id: row.id,
    name: row.name,
    systemLabel: row.system_label,
    customLabel: row.custom_label,
  })),
};

/** @internal */
export function createStoreInformation(caller: StoreCaller): StoreInformationResource {
  return { get: () => caller.row({ method: 'GET', path: '/v2/store', capability }, information) };
}

/** @internal */
export function createTime(caller: StoreCaller): TimeResource {
  return { get: () => caller.row({ method: 'GET', path: '/v2/time', capability }, time) };
}

/** @internal */
export function createOrderStatuses(caller: StoreCaller): OrderStatusesResource {
  return {
    async list() {
      const request = { method: 'GET', path: '/v2/order_statuses', capability: 'Orders' } as const;
      return caller.wholeListV2(request, statusRows);
    },
  };
}
