import type { OwedPage, OwedReport } from '../../contract/stock.ts';

/** How long an order that has no row any more keeps its revision: a report may arrive late, and out of order. */
const FORGET_AFTER_MS = 3_600_000;
/** Rows of one answer: some 100 KB. */
const ROWS = 1_000;

/** What a part of the ledger carries over when it continues as new. */
export interface OwedSnapshot {
  readonly shape: 1;
  readonly rows: readonly OwedReport[];
  /** Order id, revision, and when it went (epoch ms). */
  readonly gone: readonly (readonly [orderId: number, revision: number, at: number])[];
  readonly complete: boolean;
  /** SKUs whose level must be computed anew. */
  readonly touched: readonly string[];
}

/**
 * Orders whose unreserved pieces differ from what the store's status says, each as it was reported last: order →
 * revision, SKU → pieces. A row goes when nothing differs any more.
 */
export class OwedLedger {
  /** False until a lost part was rebuilt. */
  complete: boolean;
  readonly #rows = new Map<number, OwedReport>();
  readonly #gone = new Map<number, { readonly revision: number; readonly at: number }>();
  readonly #touched: Set<string>;

  constructor(carried?: OwedSnapshot, complete = true) {
    this.complete = carried?.complete ?? complete;
    for (const row of carried?.rows ?? []) this.#rows.set(row.orderId, row);
    for (const [orderId, revision, at] of carried?.gone ?? []) this.#gone.set(orderId, { revision, at });
    this.#touched = new Set(carried?.touched ?? []);
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Nothing is owed, and no late report could bring anything back. */
  isOver(now: number): boolean {
    this.#forget(now);
    return this.complete && this.#rows.size === 0 && this.#gone.size === 0 && this.#touched.size === 0;
  }

  /** Takes a report in. One of an older revision changes nothing; the same one again neither. */
  take({ orderId, revision, owed }: OwedReport, now: number): void {
    const before = this.#rows.get(orderId);
    const known = before?.revision ?? this.#gone.get(orderId)?.revision;
    if (known !== undefined && revision <= known) return;
    const skus = new Set([...Object.keys(before?.owed ?? {}), ...Object.keys(owed)]);
    for (const sku of skus) if (before?.owed[sku] !== owed[sku]) this.#touched.add(sku);
    if (Object.keys(owed).length === 0) {
      this.#rows.delete(orderId);
      this.#gone.set(orderId, { revision, at: now });
    } else {
      this.#gone.delete(orderId);
      this.#rows.set(orderId, { orderId, revision, owed });
    }
  }

  get hasTouched(): boolean {
    return this.#touched.size > 0;
  }

  /** Takes out SKUs whose levels must be computed anew, at most so many. */
  takeTouched(most: number): readonly string[] {
    const skus = [...this.#touched].slice(0, most);
    for (const sku of skus) this.#touched.delete(sku);
    return skus;
  }

  /** Their levels could not be computed: they are still due. */
  putBack(skus: readonly string[]): void {
    for (const sku of skus) this.#touched.add(sku);
  }

  page(after = -1): OwedPage {
    const ids = [...this.#rows.keys()].filter((id) => id > after).sort((a, b) => a - b);
    const listed = ids.slice(0, ROWS);
    const rows = listed.flatMap((id) => this.#rows.get(id) ?? []);
    const last = listed.at(-1);
    return {
      rows,
      complete: this.complete,
      ...(ids.length > listed.length && last !== undefined ? { next: last } : {}),
    };
  }

  snapshot(now: number): OwedSnapshot {
    this.#forget(now);
    return {
      shape: 1,
      rows: [...this.#rows.values()],
      gone: [...this.#gone].map(([orderId, { revision, at }]) => [orderId, revision, at]),
      complete: this.complete,
      touched: [...this.#touched],
    };
  }

  #forget(now: number): void {
    for (const [orderId, { at }] of this.#gone) if (now - at >= FORGET_AFTER_MS) this.#gone.delete(orderId);
  }
}
