import { AWAITED_PAGE, type AwaitedVariants } from '../../../contract/goods.ts';
import { packSkus, unpackSkus } from './packed-skus.ts';

/** No SKU has one. */
const TAB = '\t';

/** What a SKU was created for; `undefined` where that is another store's. */
type Variant = readonly [productId: number, variantId: number] | undefined;

/** SKUs that have never been received, each with the variant that it was created for: that stays when the SKU changes. */
export class AwaitedSkus {
  readonly #skus = new Map<string, Variant>();
  /** Variant → the SKU that it was awaited by last. */
  readonly #byVariant = new Map<number, string>();

  constructor(packed = '') {
    for (const line of unpackSkus(packed)) {
      const [sku = '', productId, variantId] = line.split(TAB);
      this.#add(sku, variantId === undefined ? undefined : [Number(productId), Number(variantId)]);
    }
  }

  get size(): number {
    return this.#skus.size;
  }

  has(sku: string): boolean {
    return this.#skus.has(sku);
  }

  get all(): ReadonlySet<string> {
    return new Set(this.#skus.keys());
  }

  add(skus: readonly string[], variants: AwaitedVariants = {}): void {
    for (const sku of skus) this.#add(sku, Object.hasOwn(variants, sku) ? variants[sku] : undefined);
  }

  /** @returns how many of them were awaited */
  remove(codes: readonly string[]): number {
    const before = this.#skus.size;
    for (const code of codes) {
      const variant = this.#skus.get(code);
      if (variant !== undefined && this.#byVariant.get(variant[1]) === code) this.#byVariant.delete(variant[1]);
      this.#skus.delete(code);
    }
    return before - this.#skus.size;
  }

  /** Takes some out, for another to keep. */
  take(most: number): readonly string[] {
    return [...this.#skus.keys()].slice(0, most);
  }

  /** Of some SKUs, those that are awaited; else the first of all. An answer never grows with their number. */
  answer(asked: unknown): readonly string[] {
    if (!Array.isArray(asked)) return this.take(AWAITED_PAGE);
    return asked.filter((sku): sku is string => typeof sku === 'string' && this.#skus.has(sku));
  }

  /** The variants of some SKUs. */
  variantsOf(skus: readonly string[]): AwaitedVariants {
    return Object.fromEntries(
      skus.flatMap((sku) => {
        const variant = this.#skus.get(sku);
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
    const byVariant = Array.isArray(variantIds)
      ? variantIds.flatMap((id) => (typeof id === 'number' ? (this.#byVariant.get(id) ?? []) : []))
      : [];
    return this.variantsOf([...named, ...byVariant]);
  }

  /** SKUs that know their variant: only those make a page. */
  #known(): readonly string[] {
    return [...this.#skus].flatMap(([sku, variant]) => (variant === undefined ? [] : [sku]));
  }

  packed(): string {
    return packSkus(
      [...this.#skus].map(([sku, variant]) => (variant === undefined ? sku : [sku, ...variant].join(TAB))),
    );
  }

  /** A variant is known as it was said last; who says none takes none away. */
  #add(sku: string, variant: Variant): void {
    const before = this.#skus.get(sku);
    const of = variant ?? before;
    if (before !== undefined && before[1] !== of?.[1] && this.#byVariant.get(before[1]) === sku) {
      this.#byVariant.delete(before[1]);
    }
    this.#skus.set(sku, of);
    if (of !== undefined) this.#byVariant.set(of[1], sku);
  }
}
