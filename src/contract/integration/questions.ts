import { shortDigest } from '../runs/short-digest.ts';

export const questionKinds = ['stock-brake', 'first-import'] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** A person's word about a question. It stands for the items that are left of it, and for no other fall or list. */
export interface Answer {
  readonly decision: 'approve' | 'refuse';
  /** ISO time. */
  readonly at: string;
  readonly by?: string;
}

/** What only a person may decide. The run that asked goes on with everything else. */
export interface Question {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly summary: string;
  /** The first 100 items that it is about. */
  readonly items: readonly string[];
  /** How many items it is about; of an answered one: for how many the answer still stands. */
  readonly count: number;
  readonly fingerprint: string;
  /** The type of the run that asked: an approval starts one at once. */
  readonly askedBy?: string;
  readonly askedAt: string;
  readonly answer?: Answer;
  /** Of a question about levels: what the store shows, and what it would show, of those that the newest runs name. */
  readonly levels?: readonly { readonly sku: string; readonly from: number | null; readonly to: number }[];
}

/** The answer to a decision about a question. */
export interface AnsweredQuestion extends Question {
  /** The answer that stood before: the same one stands, another one is taken back for what is left of it. */
  readonly earlier?: Answer;
}

/** A question as the entity keeps it, with all its items: what a run asks for before it acts on any of them. */
export interface KeptQuestion {
  /** Changes whenever an item is added: an answer is for what a person was shown. */
  readonly id: string;
  readonly kind: QuestionKind;
  readonly askedAt: string;
  readonly askedBy?: string;
  /** The keys of all its items, sorted; of the first 100 where there are more than 5,000. */
  readonly items: readonly string[];
  /** How many there are, where that is more than 5,000: then only a full comparison settles it. */
  readonly beyond?: number;
  /** ISO time of the oldest item, where items have one. */
  readonly oldest?: string;
  readonly answer?: Answer;
}

/** What a run has seen of the items of one kind. Repeating it changes nothing. At most 1,000 items of each list. */
export interface DueReport {
  readonly kind: QuestionKind;
  /** Kept back until a person decides: a SKU whose zero is due, an order that was never taken. */
  readonly due: readonly string[];
  /** Not due any more: written, above zero, shown as zero already; taken, cancelled; gone. */
  readonly over: readonly string[];
  /**
   * The askings that the run knew, with their answers: an item is taken out of these alone, and never out of one that was asked
   * or answered since.
   */
  readonly knew?: readonly string[];
  /** Zeros that the run is about to write without asking, unless too many others fall at the same time: at most 1,000. */
  readonly fell?: readonly string[];
  /** How many are due in all: told by a run that has read everything. */
  readonly total?: number;
  /** The type of the run. */
  readonly askedBy?: string;
  /** ISO time of the oldest item that is due, where items have one. */
  readonly oldest?: string;
}

/** Longer names are kept by their beginning and a digest. */
const LONG = 40;
const BEGINNING = 24;

/** What an item is kept by: its name, shortened where it is long. */
export function itemKey(item: string): string {
  return item.length <= LONG ? item : `${item.slice(0, BEGINNING)}~${shortDigest(item).slice(0, 14)}`;
}
