import type { ReportRow, StockLegResult, SentRows } from '../../contract/changes.ts';
import { cursorOf } from '../../domain/changes/cursors.ts';
import { carryOn } from '../../domain/stock/carry.ts';
import { LISTED } from '../../domain/shared/odd-rows.ts';
import { OpenOrders } from '../../domain/stock/open-orders.ts';
import { Tally } from '../../domain/stock/tally.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Asking } from '../runtime/retry-in-place.ts';
import { SeenGoods } from './awaited/seen-goods.ts';
import { oddRowsInto, UnclearCodes } from './odd-rows.ts';
import { readOpenOrders } from './open-orders.ts';
import { readOwed } from './owed/owed-rows.ts';
import { Zeros } from './stock-brake.ts';
import { moveStock } from './stock.ts';
import type { HearsUnclear } from './stock-by-code.ts';
import { readAllAvailable } from './warehouse-stock.ts';
import { BoughtCodes } from './bought-codes.ts';
import { settleAll, withWriter, type Settling, type StockContext } from './write-levels.ts';
import { serverTime } from '../runtime/server-clock.ts';

export interface StockComparison extends StockLegResult {
  readonly compared: number;
  /** Rows beyond the listed ones that the comparison's run was sent. */
  readonly sent?: SentRows;
}

/** Every level is compared; what changed meanwhile is settled at the end by what is read then. */
export async function compareStock(
  context: StockContext,
): Promise<{ readonly comparison: StockComparison; readonly unlisted: readonly ReportRow[] }> {
  const { deps, open, overlapMs, ask } = context;
  const { storeHash, settings } = open.connection;
  const zeros = new Zeros(deps, open.connection);
  await zeros.begin();
  const tally = new Tally();
  const odd = oddRowsInto(tally);
  const unclear = new UnclearCodes(tally);
  const orders = new OpenOrders();
  const owed = await readOwed(deps, open.connection);
  const { readAt } = await readOpenOrders({ store: open.store, settings, open: orders, overlapMs, ask, odd });
  orders.owe(owed.rows);
  const { available, inStock, readAt: stockReadAt } = await readAllStock(open, ask, unclear);
  const goods = new SeenGoods(deps, open, inStock);
  await goods.tellCodes();
  const codes = new BoughtCodes(context, odd);
  const how = { mayRise: owed.complete, again: false, beside: true };
  const settling: Settling = { available, goods, open: orders, codes, zeros, ...how };
  let compared = 0;
  await withWriter(context, async (writer) => {
    compared = await settleAll(context, writer, settling, tally);
  });
  unclear.due();
  // A list that says the warehouse has nothing at all may be wrong: what people said is not withdrawn by it.
  await zeros.tell(tally, { all: available.size > 0 });
  // Another run may have written a level by newer facts meanwhile, and this one by older ones over it: all is read anew.
  const now = new Date().toISOString();
  const carried = carryOn(undefined, {
    ...{ due: [], judged: new Set<string>(), open: orders.totals(), estimate: orders.estimate, now },
  });
  const window = { since: stockReadAt, ordersSince: readAt, carried, beside: true };
  const meanwhile = await moveStock(context, { storeHash, ...window });
  const result = tally.result(() => now);
  const unlisted = tally.unlisted(() => now);
  if (meanwhile.kind !== 'done') return { comparison: { ...result, compared }, unlisted };
  const { written, changed } = meanwhile.result;
  const rows = [...result.changed.rows, ...changed.rows];
  const all = { count: result.changed.count + changed.count, rows: rows.slice(0, LISTED) };
  const more = rows.slice(LISTED).map((row) => ({ part: 'stock', what: 'written', ...row }) as const);
  return {
    comparison: { ...result, compared, written: result.written + written, changed: all },
    unlisted: [...unlisted, ...more],
  };
}

async function readAllStock({ merchant }: OpenConnection, ask: Asking, hears: HearsUnclear) {
  const askedAt = serverTime();
  let readAt: string | undefined;
  const all = await readAllAvailable(merchant, ask, hears, ({ serverTime: theirs }) => {
    readAt ??= cursorOf(theirs, askedAt);
  });
  return { ...all, readAt: readAt ?? cursorOf(undefined, askedAt) };
}
