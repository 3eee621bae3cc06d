import type { OwedReport } from '../../contract/stock.ts';
import type { Bought } from '../products/warehouse-code.ts';
import { digestOfOpen } from './carry.ts';

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
    (rule.waitingStatuses.includes(order.statusId) || rule.importStatuses.includes(order.statusId)) &&
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

/**
 * Unreserved pieces by SKU, kept by order, so that an order that is read twice counts once: what its status in the store
 * says, and where the ledger has a row of it, what its run says.
 *
 * An order never leaves while a run goes on: an order that was handed over meanwhile is open no more, but the myOGO
 * levels that were read may not have it yet. Counting it is at worst too low until the next run; not counting it would
 * sell its goods twice.
 */
export class OpenOrders {
  readonly #orders = new Map<number, Map<string, number>>();
  readonly #owed = new Map<number, Readonly<Record<string, number>>>();
  readonly #totals = new Map<string, number>();
  readonly #estimate = new Map<string, number>();
  /** SKU → variant → what was bought under it, and how many pieces are owed. */
  readonly #shares = new Map<string, Map<number, Share>>();
  /** Variant → SKUs that it was bought by. */
  readonly #skusOf = new Map<number, Set<string>>();
  /** Order → SKU → what it bought by it. */
  readonly #lines = new Map<number, Map<string, Bought>>();

  /**
   * Takes a waiting order as it is now; where it was taken before, the larger quantity of each SKU stands.
   * @param estimate what its status says of its unreserved pieces
   */
  add(order: StockOrder, estimate: ReadonlyMap<string, number> = orderedPieces(order)): void {
    this.meet(order);
    const known = this.#orders.get(order.id) ?? new Map<string, number>();
    const owed = this.#owed.get(order.id);
    for (const [sku, pieces] of estimate) {
      const more = pieces - (known.get(sku) ?? 0);
      if (more <= 0) continue;
      known.set(sku, pieces);
      addTo(this.#estimate, sku, more);
      if (owed?.[sku] === undefined) this.#count(order.id, sku, more);
    }
    this.#orders.set(order.id, known);
  }

  /** Takes the ledger's rows: what an order's run says of a SKU stands, whatever the store's status says. */
  owe(rows: readonly OwedReport[]): void {
    for (const { orderId, owed, bought = {} } of rows) {
      for (const [sku, [productId, variantId]] of Object.entries(bought))
        this.#meet(orderId, { sku, productId, variantId });
      const before = this.#owed.get(orderId) ?? {};
      const estimate = this.#orders.get(orderId);
      for (const [sku, pieces] of Object.entries(owed)) {
        this.#count(orderId, sku, pieces - (before[sku] ?? estimate?.get(sku) ?? 0));
      }
      this.#owed.set(orderId, { ...before, ...owed });
    }
  }

  of(sku: string): number {
    return this.#totals.get(sku) ?? 0;
  }

  /** All of them. */
  totals(): ReadonlyMap<string, number> {
    return this.#totals;
  }

  /** What stands for all that the store's statuses say. */
  get estimate(): string {
    return digestOfOpen(this.#estimate);
  }

  /** What was bought under a SKU. */
  boughtAs(sku: string): readonly Bought[] {
    return [...(this.#shares.get(sku)?.values() ?? [])].map(({ bought }) => bought);
  }

  /**
   * What may not be the row's although it was bought by the row's SKU, or may be although it was not: the store renamed it, or
   * gave its SKU to another variant. How many pieces of each are owed.
   */
  sharesBeside({ sku, variantId }: { readonly sku: string; readonly variantId: number }): readonly Share[] {
    const others = [...(this.#shares.get(sku)?.values() ?? [])].filter(({ bought }) => bought.variantId !== variantId);
    const former = [...(this.#skusOf.get(variantId) ?? [])].flatMap((other) => {
      const share = other === sku ? undefined : this.#shares.get(other)?.get(variantId);
      return share === undefined || share.pieces === 0 ? [] : [share];
    });
    return [...others, ...former];
  }

  /** An order that was read, whether or not it waits: what it bought may have another SKU by now. */
  meet(order: StockOrder): void {
    for (const { sku, type, productId = 0, variantId = 0 } of order.shipping.flatMap(({ lines }) => lines)) {
      if (type === 'physical' && sku !== '' && variantId !== 0) this.#meet(order.id, { sku, productId, variantId });
    }
  }

  #meet(orderId: number, bought: Bought): void {
    const { sku, variantId } = bought;
    const lines = this.#lines.get(orderId) ?? new Map<string, Bought>();
    this.#lines.set(orderId, lines);
    if (lines.has(sku)) return;
    lines.set(sku, bought);
    const shares = this.#shares.get(sku) ?? new Map<number, Share>();
    this.#shares.set(sku, shares);
    if (!shares.has(variantId)) shares.set(variantId, { bought, pieces: 0 });
    this.#skusOf.set(variantId, (this.#skusOf.get(variantId) ?? new Set<string>()).add(sku));
  }

  #count(orderId: number, sku: string, more: number): void {
    addTo(this.#totals, sku, more);
    const variantId = this.#lines.get(orderId)?.get(sku)?.variantId;
    const share = variantId === undefined ? undefined : this.#shares.get(sku)?.get(variantId);
    if (share !== undefined) share.pieces += more;
  }
}

/** What one variant was bought by one SKU, and the pieces that are owed of it. */
interface Share {
  readonly bought: Bought;
  pieces: number;
}

function addTo(totals: Map<string, number>, sku: string, more: number): void {
  totals.set(sku, (totals.get(sku) ?? 0) + more);
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
