import { AWAITED_PAGE, type AwaitedVariants } from '../../../contract/goods.ts';
import { packSkus, unpackSkus } from './packed-skus.ts';

/** No SKU has one. */
const TAB = '\t';

/** What a SKU was created for; `undefined` where that is another store's. */
type Variant = readonly [productId: number, variantId: number] | undefined;

/**
 * SKUs that have never been received, each with the variant that it was created for: that stays when the SKU changes. There may
 * be 100,000 of them in one process: two numbers a SKU, and no index beside them.
 */
export class AwaitedSkus {
  /** 0: not known. */
  readonly #variantOf = new Map<string, number>();
  readonly #productOf = new Map<string, number>();

  constructor(packed = '') {
    this.addPacked(packed);
  }

  get size(): number {
    return this.#variantOf.size;
  }

  has(sku: string): boolean {
    return this.#variantOf.has(sku);
  }

  get all(): ReadonlySet<string> {
    return new Set(this.#variantOf.keys());
  }

  add(skus: readonly string[], variants: AwaitedVariants = {}): void {
    for (const sku of skus) this.#add(sku, Object.hasOwn(variants, sku) ? variants[sku] : undefined);
  }

  addPacked(packed: string): void {
    for (const line of unpackSkus(packed)) {
      const [sku = '', productId, variantId] = line.split(TAB);
      this.#add(sku, variantId === undefined ? undefined : [Number(productId), Number(variantId)]);
    }
  }

  /** @returns how many of them were awaited */
  remove(codes: readonly string[]): number {
    const before = this.size;
    for (const code of codes) {
      this.#variantOf.delete(code);
      this.#productOf.delete(code);
    }
    return before - this.size;
  }

  /** Takes some out, for another to keep. */
  take(most: number): readonly string[] {
    const taken: string[] = [];
    for (const sku of this.#variantOf.keys()) {
      if (taken.length >= most) break;
      taken.push(sku);
    }
    return taken;
  }

  /** Of some SKUs, those that are awaited; else the first of all. An answer never grows with their number. */
  answer(asked: unknown): readonly string[] {
    if (!Array.isArray(asked)) return this.take(AWAITED_PAGE);
    return asked.filter((sku): sku is string => typeof sku === 'string' && this.#variantOf.has(sku));
  }

  /** The variants of some SKUs. */
  variantsOf(skus: readonly string[]): AwaitedVariants {
    return Object.fromEntries(
      skus.flatMap((sku) => {
        const variant = this.#variant(sku);
        return variant === undefined ? [] : [[sku, variant] as const];
      }),
    );
  }

  /** Those that are asked for by SKU or by variant, or a page of all; what is no such question finds none. */
  variants(asked: unknown): AwaitedVariants {
    const { skus, variantIds, from } =
      typeof asked === 'object' && asked !== null ? (asked as Record<string, unknown>) : {}; // read below
    if (typeof from === 'number') return this.variantsOf(this.#known().slice(from, from + AWAITED_PAGE));
    const named = Array.isArray(skus) ? skus.filter((sku): sku is string => typeof sku === 'string') : [];
    return this.variantsOf([...named, ...this.#lastNames(new Set(Array.isArray(variantIds) ? variantIds : []))]);
  }

  /** The SKU that each of some variants was awaited by last. */
  #lastNames(variantIds: ReadonlySet<unknown>): Iterable<string> {
    const last = new Map<number, string>();
    if (variantIds.size === 0) return [];
    for (const sku of this.#productOf.keys()) {
      const variantId = this.#variantOf.get(sku);
      if (variantId !== undefined && variantIds.has(variantId)) last.set(variantId, sku);
    }
    return last.values();
  }

  /** SKUs that know their variant: only those make a page. */
  #known(): readonly string[] {
    return [...this.#productOf.keys()];
  }

  packed(): string {
    return packSkus(
      [...this.#variantOf.keys()].map((sku) => {
        const variant = this.#variant(sku);
        return variant === undefined ? sku : [sku, ...variant].join(TAB);
      }),
    );
  }

  #variant(sku: string): Variant {
    const productId = this.#productOf.get(sku);
    return productId === undefined ? undefined : [productId, this.#variantOf.get(sku) ?? 0];
  }

  /** A variant is known as it was said last; who says none takes none away. */
  #add(sku: string, variant: Variant): void {
    const [productId, variantId] = variant ?? this.#variant(sku) ?? [];
    this.#variantOf.set(sku, variantId ?? 0);
    if (productId === undefined) return;
    // Who is named last comes last.
    if (variant !== undefined) this.#productOf.delete(sku);
    this.#productOf.set(sku, productId);
  }
}
