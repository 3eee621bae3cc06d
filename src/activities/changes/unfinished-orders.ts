import { Context } from '@temporalio/activity';
import { LRUCache } from 'lru-cache';
import type { StoreHash } from '../../contract/ids.ts';
import { runningStatuses } from '../../domain/shared/store-status.ts';
import { pagesById } from '../../http/paging.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import { patiently } from '../runtime/retry-in-place.ts';

/** Comparisons of so many stores are under way in one process, at most. */
const MOST_STORES = 50;

/**
 * A store's unfinished orders, as one part of a comparison has read them: the next part of the same run need not read them
 * again. Where that comes to another process, it reads them itself; nothing that grows with the store travels between them.
 */
export class UnfinishedOrders {
  readonly #read = new LRUCache<StoreHash, { readonly runId: string; readonly ids: ReadonlySet<number> }>({
    max: MOST_STORES,
  });

  keep(storeHash: StoreHash, ids: ReadonlySet<number>): void {
    const runId = thisRun();
    if (runId !== undefined) this.#read.set(storeHash, { runId, ids });
  }

  /** What this run has read of them; `undefined` where it has not, or somewhere else. */
  take(storeHash: StoreHash): ReadonlySet<number> | undefined {
    const read = this.#read.get(storeHash);
    this.#read.delete(storeHash);
    return read?.runId === thisRun() ? read?.ids : undefined;
  }
}

function thisRun(): string | undefined {
  return Context.current().info.workflowExecution?.runId;
}

/** The same, read for their numbers alone. */
export async function readUnfinished(open: OpenConnection): Promise<ReadonlySet<number>> {
  const unfinished = new Set<number>();
  for (const statusId of runningStatuses(open.connection.settings)) {
    const pages = ordersOf(open, statusId, unfinished);
    let page = await pages.next();
    while (page.done !== true) page = await pages.next();
  }
  return unfinished;
}

/**
 * Pages of the orders of one status since `ordersFrom`, by ascending id: the list moves while it is read. The numbers of those that
 * are under way are noted.
 */
export async function* ordersOf({ store, connection }: OpenConnection, statusId: number, unfinished: Set<number>) {
  const isUnfinished = runningStatuses(connection.settings).has(statusId);
  const filter = { statusId, minDateCreated: connection.settings.ordersFrom, sort: 'id:asc' } as const;
  const list = (from: { readonly minId?: number }) => patiently(() => store.orders.list({ ...filter, ...from }));
  for await (const page of pagesById('bigcommerce', list)) {
    if (isUnfinished) for (const { id } of page.rows) unfinished.add(id);
    yield page;
  }
}
