import type { MerchantState } from '../warehouse/merchant-state.ts';
import { promotePending } from '../warehouse/order-life.ts';
import { stockChanged } from '../warehouse/stock.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';
import { ensureShelf } from './tenants.ts';

/** Goods arrive. Open stock updates are filled, PENDING orders move on. A quantity may be negative: a stock correction. */
export function receiveGoods(
  world: World,
  goods: Readonly<Record<string, number>>,
  merchantId?: string,
): { merchantId: string; received: Record<string, number>; unidentified: string[] } {
  const merchant = merchantId === undefined ? [...world.merchants.values()][0] : world.merchants.get(merchantId);
  if (!merchant) throw new ControlError(404, `There is no merchant ${merchantId ?? ''}.`);
  const received: Record<string, number> = {};
  const unidentified: string[] = [];
  for (const [sku, quantity] of Object.entries(goods)) {
    if (!Number.isInteger(quantity)) throw new ControlError(400, `The quantity of '${sku}' is not a whole number.`);
  }
  for (const [sku, quantity] of Object.entries(goods)) {
    const shelf = ensureShelf(world, merchant, sku);
    if (shelf.unidentified) unidentified.push(shelf.code);
    const product = merchant.product(shelf.code);
    if (!product) continue;
    product.stock += quantity;
    product.incoming = Math.max(0, product.incoming - Math.max(0, quantity));
    fillStockUpdates(world, merchant, sku, quantity);
    stockChanged(world, merchant, product);
    received[shelf.code] = quantity;
    world.ledger.record('myogo goods in', `${merchant.merchantId}/${shelf.code}`, { quantity });
  }
  promotePending(world, merchant);
  return { merchantId: merchant.merchantId, received, unidentified };
}

function fillStockUpdates(world: World, merchant: MerchantState, code: string, quantity: number): void {
  let left = quantity;
  for (const update of merchant.stockUpdates) {
    for (const line of update.products) {
      if (line.code !== code || left <= 0) continue;
      const take = Math.min(left, Math.max(0, line.expectedQuantity - line.receivedQuantity));
      if (take === 0) continue;
      line.receivedQuantity += take;
      left -= take;
      const now = world.clock.now();
      update.modified = now;
      update.arrivalDate ??= new Date(now).toISOString();
      // UNCONFIRMED: the words for a stock update's status after NEW.
      update.status = update.products.every((p) => p.receivedQuantity >= p.expectedQuantity) ? 'RECEIVED' : 'RECEIVING';
    }
  }
}
