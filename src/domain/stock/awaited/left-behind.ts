import type { GoodsInSnapshot, LeftAwaited } from '../goods-in-snapshot.ts';

/** Merchants whose goods are remembered. */
const MOST = 5;

/**
 * What is awaited of merchants that a store was connected with before, and that no other store of theirs awaits: the store may
 * come back to one of them.
 */
export class LeftBehind {
  readonly #of = new Map<string, LeftAwaited>();

  constructor(carried: readonly LeftAwaited[] = []) {
    this.add(carried);
  }

  /** What was left last stands. */
  add(left: readonly LeftAwaited[]): void {
    for (const one of left) {
      this.#of.delete(one.merchantId);
      this.#of.set(one.merchantId, one);
      for (const oldest of this.#of.keys()) if (this.#of.size > MOST) this.#of.delete(oldest);
    }
  }

  /** Takes all out. */
  take(): readonly LeftAwaited[] {
    const all = [...this.#of.values()];
    this.#of.clear();
    return all;
  }

  get carried(): Pick<GoodsInSnapshot, 'left'> {
    return this.#of.size === 0 ? {} : { left: [...this.#of.values()] };
  }
}
