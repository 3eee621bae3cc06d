import { idParam, isObject, jsonBody } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import type { InventoryLocation, LocationLevel, StoreVariant } from './catalogue-state.ts';
import { available } from './catalogue-state.ts';
import { inventoryRefusal, v3Refusal } from './errors.ts';
import { findTarget, maxAdjustments } from './inventory-adjust.ts';
import type { StoreCall } from './route.ts';
import { listFilter, numberListFilter, onlyV3Filters, v3List } from './v3-list.ts';

const itemFilters = new Set('sku:in variant_id:in product_id:in location_id:in location_code:in page limit'.split(' '));

/** Ids of the variants that the filters leave, ascending. */
function matching(call: StoreCall): number[] {
  const { catalogue } = call.store;
  const { query } = call.exchange;
  onlyV3Filters(query, itemFilters);
  const skus = listFilter(query, 'sku:in');
  const variants = numberListFilter(query, 'variant_id:in');
  const products = numberListFilter(query, 'product_id:in');
  let rows: StoreVariant[];
  if (skus) rows = skus.flatMap((sku) => catalogue.withSku(sku));
  else if (variants) rows = variants.map((id) => catalogue.variants.get(id)).filter((v) => v !== undefined);
  else if (products) rows = products.flatMap((id) => catalogue.products.get(id)?.variants ?? []);
  else return catalogue.variantIds;
  const fits = (v: StoreVariant) =>
    (!variants || variants.includes(v.id)) && (!products || products.includes(v.product.id));
  return [...new Set(rows.filter(fits).map((v) => v.id))].sort((a, b) => a - b);
}

const levelView = (level: LocationLevel | undefined) => ({
  available_to_sell: available(level),
  total_inventory_onhand: level?.onHand ?? 0,
});

const settingsView = (variant: StoreVariant, level: LocationLevel | undefined) => ({
  safety_stock: level?.safety ?? 0,
  is_in_stock: available(level) > 0,
  warning_level: variant.warningLevel,
  bin_picking_number: '',
});

const identityView = (variant: StoreVariant) => ({
  sku: variant.sku,
  variant_id: variant.id,
  product_id: variant.product.id,
});

/** The list over all locations says this too, the list of one location does not. */
const skuIdView = (variant: StoreVariant) => ({
  sku_id: variant.options.length > 0 ? variant.id + 10_000_000 : null,
});

/** `GET /v3/inventory/items` */
export function listItems(call: StoreCall): Reply {
  const { catalogue } = call.store;
  const { query } = call.exchange;
  const ids = numberListFilter(query, 'location_id:in');
  const codes = listFilter(query, 'location_code:in');
  const locations = catalogue.locations.filter(
    (l) => (!ids || ids.includes(l.id)) && (!codes || codes.includes(l.code)),
  );
  const view = (id: number) => {
    const variant = catalogue.variants.get(id);
    if (!variant) return null;
    const levels = catalogue.levelsOf(variant);
    return {
      identity: { ...identityView(variant), ...skuIdView(variant) },
      locations: locations.map((location) => ({
        location_id: location.id,
        location_code: location.code,
        location_name: location.label,
        ...levelView(levels.get(location.id)),
        location_enabled: location.enabled,
        settings: settingsView(variant, levels.get(location.id)),
      })),
    };
  };
  return v3List(matching(call), query, view, 1000);
}

function theLocation(call: StoreCall): InventoryLocation {
  const id = idParam(call.exchange, 'locationId');
  const location = call.store.catalogue.locations.find((l) => l.id === id);
  if (!location)
    throw inventoryRefusal(`Location with id ${call.exchange.params['locationId'] ?? ''} was not found`, 404);
  return location;
}

/** `GET /v3/inventory/locations/{id}/items` */
export function listItemsAt(call: StoreCall): Reply {
  const { catalogue } = call.store;
  const location = theLocation(call);
  const view = (id: number) => {
    const variant = catalogue.variants.get(id);
    if (!variant) return null;
    const level = catalogue.levelsOf(variant).get(location.id);
    return { identity: identityView(variant), ...levelView(level), settings: settingsView(variant, level) };
  };
  return v3List(matching(call), call.exchange.query, view, 1000);
}

/** `PUT /v3/inventory/locations/{id}/items` changes settings alone, never a level. */
export function putItemSettings(call: StoreCall): Reply {
  const location = theLocation(call);
  const body = jsonBody(call.exchange);
  if (!isObject(body) || !Array.isArray(body['settings'])) throw inventoryRefusal('[settings must be a list]');
  const settings: unknown[] = body['settings'];
  if (settings.length > maxAdjustments)
    throw inventoryRefusal(`[settings must contain at most ${maxAdjustments} elements]`);
  const work = settings.map((item) => {
    if (!isObject(item) || !isObject(item['identity'])) throw inventoryRefusal('[identity must be provided]');
    const safety = item['safety_stock'];
    if (safety !== undefined && (typeof safety !== 'number' || !Number.isInteger(safety) || safety < 0))
      throw inventoryRefusal('[safety_stock is invalid]');
    return { target: findTarget(call, item['identity']), safety };
  });
  for (const { target, safety } of work) {
    const levels = target.variant ? call.store.catalogue.levelsOf(target.variant) : target.product.levels;
    const level = levels.get(location.id) ?? { onHand: 0, safety: 0, recorded: false };
    levels.set(location.id, level);
    if (safety !== undefined) level.safety = safety;
  }
  return ok({ transaction_id: call.world.random.uuid() });
}

const locationFilters = new Set(
  'location_id:in location_code:in is_default is_active managed_by_external_source type_id:in storefront_visibility page limit'.split(
    ' ',
  ),
);

/** `GET /v3/inventory/locations` */
export function listLocations(call: StoreCall): Reply {
  const { query } = call.exchange;
  onlyV3Filters(query, locationFilters);
  if (query.has('type_id:in') && !query.get('type_id:in')?.includes('PHYSICAL')) return v3List([], query, () => null);
  const ids = numberListFilter(query, 'location_id:in');
  const codes = listFilter(query, 'location_code:in');
  const flag = (name: string, value: boolean) => query.get(name) === null || query.get(name) === String(value);
  const rows = call.store.catalogue.locations.filter(
    (l) =>
      (!ids || ids.includes(l.id)) &&
      (!codes || codes.includes(l.code)) &&
      flag('is_default', l.id === 1) &&
      flag('is_active', l.enabled) &&
      flag('managed_by_external_source', false) &&
      flag('storefront_visibility', true),
  );
  return v3List(rows, query, (location) => ({
    id: location.id,
    code: location.code,
    label: location.label,
    description: '',
    managed_by_external_source: false,
    type_id: 'PHYSICAL',
    enabled: location.enabled,
    operating_hours: {},
    special_hours: [],
    time_zone: 'Etc/UTC',
    address: { address1: 'Testikatu 1', address2: '', city: 'Helsinki', state: '', zip: '00100', country_code: 'FI' },
    storefront_visibility: true,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  }));
}

/** `GET /v3/settings/inventory`: when the store deducts an order's stock by itself. */
export function inventorySettings(call: StoreCall): Reply {
  const { query } = call.exchange;
  onlyV3Filters(query, new Set(['channel_id']));
  if (query.has('channel_id') && !/^\d+$/.test(query.get('channel_id') ?? ''))
    throw v3Refusal(422, 'The channel is invalid.');
  const settings = call.world.settings.of(call.store.hash);
  const forChannel = query.has('channel_id');
  // A channel that overrides nothing answers null for every setting.
  const value = <T>(of: T): T | null => (forChannel ? null : of);
  return ok({
    data: {
      product_out_of_stock_behavior: value('do_nothing'),
      option_out_of_stock_behavior: value('do_nothing'),
      update_stock_behavior: value(settings.updateStockBehavior),
      edit_order_stock_adjustment: value(settings.editOrderStockAdjustment),
      refund_order_stock_adjustment: value(settings.refundOrderStockAdjustment),
      stock_level_display: value('dont_show'),
      default_out_of_stock_message: value('Currently out of stock'),
      hide_in_product_filtering: value(false),
      show_pre_order_stock_levels: value(false),
      show_out_of_stock_message: value(true),
    },
    meta: {},
  });
}
