import type { World } from '../world.ts';
import type { OrderLine, StoreOrder } from './order-state.ts';
import { changeLevel, currentLevel } from './stock-levels.ts';
import type { StoreState } from './store-state.ts';

/** Statuses in which an order's stock is the store's again. */
const givesBack = new Set([0, 1, 5, 6]);
const countsAsShipped = new Set([2, 10]);

/** Brings what the store has deducted for an order in line with its status and `update_stock_behavior`. */
export function settleStock(world: World, store: StoreState, order: StoreOrder): void {
  const settings = world.settings.of(store.hash);
  for (const line of order.lines) {
    const kept = line.quantity - (settings.refundOrderStockAdjustment ? line.refunded : 0);
    if (givesBack.has(order.statusId)) take(world, store, order, line, 0);
    else if (settings.updateStockBehavior === 'order_placed') take(world, store, order, line, kept);
    else if (countsAsShipped.has(order.statusId)) take(world, store, order, line, kept);
    else take(world, store, order, line, line.taken);
  }
}

/** Gives back everything that an order's lines hold, e.g. before they are replaced. */
export function giveBack(world: World, store: StoreState, order: StoreOrder): void {
  for (const line of order.lines) take(world, store, order, line, 0);
}

function take(world: World, store: StoreState, order: StoreOrder, line: OrderLine, target: number): void {
  const more = target - line.taken;
  if (more === 0) return;
  const variant = store.catalogue.variants.get(line.variantId);
  if (!variant || variant.product.tracking === 'none') return;
  const level = currentLevel(store, variant);
  if (more > level) {
    // A storefront refuses this; placing it by control stands for the race that a wrong level allows.
    world.ledger.record('store oversold', `${store.hash}/${line.sku}`, { orderId: order.id, wanted: more, level });
  }
  const change = more > 0 ? -Math.min(more, Math.max(0, level)) : -more;
  line.taken -= change;
  changeLevel(world, store, variant, change, 'order');
}
