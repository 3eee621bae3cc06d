import { caseRemedies, holdRemedies, type HoldReason, type RemedyCase } from '../../../src/contract/hold-reasons.ts';
import type { DecisionKind, OrderStage } from '../../../src/contract/orders.ts';

/** Every text that tells a person what to do about a hold: that of a reason, and that of each special case. */
export type Remedy = HoldReason | RemedyCase;

/** Which file performs which: a reason, and its cases with it. A remedy that is in none does not compile. */
export const subjects = {
  'shipping-method-not-linked': 'routing',
  'ambiguous-link': 'routing',
  'shipping-code-refused': 'routing',
  'address-incomplete': 'routing',
  'needed-by-link': 'routing',
  'customs-data': 'routing',
  'too-heavy': 'routing',
  'pickup-point-missing': 'routing',
  'several-pickup-points': 'routing',
  'comment-undecided': 'money',
  'words-too-long': 'money',
  'cash-on-delivery-undecided': 'money',
  'cash-on-delivery-impossible': 'money',
  'sku-missing': 'goods',
  'product-not-in-myogo': 'creation',
  'code-of-another-product': 'goods',
  'code-of-several-products': 'goods',
  'impossible-code': 'goods',
  'not-a-store-product': 'goods',
  'unknown-product': 'goods',
  'reference-conflict': 'warehouse',
  'perhaps-ours': 'warehouse',
  'whose-address-unknown': 'addresses',
  'perhaps-unwanted': 'addresses',
  'wanted-by-nobody': 'addresses',
  'duplicate-in-warehouse': 'warehouse',
  'cancel-refused': 'warehouse',
  'cancelled-in-warehouse': 'warehouse',
  'short-shipped': 'warehouse',
  substituted: 'warehouse',
  'vanished-in-warehouse': 'warehouse',
  'stopped-in-warehouse': 'warehouse',
  'status-forbids-sending': 'store',
  'shipped-before-first-sight': 'store',
  reopened: 'store',
  'undone-by-hand': 'store',
  'changed-after-hand-over': 'store',
  'moved-between-addresses': 'addresses',
  'fewer-wanted': 'store',
  'refunded-and-raised': 'store',
  'shipped-to-other-address': 'addresses',
  'rejected-by-myogo': 'warehouse answers',
  'warehouse-must-answer': 'warehouse answers',
  'rejected-by-bigcommerce': 'store answers',
  'store-must-answer': 'store answers',
  'store-silent': 'store answers',
  'unexpected-response': 'store answers',
  'of-another-build': 'store answers',
  'scope-missing': 'access',
  'integration-paused': 'access',
  'integration-gone': 'access',
  'other-merchant': 'access',
} as const satisfies Record<Remedy, string>;

type Subjects = typeof subjects;
type Subject = Subjects[Remedy];
type RemediesOf<S extends Subject> = { [R in Remedy]: Subjects[R] extends S ? R : never }[Remedy];

/** A row for every remedy of a subject; several where it is shown for several kinds of things. */
export type RowsOf<S extends Subject> = Record<RemediesOf<S>, Row | readonly Row[]>;

/** Where an order is when the remedy has worked, on both sides. */
export interface Ends {
  readonly stage: OrderStage;
  /** Every order of the warehouse under its number. */
  readonly standing: readonly string[];
  /** The store's shipments; default none. */
  readonly told?: readonly string[];
  /** Default none. */
  readonly notes?: readonly string[];
  /** When all that is on its way then has shipped. Default: a shipment more for each, and no note. */
  readonly shipped?: Pick<Ends, 'told' | 'notes'> & {
    /** Also what the warehouse's people placed under the number. */
    readonly theirs?: true;
  };
}

export interface Way extends Ends {
  /** What people do beside the command that the words name. */
  readonly act?: (orderId: number) => unknown;
  /** What people do after the command. */
  readonly then?: (orderId: number) => unknown;
  /** It goes on within the hour, by the sweep. */
  readonly withinTheHour?: true;
}

export interface Row {
  /** Brings a new order into the hold. */
  readonly hold: () => Promise<number>;
  /** By the words of the remedy that name it. */
  readonly ways: Readonly<Record<string, Way>>;
  /** By each decision that is offered. */
  readonly decisions: { readonly [Kind in DecisionKind]?: Way };
  /** Sentences of the text that tell what there is, and nothing to do. */
  readonly says?: readonly string[];
  /** It takes long until it is held: performed in the long suite alone. */
  readonly long?: true;
}

export function wordsOf(remedy: Remedy): string {
  return isCase(remedy) ? caseRemedies[remedy].words : holdRemedies[remedy];
}

export function reasonOf(remedy: Remedy): HoldReason {
  return isCase(remedy) ? caseRemedies[remedy].reason : remedy;
}

function isCase(remedy: Remedy): remedy is RemedyCase {
  return remedy in caseRemedies;
}
