import { LRUCache } from 'lru-cache';

/**
 * What this process wrote or passed on lately: (kind, id) → the version it saw.
 *
 * Cursors overlap, and our own writes come back in the next poll; remembering them spares a signal each. It is a
 * saving only: a run that is told twice does nothing twice, so the memory may be lost or differ between processes.
 */
export class ChangeMemory {
  readonly #seen = new LRUCache<string, string>({ max: 50_000 });

  /** `version` is anything that changes with the record, for example `status@modified`. */
  remember(
    kind: 'store-order' | 'myogo-order' | 'myogo-stock' | 'product',
    storeHash: string,
    id: string | number,
    version: string,
  ): void {
    this.#seen.set(`${kind}:${storeHash}:${id}`, version);
  }

  isNews(
    kind: 'store-order' | 'myogo-order' | 'myogo-stock' | 'product',
    storeHash: string,
    id: string | number,
    version: string,
  ): boolean {
    return this.#seen.get(`${kind}:${storeHash}:${id}`) !== version;
  }
}
