import { FailureType } from '../failures.ts';
import { stillReasons } from '../runs/open-runs.ts';

/** What flows by itself, each part with a health of its own: the sources of latest changes, and the daily comparison. */
export const legs = ['storeOrders', 'myogoOrders', 'myogoStock', 'storeProducts', 'comparison'] as const;
export type Leg = (typeof legs)[number];

/** What people call them. */
export const legWords: Record<Leg, string> = {
  storeOrders: 'orders of the store',
  myogoOrders: 'orders in myOGO',
  myogoStock: 'stock levels',
  storeProducts: 'products',
  comparison: 'daily comparison',
};

/** Classes of what a leg fails by: a failure's, a defect, or that the integration's run hears nothing. */
export const failingClasses = [...stillReasons, 'Defect', ...Object.values(FailureType)] as const;
export type FailingClass = (typeof failingClasses)[number];

/** Why a leg does not get through. */
export interface Failing {
  /** ISO time of the first run that failed, with no good one since. */
  readonly since: string;
  /** Class of the last failure. */
  readonly type: string;
  /** Its words, free of secrets and personal data. */
  readonly message: string;
  /** Runs in a row. */
  readonly runs: number;
}

/** How one leg stands after a run. */
export interface LegHealth {
  /** ISO time of the last run that did it to its end; absent where none has. */
  readonly lastSuccess?: string;
  /** Absent where the last run that tried it did not fail. */
  readonly failing?: Failing;
}

export type LegsHealth = { readonly [L in Leg]?: LegHealth };

/** A leg that fails, as the integration is told of it. */
export interface FailingLeg extends Omit<Failing, 'runs'> {
  readonly leg: Leg;
  readonly lastSuccess?: string;
}

/** How the legs of one kind of run stand now: those that are not named do not fail. */
export interface LegsSeen {
  readonly of: 'latest-changes' | 'comparison';
  readonly failing: readonly FailingLeg[];
  /** Something that a run could not do is tried again by the next ones, which must not be rare. */
  readonly triesAgain?: true;
}

/**
 * What an integration needs people for, as its run shows it in `OgoHold`: `failing` legs, an open `question`, or both. A
 * keyword has one value, so both have a word of their own.
 */
export type Attention = 'failing' | 'failing+question' | 'question';

/** A question that waits for an answer, in short. */
export interface OpenQuestion {
  readonly id: string;
  readonly kind: string;
  /** ISO time. */
  readonly askedAt: string;
  readonly count: number;
}

/** The same in full, in the memo of the integration's run: a list shows it without asking anybody. */
export interface AttentionMemo {
  readonly failing: readonly FailingLeg[];
  readonly questions: readonly OpenQuestion[];
}

/** What fails, in a sentence: the causes, since when, and what each of them stops. */
export function failingWords(failing: readonly Pick<FailingLeg, 'leg' | 'since' | 'message'>[]): string {
  const causes = new Set(failing.map(({ message }) => message));
  const parts = [...causes].map((cause) => {
    const same = failing.filter(({ message }) => message === cause);
    return `${same.map(({ leg }) => legWords[leg]).join(', ')}, since ${same[0]?.since ?? ''}: ${cause}`;
  });
  return `Failing: ${parts.join('; ')}`;
}

/** Which parts there are of the ledger of what is owed. */
export interface ListsOwed {
  /** Those that have begun and not ended in order: one that is not there was deleted. Absent where there is none. */
  readonly owedParts?: readonly number[];
}
