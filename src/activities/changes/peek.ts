import type { Cursors, Peek, Peeks } from '../../contract/changes.ts';
import { defined } from '../../contract/defined.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { FoundChange } from '../../contract/integration/hooks.ts';
import type { StoreApi } from '../../bigcommerce/client.ts';
import { askFrom, cursorOf, earlier, isAhead } from '../../domain/changes/cursors.ts';
import {
  oddVersion,
  orderVersion,
  stockVersion,
  warehouseOrderKey,
  warehouseVersion,
} from '../../domain/changes/row-versions.ts';
import { stockSettingsOf } from '../../domain/stock/stock-settings.ts';
import { parseOrderReference } from '../../domain/orders/facts/references.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { OddRow } from '../../http/rows.ts';
import { warehouseRow } from '../orders/find-warehouse-order.ts';
import { accessRefusal, tellAccess } from '../runtime/access.ts';
import type { AgeOfAnswer, OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { locationOf } from '../stock/location.ts';
import { lookAtDue, type DueInMind, type FoundDue } from '../stock/look-at-due.ts';
import { serverTime } from '../runtime/server-clock.ts';

export interface PeekRequest {
  readonly storeHash: StoreHash;
  readonly cursors: Cursors;
  /** Where the stock leg stands with the store's orders. */
  readonly stockOrdersSince?: string;
  /** Where the stock leg stands with the store's catalogue. */
  readonly stockProductsSince?: string;
  /** True where it is time to ask for products as well. */
  readonly products?: boolean;
  /** What is due of levels, and what they were computed by. */
  readonly due?: DueInMind;
}

export interface PeekAnswer {
  readonly sources: Peeks;
  /** The settings that levels are computed by, as one text. */
  readonly stockSettings: string;
  /** What has become due of levels without a change that a poll shows. */
  readonly due?: FoundDue;
  /** Changes that are news, where there are webhooks that should have told of them. */
  readonly found?: readonly FoundChange[];
}

/** Changes of a source by which webhooks are judged: a few tell as much as all. */
const MOST_FOUND = 20;

/**
 * Asks every source at once whether anything changed; each fails for itself. At most one request a source. What this
 * process wrote or passed on itself is no change.
 */
export async function peekAtSources(
  deps: Dependencies,
  request: PeekRequest,
  overlapMs: number,
  how: AgeOfAnswer = {},
): Promise<PeekAnswer> {
  const { storeHash, cursors, stockOrdersSince, stockProductsSince, products } = request;
  const open = await deps.connections.open(storeHash, 'stock', { ...how, flows: true });
  const found: FoundChange[] = [];
  const peek: PeekingAt = { deps, open, overlapMs, found };
  const [myogoStock, myogoOrders, storeOrders, storeProducts] = await Promise.all([
    peekAt(peek, cursors.myogoStock, myogoStockSource(peek)),
    peekAt(peek, cursors.myogoOrders, myogoOrdersSource(peek)),
    peekAt(peek, earlier(cursors.storeOrders, stockOrdersSince), storeOrdersSource(peek)),
    products === true
      ? peekAt(
          peek,
          earlier(cursors.storeProducts, stockProductsSince ?? cursors.storeProducts),
          storeProductsSource(open.store),
        )
      : undefined,
  ]);
  const { locationId } = locationOf(open.connection);
  // Orders that changed are read by the leg anyway, and what left the list with them.
  const inMind = storeOrders.kind === 'unchanged' ? request.due : withoutOrders(request.due);
  const due = inMind === undefined ? undefined : await lookAtDue(deps, open, inMind, overlapMs);
  const isHooked = open.connection.hooks !== undefined;
  for (const { source, at, silent } of found) {
    // Of these alone one process hears by webhook or by poll; levels are always looked for in a list.
    if ((source === 'storeOrders' || source === 'myogoOrders') && silent !== true) {
      if (isHooked) deps.metrics.orderChanges(1, { source, by: 'poll' });
      deps.metrics.orderChangeLag((serverTime() - Date.parse(at)) / 1_000, { source, by: 'poll' });
    }
  }
  return {
    sources: { myogoStock, myogoOrders, storeOrders, ...defined({ storeProducts }) },
    stockSettings: stockSettingsOf(open.connection.settings, locationId),
    ...defined({ due }),
    ...(isHooked && found.length > 0 ? { found } : {}),
  };
}

interface PeekingAt {
  readonly deps: Dependencies;
  readonly open: OpenConnection;
  readonly overlapMs: number;
  readonly found: FoundChange[];
}

/** A list that shows what changed since a time, and which of its rows count as changes. */
interface Source<T> {
  readonly list: (since: string | undefined, limit: number) => Promise<FirstPage<T>>;
  readonly isChange: (row: T) => boolean;
  readonly isOddChange: (odd: OddRow) => boolean;
  /** The change of a row that counts as one, as webhooks should have told of it. */
  readonly foundIn?: (row: T) => FoundChange | undefined;
}

/** The first page of an answer. */
interface FirstPage<T> {
  readonly rows: readonly T[];
  readonly unreadable: readonly OddRow[];
  readonly more: boolean;
  readonly serverTime: number | undefined;
}

type RowOf<List extends (...args: never[]) => Promise<FirstPage<unknown>>> = Awaited<ReturnType<List>>['rows'][number];

function myogoStockSource({ deps: { changes }, open }: PeekingAt): Source<RowOf<typeof open.merchant.stock.list>> {
  const { storeHash } = open.connection;
  return {
    list: (modifiedAfter, limit) => open.merchant.stock.list({ ...defined({ modifiedAfter }), limit }),
    isChange: (row) => changes.isNews('myogo-stock', storeHash, row.productCode, stockVersion(row)),
    // One whose code cannot be read is none that could have been passed on.
    isOddChange: ({ id, ...odd }) =>
      id === undefined || changes.isNews('myogo-stock', storeHash, String(id), oddVersion(odd)),
    foundIn: ({ modified }) => (modified === undefined ? undefined : { source: 'myogoStock', at: modified }),
  };
}

function myogoOrdersSource({
  deps: { changes },
  open,
}: PeekingAt): Source<RowOf<typeof open.merchant.orders.changedSince>> {
  const { storeHash, merchantId } = open.connection;
  return {
    list: (modifiedAfter, limit) =>
      open.merchant.orders.changedSince(modifiedAfter ?? new Date(serverTime()).toISOString(), { limit }),
    isChange: (order) => {
      const row = warehouseRow(order, merchantId);
      return changes.isNews('myogo-order', storeHash, warehouseOrderKey(row), warehouseVersion(row));
    },
    isOddChange: (odd) => changes.isNews('myogo-order', storeHash, String(odd.id), oddVersion(odd)),
    foundIn: ({ reference, status, editTime }) => {
      if (editTime === undefined || parseOrderReference(storeHash, reference) === undefined) return undefined;
      const found = { source: 'myogoOrders', id: reference, at: editTime } as const;
      if (status === 'SHIPPED') return found;
      // The known type of myOGO's webhooks is about shipped orders alone. What goes its usual way needs nobody.
      return status === 'NEW' || status === 'COLLECTING' ? undefined : { ...found, silent: true };
    },
  };
}

function storeOrdersSource({ deps: { changes }, open }: PeekingAt): Source<RowOf<typeof open.store.orders.list>> {
  const { storeHash } = open.connection;
  return {
    list: (minDateModified, limit) =>
      open.store.orders.list({ ...defined({ minDateModified }), sort: 'id:asc', limit }),
    isChange: (row) =>
      changes.isNews('store-order', storeHash, row.id, orderVersion(row)) ||
      changes.isNews('stock-order', storeHash, row.id, orderVersion(row)) ||
      // A write of ours that may hide an edit in its second, until somebody has looked.
      changes.contentAt('store-order', storeHash, row.id, orderVersion(row)) !== undefined,
    isOddChange: (odd) => odd.id !== undefined && changes.isNews('store-order', storeHash, odd.id, oddVersion(odd)),
    foundIn: (row) =>
      changes.isNews('store-order', storeHash, row.id, orderVersion(row))
        ? { source: 'storeOrders', id: row.id, at: row.dateModified }
        : undefined,
  };
}

function storeProductsSource({ catalogue }: StoreApi): Source<unknown> {
  return {
    list: (minDateModified, limit) =>
      catalogue.products.list({ ...defined({ minDateModified }), includeFields: ['id'], limit }),
    // Which of them are changes, the leg finds out: a product's time moves with every stock level.
    isChange: () => true,
    isOddChange: () => false,
  };
}

async function peekAt<T>(
  { deps, open: { connection, versions }, overlapMs, found }: PeekingAt,
  since: string | undefined,
  { list, isChange, isOddChange, foundIn }: Source<T>,
): Promise<Peek> {
  const askedAt = serverTime();
  try {
    const page = await list(since === undefined ? undefined : askFrom(since, overlapMs), since === undefined ? 1 : 250);
    const cursor = cursorOf(page.serverTime, askedAt);
    if (since === undefined) return { kind: 'no-cursor', cursor };
    const ahead = (page.serverTime ?? askedAt) - askedAt;
    // The newest orders: where more were told of than are judged, one that was not is among those as likely as not.
    for (const row of page.rows.filter(isChange).slice(-MOST_FOUND)) {
      const change = foundIn?.(row);
      if (change !== undefined) found.push({ ...change, at: byOurClock(change.at, ahead) });
    }
    if (page.serverTime !== undefined && isAhead(since, cursor, overlapMs))
      return { kind: 'no-cursor', cursor, wentBack: true };
    // A full page says nothing of the ones behind it.
    if (page.more || page.rows.some(isChange) || page.unreadable.some(isOddChange))
      return { kind: 'changed', cursor, many: page.more };
    return { kind: 'unchanged', cursor };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const refusal = accessRefusal(error);
    if (refusal !== undefined) await tellAccess(deps, connection.storeHash, versions.credentials, refusal);
    return { kind: 'failed', type: error.type, message: error.message };
  }
}

/** A header's seconds and an answer's way are no difference of clocks. */
const NO_DIFFERENCE_MS = 5_000;

/**
 * When a change happened, by the clock that deliveries are noted by: with a side's own clock ahead, each change would seem too
 * young to be judged for ever, and lost webhooks would never be missed.
 */
function byOurClock(at: string, ahead: number): string {
  const time = Date.parse(at);
  return Math.abs(ahead) < NO_DIFFERENCE_MS || Number.isNaN(time) ? at : new Date(time - ahead).toISOString();
}

function withoutOrders(due: DueInMind | undefined): DueInMind | undefined {
  return due === undefined ? undefined : { awaited: due.awaited, asked: due.asked };
}
