/**
 * The store's rows by their SKU, as they are read. Where several rows carry one SKU each would offer the same goods once
 * more: what it is to show, a person decides, also where one of them looks right already.
 */
export class RowsBySku {
  readonly #rows = new Map<string, number>();
  readonly #several = new Set<string>();

  /** @returns false for a row that was met before: a list that changes while it is read shows it twice */
  meet({ sku, variantId }: { readonly sku: string; readonly variantId: number }): boolean {
    const first = this.#rows.get(sku);
    if (first === variantId) return false;
    if (first === undefined) this.#rows.set(sku, variantId);
    else this.#several.add(sku);
    return true;
  }

  has(sku: string): boolean {
    return this.#rows.has(sku);
  }

  /** SKUs that several rows carry. */
  get several(): ReadonlySet<string> {
    return this.#several;
  }
}
