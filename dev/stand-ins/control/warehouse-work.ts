import { readDate } from '../clock.ts';
import type { JsonObject } from '../exchange.ts';
import type { MerchantState, WarehouseOrder } from '../warehouse/merchant-state.ts';
import { moveOrder, splitOrder, stampOrder } from '../warehouse/order-life.ts';
import { enoughForPending, withoutHold } from '../warehouse/stock.ts';
import type { World } from '../world.ts';
import { ControlError } from './control-error.ts';
import { type Goods, readLines, readWord, splitByPeople, type WarehouseSplit } from './warehouse-people.ts';

export interface WarehouseChange {
  merchantId?: string;
  /** Any status word, in any casing; also back from where the API cannot go, e.g. CANCELLED to NEW. */
  status?: string;
  /** One tracking number, or several: they are put together with commas. `''` takes it away. */
  tracking?: string | string[];
  /** `''` takes it away. */
  trackingUrl?: string;
  comments?: string;
  /** `true` splits a PENDING order by what is in stock; otherwise what leaves it, in any status. */
  split?: true | WarehouseSplit;
  /** Replaces the lines: fewer, more, other ones. */
  lines?: Goods[];
  /** Put beside the lines, e.g. a gift. */
  addLines?: Goods[];
  /** Other fields of the order, e.g. `customer`: they replace what was sent. */
  fields?: JsonObject;
  /** It vanishes from every list and look-up; `false` brings it back. */
  hidden?: boolean;
  /** What its row says instead of the truth, e.g. `{ status: 'ON-HOLD' }`; `null` ends it. */
  odd?: JsonObject | null;
  /** The time that this change bears, or `same` for that of the last one. Default: now. */
  editTime?: string;
  /** Which of several orders with this reference, from 0. Default: the newest. */
  occurrence?: number;
  /** Which of them by the warehouse's own id. */
  id?: string;
}

export interface WarehouseAnswer {
  reference: string;
  status: string;
  /** The reference of the split-off order. */
  splitOff?: string;
  /** Its own id in the warehouse. */
  splitOffId?: string;
}

/** Finds an order by its reference, among all merchants unless one is named. */
function findOrder(
  world: World,
  reference: string,
  change: Pick<WarehouseChange, 'merchantId' | 'occurrence' | 'id'>,
): { merchant: MerchantState; order: WarehouseOrder } {
  for (const merchant of world.merchants.values()) {
    if (change.merchantId !== undefined && merchant.merchantId !== change.merchantId) continue;
    const found = merchant.withReference(reference);
    const order =
      change.id === undefined ? found.at(change.occurrence ?? -1) : found.find((each) => each.id === change.id);
    if (order) return { merchant, order };
  }
  throw new ControlError(404, `The warehouse has no order with the reference '${reference}'.`);
}

/** What the warehouse's people do to an order: pick, ship with or without tracking, cancel, revive, split, change. */
export function workOrder(world: World, reference: string, change: WarehouseChange): WarehouseAnswer {
  const { merchant, order } = findOrder(world, reference, change);
  const status = change.status === undefined ? order.status : readWord(change.status);
  const at = readEditTime(change.editTime, order.edited);
  const lines = linesAfter(world, merchant, order, change);
  mustBeThere(merchant, { ...order, lines: lines ?? order.lines }, status);
  const splitOff = split(world, merchant, order, change.split);
  if (lines) {
    withoutHold(world, merchant, order, () => {
      order.lines = lines;
    });
  }
  if (change.tracking !== undefined) {
    const tracking = Array.isArray(change.tracking) ? change.tracking.join(',') : change.tracking;
    order.trackingNumber = tracking === '' ? null : tracking;
  }
  if (change.trackingUrl !== undefined) order.trackingUrl = change.trackingUrl === '' ? null : change.trackingUrl;
  if (change.comments !== undefined) order.warehouseComments = change.comments;
  if (change.fields) order.fields = { ...order.fields, ...change.fields };
  if (change.hidden !== undefined) order.hidden = change.hidden;
  if (change.odd === null) delete order.odd;
  else if (change.odd) order.odd = change.odd;
  if (change.status !== undefined || Object.keys(change).some((name) => changesTheRow.has(name)))
    move(world, merchant, order, splitOff && change.status === undefined ? order.status : status);
  if (at !== undefined) merchant.touchOrder(order, at);
  return {
    reference: order.reference,
    status: order.status,
    ...(splitOff && { splitOff: splitOff.reference, splitOffId: splitOff.id }),
  };
}

/** What moves the edit time; vanishing and an odd row do not. */
const changesTheRow = new Set(['tracking', 'trackingUrl', 'comments', 'split', 'lines', 'addLines', 'fields']);

/** Goods that are not on the shelf cannot be picked: then nothing of the change is done. */
function mustBeThere(merchant: MerchantState, order: WarehouseOrder, status: WarehouseOrder['status']): void {
  const picks = status === 'Collecting' || status === 'Shipped';
  if (picks && order.status === 'Pending' && !order.waits && !enoughForPending(merchant, order))
    throw new ControlError(409, 'The goods of this order are not in stock.');
}

function move(world: World, merchant: MerchantState, order: WarehouseOrder, status: WarehouseOrder['status']): void {
  if (status === order.status) {
    stampOrder(world, merchant, order);
    return;
  }
  // People may let it wait although its goods are there; what waits for goods goes on by itself.
  order.waits = status === 'Pending' && enoughForPending(merchant, order);
  moveOrder(world, merchant, order, status, 'warehouse');
}

function split(
  world: World,
  merchant: MerchantState,
  order: WarehouseOrder,
  wanted: WarehouseChange['split'],
): WarehouseOrder | undefined {
  if (wanted === undefined) return undefined;
  if (wanted !== true) return splitByPeople(world, merchant, order, wanted);
  const part = splitOrder(world, merchant, order);
  if (!part) throw new ControlError(409, 'Only a PENDING order of which a part is in stock can be split.');
  return part;
}

function linesAfter(
  world: World,
  merchant: MerchantState,
  order: WarehouseOrder,
  { lines, addLines, split: wanted }: WarehouseChange,
): WarehouseOrder['lines'] | undefined {
  if (!lines && !addLines) return undefined;
  if (wanted) throw new ControlError(400, 'Split an order first, then change its lines.');
  return [...(lines ? readLines(world, merchant, lines) : order.lines), ...readLines(world, merchant, addLines ?? [])];
}

function readEditTime(given: string | undefined, last: number): number | undefined {
  if (given === undefined) return undefined;
  if (given === 'same') return last;
  const at = readDate(given);
  if (at === undefined) throw new ControlError(400, `editTime takes an ISO time or 'same', not '${given}'.`);
  return at;
}
