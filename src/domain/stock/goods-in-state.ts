import { defined } from '../../contract/defined.ts';
import {
  awaitedShardOf,
  type AwaitedVariants,
  type GoodsFound,
  type KeepAwaited,
  type PartReport,
} from '../../contract/goods.ts';
import type { AwaitGoods } from '../../contract/products.ts';
import { AwaitedParts } from './awaited/awaited-parts.ts';
import { AwaitedSkus } from './awaited/awaited-skus.ts';
import { DroppedSkus } from './awaited/dropped-skus.ts';
import { LookCursor } from './awaited/look-cursor.ts';
import { LostAndFound } from './awaited/lost-and-found.ts';
import type { GoodsInSnapshot } from './goods-in-snapshot.ts';

export { packSkus, unpackSkus } from './awaited/packed-skus.ts';

/** SKUs that the run keeps itself; what is more goes into parts, so that no payload grows with the catalogue. */
const OWN = 2_000;

/** What is awaited of the merchant that a store has been connected with since. */
interface NextMerchant {
  readonly state: GoodsInState;
  /** False where only a look has shown that there is another merchant: nothing of its goods is awaited yet. */
  readonly wasTold: boolean;
}

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
  readonly dropped: DroppedSkus;
  /** SKUs that are being given to parts. */
  readonly #onTheirWay = new Set<string>();
  readonly looks: LookCursor;
  readonly lost: LostAndFound;
  /** What is known of another merchant's goods, which the store is connected with since. */
  #next: NextMerchant | undefined;

  constructor(carried?: GoodsInSnapshot, lost = false) {
    this.lost = new LostAndFound(carried, lost);
    this.every = carried?.every ?? '15m';
    this.gateOpened = carried?.gateOpened ?? false;
    this.merchantId = carried?.merchantId;
    this.#own = new AwaitedSkus(carried?.awaited);
    this.#parts = new AwaitedParts(carried?.parts);
    this.dropped = new DroppedSkus(carried?.dropped);
    this.#received = carried?.received ?? 0;
    this.looks = new LookCursor(carried);
    if (carried?.next !== undefined) this.#next = { state: new GoodsInState(carried.next), wasTold: true };
  }

  get next(): NextMerchant | undefined {
    return this.#next;
  }

  /** Whether goods are another merchant's than those that were awaited until now: a code belongs to its merchant. */
  isAnothers(merchantId: string | undefined): boolean {
    if (this.#next !== undefined) return this.#next.state.isAnothers(merchantId);
    return merchantId !== undefined && this.merchantId !== undefined && merchantId !== this.merchantId;
  }

  /** The store is connected with another merchant: what was awaited of the one before is to be handed on. */
  turnTo(merchantId: string | undefined): void {
    // What was told of one in between is handed on after this one's.
    if (this.#next?.wasTold === true) {
      this.#next.state.turnTo(merchantId);
      return;
    }
    const state = new GoodsInState();
    state.merchantId = merchantId;
    this.#next = { state, wasTold: false };
  }

  /** The SKUs that the run keeps itself. */
  get awaited(): ReadonlySet<string> {
    return this.#own.all;
  }

  /** Of some SKUs, those that are awaited; without them the first of all. @throws while that is lost */
  answer(asked: unknown): readonly string[] {
    this.lost.mustBeFound();
    const here = this.#own.answer(asked);
    const there = this.#next?.state.answer(asked) ?? [];
    return there.length === 0 ? here : [...new Set([...here, ...there])];
  }

  /** Of the SKUs that the run keeps itself, those that know their variant. @throws while that is lost */
  variants(asked: unknown): AwaitedVariants {
    this.lost.mustBeFound();
    return { ...this.#own.variants(asked), ...this.#next?.state.variants(asked) };
  }

  /** Both sides were asked for what was lost; a part that is gone keeps nothing any more. */
  wasFoundAgain({ skus, partsGone }: NonNullable<GoodsFound['foundAgain']>): void {
    this.lost.wasFound(skus);
    this.#parts.forget(partsGone);
    this.looks.forget();
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

  await(goods: AwaitGoods): void {
    if (this.#next !== undefined) {
      this.#next.state.await(goods);
      this.#next = { ...this.#next, wasTold: true };
      return;
    }
    const { awaited, variants, received, dropped = [], anew, merchantId, lost } = goods;
    this.merchantId = merchantId ?? this.merchantId;
    this.lost.isLost ||= lost === true;
    if (anew === true) {
      this.gateOpened = false;
      this.#received = 0;
      this.looks.lookAtAll();
    }
    this.#own.add(awaited, variants);
    this.#drop(dropped);
    if (received && this.#received === 0) this.#received = 1;
    // Goods may have come between a product's creation and this message: the next look goes through everything.
    if (awaited.length > 0) {
      this.looks.lookAtAll();
    }
  }

  /** Goes on with what a run kept that was ended from outside; what this one was told itself counts beside it. */
  takeOver(kept: GoodsInSnapshot): void {
    const { awaited, received, gateOpened, parts = [], dropped = [], merchantId, lost, next } = kept;
    if (next !== undefined && this.#next === undefined) this.turnTo(next.merchantId);
    if (next !== undefined && this.#next !== undefined) {
      this.#next.state.takeOver(next);
      this.#next = { ...this.#next, wasTold: true };
    }
    this.lost.isLost ||= lost === true;
    this.#own.addPacked(awaited);
    this.#parts.add(parts);
    this.dropped.add(dropped);
    this.#received = Math.max(this.#received, received);
    this.gateOpened ||= gateOpened;
    this.merchantId = merchantId ?? this.merchantId;
    this.looks.forget();
  }

  /** They may be in a part, or on their way into one: it is told, too. */
  #drop(skus: readonly string[]): void {
    const own = new Set(this.#own.answer(skus));
    this.#own.remove(skus);
    if (this.#parts.size > 0) this.dropped.add(skus.filter((sku) => !own.has(sku)));
    this.dropped.add([...own].filter((sku) => this.#onTheirWay.has(sku)));
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
    const came = skus.filter((sku) => !this.#own.has(sku) && !this.dropped.has(sku));
    this.#own.remove(skus);
    return came;
  }

  partTold(told: PartReport): void {
    this.#received += this.#parts.told(told);
  }

  /** Somebody has seen goods of these codes: for ever, also where they are sold out again. */
  came(codes: readonly string[]): void {
    this.#received += this.#own.remove(codes);
    this.#next?.state.came(codes);
  }

  /** Takes in what one page of a look found. */
  found({ received }: Pick<GoodsFound, 'received'>): void {
    const byName = this.awaitsByName;
    this.came(received);
    // Nothing is awaited by name where the merchant's products were in myOGO before us: then any goods open the gate.
    if (!byName && this.#received === 0 && received.length > 0) this.#received = received.length;
  }

  snapshot(): GoodsInSnapshot {
    return {
      awaited: this.#own.packed(),
      received: this.#received,
      gateOpened: this.gateOpened,
      ...this.looks.carried,
      every: this.every,
      ...(this.#parts.size === 0 ? {} : { parts: this.#parts.all }),
      ...defined({ merchantId: this.merchantId }),
      ...this.dropped.carried,
      ...this.lost.carried,
      ...(this.#next?.wasTold === true ? { next: this.#next.state.snapshot() } : {}),
    };
  }
}
