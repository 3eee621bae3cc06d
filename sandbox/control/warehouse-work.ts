import type { MerchantState, WarehouseOrder } from '../warehouse/merchant-state.ts';
import { readStatus } from '../warehouse/merchant-state.ts';
import { moveOrder, promotePending, splitOrder } from '../warehouse/order-life.ts';
import { enoughForPending, stockChanged } from '../warehouse/stock.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';
import { ensureShelf } from './tenants.ts';

export interface WarehouseChange {
  merchantId?: string;
  /** Any status word, in any casing. */
  status?: string;
  /** One tracking number, or several: they are put together with commas. `''` takes it away. */
  tracking?: string | string[];
  trackingUrl?: string;
  comments?: string;
  /** Splits a PENDING order in two. */
  split?: boolean;
  /** Which of several orders with this reference, from 0. Default: the newest. */
  occurrence?: number;
}

export interface WarehouseAnswer {
  reference: string;
  status: string;
  /** The reference of the split-off order. */
  splitOff?: string;
}

/** Finds an order by its reference, among all merchants unless one is named. */
function findOrder(
  world: World,
  reference: string,
  change: Pick<WarehouseChange, 'merchantId' | 'occurrence'>,
): { merchant: MerchantState; order: WarehouseOrder } {
  for (const merchant of world.merchants.values()) {
    if (change.merchantId !== undefined && merchant.merchantId !== change.merchantId) continue;
    const order = merchant.withReference(reference).at(change.occurrence ?? -1);
    if (order) return { merchant, order };
  }
  throw new ControlError(404, `The warehouse has no order with the reference '${reference}'.`);
}

/** What the warehouse does to an order: picks, ships with or without tracking, cancels, splits. */
export function workOrder(world: World, reference: string, change: WarehouseChange): WarehouseAnswer {
  const { merchant, order } = findOrder(world, reference, change);
  let splitOff: WarehouseOrder | undefined;
  if (change.split) {
    splitOff = splitOrder(world, merchant, order);
    if (!splitOff) throw new ControlError(409, 'Only a PENDING order of which a part is in stock can be split.');
  }
  if (change.tracking !== undefined) {
    const tracking = Array.isArray(change.tracking) ? change.tracking.join(',') : change.tracking;
    order.trackingNumber = tracking === '' ? null : tracking;
  }
  if (change.trackingUrl !== undefined) order.trackingUrl = change.trackingUrl;
  if (change.comments !== undefined) order.warehouseComments = change.comments;
  const status = change.status === undefined ? order.status : readStatus(change.status);
  if (!status) throw new ControlError(400, `'${change.status ?? ''}' is not a status of the warehouse.`);
  const picks = status === 'Collecting' || status === 'Shipped';
  if (picks && order.status === 'Pending' && !enoughForPending(merchant, order))
    throw new ControlError(409, 'The goods of this order are not in stock.');
  moveOrder(world, merchant, order, status, 'warehouse');
  return { reference: order.reference, status: order.status, ...(splitOff && { splitOff: splitOff.reference }) };
}

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
