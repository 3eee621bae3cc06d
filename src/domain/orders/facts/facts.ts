import type { StoreHash } from '../../../contract/ids.ts';
import type { MissingProduct } from '../../../contract/orders.ts';
import type { LineCode } from './codes.ts';
import type { Decision, GivenUp, Match, Obstacle } from './decision-facts.ts';
import type { Compared, Place, RemovedLine, StatusRead, StoreReading, StoreShipment } from './store-facts.ts';
import type { Changing, Correction, Note, Sending, Telling, WarehouseOrder } from './warehouse-facts.ts';

/** The shape that is stored. A run that meets another number holds instead of guessing. */
export const FACTS_FORMAT = 1;

/** When a finding was first held for. */
export interface FirstSeen {
  readonly fingerprint: string;
  /** ISO time. */
  readonly at: string;
  /** The finding's matter: told in other words, it keeps this age. */
  readonly matter?: string;
}

/**
 * All that a run knows of one order: only what was read, sent or decided. Whatever can be concluded from it is a
 * function of it (`domain/orders/account/account.ts`, `domain/orders/next-steps.ts`). Free of secrets and of people.
 */
export interface OrderFacts {
  readonly format: typeof FACTS_FORMAT;
  readonly storeHash: StoreHash;
  readonly orderId: number;
  /** The store's order as last read. */
  readonly order?: StoreReading;
  /** The statuses that were read, by the store's own version, oldest first; equal neighbours once. */
  readonly statuses: readonly StatusRead[];
  /** Readings in a row that found no such order. */
  readonly gone: number;
  /** The order was never read yet, and the store answers that it has none such: since when, and how often. ISO time. */
  readonly unfound?: { readonly since: string; readonly readings: number };
  readonly places: readonly Place[];
  /** Line ids that an edit in the store replaced: old → new. */
  readonly successors: readonly (readonly [number, number])[];
  /** Lines that were taken out since they were read; absent for none. */
  readonly removed?: readonly RemovedLine[];
  /** The warehouse's codes of lines, where they were found to be others than those that the lines were bought with. */
  readonly codes: readonly LineCode[];
  /** Lines that stand for nothing in the warehouse (a pick list's name): fixed when first sent. */
  readonly namesOnly: readonly number[];
  /** The store's shipments as last read, with the pieces that the order's lines then counted as shipped. */
  readonly shipments: readonly StoreShipment[];
  readonly sendings: readonly Sending[];
  readonly warehouse: readonly WarehouseOrder[];
  /** What our own cancels and edits took off a warehouse order, as read back. */
  readonly corrections: readonly Correction[];
  /** Changes of ours whose outcome nobody knows. */
  readonly changing: readonly Changing[];
  /** What was told to the store of a warehouse order by a shipment's write. */
  readonly tellings: readonly Telling[];
  readonly notes: readonly Note[];
  readonly decisions: readonly Decision[];
  /** Absent for none. */
  readonly givenUp?: readonly GivenUp[];
  /** What readings tell beside the ones before them; absent for nothing. */
  readonly compared?: Compared;
  /** Steps that failed and wait for something: by the step's key. */
  readonly obstacles: readonly Obstacle[];
  /** What the links said of a place's shipping method. */
  readonly matches: readonly Match[];
  /** What was ordered when the store's status came to say that all is shipped: it says nothing of what is added later. */
  readonly closing?: Closing;
  /** Our moves of the store's status. */
  readonly moves: readonly StatusRead[];
  /** When something was first found, by its fingerprint: so that a hold keeps its age. */
  readonly firstSeen: readonly FirstSeen[];
  /** The merchant that the integration is connected to; sendings to another cannot be asked about. */
  readonly merchantId?: string;
  /** What an earlier run carried on in a shape that this build does not know: held, and kept as it came. */
  readonly unread?: { readonly of: string; readonly format?: number; readonly account: unknown };
  /** A person asked for this order (`orders.fulfil`): it is taken whatever its age, and whatever its status if paid. */
  readonly byHand: boolean;
  /** What that was said about: the store's version since which the order had the status that was read next. */
  readonly byHandSince?: string;
  /** What an earlier run without a result leaves open: nothing is believed until then. ISO time. */
  readonly unsureUntil?: string;
  /** The warehouse must be looked through by list: no account of earlier runs is left. */
  readonly searchDue: boolean;
  /** References that must be looked up before anything else. */
  readonly lookDue: readonly string[];
  /** The store's order must be read: with a fresh connection where links, settings or a person may have moved on. */
  readonly readDue?: 'again' | 'fresh';
  /** The newest version of the store's order that somebody told of: an older answer does not do. */
  readonly heard?: string;
  /** Fingerprint of the decisions and references that are kept on the store's order. */
  readonly kept?: string;
  /** The store's version up to which {@link shipments} is complete. */
  readonly shipmentsVersion?: string;
  /** What the lines counted as shipped when the shipments were read, as `shippedCounts` has it. */
  readonly shipmentsFor?: string;
  /** Short orders that were searched for their other parts: key and pieces. */
  readonly searched: readonly string[];
  /** What our own writes made of the store's order, as `status@version`: no news when a poll tells of it. */
  readonly own: readonly string[];
  /** As what the store's order was read last, `status@version`: a write of ours moves both, and not what was read. */
  readonly readAs?: string;
  /** Writes to the store of unknown outcome, in a row, and since when: nothing is written for them before they settled. */
  readonly unsettled: readonly { readonly key: string; readonly since: string; readonly tries: number }[];
  /** What stock was told last of this order's unreserved pieces, where the store's status does not tell it. */
  readonly owed?: { readonly revision: number; readonly pieces: Readonly<Record<string, number>> };
  /** An earlier run may have told it something else: it is told once more, whatever it was told last. */
  readonly owedUnsure?: true;
  /** Products that an order needs and the merchant wants created. */
  readonly productsMissing: readonly { readonly place: number; readonly products: readonly MissingProduct[] }[];
  readonly story: readonly StoryLine[];
}

/** The lines with their quantities, and the store's version since which the status says so. */
export interface Closing {
  readonly since: string;
  readonly lines: readonly (readonly [line: number, quantity: number])[];
}

/** The merchant that the integration is connected to has it: no other can be asked, and none answers for another. */
export function canBeAsked(
  { merchantId }: Pick<OrderFacts, 'merchantId'>,
  of: { readonly merchantId: string },
): boolean {
  return merchantId === undefined || of.merchantId === merchantId;
}

/** The warehouse is looked through by list, and what an earlier life told stock of this order is told once more. */
export function searchedAnew(facts: OrderFacts): OrderFacts {
  return { ...facts, searchDue: true, owedUnsure: true };
}

/** What happened, for people: a decision with its reasons, or an effect on one of the two sides. */
export interface StoryLine {
  readonly at: string;
  readonly place?: number;
  readonly kind: 'decision' | 'effect';
  readonly what: string;
  readonly candidates?: readonly string[];
}

export function newFacts(storeHash: StoreHash, orderId: number, byHand: boolean): OrderFacts {
  return {
    format: FACTS_FORMAT,
    storeHash,
    orderId,
    statuses: [],
    gone: 0,
    places: [],
    successors: [],
    codes: [],
    namesOnly: [],
    shipments: [],
    sendings: [],
    warehouse: [],
    corrections: [],
    changing: [],
    tellings: [],
    notes: [],
    decisions: [],
    obstacles: [],
    matches: [],
    moves: [],
    firstSeen: [],
    byHand,
    searchDue: false,
    lookDue: [],
    readDue: 'again',
    searched: [],
    own: [],
    unsettled: [],
    productsMissing: [],
    story: [],
  };
}

// One door for those outside this room.
export type * from './store-facts.ts';
export type * from './warehouse-facts.ts';
export type * from './decision-facts.ts';
