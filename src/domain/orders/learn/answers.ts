import type { HoldReason, RemedyCase } from '../../../contract/hold-reasons.ts';
import type { FailureDetail } from '../../../contract/failures.ts';
import type { AddressDigests, MissingProduct, Pieces } from '../../../contract/orders.ts';
import type { ShippingDecision } from '../../../contract/shipping.ts';
import type { LineCode } from '../facts/codes.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { StatusRead, StoreShipment } from '../facts/store-facts.ts';
import type { SentContent } from '../facts/warehouse-facts.ts';
import type { RawReading } from './learn-store.ts';
import type { LookAnswer, WarehouseRow } from './warehouse-rows.ts';
import type { KeptDocument, Match } from '../facts/decision-facts.ts';

// What activities answer: facts, and nothing that is concluded from them.

/** Something of ours that this build cannot read: `of` a run's account, or a field of the store's order. */
export interface UnknownFormat {
  readonly of: string;
  /** Absent where not even that can be read. */
  readonly format?: number;
}

/** What an earlier run of the order left. */
export interface Earlier {
  /** Absent where nothing of it can be read any more. */
  readonly facts?: OrderFacts;
  /** The run ended by itself: nothing of it is on its way. */
  readonly complete: boolean;
  /** ISO time at which it ended. */
  readonly endedAt: string;
  /** Ended from outside: until then what it was about to send may still land. ISO time, by Temporal's clock as all others. */
  readonly landsUntil?: string;
  /** Absent where only the store's order tells of it. */
  readonly runId?: string;
  /** What is there has a shape that this build does not know. */
  readonly unknownFormat?: UnknownFormat;
  /** Decisions that are kept on the store's order, where no account is left. */
  readonly kept?: KeptDocument;
}

/** A shipping method as the store names it, and where it leads. */
export interface ShippingWay {
  readonly method: string;
  readonly country: string;
}

/** What the links said of a shipping method when the order was read. */
export interface ReadMatch extends ShippingWay {
  readonly decision: ShippingDecision;
}

export type ReadAnswer =
  | {
      readonly kind: 'read';
      readonly reading: RawReading;
      readonly merchantId: string;
      readonly matches?: readonly ReadMatch[];
      readonly earlier?: Earlier;
    }
  | { readonly kind: 'gone'; readonly earlier?: Earlier };

export type MatchAnswer = Match['result'];

export type HandOverAnswer =
  | {
      readonly kind: 'landed';
      readonly order: WarehouseRow;
      readonly digests?: AddressDigests;
      /** The store's status as we moved it with the hand-over. */
      readonly store?: StatusRead;
      /** The store's order was changed while it was handed over. */
      readonly storeMoved?: true;
      /** The store's order does not take what was to be kept on it. */
      readonly unkept?: true;
    }
  /** Something stands under the reference already: nothing was sent. `again`: unless an earlier attempt did. */
  | { readonly kind: 'found'; readonly look: LookAnswer; readonly again?: true }
  /** It may have left, or not. */
  | { readonly kind: 'unknown'; readonly since: string }
  /** The store's order is no longer what was noted: nothing was sent. */
  | {
      readonly kind: 'changed';
      /** Only the merchant's settings or links are others than it was read by. */
      readonly settings?: true;
    }
  | { readonly kind: 'products-missing'; readonly products: readonly MissingProduct[] }
  /** The warehouse has what these lines are under other codes: nothing was sent. */
  | { readonly kind: 'renamed'; readonly codes: readonly LineCode[] }
  | {
      readonly kind: 'hold';
      readonly reason: HoldReason;
      readonly message: string;
      readonly remedy?: RemedyCase;
      readonly codes?: readonly string[];
    };

/** What became of cancels and edits, as two looks saw it: what they took off is concluded from these (`corrections.ts`). */
export interface CorrectionAnswer {
  /** Before anything was changed. */
  readonly before: LookAnswer;
  /** Read back. */
  readonly look: LookAnswer;
  /** An edit is there as it was wanted: by this attempt, or by an earlier one whose answer was lost. */
  readonly took?: 'now' | 'earlier';
  /** Why the warehouse did not take it; absent where it did, or where the order was another by then. */
  readonly refused?: string;
  /** The order was no longer as the act named it: nothing was sent. */
  readonly moved?: true;
  readonly content?: SentContent;
  /** The warehouse has what these lines are under other codes: nothing was sent. */
  readonly codes?: readonly LineCode[];
}

export interface ShipAnswer {
  readonly shipments: readonly StoreShipment[];
  /** Every shipment that bears this order's marker, whichever attempt wrote it. */
  readonly own: readonly { readonly id: number; readonly pieces: readonly Pieces[] }[];
  readonly trackingNumber: string;
  readonly trackingUrl: string;
  readonly written: number;
  readonly updated: number;
  /** What the store refused of the tracking: the shipment went without it. */
  readonly refused?: readonly ('link' | 'carrier')[];
  /** Nothing was written: by the present settings it waits for its number longer than the last reading knew. */
  readonly waits?: true;
  /** The order as it was read after the write, before its status was moved on. */
  readonly reading: RawReading;
  readonly store: StatusRead;
}

export interface StoreWriteAnswer {
  readonly after: StatusRead;
  readonly before: StatusRead;
}

/** Why a step did not come about. */
export type StepFailure =
  | { readonly kind: 'hold'; readonly reason: HoldReason; readonly message: string; readonly detail?: FailureDetail }
  /** Merely tried again, with a growing pause. */
  | {
      readonly kind: 'again';
      readonly message: string;
      readonly detail?: FailureDetail;
      readonly mayHaveSent: boolean;
    };
