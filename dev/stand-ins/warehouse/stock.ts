import type { World } from '../world.ts';
import type { MerchantState, WarehouseOrder, WarehouseProduct, WarehouseStatus } from './merchant-state.ts';
import { announce } from './webhook-delivery.ts';

type Hold = 'none' | 'reserved' | 'pending' | 'deducted';

/** What an order in a status does to the stock. RETURNED: not public; the goods are not back on the shelf by it. */
const holds: Readonly<Record<WarehouseStatus, Hold>> = {
  Draft: 'none',
  New: 'reserved',
  Reserved: 'reserved',
  Locked: 'reserved',
  Pending: 'pending',
  Collecting: 'deducted',
  Shipped: 'deducted',
  Cancelled: 'none',
  Returned: 'deducted',
};

/** Quantity by code: a code may stand on several lines. */
export function quantities(order: Pick<WarehouseOrder, 'lines'>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of order.lines) sums.set(line.code, (sums.get(line.code) ?? 0) + line.quantity);
  return sums;
}

/** What is left for new orders; below zero while orders wait for goods. */
export const availableStock = (product: WarehouseProduct): number => product.stock - product.reserved;

function hold(world: World, merchant: MerchantState, order: WarehouseOrder, kind: Hold, sign: 1 | -1): void {
  if (kind === 'none') return;
  for (const [code, quantity] of quantities(order)) {
    const product = merchant.product(code);
    if (!product) continue;
    const change = sign * quantity;
    if (kind === 'deducted') product.stock -= change;
    else product.reserved += change;
    if (kind === 'pending') product.pendingReserved += change;
    stockChanged(world, merchant, product);
  }
}

/** Stamps a product's stock, and tells the webhooks. */
export function stockChanged(world: World, merchant: MerchantState, product: WarehouseProduct): void {
  merchant.touchStock(product, world.clock.now());
  announce(world, merchant, 'ProductStockLevelChanged', () => stockView(product));
}

export const stockView = (product: WarehouseProduct) => ({
  productCode: product.code,
  stock: product.stock,
  stockAvailable: availableStock(product),
  reserved: product.reserved,
  modified: new Date(product.stockModified).toISOString(),
});

/** Moves what an order holds from one status to the next. `null` is before its creation. */
export function moveHold(
  world: World,
  merchant: MerchantState,
  order: WarehouseOrder,
  from: WarehouseStatus | null,
  to: WarehouseStatus,
): void {
  const before: Hold = from === null ? 'none' : holds[from];
  if (before === holds[to]) return;
  hold(world, merchant, order, before, -1);
  hold(world, merchant, order, holds[to], 1);
}

/** Takes the lines of an order out of the stock counters, or puts them back, around a change of its lines. */
export function withoutHold(world: World, merchant: MerchantState, order: WarehouseOrder, change: () => void): void {
  hold(world, merchant, order, holds[order.status], -1);
  change();
  hold(world, merchant, order, holds[order.status], 1);
}

/** Whether free stock is enough for an order; what it holds already, when it does, counts for it. */
export function enoughFor(merchant: MerchantState, order: Pick<WarehouseOrder, 'lines'>, reserved = false): boolean {
  return [...quantities(order)].every(([code, quantity]) => {
    const product = merchant.product(code);
    return product !== undefined && availableStock(product) + (reserved ? quantity : 0) >= quantity;
  });
}

/** Whether the goods of a PENDING order are there now, other PENDING orders left aside. */
export function enoughForPending(merchant: MerchantState, order: WarehouseOrder): boolean {
  return [...quantities(order)].every(([code, quantity]) => {
    const product = merchant.product(code);
    return product !== undefined && product.stock - (product.reserved - product.pendingReserved) >= quantity;
  });
}
