import type { Rows } from '../../http/rows.ts';
import type { Stock, StockResource } from '../../myogo/stock.ts';
import type { Asking } from '../runtime/retry-in-place.ts';
import { codesOf, type OddRows } from './odd-rows.ts';

/** Who hears of what is there and not clear. */
export interface HearsUnclear {
  readonly odd: OddRows;
  /** Hears of a code that several rows of myOGO carry with different levels. */
  readonly several: (code: string) => void;
  /** Codes that several rows carried when they were read last: a list of changes may show one of them alone. */
  readonly doubted?: ReadonlySet<string>;
}

/** Codes that are asked about once more, because a list showed them twice; beyond it they stay unclear. */
const ASKED_AGAIN = 100;

/** True where pieces are in the warehouse, or were there so lately that some are still to be had. */
export function isInStock({ stock, stockAvailable }: Pick<Stock, 'stock' | 'stockAvailable'>): boolean {
  return (stock ?? 0) > 0 || stockAvailable > 0;
}

/**
 * myOGO's rows by their code, as they are read: the one place that says which level a code has. None has a code whose row
 * cannot be read, nor one that several rows carry with different levels, as of two products under one code: neither of
 * them is guessed.
 */
export class StockByCode {
  readonly #rows = new Map<string, Stock>();
  readonly #twice = new Set<string>();
  readonly #unread = new Set<string>();
  readonly #inStock = new Set<string>();
  readonly #hears: HearsUnclear;

  constructor(hears: HearsUnclear) {
    this.#hears = hears;
  }

  add(page: Rows<Stock>): void {
    this.#add(page);
    for (const { productCode } of page.rows) if (this.#hears.doubted?.has(productCode)) this.#twice.add(productCode);
  }

  #add(page: Rows<Stock>): void {
    this.#hears.odd(page);
    for (const code of codesOf(page.unreadable)) this.#unread.add(code);
    for (const row of page.rows) {
      const before = this.#rows.get(row.productCode);
      if (before !== undefined && before.stockAvailable !== row.stockAvailable) this.#twice.add(row.productCode);
      this.#rows.set(row.productCode, row);
      if (isInStock(row)) this.#inStock.add(row.productCode);
    }
  }

  /** What came for one code alone: whatever differs in it are different rows. */
  addAnswer(page: Rows<Stock>): void {
    const own = new StockByCode(this.#hears);
    own.#add(page);
    this.#take(own);
  }

  /**
   * The rows whose level is clear. A code that a list showed twice, or once where there were several rows, is asked about by
   * itself: the list may have moved while it was read, or may leave out what has not changed.
   */
  async clear(stock: Pick<StockResource, 'byCode'>, ask: Asking): Promise<ReadonlyMap<string, Stock>> {
    for (const code of [...this.#twice].slice(0, ASKED_AGAIN)) {
      const answer = await ask(() => stock.byCode(code));
      this.#twice.delete(code);
      this.#rows.delete(code);
      this.addAnswer(answer);
    }
    for (const code of this.#twice) this.#drop(code);
    for (const code of this.#unread) this.#rows.delete(code);
    return this.#rows;
  }

  /** Codes with pieces in the warehouse. */
  get inStock(): ReadonlySet<string> {
    return this.#inStock;
  }

  #take(own: StockByCode): void {
    for (const code of own.#twice) own.#drop(code);
    for (const code of own.#unread) this.#unread.add(code);
    for (const [code, row] of own.#rows) this.#rows.set(code, row);
    for (const code of own.#inStock) this.#inStock.add(code);
  }

  #drop(code: string): void {
    this.#rows.delete(code);
    this.#hears.several(code);
  }
}
