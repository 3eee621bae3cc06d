import { Context } from '@temporalio/activity';
import { LRUCache } from 'lru-cache';
import type { StoreHash } from '../../contract/ids.ts';

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
