import type { OddRows } from '../odd-rows.ts';
import type { ShelfRow } from './store-levels.ts';

/** Levels that the store has and that could not be read: a zero over one of them may be a fall. */
export class UnreadLevels {
  readonly #skus: Set<string>;
  #unnamed = false;

  /** @param skus those that cannot be asked for */
  constructor(skus: readonly string[] = []) {
    this.#skus = new Set(skus);
  }

  readonly hears: OddRows = ({ unreadable, leftOut }) => {
    for (const { sku } of unreadable) {
      if (sku === undefined) this.#unnamed = true;
      else this.#skus.add(sku);
    }
    for (const { sku, field } of leftOut) if (sku !== undefined && field === 'inventory_level') this.#skus.add(sku);
  };

  /** @param shown what is shown elsewhere: where that is zero, nothing can fall */
  mark(row: ShelfRow, shown?: number): ShelfRow {
    const isUnread = row.level === undefined && shown !== 0 && (this.#unnamed || this.#skus.has(row.sku));
    return isUnread ? { ...row, unread: true } : row;
  }
}
