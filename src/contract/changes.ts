import type { StoreHash } from './ids.ts';

/** The sources that the latest-changes run asks, each with its own cursor. */
export const changeSources = ['myogoStock', 'myogoOrders', 'storeOrders', 'storeProducts'] as const;
export type ChangeSource = (typeof changeSources)[number];

/** ISO time of the answering server's clock, up to which everything was acknowledged. */
export type Cursors = { readonly [S in ChangeSource]?: string };

export interface LatestChangesInput {
  readonly storeHash: StoreHash;
  /** Milliseconds between two runs: a run ends itself after half of it. Default: five minutes. */
  readonly everyMs?: number;
}

/** What `reconcile` reads: everything, or only what was named by a run that had too much to do itself. */
export interface ReconcileInput {
  readonly storeHash: StoreHash;
  readonly catchUp?: CatchUp;
}

/** Memo of a comparison that does not read everything: who wants the whole does not join it. */
export const CATCH_UP_MEMO = 'catchUp';

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
  /** Items that the store refused, with its words. */
  readonly refused: readonly { readonly sku: string; readonly message: string }[];
  /** Zeros kept back by the brake. */
  readonly braked: number;
}

/** The schedule's completion result: carries the cursors to the next run. */
export interface LatestChangesReport {
  readonly startedAt: string;
  readonly cursors: Cursors;
  /** Runs since the product poll last ran. */
  readonly sinceProducts: number;
  readonly legs: { readonly [S in ChangeSource]?: LegOutcome };
  readonly stock?: StockLegResult;
  readonly orders?: { readonly started: number; readonly signalled: number; readonly unknownReferences: number };
  /** Cursor of the store's orders as far as stock is concerned: the stock leg may fail while the order leg goes on. */
  readonly stockOrdersSince?: string;
  /** The settings that the store's levels were computed by: when they differ, all levels are compared. */
  readonly stockSettings?: string;
  /** Why the run did nothing, for example while the integration is paused. */
  readonly note?: string;
}

/** What one question to one source found. */
export type Peek =
  | { readonly kind: 'unchanged'; readonly cursor: string }
  | { readonly kind: 'changed'; readonly cursor: string; readonly many: boolean }
  | { readonly kind: 'no-cursor'; readonly cursor: string }
  | { readonly kind: 'failed'; readonly type: string; readonly message: string };

export type Peeks = { readonly [S in ChangeSource]?: Peek };

export interface DriftReport {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly stock: { readonly compared: number; readonly repaired: number; readonly left: number };
  readonly orders: { readonly compared: number; readonly started: number; readonly left: number };
  readonly products: { readonly compared: number; readonly differing: number; readonly missingInStore: number };
  readonly notes: readonly string[];
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
