import { awaitedShardOf } from '../../../contract/goods.ts';
import type { GoodsInSnapshot } from '../goods-in-snapshot.ts';

/** SKUs that are not awaited any more, and that parts are still to drop. */
export class DroppedSkus {
  readonly #skus: Set<string>;

  constructor(carried: readonly string[] = []) {
    this.#skus = new Set(carried);
  }

  get all(): ReadonlySet<string> {
    return this.#skus;
  }

  has(sku: string): boolean {
    return this.#skus.has(sku);
  }

  add(skus: readonly string[]): void {
    for (const sku of skus) this.#skus.add(sku);
  }

  /** Takes all out, by part. */
  take(): ReadonlyMap<number, readonly string[]> {
    const byShard = new Map<number, string[]>();
    for (const sku of this.#skus) {
      const shard = awaitedShardOf(sku);
      byShard.set(shard, [...(byShard.get(shard) ?? []), sku]);
    }
    this.#skus.clear();
    return byShard;
  }

  get carried(): Pick<GoodsInSnapshot, 'dropped'> {
    return this.#skus.size === 0 ? {} : { dropped: [...this.#skus] };
  }
}
