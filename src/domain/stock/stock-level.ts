import { countedStatuses } from '../shared/store-status.ts';

/** The most that BigCommerce keeps as a level; more is silently not saved. */
const LARGEST_LEVEL = 2_147_483_647;

/** What the level of one SKU is made of, in pieces. */
export interface StockFacts {
  /** myOGO's `stockAvailable`: on the shelf, minus what its open orders reserve. May be negative. */
  readonly available: number;
  /** Unreserved: owed by the store and not reserved in myOGO, unpaid and held orders included. */
  readonly open: number;
  /** Kept back from the store. */
  readonly buffer: number;
}

/**
 * The level that the store should show: max(0, available − open − buffer). Zero is a level like any other, and nothing
 * is ever negative.
 */
export function storeLevel({ available, open, buffer }: StockFacts): number {
  const pieces = Math.floor(available) - open - buffer;
  return Math.min(LARGEST_LEVEL, Math.max(0, pieces));
}

/** A line of a store order, as far as stock is concerned. */
export interface StockLine {
  readonly sku: string;
  readonly type: string;
  readonly quantity: number;
  readonly quantityShipped: number;
  readonly quantityRefunded: number;
  /** What was bought, whatever its SKU is now; 0 for a custom line. */
  readonly productId?: number;
  readonly variantId?: number;
}

/** A store order with the lines that go to addresses. Pickups and downloads never leave the warehouse. */
export interface StockOrder {
  readonly id: number;
  readonly statusId: number;
  readonly dateCreated: string;
  readonly isDeleted: boolean;
  readonly shipping: readonly { readonly lines: readonly StockLine[] }[];
}

/** Which orders wait for hand-over. */
export interface WaitingRule {
  readonly waitingStatuses: readonly number[];
  readonly importStatuses: readonly number[];
  /** ISO time: older orders are not ours, so their goods do not count. */
  readonly ordersFrom: string;
}

/**
 * True where an order's goods are promised but not yet reserved in myOGO. An import status counts even if the merchant
 * left it out of the waiting ones: such an order is about to be handed over.
 */
export function isWaiting(order: StockOrder, rule: WaitingRule): boolean {
  return (
    !order.isDeleted &&
    countedStatuses(rule).includes(order.statusId) &&
    Date.parse(order.dateCreated) >= Date.parse(rule.ordersFrom)
  );
}

/** The pieces of each SKU that an order still asks of the warehouse. */
export function orderedPieces(order: StockOrder): Map<string, number> {
  const pieces = new Map<string, number>();
  for (const line of order.shipping.flatMap(({ lines }) => lines)) {
    if (line.type !== 'physical' || line.sku === '') continue;
    const left = openOfLine(line);
    if (left > 0) pieces.set(line.sku, (pieces.get(line.sku) ?? 0) + left);
  }
  return pieces;
}

/** The pieces that a line still asks of the warehouse. */
export function openOfLine({
  quantity,
  quantityRefunded,
  quantityShipped,
}: Pick<StockLine, 'quantity' | 'quantityRefunded' | 'quantityShipped'>): number {
  return Math.max(0, quantity - quantityRefunded - quantityShipped);
}

/** The SKUs of an order's physical lines, also of those that ask for nothing any more. */
export function orderedSkus(order: StockOrder): string[] {
  const lines = order.shipping.flatMap(({ lines }) => lines);
  return [...new Set(lines.filter(({ type, sku }) => type === 'physical' && sku !== '').map(({ sku }) => sku))];
}

/** Fewer zeros than this never need a person. */
const BRAKE_AT_LEAST = 10;

/**
 * How many SKUs must be in stock in the store for this many of them to go to zero without asking; 0 where no number
 * of zeros of this size needs asking.
 * @param share 0–1; 1 never asks
 */
export function inStockForZeros(zeros: number, share: number): number {
  if (zeros < BRAKE_AT_LEAST || share >= 1) return 0;
  return share <= 0 ? Infinity : Math.ceil(zeros / share);
}
