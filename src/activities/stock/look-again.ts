import { OpenOrders } from '../../domain/stock/open-orders.ts';
import type { Tally } from '../../domain/stock/tally.ts';
import { readChangedOrders, readOpenOrders, type OrderReading, type ReadOrders } from './open-orders.ts';
import { readOwed, type OwedRows } from './owed/owed-rows.ts';
import type { HearsUnclear } from './stock-by-code.ts';
import { readAvailable, readChangedStock } from './warehouse-stock.ts';
import type { Zeros } from './stock-brake.ts';
import type { StockContext } from './write-levels.ts';

/** Looks after a run's writes; only where each of them finds something, as many are needed. */
const MOST_LOOKS = 10;
/** More levels than these are not asked about one by one, but among those that changed since the run began. */
const ONE_BY_ONE = 100;

interface WhatWasRead {
  readonly reading: OrderReading;
  /** The orders that waited, as they were read first. */
  readonly waiting: ReadOrders & { readonly readAt: string };
  readonly changed: ReadOrders | undefined;
  readonly owed: OwedRows;
  /** ISO time before anything was read. */
  readonly began: string;
  /** myOGO's levels that the store's were written by, which newer ones replace. */
  readonly available: Map<string, number>;
  readonly unclear: HearsUnclear;
  readonly zeros: Zeros;
}

interface Facts {
  readonly levels: ReadonlyMap<string, number>;
  readonly open: OpenOrders;
  /** False while it is not known what is owed. */
  readonly mayRise: boolean;
  /** True for what is written whatever the store shows: the write before may not be applied yet. */
  readonly again: boolean;
}

export type Settle = (facts: Facts) => Promise<void>;

/**
 * After the writes of a run of latest changes: the orders that came meanwhile, whose deduction a write may have taken back, and
 * what the ledger says otherwise by now. All else that changed since it began to read, the next run reads.
 * @returns the versions of the orders that it met
 */
export async function settleOrdered(
  { deps, open: { merchant, connection }, ask }: StockContext,
  { reading, waiting, changed, owed, available, unclear }: WhatWasRead,
  settle: Settle,
  tally: Tally,
): Promise<ReadonlyMap<number, string>> {
  const seen = new Map([...(changed?.versions ?? []), ...waiting.versions]);
  const meanwhile = await readChangedOrders(reading, waiting.readAt, seen);
  const owedNow = tally.seen().length === 0 ? owed : await readOwed(deps, connection);
  const owedMeanwhile = changedOwed(owed.rows, owedNow.rows);
  reading.open.owe(owedNow.rows);
  if (meanwhile.skus.size > 0 || owedMeanwhile.length > 0) {
    // Read anew, because such an order may even have been handed over already.
    const again = await readAvailable(merchant, [...new Set([...meanwhile.skus, ...owedMeanwhile])], ask, unclear);
    for (const [code, pieces] of again.available) available.set(code, pieces);
    await settle({ levels: again.available, open: reading.open, mayRise: owedNow.complete, again: true });
  }
  return meanwhile.versions;
}

/**
 * After the writes of any other run: looks at all facts of what was written once more, and writes it again, until a look
 * finds nothing new. **Whoever writes a level beside the runs of latest changes has looked at its facts after it**, so that no
 * older level stays over a newer one, however many write side by side.
 */
export async function lookAgain(
  { deps, open: { merchant, connection }, overlapMs, ask }: StockContext,
  read: WhatWasRead,
  settle: Settle,
  tally: Tally,
): Promise<void> {
  let written = tally.allWritten();
  let before: OpenOrders = read.reading.open;
  for (let look = 1; look <= MOST_LOOKS && written.length > 0; look += 1) {
    await read.zeros.begin();
    // In the order of every run: first the orders, then myOGO's levels.
    const owed = await readOwed(deps, connection);
    const open = new OpenOrders();
    await readOpenOrders({ ...read.reading, open });
    open.owe(owed.rows);
    const levels = new Map(await levelsNow(written));
    for (const [sku, pieces] of levels) {
      if (pieces === read.available.get(sku) && open.of(sku) === before.of(sku)) levels.delete(sku);
      else read.available.set(sku, pieces);
    }
    if (levels.size > 0) await settle({ levels, open, mayRise: owed.complete, again: true });
    before = open;
    written = [...levels.keys()];
  }

  async function levelsNow(skus: readonly string[]): Promise<Iterable<readonly [sku: string, pieces: number]>> {
    if (skus.length <= ONE_BY_ONE) return (await readAvailable(merchant, skus, ask, read.unclear)).available;
    const changed = await readChangedStock(merchant, read.began, overlapMs, undefined, ask, read.unclear);
    if (changed === 'too-many') return [];
    return skus.flatMap((sku) => {
      const pieces = changed.get(sku)?.available ?? read.available.get(sku);
      return pieces === undefined ? [] : [[sku, pieces] as const];
    });
  }
}

/** SKUs whose row in the ledger changed between two readings. */
function changedOwed(before: OwedRows['rows'], now: OwedRows['rows']): readonly string[] {
  const revisions = new Map(before.map(({ orderId, revision }) => [orderId, revision]));
  const changed = now.filter(({ orderId, revision }) => revisions.get(orderId) !== revision);
  return [...new Set(changed.flatMap(({ owed }) => Object.keys(owed)))];
}
