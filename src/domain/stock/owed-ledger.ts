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
  readonly gone: readonly (readonly [orderId: number, revision: number, at: number, bought?: OwedReport['bought']])[];
  readonly complete: boolean;
  /** SKUs whose level must be computed anew. */
  readonly touched: readonly string[];
}

interface Gone {
  readonly revision: number;
  readonly at: number;
  readonly bought?: OwedReport['bought'];
}

/**
 * Orders whose unreserved pieces differ from what the store's status says, each as it was reported last: order →
 * revision, SKU → pieces. A row goes when nothing differs any more.
 */
export class OwedLedger {
  /** False until a lost part was rebuilt. */
  complete: boolean;
  readonly #rows = new Map<number, OwedReport>();
  readonly #gone = new Map<number, Gone>();
  readonly #touched: Set<string>;

  constructor(carried?: OwedSnapshot, complete = true) {
    this.complete = carried?.complete ?? complete;
    for (const row of carried?.rows ?? []) this.#rows.set(row.orderId, row);
    for (const [orderId, revision, at, bought] of carried?.gone ?? [])
      this.#gone.set(orderId, { revision, at, ...(bought === undefined ? {} : { bought }) });
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
  take({ orderId, revision, owed, bought }: OwedReport, now: number): void {
    const before = this.#rows.get(orderId);
    const known = before?.revision ?? this.#gone.get(orderId)?.revision;
    if (known !== undefined && revision <= known) return;
    const skus = new Set([...Object.keys(before?.owed ?? {}), ...Object.keys(owed)]);
    for (const sku of skus) if (before?.owed[sku] !== owed[sku]) this.#touched.add(sku);
    if (Object.keys(owed).length === 0) {
      this.#rows.delete(orderId);
      // The level of what it was bought as is due by the SKU that this has today.
      this.#gone.set(orderId, {
        revision,
        at: now,
        ...(before?.bought === undefined ? {} : { bought: before.bought }),
      });
    } else {
      this.#gone.delete(orderId);
      this.#rows.set(orderId, { orderId, revision, owed, ...(bought === undefined ? {} : { bought }) });
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
    const left = [...this.#gone].filter(([, { bought }]) => bought !== undefined).map(([id]) => id);
    const ids = [...this.#rows.keys(), ...left].filter((id) => id > after).sort((a, b) => a - b);
    const listed = ids.slice(0, ROWS);
    const rows = listed.flatMap((id) => this.#rows.get(id) ?? this.#leftRow(id) ?? []);
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
      gone: [...this.#gone].map(([orderId, { revision, at, bought }]) =>
        bought === undefined ? [orderId, revision, at] : [orderId, revision, at, bought],
      ),
      complete: this.complete,
      touched: [...this.#touched],
    };
  }

  /** An order that owes nothing beside its status any more, with what it bought. */
  #leftRow(orderId: number): OwedReport | undefined {
    const gone = this.#gone.get(orderId);
    return gone?.bought === undefined ? undefined : { orderId, revision: gone.revision, owed: {}, bought: gone.bought };
  }

  #forget(now: number): void {
    for (const [orderId, { at }] of this.#gone) if (now - at >= FORGET_AFTER_MS) this.#gone.delete(orderId);
  }
}
