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
  readonly #seen: LRUCache<string, string>;
  readonly #written = new LRUCache<string, { readonly version: string; readonly content: string }>({ max: 5_000 });

  /** @param most records that are remembered. Default 50,000 */
  constructor(most = 50_000) {
    this.#seen = new LRUCache({ max: most });
  }

  /**
   * @param version anything that changes with the record, for example `status@modified`
   * @param content where a write of ours made this version: what the record held then, as a digest. Until somebody has looked,
   *   another write in the same second of the other side's clock cannot be told from it
   */
  remember(kind: Remembered, storeHash: string, id: string | number, version: string, content?: string): void {
    const key = `${kind}:${storeHash}:${id}`;
    this.#seen.set(key, version);
    if (content === undefined) this.#written.delete(key);
    else this.#written.set(key, { version, content });
  }

  /** What a record held when a write of ours made this version, as long as nobody has looked since. */
  contentAt(kind: Remembered, storeHash: string, id: string | number, version: string): string | undefined {
    const written = this.#written.get(`${kind}:${storeHash}:${id}`);
    return written?.version === version ? written.content : undefined;
  }

  isNews(kind: Remembered, storeHash: string, id: string | number, version: string): boolean {
    return this.known(kind, storeHash, id) !== version;
  }

  /** The version that was seen last. */
  known(kind: Remembered, storeHash: string, id: string | number): string | undefined {
    return this.#seen.get(`${kind}:${storeHash}:${id}`);
  }
}
