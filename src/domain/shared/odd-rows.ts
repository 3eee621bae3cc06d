import type { OddStockRow } from '../../contract/changes.ts';
import type { Listed } from '../../contract/stock.ts';

/** How many rows of a report are listed by name; all of them are counted. */
export const LISTED = 100;

/**
 * Rows that could not be read, each once however often it is met. All are counted and only the first 100 named: whoever
 * reads again what was named does not read the others.
 */
export class OddList {
  readonly #rows = new Map<string, OddStockRow>();

  constructor(rows: readonly OddStockRow[] = []) {
    for (const row of rows) this.add(row);
  }

  add(row: OddStockRow): void {
    const { kind, id, of, sku, field } = row;
    // Without an id, what it is a part of and its SKU tell it from others.
    this.#rows.set(JSON.stringify([kind, id ?? [of, sku], field]), row);
  }

  get size(): number {
    return this.#rows.size;
  }

  get rows(): readonly OddStockRow[] {
    return [...this.#rows.values()];
  }

  /** As every report names them; `undefined` where there are none. */
  get listed(): Listed<OddStockRow> | undefined {
    return this.size === 0 ? undefined : { count: this.size, rows: this.rows.slice(0, LISTED) };
  }

  /** Those that are counted alone. */
  get unlisted(): readonly OddStockRow[] {
    return this.rows.slice(LISTED);
  }
}
