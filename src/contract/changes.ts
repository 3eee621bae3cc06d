import type { LegHealth, LegsHealth } from './integration/health.ts';
import type { StoreHash } from './ids.ts';
import type { ProductState } from './products.ts';
import type { DueLevel, Listed, StockCarry, WrittenLevel } from './stock.ts';

/** The sources that the latest-changes run asks, each with its own cursor. */
export const changeSources = ['myogoStock', 'myogoOrders', 'storeOrders', 'storeProducts'] as const;
export type ChangeSource = (typeof changeSources)[number];

/** ISO time of the answering server's clock, up to which everything was acknowledged. */
export type Cursors = { readonly [S in ChangeSource]?: string };

export interface LatestChangesInput {
  readonly storeHash: StoreHash;
  /** Milliseconds between two runs: a run ends itself after half of it. Default: five minutes. */
  readonly everyMs?: number;
  /** The watch that looks at the store between runs, for example `3-of-8`. */
  readonly watch?: string;
  /** Of the settings and credentials that a look must know at least. */
  readonly versions?: { readonly settings: number; readonly credentials: number };
}

/** What `reconcile` reads: everything, or only what was named by a run that had too much to do itself. */
export interface ReconcileInput {
  readonly storeHash: StoreHash;
  readonly catchUp?: CatchUp;
  /** Locations that stock was written to before: what is ours is taken away there once the levels are written. */
  readonly leftLocations?: readonly number[];
}

/** Sources to read without bound: from an ISO time on, or all that there is (`null`). */
export type CatchUp = { readonly [S in ChangeSource]?: string | null };

export type LegOutcome =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'done'; readonly changes: number }
  | { readonly kind: 'catching-up'; readonly why: string }
  | { readonly kind: 'failed'; readonly type: string; readonly message: string };

export interface StockLegResult {
  /** Levels written to the store. */
  readonly written: number;
  /** Levels that were right already. */
  readonly unchanged: number;
  /** Codes that the store does not know, the first 100 of them listed. */
  readonly unknown: { readonly count: number; readonly codes: readonly string[] };
  /** Items that the store does not track. */
  readonly untracked: number;
  /** Several SKUs of one product that the store tracks by product. */
  readonly trackingMismatch: { readonly count: number; readonly skus: readonly string[] };
  /** Zeros kept back because the first goods are still awaited. */
  readonly awaited: number;
  /** The first 100 items that the store refused, with its words; `due` counts them all. */
  readonly refused: readonly { readonly sku: string; readonly message: string }[];
  /** Zeros kept back until a person answers, or because one refused them. */
  readonly braked: number;
  /** What was written, with both values. */
  readonly changed: Listed<WrittenLevel>;
  /** What is not as it should be, with both values, since when, and why. Every number above counts these rows. */
  readonly due: Listed<DueLevel>;
  /** How many of them are known to be wrong, and left to people or to a later run. */
  readonly left: number;
  /** Rows that could not be read: they were not taken for absent, and cost no other row. */
  readonly odd?: Listed<OddStockRow>;
}

/** A row of a side that could not be read, by its own key there. Never a value of it. */
export interface OddStockRow {
  readonly kind: string;
  readonly id?: string | number;
  readonly sku?: string;
  /** The product that a variant belongs to. */
  readonly of?: number;
  readonly field: string;
  /** What would be right there: `number`, `date`. */
  readonly expected?: string;
}

/** The schedule's completion result: carries the cursors to the next run. */
export interface LatestChangesReport {
  readonly startedAt: string;
  readonly cursors: Cursors;
  /** Runs since the product poll last ran. */
  readonly sinceProducts: number;
  /** ISO time of that poll, by Temporal's clock. */
  readonly productsAt?: string;
  readonly legs: { readonly [S in ChangeSource]?: LegOutcome };
  /** What the run did with levels; where it had nothing to do, what is due. */
  readonly stock?: StockLegResult;
  /** Every level that is due now, whichever run of latest changes found it. */
  readonly due?: Listed<DueLevel>;
  /** Products and variants that the last look at products could not read: myOGO was told nothing of them. */
  readonly oddProducts?: Listed<OddStockRow>;
  readonly orders?: { readonly started: number; readonly signalled: number; readonly unknownReferences: number };
  /** Cursor of the store's orders as far as stock is concerned: the stock leg may fail while the order leg goes on. */
  readonly stockOrdersSince?: string;
  /** Cursor of the store's catalogue as far as stock is concerned. */
  readonly stockProductsSince?: string;
  /** The settings that the store's levels were computed by: when they differ, all levels are compared. */
  readonly stockSettings?: string;
  /** Locations that stock was written to before the setting changed: what is ours must be taken away there. */
  readonly leftLocations?: readonly number[];
  /** Tries of that in vain, and runs until the next one: after 1, 2, 4 … 12 runs. */
  readonly leftPause?: { readonly tries: number; readonly wait: number };
  /** What is due, and what levels were computed by. */
  readonly stockCarry?: StockCarry;
  /** How each leg stands after this run: since when it fails, and when it was last done. */
  readonly health?: LegsHealth;
  /** What a run could not do is tried again by the next ones. */
  readonly triesAgain?: true;
  /** Why the run did nothing, for example while the integration is paused. */
  readonly note?: string;
}

/** What one question to one source found. */
export type Peek =
  | { readonly kind: 'unchanged'; readonly cursor: string }
  | { readonly kind: 'changed'; readonly cursor: string; readonly many: boolean }
  /** `wentBack`: what was asked from lies ahead of the clock that answered now; what changed meanwhile nobody was shown. */
  | { readonly kind: 'no-cursor'; readonly cursor: string; readonly wentBack?: true }
  | { readonly kind: 'failed'; readonly type: string; readonly message: string };

export type Peeks = { readonly [S in ChangeSource]?: Peek };

/** Begins the note of a comparison whose stock could not be compared. */
export const STOCK_NOTE = 'Stock: ';

export interface DriftReport {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly stock: { readonly compared: number; readonly repaired: number; readonly left: number };
  readonly orders: { readonly compared: number; readonly started: number; readonly left: number };
  readonly products: { readonly compared: number; readonly differing: number; readonly missingInStore: number };
  readonly notes: readonly string[];
  /** Parts that failed, and what a part could not judge; their words are among the notes. */
  readonly failures?: readonly { readonly type: string; readonly message: string }[];
  /** How the schedule’s comparison stands after this one. Not in those begun otherwise. */
  readonly health?: LegHealth;
  /** The rows that the numbers of `stock` count, the first 100 of each by name, and what could not be read. */
  readonly levels?: Pick<StockLegResult, 'changed' | 'due' | 'odd'>;
  /** Products and variants of either side that could not be read: they were left as they are. */
  readonly oddProducts?: Listed<OddStockRow>;
  /** What the numbers of `products` count, the first 100 of each. Absent where there is nothing of it. */
  readonly productRows?: readonly ComparedProduct[];
  /** Rows beyond the first 100 of each kind: they came as messages to the comparison's run, and its history keeps them. */
  readonly kept?: KeptRows;
  /** What the schedule's comparisons found, the latest last, up to 30 of them. Not in those begun otherwise. */
  readonly trend?: readonly DriftPoint[];
}

/** One comparison's drift, over all its parts. */
export interface DriftPoint {
  /** ISO time. */
  readonly at: string;
  readonly found: number;
  readonly repaired: number;
  /** What is left to people: kept back, refused, or only reported. */
  readonly left: number;
}

/** A product of a comparison: brought to myOGO (`differs`), or left to people. */
export type ComparedProduct =
  | { readonly what: 'differs' | 'missing-in-store'; readonly sku: string }
  /** Renamed in the store since myOGO was told of it. */
  | { readonly what: 'renamed'; readonly sku: string; readonly to: string }
  /** It cannot be told whose the code is. */
  | { readonly what: 'unclear'; readonly sku: string; readonly state: ProductState };

/** One row of a comparison's whole report. */
export type ReportRow =
  | ({ readonly part: 'stock'; readonly what: 'written' } & WrittenLevel)
  | ({ readonly part: 'stock'; readonly what: 'due' } & DueLevel)
  | ({ readonly part: 'stock' | 'products'; readonly what: 'unreadable' } & OddStockRow)
  | ({ readonly part: 'products' } & ComparedProduct);

/** Where the rows beyond the listed ones are: in the history of this run. */
export interface KeptRows {
  readonly runId: string;
  /** The attempt of each part whose rows count: one before it did not end. */
  readonly attempts: { readonly [P in ReportRow['part']]?: number };
  readonly rows: number;
}

/** Some rows of a part, as its activity sends them to the comparison's run. */
export interface ReportRows {
  readonly part: ReportRow['part'];
  readonly attempt: number;
  readonly rows: readonly ReportRow[];
}

/** What an activity has sent of its rows. */
export interface SentRows {
  readonly attempt: number;
  readonly rows: number;
}
