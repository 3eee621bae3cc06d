import type { HoldReason, RemedyCase } from '../../../contract/hold-reasons.ts';
import type { MyOgoStatus, Pieces, ReleaseDecision } from '../../../contract/orders.ts';
import type { FailureDetail } from '../../../contract/failures.ts';
import type { WordsKind } from '../../../contract/settings.ts';
import type { PointByHand } from './travels/pick-up.ts';
import type { OrderFacts } from './facts.ts';
import type { Place } from './store-facts.ts';

// What people decided, what of it is kept on the store’s order, and what stands in the way of a step.

/** What a person decided, or what the store decided by its status, about what it was shown. */
export interface Decision {
  readonly kind: ReleaseDecision['kind'] | 'settled-by-status' | 'cancel-order';
  /** The place; absent for the order as a whole. */
  readonly place?: number;
  /** Of the findings that it was taken for. */
  readonly reasons: readonly HoldReason[];
  readonly fingerprints: readonly string[];
  readonly at: string;
  readonly by?: string;
  /** The store's version that was read then. */
  readonly version: string;
  /** `use-code`: the shipping code; spent where the warehouse refused it. */
  readonly code?: string;
  readonly spent?: true;
  /** `use-code`, `use-pickup-point`: what it was chosen for, and it says nothing of another method or country. */
  readonly way?: Way;
  /** `use-pickup-point`. */
  readonly pointByHand?: PointByHand;
  /** `forward-words`, `drop-words`: of these kinds. */
  readonly words?: readonly WordsKind[];
  /** Taken out of these lines. */
  readonly settled: readonly Settled[];
  /** Lost pieces that are written off what was sent, by reference. */
  readonly writtenOff: readonly WrittenOff[];
  /** Pieces that are wanted once more. */
  readonly again: readonly Pieces[];
  /** True where settled pieces before it are taken back. */
  readonly unsettles?: true;
  /** The store had closed the order when this was decided. */
  readonly closed?: true;
  /** Excess that may ship, by the warehouse's order. */
  readonly accepted: readonly { readonly key: string; readonly pieces: readonly Pieces[] }[];
  /** Orders that no longer count: at a merchant that cannot be asked. */
  readonly abandoned: readonly string[];
  /** Foreign orders that are explained. */
  readonly explained: readonly string[];
  /** The content of a place that stays as the warehouse has it. */
  readonly content?: string;
  /** Steps that the store refused and that stay undone, by their keys. */
  readonly leaves: readonly string[];
  /** The warehouse's words for what is left as it is: status by order. */
  readonly leftAs: readonly { readonly key: string; readonly status: MyOgoStatus }[];
  /** Ask the warehouse once more, whatever it said before. */
  readonly insists?: true;
}

/** A shipping method as the store names it, and where it leads. */
export interface Way {
  readonly method: string;
  readonly country: string;
}

/** A decision about a shipping method was taken for this one. */
export function isOfWay({ way }: Pick<Decision, 'way'>, { method, country }: Way): boolean {
  return way === undefined || (way.method === method && way.country === country);
}

/** Pieces that a decision took out of a line. */
export interface Settled {
  readonly line: number;
  readonly quantity: number;
  /** They had been sent and were lost: whatever of this line is missing later is something else. */
  readonly missing?: true;
  /** With `missing`: how many pieces of its line were wanted last. Those that no longer are were the missing ones. */
  readonly wanted?: number;
  /** Of these, what is left since fewer pieces were wanted: what is wanted once more later is something else. Absent for all. */
  readonly left?: number;
  /** Of those that are not left, what went another way, when so many pieces of the line had gone: it is back where that is undone. */
  readonly elsewhere?: { readonly pieces: number; readonly gone: number };
}

/** A person called the place, or the whole order, off. */
export function callsOff({ kind }: Pick<Decision, 'kind'>): boolean {
  return kind === 'cancel' || kind === 'cancel-order';
}

export interface WrittenOff {
  readonly reference: string;
  readonly pieces: readonly Pieces[];
  /** The dead orders that held them. */
  readonly from?: readonly string[];
}

/** Pieces of a place that were missing, and that nobody wants any more: what is wanted once more later was never sent. */
export interface GivenUp {
  readonly place: number;
  readonly pieces: readonly Pieces[];
}

/**
 * A step that failed: for good until something changes, or for now. `domain/orders/learn/learn-acts.ts` writes it when an act
 * fails, and drops it when the act of the same key goes through; a decision about it, a retry and a new run drop it, too
 * (`domain/orders/decisions/decisions.ts`, `domain/orders/learn/store-news.ts`, `domain/orders/facts/begin.ts`). While it is
 * kept it counts for its basis alone: a refused cancel's is the warehouse's order as it was, and what closed the store's
 * order, so that a status which closes it has the warehouse asked once more.
 */
export interface Obstacle {
  readonly key: string;
  /** Absent where it is merely tried again later. */
  readonly reason?: HoldReason;
  readonly message: string;
  /** In place of the reason's own remedy. */
  readonly remedy?: RemedyCase;
  /** The goods that it is about; absent where it is about all of them. */
  readonly codes?: readonly string[];
  readonly detail?: FailureDetail;
  readonly tries: number;
  /** ISO time. */
  readonly at: string;
  /** ISO time before which it is not tried again. */
  readonly until?: string;
  /** Judged with a fresh connection: it stands. */
  readonly stands: boolean;
  /** What it was judged by. */
  readonly basis: string;
}

const CANCEL = 'cancel ';

/** The key of the step that cancels these orders of the warehouse. */
export function cancelKey(keys: readonly string[]): string {
  return CANCEL + [...keys].sort().join(' ');
}

/** The orders that a step cancels, by its key; none where it is another step. */
export function cancelledBy(stepKey: string): readonly string[] {
  return stepKey.startsWith(CANCEL) ? stepKey.slice(CANCEL.length).split(' ') : [];
}

export interface Match {
  readonly place: number;
  readonly method: string;
  readonly country: string;
  readonly result:
    | { readonly kind: 'code'; readonly code: string }
    | { readonly kind: 'ignore' }
    | { readonly kind: 'none' }
    | { readonly kind: 'tie'; readonly links: readonly string[] };
  /** Judged with a fresh connection. */
  readonly fresh: boolean;
}

/**
 * What both sides cannot tell: decisions, and references beyond a place's first. It is written to the store's order, where
 * another API account can read it.
 */
export interface KeptDocument {
  readonly format: 1;
  readonly decisions: readonly Decision[];
  readonly places: readonly Place[];
  /** What lines that decisions name have become since. */
  readonly successors: OrderFacts['successors'];
}

/** @returns `undefined` for an undisturbed order, which writes none */
export function keptDocument({ decisions, places, successors }: OrderFacts): KeptDocument | undefined {
  const further = places.filter(({ references }) => references.length > 1);
  if (decisions.length === 0 && further.length === 0) return undefined;
  return { format: 1, decisions, places, successors };
}
