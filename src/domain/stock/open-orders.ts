import type { OwedReport } from '../../contract/stock.ts';
import type { Bought } from '../products/warehouse-code.ts';
import { BoughtShares } from './bought-shares.ts';
import { digestOfOpen } from './carry.ts';
import { openOfLine, orderedPieces, type StockOrder } from './stock-level.ts';

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
  readonly #owed = new Map<number, Map<string, number>>();
  readonly #totals = new Map<string, number>();
  readonly #estimate = new Map<string, number>();
  readonly #shares = new BoughtShares();

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
      if (owed?.has(sku) !== true) addTo(this.#totals, sku, more);
    }
    this.#orders.set(order.id, known);
    this.#share(order.id);
  }

  /** Takes the ledger's rows: what an order's run says of a SKU stands, whatever the store's status says. */
  owe(rows: readonly OwedReport[]): void {
    for (const { orderId, owed, bought = {} } of rows) {
      for (const [sku, variants] of Object.entries(bought)) {
        for (const [productId, variantId, ordered] of variants)
          this.#shares.meet(orderId, { sku, productId, variantId }, { ordered, open: 0 });
      }
      const known = this.#owed.get(orderId) ?? new Map<string, number>();
      const estimate = this.#orders.get(orderId);
      for (const [sku, pieces] of Object.entries(owed)) {
        addTo(this.#totals, sku, pieces - (known.get(sku) ?? estimate?.get(sku) ?? 0));
        known.set(sku, pieces);
      }
      this.#owed.set(orderId, known);
      this.#share(orderId);
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
    return this.#shares.boughtAs(sku);
  }

  /**
   * What may not be the row's although it was bought by the row's SKU, or may be although it was not: the store renamed it, or
   * gave its SKU to another variant. How many pieces of each are owed.
   */
  sharesBeside(row: { readonly sku: string; readonly variantId: number }): ReturnType<BoughtShares['beside']> {
    return this.#shares.beside(row);
  }

  /** An order that was read, whether or not it waits: what it bought may have another SKU by now. */
  meet(order: StockOrder): void {
    const lines = new Map<string, { bought: Bought; ordered: number; open: number }>();
    for (const line of order.shipping.flatMap((place) => place.lines)) {
      const { sku, type, productId = 0, variantId = 0 } = line;
      if (type !== 'physical' || sku === '') continue;
      const key = `${variantId} ${sku}`;
      const of = lines.get(key) ?? { bought: { sku, productId, variantId }, ordered: 0, open: 0 };
      of.ordered += line.quantity;
      of.open += openOfLine(line);
      lines.set(key, of);
    }
    for (const { bought, ...pieces } of lines.values()) this.#shares.meet(order.id, bought, pieces);
    this.#share(order.id);
  }

  #share(orderId: number): void {
    const owed = this.#owed.get(orderId);
    const estimate = this.#orders.get(orderId);
    this.#shares.share(orderId, (sku) => owed?.get(sku) ?? estimate?.get(sku) ?? 0);
  }
}

function addTo(totals: Map<string, number>, sku: string, more: number): void {
  totals.set(sku, (totals.get(sku) ?? 0) + more);
}
