import { LRUCache } from 'lru-cache';

/**
 * `store-order`: as its run was notified of it. `stock-order`: as the levels of its SKUs were written after it.
 * `stock-row`: a row of the store's catalogue as stock has seen or written it.
 */
type Remembered = 'store-order' | 'stock-order' | 'myogo-order' | 'myogo-stock' | 'product' | 'stock-row';

/**
 * What this process wrote or passed on lately: (kind, id) → the version it saw.
 *
 * Cursors overlap, and our own writes come back in the next poll; remembering them spares a signal each. It is a
 * saving only: a run that is told twice does nothing twice, so the memory may be lost or differ between processes.
 */
export class ChangeMemory {
  readonly #seen = new LRUCache<string, string>({ max: 50_000 });

  /** `version` is anything that changes with the record, for example `status@modified`. */
  remember(kind: Remembered, storeHash: string, id: string | number, version: string): void {
    this.#seen.set(`${kind}:${storeHash}:${id}`, version);
  }

  isNews(kind: Remembered, storeHash: string, id: string | number, version: string): boolean {
    return this.#seen.get(`${kind}:${storeHash}:${id}`) !== version;
  }
}
