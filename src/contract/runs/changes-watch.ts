import type { Cursors } from '../changes.ts';
import type { StoreHash } from '../ids.ts';

/** Cadences from here on are kept by a watch: many stores are looked at by one run. A shorter one is its schedule's own. */
const WATCHED_FROM_MS = 60_000;
/** And below this: what runs this seldom costs less by itself. */
const WATCHED_BELOW_MS = 3_600_000;
/** So often a watched store's run comes by its schedule, whatever its watch has seen. */
export const UNWATCHED_EVERY_MS = 3 * 3_600_000;

/** True where one run looks at many stores of this cadence, and starts a store's run only where something moved. */
export function isWatched(everyMs: number): boolean {
  return everyMs >= WATCHED_FROM_MS && everyMs < WATCHED_BELOW_MS;
}

export interface ChangesWatchInput {
  /** Which stores, for example `3-of-8`. */
  readonly group: string;
}

/** A store that is to be looked at. */
export interface JoinWatch {
  readonly storeHash: StoreHash;
  readonly everyMs: number;
}

/** What a store's last run left, as far as a look needs it: where nothing moved since, a run would do nothing. */
export interface LookBase {
  /** Run id of the run that left it. */
  readonly run: string;
  readonly cursors: Cursors;
  readonly stockOrdersSince?: string;
  readonly stockProductsSince?: string;
  readonly stockSettings: string;
  /** What the open orders were when levels were computed; absent where none were open. */
  readonly estimate?: string;
  /** ISO time at which the store's products were last asked for. */
  readonly productsAt: string;
}

/** A store as its watch keeps it. */
export interface WatchedStore extends JoinWatch {
  /** Epoch ms of its last look, or of its joining. */
  readonly lookedAt: number;
  /** Absent where its next look begins with a run. */
  readonly base?: LookBase;
}

/** What a watch carries on. */
export interface WatchSnapshot {
  readonly stores: readonly WatchedStore[];
}

export interface LookRequest {
  readonly group: string;
  /** ISO time of the look, by Temporal's clock. */
  readonly at: string;
  readonly stores: readonly Pick<WatchedStore, 'storeHash' | 'everyMs' | 'base'>[];
}

/** What one look at one store found. */
export interface Looked {
  readonly storeHash: StoreHash;
  /**
   * `unchanged`: no run. `ran`: a run was asked for. `waits`: paused, or a run is under way. `unanswered`: the server
   * did not answer, or its integration says that nothing may flow. `gone`: it has no schedule, or another watch.
   */
  readonly kind: 'unchanged' | 'ran' | 'waits' | 'unanswered' | 'gone';
  readonly everyMs?: number;
  readonly base?: LookBase;
}

/** When a store was last looked at, for people. */
export interface LastLook {
  /** ISO time. */
  readonly at: string;
  readonly watch: string;
}
