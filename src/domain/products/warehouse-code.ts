/** What was bought: the store's ids stay when the SKU changes. */
export interface Bought {
  /** The SKU of the day on which it was bought: an order's line keeps it. */
  readonly sku: string;
  /** 0 for a custom line. */
  readonly productId: number;
  readonly variantId: number;
}

/** What myOGO has under a code, as one variant of the store sees it. */
export type Holding =
  'none' | 'several' | /** Its page names the variant. */ 'own' | /** It names another one. */ 'others' | 'unnamed';

/** @param named the variant of this store that the product's page names */
export function holdingOf(found: 'none' | 'one' | 'several', named: number | undefined, variantId: number): Holding {
  if (found !== 'one') return found;
  if (named === undefined) return 'unnamed';
  return named === variantId ? 'own' : 'others';
}

/** The code of what was bought, as far as it can be told without the SKU that its variant has today. */
export function codeWithoutPresent({ sku, variantId }: Bought, held: Holding): string | undefined {
  return variantId === 0 || held === 'own' || held === 'several' ? sku : undefined;
}

/**
 * **The one place that says under which code the warehouse has what was bought**, whatever its SKU was then. A product of
 * myOGO whose page names the variant is the variant's, and a SKU that both sides have now connects them; what another
 * variant is named by is never sent in its place.
 * @param present the SKU that the variant has in the store today; `undefined` where the store has it no more
 * @param held what myOGO has under a code
 * @returns `undefined` where the only product of that code is another variant's
 */
export function warehouseCode(
  bought: Bought,
  present: string | undefined,
  held: (code: string) => Holding,
): string | undefined {
  const { sku } = bought;
  const there = held(sku);
  const known = codeWithoutPresent(bought, there);
  if (known !== undefined) return known;
  if (present === undefined || present === '') return there === 'others' ? undefined : sku;
  if (present === sku) return sku;
  const here = held(present);
  if (here === 'own' || here === 'unnamed') return present;
  // Under the code of today there is nothing to be had: what was bought may still lie under its own.
  if (there === 'unnamed') return sku;
  return here === 'others' ? undefined : present;
}
