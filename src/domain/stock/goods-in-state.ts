import { defined } from '../../contract/defined.ts';
import {
  awaitedShardOf,
  type AwaitedVariants,
  type GoodsFound,
  type KeepAwaited,
  type PartReport,
} from '../../contract/goods.ts';
import type { AwaitGoods } from '../../contract/products.ts';
import { isAhead } from '../changes/cursors.ts';
import { AwaitedParts } from './awaited/awaited-parts.ts';
import { AwaitedSkus } from './awaited/awaited-skus.ts';
import { LostAndFound } from './awaited/lost-and-found.ts';
import type { GoodsInSnapshot } from './goods-in-snapshot.ts';

export { packSkus, unpackSkus } from './awaited/packed-skus.ts';

/** Everything is looked at again this often, whatever the cursor says (milliseconds). */
const FULL_LOOK_MS = 24 * 3_600_000;
/** A look asks from so long before the last one. */
const OVERLAP_MS = 2 * 60_000;
/** SKUs that the run keeps itself; what is more goes into parts, so that no payload grows with the catalogue. */
const OWN = 2_000;

/** Which SKUs were created and never received, and whether the first goods have come. */
export class GoodsInState {
  /** Duration text: how often to look. */
  every: string;
  gateOpened: boolean;
  /** Whose goods they are, once that was told. */
  merchantId: string | undefined;
  readonly #own: AwaitedSkus;
  readonly #parts: AwaitedParts;
  /** SKUs whose goods have come; above 0 the gate is due. */
  #received: number;
  /** `undefined`: everything is looked at next. */
  #cursor: string | undefined;
  #fullLookAt: number;
  /** SKUs that parts are to drop. */
  readonly #dropped: Set<string>;
  /** SKUs that are being given to parts. */
  readonly #onTheirWay = new Set<string>();
  /** SKUs were added since the present look began. */
  #added = false;
  readonly lost: LostAndFound;

  constructor(carried?: GoodsInSnapshot, lost = false) {
    this.lost = new LostAndFound(carried, lost);
    this.every = carried?.every ?? '15m';
    this.gateOpened = carried?.gateOpened ?? false;
    this.merchantId = carried?.merchantId;
    this.#own = new AwaitedSkus(carried?.awaited);
    this.#parts = new AwaitedParts(carried?.parts);
    this.#dropped = new Set(carried?.dropped ?? []);
    this.#received = carried?.received ?? 0;
    this.#cursor = carried?.cursor ?? undefined;
    this.#fullLookAt = carried?.fullLookAt ?? 0;
  }

  /** The SKUs that the run keeps itself. */
  get awaited(): ReadonlySet<string> {
    return this.#own.all;
  }

  /** Of some SKUs, those that are awaited; without them the first of all. @throws while that is lost */
  answer(asked: unknown): readonly string[] {
    this.lost.mustBeFound();
    return this.#own.answer(asked);
  }

  /** Of the SKUs that the run keeps itself, those that know their variant. @throws while that is lost */
  variants(asked: unknown): AwaitedVariants {
    this.lost.mustBeFound();
    return this.#own.variants(asked);
  }

  /** Both sides were asked for what was lost; a part that is gone keeps nothing any more. */
  wasFoundAgain({ skus, partsGone }: NonNullable<GoodsFound['foundAgain']>): void {
    this.lost.wasFound(skus);
    this.#parts.forget(partsGone);
    this.#cursor = undefined;
  }

  get received(): number {
    return this.#received;
  }

  /** How many SKUs are awaited, those in parts as they were last told. */
  get count(): number {
    return this.#own.size + this.#parts.left;
  }

  get parts(): readonly number[] {
    return this.#parts.shards;
  }

  get gateIsDue(): boolean {
    return this.#received > 0 && !this.gateOpened;
  }

  get awaitsByName(): boolean {
    return this.#own.size > 0 || this.#parts.size > 0 || this.lost.isLost;
  }

  get isDone(): boolean {
    return this.gateOpened && !this.awaitsByName;
  }

  get isFull(): boolean {
    return this.#own.size > OWN;
  }

  await({ awaited, variants, received, dropped = [], anew, merchantId, lost }: AwaitGoods): void {
    this.merchantId = merchantId ?? this.merchantId;
    this.lost.isLost ||= lost === true;
    if (anew === true) {
      this.gateOpened = false;
      this.#received = 0;
      this.#cursor = undefined;
      this.#added = true;
    }
    this.#own.add(awaited, variants);
    this.#drop(dropped);
    if (received && this.#received === 0) this.#received = 1;
    // Goods may have come between a product's creation and this message: the next look goes through everything.
    if (awaited.length > 0) {
      this.#cursor = undefined;
      this.#added = true;
    }
  }

  /** Goes on with what a run kept that was ended from outside; what this one was told itself counts beside it. */
  takeOver({ awaited, received, gateOpened, parts = [], dropped = [], merchantId, lost }: GoodsInSnapshot): void {
    this.lost.isLost ||= lost === true;
    this.#own.addPacked(awaited);
    this.#parts.add(parts);
    for (const sku of dropped) this.#dropped.add(sku);
    this.#received = Math.max(this.#received, received);
    this.gateOpened ||= gateOpened;
    this.merchantId = merchantId ?? this.merchantId;
    this.#cursor = undefined;
  }

  /** They may be in a part, or on their way into one: it is told, too. */
  #drop(skus: readonly string[]): void {
    const own = new Set(this.#own.answer(skus));
    this.#own.remove(skus);
    if (this.#parts.size > 0) for (const sku of skus) if (!own.has(sku)) this.#dropped.add(sku);
    for (const sku of own) if (this.#onTheirWay.has(sku)) this.#dropped.add(sku);
  }

  /** SKUs that parts are still to drop. */
  get dropped(): ReadonlySet<string> {
    return this.#dropped;
  }

  /** Takes out what parts are to drop, by part. */
  takeDropped(): ReadonlyMap<number, readonly string[]> {
    const byShard = new Map<number, string[]>();
    for (const sku of this.#dropped) {
      const shard = awaitedShardOf(sku);
      byShard.set(shard, [...(byShard.get(shard) ?? []), sku]);
    }
    this.#dropped.clear();
    return byShard;
  }

  /** Some of the SKUs that the run keeps itself. */
  own(most: number): readonly string[] {
    return this.#own.take(most);
  }

  /** SKUs for parts to keep, with the message that they go by. They stay here until {@link GoodsInState.wereTaken}. */
  toParts(): readonly (KeepAwaited & { readonly shard: number })[] {
    const byShard = new Map<number, string[]>();
    for (const sku of this.#own.take(OWN)) {
      this.#onTheirWay.add(sku);
      const shard = awaitedShardOf(sku);
      byShard.set(shard, [...(byShard.get(shard) ?? []), sku]);
    }
    return [...byShard].map(([shard, skus]) => {
      const message = this.#parts.give(shard, skus.length);
      return { shard, skus, variants: this.#own.variantsOf(skus), message };
    });
  }

  /** @returns those whose goods came on the way: their parts must be told */
  wereTaken(skus: readonly string[]): readonly string[] {
    for (const sku of skus) {
      this.#onTheirWay.delete(sku);
      this.#parts.hasBegun(awaitedShardOf(sku));
    }
    const came = skus.filter((sku) => !this.#own.has(sku) && !this.#dropped.has(sku));
    this.#own.remove(skus);
    return came;
  }

  partTold(told: PartReport): void {
    this.#received += this.#parts.told(told);
  }

  /** Somebody has seen goods of these codes: for ever, also where they are sold out again. */
  came(codes: readonly string[]): void {
    this.#received += this.#own.remove(codes);
  }

  /** Where the next look begins; `undefined`: everything. */
  since(now: number): string | undefined {
    this.#added = false;
    return now - this.#fullLookAt >= FULL_LOOK_MS ? undefined : this.#cursor;
  }

  /** Takes in what one page of a look found. */
  found({ received }: Pick<GoodsFound, 'received'>): void {
    const byName = this.awaitsByName;
    this.came(received);
    // Nothing is awaited by name where the merchant's products were in myOGO before us: then any goods open the gate.
    if (!byName && this.#received === 0 && received.length > 0) this.#received = received.length;
  }

  looked(cursor: string, everything: boolean, now: number): void {
    // A cursor that lay ahead of the warehouse's clock has shown nothing: then everything is looked at next.
    const wentBack = this.#cursor !== undefined && isAhead(this.#cursor, cursor, OVERLAP_MS);
    this.#cursor = this.#added || wentBack ? undefined : cursor;
    if (everything) this.#fullLookAt = now;
  }

  snapshot(): GoodsInSnapshot {
    return {
      awaited: this.#own.packed(),
      received: this.#received,
      gateOpened: this.gateOpened,
      cursor: this.#cursor ?? null,
      fullLookAt: this.#fullLookAt,
      every: this.every,
      ...(this.#parts.size === 0 ? {} : { parts: this.#parts.all }),
      ...defined({ merchantId: this.merchantId }),
      ...(this.#dropped.size === 0 ? {} : { dropped: [...this.#dropped] }),
      ...this.lost.carried,
    };
  }
}
