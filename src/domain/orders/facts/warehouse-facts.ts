import type { Reference } from '../../../contract/ids.ts';
import type { AddressDigests, MyOgoStatus, Pieces } from '../../../contract/orders.ts';
import type { WordsKind } from '../../../contract/settings.ts';
import type { Cash } from './travels/cash.ts';
import type { PickUpRead } from '../../shipping/pick-up/pick-up-read.ts';

// What was sent, what the warehouse says of it, and what the store was told of that.

export interface SentLine {
  readonly line: number;
  /** The warehouse's code. */
  readonly code: string;
  readonly quantity: number;
  /** The SKU that it was bought with, where that is another. */
  readonly sku?: string;
}

/** One that was refused cleanly is no sending: nothing left. */
export type SendingOutcome = 'unknown' | 'landed' | 'not-found';

/** What we are about to send, or sent: noted before the activity starts, which sends nothing else. */
export interface Sending extends SentContent {
  readonly number: number;
  readonly place: number;
  readonly reference: Reference;
  readonly merchantId: string;
  readonly lines: readonly SentLine[];
  readonly code: string;
  /** ISO time. */
  readonly at: string;
  readonly outcome: SendingOutcome;
  /** ISO time of the last moment at which it may have left, where its outcome is not known. */
  readonly unknownSince?: string;
  /** The warehouse's order that it became. */
  readonly key?: string;
  /** Of these goods, what the order's other places had ordered then; absent for none. */
  readonly elsewhere?: readonly Pieces[];
}

/** An order under one of our references, by the warehouse's own id. */
export interface WarehouseOrder {
  /** The warehouse's id; `ref:` and the reference where it gave none. */
  readonly key: string;
  readonly reference: string;
  readonly merchantId: string;
  readonly status: MyOgoStatus;
  readonly pieces: readonly Pieces[];
  readonly trackingNumber?: string;
  readonly trackingUrl?: string;
  /** ISO time; "" where the warehouse gave none. */
  readonly editTime: string;
  /** ISO time at which it was first seen with this status. */
  readonly since: string;
  /** Digests of its customer, where a look compared them, and the key that they are of. */
  readonly digests?: AddressDigests;
  readonly digestKey?: string;
  /** What it shows beside its customer and its pieces, where a look read it whole. */
  readonly shows?: ShownTravels;
  /** ISO times of looks in a row that did not find it. */
  readonly missed: readonly string[];
  /** It was shipped or returned once: that stays so. */
  readonly left: boolean;
  /**
   * A part that came after the warehouse had been looked through for what was missing: what still was, when it was first
   * seen; nothing, where people were told that it is not ours. No more of it is ours.
   */
  readonly owedThen?: readonly Pieces[];
  /** A part: what of its sending was nowhere when it came, and missed by nobody. It is none of that. */
  readonly goneThen?: readonly Pieces[];
  /** A part of which no account is left: its address was asked for, so that it counts for where it goes. */
  readonly asked?: true;
  /** ISO time at which the warehouse took it up again after our cancel. */
  readonly takenUp?: string;
  /** It was found again as ours where no account of its sending is left: that stays so. */
  readonly adopted?: Adopted;
}

/** What travels with an order, as the warehouse shows it. */
export interface ShownTravels {
  readonly pickUpPoint?: string;
  readonly cash?: Cash;
  /** Digests of its comment's lines, of the order's own key; absent where it has none. */
  readonly comments?: readonly string[];
}

/** What an order was when it was found again: a change on either side is compared with it. */
export interface Adopted extends SentContent {
  /** Its pieces, as they were bought. */
  readonly pieces: readonly Pieces[];
  /** What was ordered at its address then; absent where that is just its pieces. */
  readonly ordered?: readonly Pieces[];
  /** What its place wanted then, where no sending to it was known: all of that may have been sent; absent where it is just its pieces. */
  readonly perhapsSent?: readonly Pieces[];
  /** Its address was compared: ours also while it may still leave. */
  readonly compared: boolean;
}

export interface Correction {
  readonly key: string;
  readonly kind: 'cancel' | 'edit';
  readonly before: readonly Pieces[];
  readonly after: readonly Pieces[];
  /** An edit: what the warehouse's order was made of then. */
  readonly content?: SentContent;
  /** An edit: the warehouse's time of it; absent where it gave none. */
  readonly editTime?: string;
  /** An edit: what it wrote into the order once more, since a part had been split off with it after our look. */
  readonly again?: readonly Pieces[];
  readonly at: string;
}

/** A change of a warehouse order that is being sent, or whose answer was lost: noted before it is sent. */
export interface Changing {
  readonly key: string;
  readonly kind: 'cancel' | 'edit';
  /** What the order shall hold. */
  readonly pieces: readonly Pieces[];
  /** ISO time of the last moment at which it may have left. */
  readonly since: string;
  /** Its answer was lost: whatever shows the order next tells what came of it. */
  readonly lost?: true;
}

/** All that is sent beside pieces, as it can be compared. */
export interface SentContent {
  readonly method: string;
  readonly country: string;
  readonly digests?: AddressDigests;
  readonly digestKey?: string;
  /** The pick-up point that it was sent with, and what the order said of it then. */
  readonly pickUpPoint?: string;
  readonly pickUp?: PickUpRead;
  /** What the warehouse was asked to collect. */
  readonly cash?: Cash;
  /** The kinds of words that went along; absent: the customer's message. */
  readonly words?: readonly WordsKind[];
}

/** What a write told the store of a warehouse order. */
export interface Telling {
  readonly key: string;
  readonly trackingNumber: string;
  readonly trackingUrl: string;
  /** Pieces that the store's lines took. */
  readonly pieces: readonly Pieces[];
  readonly shipmentIds: readonly number[];
  /** The store's version after the write. */
  readonly version: string;
  readonly at: string;
}

/** A line of the order's staff notes. Pieces that it names count as told. */
export interface Note {
  readonly text: string;
  /** It says that goods of this order are not ours. */
  readonly foreign?: true;
  readonly key?: string;
  readonly pieces: readonly Pieces[];
  readonly at: string;
}
