import type { StoreHash } from './ids.ts';

/**
 * How an order's unreserved pieces differ from what the store's status says of it (`estimatedUnreserved`). Only what
 * differs is named, zeros included: `{}` where nothing differs (any more).
 */
export interface OwedReport {
  readonly orderId: number;
  /** Grows with every change of the order's account, over all runs of the order: an older report is ignored. */
  readonly revision: number;
  /** SKU → pieces that are owed and not reserved in the warehouse. */
  readonly owed: Readonly<Record<string, number>>;
  /** What was bought under these SKUs, whatever its SKU is now: two variants may have had one SKU in turn. */
  readonly bought?: Readonly<Record<string, readonly BoughtVariant[]>>;
}

/** The store's product and variant, and the pieces that the order's lines have of it. */
export type BoughtVariant = readonly [productId: number, variantId: number, pieces: number];

/** What an order's run reports at rest, where its number differs from the estimate or from what it reported before. */
export interface ReportOwed extends OwedReport {
  readonly storeHash: StoreHash;
}

/** Parts of a store's ledger of exceptions: an order is always in the same one. */
export const OWED_SHARDS = 4;

/** Which part of the ledger an order is in. */
export function owedShardOf(orderId: number): number {
  return orderId % OWED_SHARDS;
}

/** A stretch of a ledger's rows, by ascending order id. */
export interface OwedPage {
  readonly rows: readonly OwedReport[];
  /** The order id to go on after, where there is more. */
  readonly next?: number;
  /** False while a lost part is being rebuilt: then levels may fall and not rise. */
  readonly complete: boolean;
}

/** A part of a store's ledger begins, or has ended in order. */
export interface OwedKept {
  readonly shard: number;
  readonly kept: boolean;
}

export interface OwedLedgerInput {
  readonly storeHash: StoreHash;
  readonly shard: number;
  /** The part before it was lost: the open runs of orders are asked first. */
  readonly rebuild?: boolean;
}

/** Why a level is not what it should be, although it is known what that is. The same words in every report. */
export const dueReasons = [
  /** A zero: the merchant's first goods have not come yet. */
  'awaited',
  /** A zero: a person was asked, and has not answered. */
  'asked',
  /** A zero: a person refused it, for this fall. */
  'refused-by-person',
  /** A zero: it could not be asked whether it may be written. */
  'cannot-ask',
  /** It may not rise: a part of the ledger of what is owed is being rebuilt. */
  'owed-unknown',
  /** The store refused it, with its words. */
  'refused-by-store',
  /** The row of one side could not be read. */
  'unreadable',
  /** The store's rows were not all looked through for it. */
  'not-looked-for',
  /** The store sells no such SKU. */
  'not-in-store',
  /** The store does not track it. */
  'untracked',
  /** Several SKUs of one product that the store tracks by product. */
  'tracking-mismatch',
  /** Several rows of the store carry it. */
  'several-rows',
] as const;
export type DueReason = (typeof dueReasons)[number];

/** Levels that are known to be wrong; the other reasons say why there is nothing to write. */
const wrong: ReadonlySet<DueReason> = new Set<DueReason>([
  'asked',
  'refused-by-person',
  'cannot-ask',
  'owed-unknown',
  'refused-by-store',
  'unreadable',
  'not-looked-for',
  'tracking-mismatch',
  'several-rows',
]);

export function isWrong({ reason }: Pick<DueLevel, 'reason'>): boolean {
  return wrong.has(reason);
}

/** Why a level is not what it should be, and what ends that, for people. */
export const dueWords: Record<DueReason, string> = {
  awaited: 'a zero, and the merchant’s first goods have not come: ends with the first receipt',
  asked: 'a zero that a person must allow: `ogoship <store> questions`',
  'refused-by-person': 'a zero that a person refused in this fall: `ogoship <store> questions` takes it back',
  'cannot-ask': 'a zero, and who awaits goods or asks people did not answer: a later run asks again',
  'owed-unknown': 'it would rise while what is owed is counted anew: ends by itself',
  'refused-by-store': 'the store refused it: tried again, ever more rarely',
  unreadable: 'the row of one side cannot be read: whoever keeps that side corrects it, and it is read again',
  'not-looked-for': 'the store’s rows were not looked through for it: later runs and the comparison do',
  'not-in-store': 'the store sells no such SKU: ends when it does',
  untracked: 'the store does not track it: switch tracking on in the store if it should follow',
  'tracking-mismatch': 'several SKUs under one level in the store: track each variant there, and it follows',
  'several-rows': 'one SKU in several rows of the store or of myOGO: leave it in one of them',
};

/** A level that is due: it stays so until it is written, or its reason is gone. */
export interface DueLevel {
  readonly sku: string;
  readonly reason: DueReason;
  /** What the store shows; `null` where it has no record. */
  readonly level: number | null;
  /** What it should show; `null` where that could not be read. */
  readonly wanted: number | null;
  /** ISO time of the run that found it first. */
  readonly since: string;
  /** The words of who refused it. */
  readonly message?: string;
}

/** A level that was written: both values. */
export interface WrittenLevel {
  readonly sku: string;
  /** `null` where the store had no record. */
  readonly from: number | null;
  readonly to: number;
  /** What the level is made of, for people: why it is not the one before. */
  readonly why?: string;
}

/** Levels of one kind: all of them counted, the first 100 by name. */
export interface Listed<T> {
  readonly count: number;
  readonly rows: readonly T[];
}

/** A due level as it is kept between runs. */
export interface KeptLevel extends DueLevel {
  /** Runs that have tried it in vain. */
  readonly tries: number;
  /** Runs until it is tried again. */
  readonly wait: number;
}

/** What a run of latest changes leaves to the next one of levels: facts, and never "settled". */
export interface StockCarry {
  readonly shape: 1;
  /** Due levels by name, up to 1,000; those first that a run can do something about. */
  readonly due: readonly KeptLevel[];
  /** Due levels beyond them. */
  readonly dueMore: number;
  /** Levels that runs can do something about did not all fit: all of them must be compared. Runs until then. */
  readonly compareIn?: number;
  readonly compareTries?: number;
  /** Unreserved pieces by SKU that levels were computed by, packed; the SKUs that did not fit are counted. */
  readonly open: string;
  readonly openMore: number;
  /** A digest of what the store's statuses said of them. */
  readonly estimate: string;
  /**
   * Levels as the last look at the catalogue's rows saw them, or runs have left them since, packed: a row that shows another one
   * was moved since, whichever worker left it so. Absent where there are none, or more than are kept.
   */
  readonly levels?: string;
  /** Until then a write whose answer was lost may land over a newer one, as ISO time: rows of the catalogue are asked for. */
  readonly unsettledUntil?: string;
}
