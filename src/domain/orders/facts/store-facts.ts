import type { AddressDigests, Versions } from '../../../contract/orders.ts';
import type { Reference } from '../../../contract/ids.ts';
import type { NeedsRead } from './travels/address-needs.ts';
import type { Cash, CashRead } from './travels/cash.ts';
import type { WordsRead } from './travels/words.ts';
import type { PickUpRead } from '../../shipping/pick-up/pick-up-read.ts';

// What the store says.

export interface StatusRead {
  readonly status: number;
  /** ISO time of the store's change. */
  readonly version: string;
}

export interface StoreReading extends StatusRead {
  /** ISO time at which it was placed. */
  readonly placed: string;
  readonly itemsTotal: number;
  readonly archived: boolean;
  /** The store set a shipping date by status, whether or not there are shipments. */
  readonly dateShipped: boolean;
  /** Placed after the time from which orders are taken, so that stock counts it while its status says that it waits. */
  readonly counts: boolean;
  readonly places: readonly ReadPlace[];
  /** What makes this reading unusable: a field, and why. */
  readonly problem?: { readonly field: string; readonly message: string };
  /** Readings in a row that agreed on places, lines, refunds and archiving. */
  readonly agreed: number;
  readonly versions: Versions;
  readonly rules: OrderRules;
  readonly skipped: SkippedLines;
  /** How it is paid, where that is at the door or looks so. */
  readonly cash?: CashRead;
  readonly digestKey?: string;
  /** ISO time until which a fresh order is left alone. */
  readonly graceEnds?: string;
  /** Milliseconds after which a write of unknown outcome has landed or never will. */
  readonly settleMs: number;
}

/** The settings that an order is judged by, as they were when it was read. */
export interface OrderRules {
  readonly importStatuses: readonly number[];
  readonly waitingStatuses: readonly number[];
  readonly statusAfterHandOver: number;
  readonly waitForTrackingMinutes: number;
  readonly ordersEditable: boolean;
}

export interface SkippedLines {
  readonly digital: number;
  readonly refunded: number;
  readonly pickup: number;
  /** Absent for none. */
  readonly elsewhere?: number;
  /** SKUs of these that are neither refunded nor shipped. */
  readonly openElsewhere?: readonly string[];
}

/** An address of the order. Its number is given once; its content is the latest reading's. */
export interface Place {
  readonly number: number;
  /** The store's id of the address, as last read. */
  readonly addressId: number;
  /** References that are the place's own, in the order of their use; never another's. */
  readonly references: readonly Reference[];
}

/** A place as the store has it. Names no person: the address is there as digests. */
export interface ReadPlace {
  readonly place: number;
  readonly addressId: number;
  /** The store's shipping method text. */
  readonly method: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Address parts that are missing, by name. */
  readonly missing: readonly string[];
  readonly digests?: AddressDigests;
  /** Where its method goes to a pick-up point: which one the order names. */
  readonly pickUp?: PickUpRead;
  /** Where its method needs more of an address, and this one lacks it. */
  readonly needs?: NeedsRead;
  /** The territory, as people call it, where goods need customs data to get there. */
  readonly customs?: string;
  /** What is owed for it, where the order is paid at the door and says so. */
  readonly cash?: Cash;
  /** Words for the packer, where they are more than a customer's message that is forwarded. */
  readonly words?: readonly WordsRead[];
  /** Digests of the comment's lines that would be sent by the settings of now; absent for none. */
  readonly comments?: readonly string[];
  readonly lines: readonly ReadLine[];
}

export interface ReadLine {
  /** The store's order_product_id. */
  readonly id: number;
  /** Of the day on which it was bought. */
  readonly sku: string;
  /** What was bought, whatever its SKU is now; absent for what is no product of the store. */
  readonly product?: number;
  readonly variant?: number;
  readonly quantity: number;
  readonly refunded: number;
  /** Of these, shipped already according to the store. */
  readonly shipped: number;
  /** The pick-list line that this one belongs to. */
  readonly parent?: number;
  /** True for a pick list's parent whose SKU myOGO does not know: its children are what is shipped. */
  readonly nameOnly?: true;
  /** True where the merchant keeps it elsewhere: not ours to ship, unless it was sent before that was said. */
  readonly elsewhere?: true;
  /** True for a line that is no product of the store. */
  readonly custom?: true;
  /** What of the place's cash falls on its pieces that are not refunded. */
  readonly owed?: number;
}

/** A line that the order has no more, and that no other one followed: shipments may name it. */
export interface RemovedLine {
  readonly line: number;
  readonly place: number;
  readonly sku: string;
}

/** What a reading of the store's order tells beside the one before it, and neither of them tells by itself. */
export interface Compared {
  /** Lines whose goods are kept elsewhere since they were sent: so many of their pieces stay ours. */
  readonly elsewhere?: readonly LinePieces[];
  /** Lines that got more pieces beside a refund, or beside what was settled: so many of which nobody can tell whether they are to be sent. */
  readonly raised?: readonly LinePieces[];
  /** The fewest pieces of lines that two readings agreed on since the store's status, of that version, came to say that all is shipped. */
  readonly lowered?: { readonly since: string; readonly lines: readonly LinePieces[] };
}

export interface LinePieces {
  readonly line: number;
  readonly pieces: number;
}

export interface StoreShipment {
  readonly id: number;
  readonly addressId: number;
  readonly trackingNumber: string;
  /** Absent where there is none. */
  readonly trackingLink?: string;
  /** The warehouse's order that its marker names: a reference, and its key where one reference was not enough. */
  readonly marks?: string;
  /** By the lines' ids of its time; the product is absent where it names none of the store. */
  readonly lines: readonly { readonly line: number; readonly quantity: number; readonly product?: number }[];
}
