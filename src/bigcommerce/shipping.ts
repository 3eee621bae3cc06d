import { z } from 'zod';
import { optionalObject } from '../http/row-fields.ts';
import type { RowKind, Rows } from '../http/rows.ts';
import { flag, id, listOf, text } from './fields.ts';
import type { StoreCaller } from './store-request.ts';

/** A shipping zone of the store. */
export interface ShippingZone {
  readonly id: number;
  readonly name: string;
  /** `zip`, `country`, `state` or `global`. */
  readonly type: string;
  readonly enabled: boolean;
  /** ISO two-letter codes; empty for a global zone. */
  readonly countries: readonly string[];
  /** The zone offers free shipping, which is no row among its methods: orders then say "Free Shipping". */
  readonly freeShipping: boolean;
}

/** A shipping method of a zone. Orders carry its name, free text, and not its id. */
export interface ShippingMethod {
  readonly id: number;
  readonly name: string;
  /** `perorder`, `peritem`, `weight`, a carrier's name, and so on. */
  readonly type: string;
  readonly enabled: boolean;
}

/** Shipping zones and methods (V2). Needs "Information & Settings". */
export interface ShippingResource {
  zones(): Promise<Rows<ShippingZone>>;
  methods(zoneId: number): Promise<Rows<ShippingMethod>>;
}

const capability = 'Information & Settings';

const zoneRows: RowKind<ShippingZone> = {
  name: 'shipping zone',
  keys: ['id'],
  schema: z
    .object({
      id,
      name: text,
      type: text,
      enabled: flag,
      locations: listOf(z.object({ country_iso2: text })),
      // `[]` where nothing is set.
      free_shipping: optionalObject({ enabled: flag }),
    })
    .transform((row): ShippingZone => ({
      id: row.id,
      name: row.name,
      type: row.type,
      enabled: row.enabled,
      countries: [...new Set(row.locations.map((location) => location.country_iso2))].filter((code) => code !== ''),
      freeShipping: row.free_shipping?.enabled === true,
    })),
};

const methodRows: RowKind<ShippingMethod> = {
  name: 'shipping method',
  keys: ['id'],
  schema: z
    .object({ id, name: text, type: text, enabled: flag })
    .transform((row): ShippingMethod => ({ id: row.id, name: row.name, type: row.type, enabled: row.enabled })),
};

/** @internal */
export function createShipping(caller: StoreCaller): ShippingResource {
  return {
    zones: () => caller.wholeListV2({ method: 'GET', path: '/v2/shipping/zones', capability }, zoneRows),
    methods: (zoneId) =>
      caller.wholeListV2(
        { method: 'GET', path: '/v2/shipping/zones/{}/methods', ids: [zoneId], capability },
        methodRows,
      ),
  };
}
