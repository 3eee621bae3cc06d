import { z } from 'zod';
import { essential, misfit, optionalObject, readNumber, readText } from '../../http/row-fields.ts';
import { valueAt, type RowKind } from '../../http/rows.ts';
import { count, flag, listOf, optionalText, sku, text, whole, looseCount } from '../fields.ts';

/** The stock of one item at the locations that have it. */
export interface InventoryItem {
  /** "" where the item has none. */
  readonly sku: string;
  readonly productId: number;
  /** 0 where the stock is tracked by product. */
  readonly variantId: number;
  readonly locations: readonly {
    readonly locationId: number;
    /** On hand less the safety stock: what the storefront sells. */
    readonly availableToSell: number;
    /** What an absolute adjustment sets. */
    readonly onHand: number;
    readonly safetyStock: number;
  }[];
}

/** A place that holds stock. By default the storefront sells location 1 only. */
export interface InventoryLocation {
  readonly id: number;
  readonly code: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly isDefault: boolean;
}

/** When the store itself moves stock. */
export interface InventorySettings {
  /** `order_placed`, `order_completed_or_shipped`, or undefined where the store has not said. */
  readonly updateStockBehavior: string | undefined;
  readonly editOrderStockAdjustment: boolean;
  readonly refundOrderStockAdjustment: boolean;
}

const amount = essential('number', readNumber);

const levelsOf = z
  .object({
    location_id: whole,
    // The store's own level may be a fraction: what is written over it is whole.
    available_to_sell: amount,
    total_inventory_onhand: amount,
    settings: optionalObject({ safety_stock: looseCount }),
  })
  .transform((row) => ({
    locationId: row.location_id,
    availableToSell: row.available_to_sell,
    onHand: row.total_inventory_onhand,
    safetyStock: row.settings?.safety_stock ?? 0,
  }));

/** A row of `/v3/inventory/items`. */
export const inventoryItemRows: RowKind<InventoryItem> = {
  name: 'inventory item',
  keys: ['identity.sku', 'identity.variant_id', 'identity.product_id'],
  sku: 'identity.sku',
  schema: z
    .object({
      identity: z.object({ sku, product_id: count, variant_id: count }),
      locations: listOf(levelsOf),
    })
    .transform(({ identity, locations }): InventoryItem => ({
      sku: identity.sku,
      productId: identity.product_id,
      variantId: identity.variant_id,
      locations,
    })),
};

/** A row of `/v3/inventory/locations`. */
export const inventoryLocationRows: RowKind<InventoryLocation> = {
  name: 'location',
  keys: ['id'],
  schema: z.object({ id: whole, code: text, label: text, enabled: flag }).transform((row): InventoryLocation => ({
    id: row.id,
    code: row.code,
    label: row.label,
    enabled: row.enabled,
    // Documented: the default location is the one with id 1.
    isDefault: row.id === 1,
  })),
};

/** `/v3/settings/inventory`. */
export const inventorySettingsRow: RowKind<InventorySettings> = {
  name: 'inventory settings',
  keys: [],
  schema: z
    .object({
      update_stock_behavior: optionalText,
      edit_order_stock_adjustment: flag,
      refund_order_stock_adjustment: flag,
    })
    .transform((row): InventorySettings => ({
      updateStockBehavior: row.update_stock_behavior,
      editOrderStockAdjustment: row.edit_order_stock_adjustment,
      refundOrderStockAdjustment: row.refund_order_stock_adjustment,
    })),
};

/** The answer to an adjustment, which its status tells. The transaction cannot be asked about: any JSON will do. */
export const transaction = z.unknown().transform((body) => {
  const id = readText(valueAt(body, 'transaction_id'));
  return id === misfit ? '' : id;
});
