import { allRows, type Page, type PageOptions, pagesOf } from '../../http/paging.ts';
import { wordsOf } from '../../http/error-words.ts';
import { scrub } from '../../http/redact.ts';
import { namesId } from '../batch.ts';
import {
  type InventoryItem,
  inventoryItemRows,
  type InventoryLocation,
  inventoryLocationRows,
  type InventorySettings,
  inventorySettingsRow,
  transaction,
} from './inventory-items.ts';
import type { Rows } from '../../http/rows.ts';
import type { StoreCaller } from '../store-request.ts';
import { decodeJson } from '../../http/json.ts';

/** Which items; by one kind of id. Pages hold up to 1,000. */
export interface InventoryFilter extends PageOptions {
  readonly skus?: readonly string[];
  readonly variantIds?: readonly number[];
  readonly productIds?: readonly number[];
  readonly locationId?: number;
}

/** A level to set, by exactly one kind of id: the one by which the store tracks the item. */
export type LevelAt = { readonly locationId: number; readonly quantity: number } & (
  | { readonly sku: string; readonly variantId?: never; readonly productId?: never }
  | { readonly variantId: number; readonly sku?: never; readonly productId?: never }
  | { readonly productId: number; readonly sku?: never; readonly variantId?: never }
);

/** Levels to set at once, at most 2,000. */
export interface AbsoluteAdjustment {
  /** For people, in the store's history. */
  readonly reason: string;
  readonly items: readonly LevelAt[];
}

/** What became of an adjustment. */
export type AdjustmentOutcome =
  /** Taken; the levels follow some time later. */
  | { readonly outcome: 'accepted'; readonly transactionId: string }
  /**
   * Refused with 422, or done in part. Whether the items that are not at fault were written is not documented (UNCONFIRMED): without those at
   * fault the same levels can be sent again, because they are absolute.
   */
  | {
      readonly outcome: 'refused';
      /** The store's words, scrubbed. */
      readonly message: string;
      /** The items that the words name; may be empty, then divide and try again. */
      readonly named: readonly LevelAt[];
    };

/** Stock by location (V3). Needs "Store Inventory"; `locations` needs "Store Locations". */
export interface InventoryResource {
  /** One page; default 1,000 rows. */
  items(filter: InventoryFilter): Promise<Page<InventoryItem>>;
  pages(filter: InventoryFilter): AsyncGenerator<Page<InventoryItem>, void, undefined>;
  /** All locations, all pages. */
  locations(): Promise<Rows<InventoryLocation>>;
  setAbsolute(adjustment: AbsoluteAdjustment): Promise<AdjustmentOutcome>;
  /** Needs "Information & Settings". */
  settings(): Promise<InventorySettings>;
}

const capability = 'Store Inventory';
const LARGEST_PAGE = 1_000;
const MOST_ITEMS = 2_000;

/** @internal */
export function createInventory(caller: StoreCaller): InventoryResource {
  const items = (filter: InventoryFilter): Promise<Page<InventoryItem>> =>
    caller.listV3(
      {
        method: 'GET',
        path: '/v3/inventory/items',
        query: {
          'sku:in': filter.skus,
          'variant_id:in': filter.variantIds,
          'product_id:in': filter.productIds,
          'location_id:in': filter.locationId,
        },
        capability,
      },
      inventoryItemRows,
      { ...filter, limit: filter.limit ?? LARGEST_PAGE },
    );

  return {
    items,
    pages: (filter) => pagesOf('bigcommerce', items, filter),

    async locations() {
      const request = { method: 'GET', path: '/v3/inventory/locations', capability: 'Store Locations' } as const;
      return allRows('bigcommerce', (options) => caller.listV3(request, inventoryLocationRows, options));
    },

    async setAbsolute({ reason, items: levels }) {
      if (levels.length > MOST_ITEMS) throw new RangeError(`at most ${MOST_ITEMS} levels at once`);
      const body = { reason, items: levels.map(itemRow) };
      const path = '/v3/inventory/adjustments/absolute';
      const answered = await caller.exchange({ method: 'PUT', path, body, capability });
      // A 207 says that not all of it was done, and not what: the same as for a refusal.
      if (answered.answer.status === 422 || answered.answer.status === 207) {
        const words = wordsOf(answered.answer);
        return { outcome: 'refused', message: scrub(words), named: levels.filter((level) => isNamed(level, words)) };
      }
      const answer = caller.expectSuccess(answered);
      // The status says that it was taken, with or without a body (202, 204); a proxy's page says nothing.
      const transactionId = answer.text.trim() === '' ? '' : decodeJson(answer, transaction, answered.call);
      return { outcome: 'accepted', transactionId };
    },

    settings: () =>
      caller.data(
        { method: 'GET', path: '/v3/settings/inventory', capability: 'Information & Settings' },
        inventorySettingsRow,
      ),
  };
}

function itemRow(level: LevelAt): Record<string, number | string | undefined> {
  return {
    location_id: level.locationId,
    sku: level.sku,
    variant_id: level.variantId,
    product_id: level.productId,
    quantity: level.quantity,
  };
}

/** Words as recorded: `[Item with variant_id 106 is tracked by product, …]`, `identity: [product_id 113]`. */
function isNamed(level: LevelAt, words: string): boolean {
  if (level.variantId !== undefined) return words.includes('variant_id') && namesId(words, level.variantId);
  if (level.productId !== undefined) return words.includes('product_id') && namesId(words, level.productId);
  const { sku } = level;
  const at = words.indexOf(sku);
  // `A-1` is not named by words about `A-10`.
  return sku !== '' && at >= 0 && !/[\w-]/.test(`${words[at - 1] ?? ''} ${words[at + sku.length] ?? ''}`);
}
