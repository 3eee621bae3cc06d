import { packSkus, unpackSkus } from './packed-skus.ts';

/** SKUs of one answer that names no SKUs. */
const LISTED = 1_000;

/** SKUs that have never been received. */
export class AwaitedSkus {
  readonly #skus: Set<string>;

  constructor(packed = '') {
    this.#skus = new Set(unpackSkus(packed));
  }

  get size(): number {
    return this.#skus.size;
  }

  get all(): ReadonlySet<string> {
    return this.#skus;
  }

  add(skus: readonly string[]): void {
    for (const sku of skus) this.#skus.add(sku);
  }

  /** @returns how many of them were awaited */
  remove(codes: readonly string[]): number {
    const before = this.#skus.size;
    for (const code of codes) this.#skus.delete(code);
    return before - this.#skus.size;
  }

  /** Takes some out, for another to keep. */
  take(most: number): readonly string[] {
    return [...this.#skus].slice(0, most);
  }

  /** Of some SKUs, those that are awaited; else the first of all. An answer never grows with their number. */
  answer(asked: unknown): readonly string[] {
    if (!Array.isArray(asked)) return [...this.#skus].slice(0, LISTED);
    return asked.filter((sku): sku is string => typeof sku === 'string' && this.#skus.has(sku));
  }

  packed(): string {
    return packSkus(this.#skus);
  }
}
