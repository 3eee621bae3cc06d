import { idParam } from '../exchange.ts';
import { ok } from '../reply.ts';
import type { World } from '../world.ts';
import { v2NotFound } from './errors.ts';
import type { StoreRoute } from './route.ts';
import { routeMaker } from './route.ts';
import type { ShippingMethod, ShippingZone, StoreState } from './store-state.ts';
import { money } from './money.ts';

function storeView(store: StoreState): Record<string, unknown> {
  const domain = `${store.hash}.example.test`;
  return {
    id: store.hash,
    account_uuid: `00000000-0000-4000-8000-${String(store.storeId).padStart(12, '0')}`,
    domain,
    secure_url: `https://${domain}`,
    control_panel_base_url: `https://store-${store.hash}.example.test`,
    status: 'live',
    name: store.name,
    first_name: '',
    last_name: '',
    address: '',
    country: 'Finland',
    country_code: 'FI',
    infrastructure_region: 'europe-west1',
    phone: '',
    admin_email: `owner@${domain}`,
    order_email: `orders@${domain}`,
    favicon_url: '',
    timezone: {
      name: 'Europe/Helsinki',
      raw_offset: 7200,
      dst_offset: 10_800,
      dst_correction: true,
      date_format: { display: 'j.n.Y', export: 'j.n.Y', extended_display: 'j.n.Y H:i' },
    },
    language: 'en',
    currency: 'EUR',
    currency_symbol: '€',
    decimal_separator: '.',
    thousands_separator: ',',
    decimal_places: 2,
    currency_symbol_location: 'right',
    weight_units: 'KGS',
    dimension_units: 'Centimeters',
    dimension_decimal_places: 2,
    dimension_decimal_token: '.',
    dimension_thousands_token: ',',
    plan_name: 'Store',
    plan_level: 'Store',
    plan_is_trial: false,
    industry: '',
    logo: [],
    is_price_entered_with_tax: false,
    store_id: store.storeId,
    default_channel_id: 1,
    default_site_id: 1000,
    active_comparison_modules: [],
    features: {
      stencil_enabled: true,
      sitewidehttps_enabled: true,
      checkout_type: 'optimized',
      multi_storefront_enabled: false,
    },
  };
}

const zoneView = (zone: ShippingZone) => ({
  id: zone.id,
  name: zone.name,
  type: zone.type,
  locations: zone.countries.map((country_iso2, index) => ({ id: zone.id * 100 + index, country_iso2 })),
  free_shipping: {
    enabled: zone.freeShipping,
    minimum_sub_total: money(zone.freeShipping ? 100 : 0),
    exclude_fixed_shipping_products: false,
  },
  handling_fees: { fixed_surcharge: '0', display_separately: false },
  enabled: true,
});

const methodView = (method: ShippingMethod) => ({
  id: method.id,
  name: method.name,
  type: method.type,
  settings: method.settings,
  enabled: method.enabled,
  handling_fees: { fixed_surcharge: '0' },
  is_fallback: false,
});

/** The store itself, its zones and methods: all below "Information & Settings". */
export function storeRoutes(world: World): StoreRoute[] {
  const route = routeMaker(world, 'store_v2_information');
  const zone = (store: StoreState, id: number): ShippingZone => {
    const found = store.zones.find((z) => z.id === id);
    if (!found) throw v2NotFound();
    return found;
  };
  return [
    route('GET', '/v2/store', ({ store }) => ok(storeView(store))),
    route('GET', '/v2/time', () => ok({ time: Math.floor(world.clock.now() / 1000) })),
    route('GET', '/v2/shipping/zones', ({ store }) => ok(store.zones.map(zoneView))),
    route('GET', '/v2/shipping/zones/:zoneId', ({ store, exchange }) =>
      ok(zoneView(zone(store, idParam(exchange, 'zoneId')))),
    ),
    route('GET', '/v2/shipping/zones/:zoneId/methods', ({ store, exchange }) =>
      ok(zone(store, idParam(exchange, 'zoneId')).methods.map(methodView)),
    ),
    route('GET', '/v2/shipping/zones/:zoneId/methods/:methodId', ({ store, exchange }) => {
      const method = zone(store, idParam(exchange, 'zoneId')).methods.find(
        (m) => m.id === idParam(exchange, 'methodId'),
      );
      if (!method) throw v2NotFound();
      return ok(methodView(method));
    }),
  ];
}
