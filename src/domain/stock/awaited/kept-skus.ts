import { awaitedShardOf, type KeepAwaited } from '../../../contract/goods.ts';
import type { GoodsInSnapshot } from '../goods-in-snapshot.ts';
import { AwaitedParts } from './awaited-parts.ts';
import { AwaitedSkus } from './awaited-skus.ts';
import { DroppedSkus } from './dropped-skus.ts';

/** SKUs that the run keeps itself; what is more goes into parts, so that no payload grows with the catalogue. */
const OWN = 2_000;

/** Where the SKUs that a store awaits are kept: in its own run, and in parts once they are too many. */
export class KeptSkus {
  protected readonly kept: AwaitedSkus;
  protected readonly inParts: AwaitedParts;
  readonly dropped: DroppedSkus;
  /** SKUs that are being given to parts. */
  readonly #onTheirWay = new Set<string>();

  constructor(carried: GoodsInSnapshot | undefined) {
    this.kept = new AwaitedSkus(carried?.awaited);
    this.inParts = new AwaitedParts(carried?.parts);
    this.dropped = new DroppedSkus(carried?.dropped);
  }

  /** The SKUs that the run keeps itself. */
  get awaited(): ReadonlySet<string> {
    return this.kept.all;
  }

  /** How many SKUs are awaited, those in parts as they were last told. */
  get count(): number {
    return this.kept.size + this.inParts.left;
  }

  get parts(): readonly number[] {
    return this.inParts.shards;
  }

  get isFull(): boolean {
    return this.kept.size > OWN;
  }

  /** They may be in a part, or on their way into one: it is told, too. */
  protected drop(skus: readonly string[]): void {
    const own = new Set(this.kept.answer(skus));
    this.kept.remove(skus);
    if (this.inParts.size > 0) this.dropped.add(skus.filter((sku) => !own.has(sku)));
    this.dropped.add([...own].filter((sku) => this.#onTheirWay.has(sku)));
  }

  /** Some of the SKUs that the run keeps itself. */
  own(most: number): readonly string[] {
    return this.kept.take(most);
  }

  /** SKUs for parts to keep, with the message that they go by. They stay here until {@link GoodsInState.wereTaken}. */
  toParts(): readonly (KeepAwaited & { readonly shard: number })[] {
    const byShard = new Map<number, string[]>();
    for (const sku of this.kept.take(OWN)) {
      this.#onTheirWay.add(sku);
      const shard = awaitedShardOf(sku);
      byShard.set(shard, [...(byShard.get(shard) ?? []), sku]);
    }
    return [...byShard].map(([shard, skus]) => {
      const message = this.inParts.give(shard, skus.length);
      return { shard, skus, variants: this.kept.variantsOf(skus), message };
    });
  }

  /** @returns those whose goods came on the way: their parts must be told */
  wereTaken(skus: readonly string[]): readonly string[] {
    for (const sku of skus) {
      this.#onTheirWay.delete(sku);
      this.inParts.hasBegun(awaitedShardOf(sku));
    }
    const came = skus.filter((sku) => !this.kept.has(sku) && !this.dropped.has(sku));
    this.kept.remove(skus);
    return came;
  }
}
