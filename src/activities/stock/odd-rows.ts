import type { DueReason } from '../../contract/stock.ts';
import type { OddRow, Rows } from '../../http/rows.ts';
import type { Tally } from '../../domain/stock/tally.ts';

/** What of a page could not be read. */
export type OddPage = Pick<Rows<unknown>, 'unreadable' | 'leftOut'>;

/** Hears of rows that could not be read, and of fields that rows go without. */
export type OddRows = (page: OddPage) => void;

/** Names odd rows in a run's report. */
export function oddRowsInto(tally: Tally): OddRows {
  return ({ unreadable, leftOut }) => {
    for (const row of [...unreadable, ...leftOut]) tally.odd(row);
  };
}

/** The codes of myOGO's rows that could not be read: their levels are unknown, and not zero. */
export function codesOf(rows: readonly OddRow[]): readonly string[] {
  return rows.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

/** Rows of the store that could not be read: what is not found beside them may be one of them. */
export class Oddities {
  readonly hears: OddRows;
  readonly #named = new Set<string>();
  #unnamed = false;

  constructor(tally: Tally) {
    const report = oddRowsInto(tally);
    this.hears = (page) => {
      report(page);
      for (const { sku } of page.unreadable) {
        if (sku === undefined) this.#unnamed = true;
        else this.#named.add(sku);
      }
    };
  }

  reasonFor(code: string): DueReason {
    return this.#unnamed || this.#named.has(code) ? 'unreadable' : 'not-in-store';
  }
}

/** Codes of myOGO that are there and whose level is not clear: neither zero nor unknown, they stay due. */
export class UnclearCodes {
  readonly #tally: Tally;
  readonly #codes = new Map<string, 'unreadable' | 'several-rows'>();
  #unnamed = false;
  /** The odd rows of myOGO that were met. */
  readonly rows: OddRow[] = [];

  readonly doubted: ReadonlySet<string>;

  /** @param doubted codes that several rows carried when they were read last */
  constructor(tally: Tally, doubted: readonly string[] = []) {
    this.#tally = tally;
    this.doubted = new Set(doubted);
  }

  readonly odd: OddRows = (page) => {
    oddRowsInto(this.#tally)(page);
    this.rows.push(...page.unreadable);
    for (const code of codesOf(page.unreadable)) this.#codes.set(code, 'unreadable');
    this.#unnamed ||= page.unreadable.some(({ id }) => typeof id !== 'string');
  };

  readonly several = (code: string): void => {
    this.#codes.set(code, 'several-rows');
  };

  /** True where nobody can tell whether myOGO has the code: its row, or one that may be its row, cannot be read. */
  has(code: string): boolean {
    return this.#unnamed || this.#codes.has(code);
  }

  /** Makes them due. @param clear codes whose level was read later */
  due(clear?: ReadonlyMap<string, unknown>): void {
    for (const [code, reason] of this.#codes) {
      if (clear?.has(code) !== true) this.#tally.due(code, reason, { message: words[reason] });
    }
  }
}

const words = {
  unreadable: 'myOGO’s row of this code cannot be read.',
  'several-rows': 'Several rows of myOGO carry this code, with different levels.',
} as const;
