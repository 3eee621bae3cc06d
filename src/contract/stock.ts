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
}

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

export interface OwedLedgerInput {
  readonly storeHash: StoreHash;
  readonly shard: number;
  /** The part before it was lost: the open runs of orders are asked first. */
  readonly rebuild?: boolean;
}
