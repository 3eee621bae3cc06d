import type { MerchantView, Sides, StoreView } from './both-sides.ts';

/** A sellable thing of the store, as the walk itself reads it. */
export interface ShelfItem {
  readonly variantId: number;
  readonly sku: string;
  readonly name: string;
  readonly level: number | null;
  /** False where the store keeps no level of its own for it: untracked, or one level for several variants. */
  readonly ownLevel: boolean;
}

export function shelfItems(store: StoreView): readonly ShelfItem[] {
  return store.products.flatMap(({ name, tracking, variants }) =>
    variants.map(({ variantId, sku, level }) => ({
      variantId,
      sku,
      name,
      level,
      ownLevel: tracking === 'variant' || (tracking === 'product' && variants.length === 1),
    })),
  );
}

/** How often the warehouse has each code. */
export function codeCounts(warehouse: MerchantView): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of warehouse.products) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** Statuses of the store whose orders still take from its stock. */
const WAITING = new Set([7, 11, 12]);

/** Pieces by SKU that were ordered since `since` (ISO) and that the warehouse does not know of yet. */
function openPieces({ store, warehouse }: Sides, since: string): ReadonlyMap<string, number> {
  const handedOver = new Set(warehouse.orders.map(({ reference }) => reference));
  const open = new Map<string, number>();
  for (const order of store.orders) {
    if (order.created < since || !WAITING.has(order.statusId)) continue;
    if (handedOver.has(`${store.storeHash}-${order.orderId}`)) continue;
    for (const { sku, quantity } of order.lines) open.set(sku, (open.get(sku) ?? 0) + quantity);
  }
  return open;
}

export interface StockComparison {
  /** SKUs whose level is the warehouse's available stock minus what is open. */
  readonly equal: number;
  /** One line for each SKU that differs. */
  readonly differing: readonly string[];
  /** SKUs of both sides for which the store keeps no level of its own. */
  readonly withoutLevel: number;
}

/** The promise of the stock leg, computed anew from what both servers say. */
export function compareStock(sides: Sides, since: string): StockComparison {
  const open = openPieces(sides, since);
  const available = new Map(sides.warehouse.products.map(({ code, stockAvailable }) => [code, stockAvailable]));
  const differing: string[] = [];
  let equal = 0;
  let withoutLevel = 0;
  for (const { sku, level, ownLevel } of shelfItems(sides.store)) {
    const inWarehouse = available.get(sku);
    if (inWarehouse === undefined) continue;
    if (!ownLevel) {
      withoutLevel += 1;
      continue;
    }
    const want = Math.max(0, inWarehouse - (open.get(sku) ?? 0));
    if (level === want) equal += 1;
    else differing.push(`${sku}: store ${level ?? 'none'}, warehouse ${inWarehouse}, open ${open.get(sku) ?? 0}`);
  }
  return { equal, differing, withoutLevel };
}
