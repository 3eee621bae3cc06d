import { defined } from '../../contract/defined.ts';
import type { AwaitedVariants, GoodsFound, PartReport } from '../../contract/goods.ts';
import type { AwaitGoods } from '../../contract/products.ts';
import { KeptSkus } from './awaited/kept-skus.ts';
import { LookCursor } from './awaited/look-cursor.ts';
import { LostAndFound } from './awaited/lost-and-found.ts';
import { LeftBehind } from './awaited/left-behind.ts';
import type { GoodsInSnapshot, LeftAwaited } from './goods-in-snapshot.ts';

export { packSkus, unpackSkus } from './awaited/packed-skus.ts';

/** What is awaited of the merchant that a store has been connected with since. */
interface NextMerchant {
  readonly state: GoodsInState;
  /** False where only a look has shown that there is another merchant: nothing of its goods is awaited yet. */
  readonly wasTold: boolean;
}

/** Which SKUs were created and never received, and whether the first goods have come. */
export class GoodsInState extends KeptSkus {
  /** Duration text: how often to look. */
  every: string;
  gateOpened: boolean;
  /** Whose goods they are, once that was told. */
  merchantId: string | undefined;
  /** SKUs whose goods have come; above 0 the gate is due. */
  #received: number;
  readonly looks: LookCursor;
  readonly lost: LostAndFound;
  readonly left: LeftBehind;
  /** Its store was connected with its merchant before, and awaits what it awaited then. */
  comesBack = false;
  /** What is known of another merchant's goods, which the store is connected with since. */
  #next: NextMerchant | undefined;
  /** It keeps what a run before it kept. */
  #tookOver = false;

  constructor(carried?: GoodsInSnapshot, lost = false) {
    super(carried);
    this.lost = new LostAndFound(carried, lost);
    this.left = new LeftBehind(carried?.left);
    this.every = carried?.every ?? '15m';
    this.gateOpened = carried?.gateOpened ?? false;
    this.merchantId = carried?.merchantId;
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
    state.takeLeft(this.left.take());
    this.#next = { state, wasTold: false };
  }

  /** Takes over what was left of merchants before: what is of its own merchant is awaited again. */
  takeLeft(left: readonly LeftAwaited[]): void {
    const isOurs = ({ merchantId }: LeftAwaited): boolean => merchantId === this.merchantId;
    for (const { awaited, lost } of left.filter(isOurs)) {
      this.kept.addPacked(awaited);
      this.lost.isLost ||= lost === true;
      this.comesBack = true;
    }
    this.left.add(left.filter((one) => !isOurs(one)));
  }

  /** It was handed to nobody: the next merchant's run remembers what is left, and what it remembered itself. */
  leaveTo(next: GoodsInState, hadParts: boolean): void {
    const { merchantId } = this;
    const left = this.left.take();
    const isLost = hadParts || this.lost.isLost;
    const awaits = merchantId !== undefined && (this.kept.size > 0 || isLost);
    const own = awaits ? [{ merchantId, awaited: this.kept.packed(), ...(isLost ? { lost: true as const } : {}) }] : [];
    next.takeLeft([...left, ...own]);
  }

  /** Of some SKUs, those that are awaited; without them the first of all. @throws while that is lost */
  answer(asked: unknown): readonly string[] {
    this.lost.mustBeFound();
    const here = this.kept.answer(asked);
    const there = this.#next?.state.answer(asked) ?? [];
    return there.length === 0 ? here : [...new Set([...here, ...there])];
  }

  /** Of the SKUs that the run keeps itself, those that know their variant. @throws while that is lost */
  variants(asked: unknown): AwaitedVariants {
    this.lost.mustBeFound();
    return { ...this.kept.variants(asked), ...this.#next?.state.variants(asked) };
  }

  /** Both sides were asked for what was lost; a part that is gone keeps nothing any more. */
  wasFoundAgain({ skus, partsGone, partsThere = [] }: NonNullable<GoodsFound['foundAgain']>): void {
    this.lost.wasFound(skus);
    this.inParts.forget(partsGone);
    this.inParts.add(partsThere);
    this.looks.forget();
  }

  get received(): number {
    return this.#received;
  }

  get gateIsDue(): boolean {
    return this.#received > 0 && !this.gateOpened;
  }

  get awaitsByName(): boolean {
    return this.kept.size > 0 || this.inParts.size > 0 || this.lost.isLost;
  }

  get isDone(): boolean {
    return this.gateOpened && !this.awaitsByName;
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
    this.kept.add(awaited, variants);
    this.drop(dropped);
    if (received && this.#received === 0) this.#received = 1;
    // Goods may have come between a product's creation and this message: the next look goes through everything.
    if (awaited.length > 0) {
      this.looks.lookAtAll();
    }
  }

  /**
   * Goes on with what a run kept that has ended; what this one was told itself counts beside it, or is said once more where
   * that was of another merchant.
   */
  takeOver(kept: GoodsInSnapshot): void {
    const { awaited, received, gateOpened, parts = [], dropped = [], merchantId, lost, next, left = [] } = kept;
    if (this.isAnothers(merchantId)) this.#setAside();
    this.#tookOver = true;
    if (next !== undefined && this.#next === undefined) this.turnTo(next.merchantId);
    if (next !== undefined && this.#next !== undefined) {
      this.#next.state.takeOver(next);
      this.#next = { ...this.#next, wasTold: true };
    }
    this.lost.isLost ||= lost === true;
    this.kept.addPacked(awaited);
    this.inParts.add(parts);
    this.left.add(left);
    this.dropped.add(dropped);
    this.#received = Math.max(this.#received, received);
    this.gateOpened ||= gateOpened;
    this.merchantId = merchantId ?? this.merchantId;
    this.looks.forget();
  }

  /** What an older run kept is another merchant's and stays apart; what was only told is said once more. */
  #setAside(): void {
    const { merchantId } = this;
    const awaited = this.kept.packed();
    if (this.#tookOver && merchantId !== undefined && awaited !== '') this.left.add([{ merchantId, awaited }]);
    this.kept.remove([...this.kept.all]);
    this.dropped.take();
    this.#received = 0;
    this.#next = undefined;
  }

  partTold(told: PartReport): void {
    this.#received += this.inParts.told(told);
  }

  /** Somebody has seen goods of these codes: for ever, also where they are sold out again. */
  came(codes: readonly string[]): void {
    this.#received += this.kept.remove(codes);
    this.#next?.state.came(codes);
  }

  /** Takes in what one page of a look found. */
  found({ received }: Pick<GoodsFound, 'received'>): void {
    const byName = this.awaitsByName;
    // Those of the merchant that was asked: another one's goods say nothing of the same code.
    this.#received += this.kept.remove(received);
    // Nothing is awaited by name where the merchant's products were in myOGO before us: then any goods open the gate.
    if (!byName && this.#received === 0 && received.length > 0) this.#received = received.length;
  }

  snapshot(): GoodsInSnapshot {
    return {
      awaited: this.kept.packed(),
      received: this.#received,
      gateOpened: this.gateOpened,
      ...this.looks.carried,
      every: this.every,
      ...(this.inParts.size === 0 ? {} : { parts: this.inParts.all }),
      ...defined({ merchantId: this.merchantId }),
      ...this.dropped.carried,
      ...this.lost.carried,
      ...this.left.carried,
      ...(this.#next?.wasTold === true || this.#next?.state.awaitsByName === true
        ? { next: this.#next.state.snapshot() }
        : {}),
    };
  }
}
