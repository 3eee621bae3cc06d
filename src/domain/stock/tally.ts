import type { OddStockRow, ReportRow, StockLegResult } from '../../contract/changes.ts';
import { defined } from '../../contract/defined.ts';
import { isWrong, type DueLevel, type DueReason, type WrittenLevel } from '../../contract/stock.ts';
import { LISTED, OddList } from '../shared/odd-rows.ts';

export type Due = Omit<DueLevel, 'sku' | 'since'>;

/**
 * What one run did with each SKU, across its passes: written, right already, or due and why. A SKU has one outcome, the
 * last one; every number of a report counts these rows.
 */
export class Tally {
  readonly #written = new Map<string, Omit<WrittenLevel, 'sku'>>();
  readonly #unchanged = new Set<string>();
  readonly #due = new Map<string, Due>();
  readonly #odd = new OddList();
  /** The level that each row was left with. */
  readonly #levels = new Map<string, number>();

  /** @param why what the level is made of */
  written(sku: string, from: number | undefined, to: number, why?: string): void {
    this.#unchanged.delete(sku);
    this.#due.delete(sku);
    this.#written.set(sku, { from: this.#written.get(sku)?.from ?? from ?? null, to, ...defined({ why }) });
    this.#levels.set(sku, to);
  }

  unchanged(sku: string, level?: number): void {
    if (level !== undefined) this.#levels.set(sku, level);
    this.#due.delete(sku);
    if (!this.#written.has(sku)) this.#unchanged.add(sku);
  }

  due(sku: string, reason: DueReason, more: Partial<Omit<Due, 'reason'>> = {}): void {
    this.#unchanged.delete(sku);
    this.#written.delete(sku);
    this.#levels.delete(sku);
    this.#due.set(sku, { reason, level: null, wanted: null, ...more });
  }

  wrote(sku: string): boolean {
    return this.#written.has(sku);
  }

  allWritten(): readonly string[] {
    return [...this.#written.keys()];
  }

  /** Levels that the store was left with: written, or right already. */
  levels(): ReadonlyMap<string, number> {
    return this.#levels;
  }

  reasonOf(sku: string): DueReason | undefined {
    return this.#due.get(sku)?.reason;
  }

  /** A row that could not be read, by its own key. */
  odd(row: OddStockRow): void {
    this.#odd.add(row);
  }

  /** Every SKU with an outcome. */
  seen(): readonly string[] {
    return [...this.#written.keys(), ...this.#unchanged, ...this.#due.keys()];
  }

  allDue(): readonly (readonly [sku: string, due: Due])[] {
    return [...this.#due];
  }

  dueFor(...reasons: readonly DueReason[]): readonly string[] {
    return [...this.#due].filter(([, { reason }]) => reasons.includes(reason)).map(([sku]) => sku);
  }

  /** @param sinceOf ISO time that a SKU is due since */
  result(sinceOf: (sku: string, due: Due) => string): StockLegResult {
    const result = resultOf(this.#allDue(sinceOf), { written: this.#allWritten(), unchanged: this.#unchanged.size });
    return { ...result, ...defined({ odd: this.#odd.listed }) };
  }

  /** The rows that the result counts and does not list. */
  unlisted(sinceOf: (sku: string, due: Due) => string): readonly ReportRow[] {
    const part = 'stock';
    const beyond = <Row>(rows: readonly Row[]): readonly Row[] => rows.slice(LISTED);
    return [
      ...beyond(this.#allWritten()).map((row) => ({ part, what: 'written', ...row }) as const),
      ...beyond(this.#allDue(sinceOf).toSorted(byWrong)).map((row) => ({ part, what: 'due', ...row }) as const),
      ...this.#odd.unlisted.map((row) => ({ part, what: 'unreadable', ...row }) as const),
    ];
  }

  #allWritten(): readonly WrittenLevel[] {
    return [...this.#written].map(([sku, of]) => ({ sku, ...of }));
  }

  #allDue(sinceOf: (sku: string, due: Due) => string): readonly DueLevel[] {
    return [...this.#due].map(([sku, of]) => ({ sku, ...of, since: sinceOf(sku, of) }));
  }
}

/** Every number of a report from its rows. */
export function resultOf(
  due: readonly DueLevel[],
  { written, unchanged }: { readonly written: readonly WrittenLevel[]; readonly unchanged: number },
): StockLegResult {
  const dueFor = (...reasons: readonly DueReason[]): readonly DueLevel[] =>
    due.filter(({ reason }) => reasons.includes(reason));
  const codes = dueFor('not-in-store', 'not-looked-for').map(({ sku }) => sku);
  const mismatch = dueFor('tracking-mismatch').map(({ sku }) => sku);
  const refused = dueFor('refused-by-store', 'several-rows');
  return {
    written: written.length,
    unchanged,
    unknown: { count: codes.length, codes: codes.slice(0, LISTED) },
    untracked: dueFor('untracked').length,
    trackingMismatch: { count: mismatch.length, skus: mismatch.slice(0, LISTED) },
    awaited: dueFor('awaited').length,
    refused: refused.slice(0, LISTED).map(({ sku, message = '' }) => ({ sku, message })),
    braked: dueFor('asked', 'refused-by-person').length,
    changed: { count: written.length, rows: written.slice(0, LISTED) },
    due: { count: due.length, rows: due.toSorted(byWrong).slice(0, LISTED) },
    left: due.filter(isWrong).length,
  };
}

/** What is wrong comes first: it must not be hidden behind codes that the store never sold. */
function byWrong(a: DueLevel, b: DueLevel): number {
  return Number(isWrong(b)) - Number(isWrong(a));
}
