import { normalise } from '../../contract/shipping/link-pattern.ts';
import { compilePattern, fits, toCodePoints, type CompiledPattern } from './wildcard.ts';

/** What the merchant keeps elsewhere, read once: a category may have thousands of SKUs. */
interface Elsewhere {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly CompiledPattern[];
}

const compiled = new WeakMap<readonly string[], Elsewhere>();

/** What the merchant keeps elsewhere: SKUs and patterns, and what of a category’s rows nobody could read. */
export interface KeptElsewhere {
  readonly entries: readonly string[];
  /** Absent where all was read. */
  readonly unread?: UnreadRows;
}

/** Variants that a category has, and whose SKUs could not be read. */
export interface UnreadRows {
  readonly variants: ReadonlySet<number>;
  /** Of these, too, any variant whose SKU was not read. */
  readonly products: ReadonlySet<number>;
  /** Which row it is, and what of it could not be read. */
  readonly words: string;
}

/** A variant as the store sells it. */
interface Sold {
  readonly sku: string;
  readonly variantId: number;
  readonly productId: number;
}

/** True where nobody can tell: it may be what a category has and could not be read. */
export function mayBeElsewhere({ entries, unread }: KeptElsewhere, { sku, variantId, productId }: Sold): boolean {
  if (unread === undefined || isNotAtWarehouse(entries, sku)) return false;
  return unread.variants.has(variantId) || unread.products.has(productId);
}

/** Why nothing is done about it. */
export function unreadRowsWords({ unread }: KeptElsewhere): string {
  return `Whether it is kept elsewhere cannot be told: a row of a category in notAtWarehouse cannot be read (${unread?.words ?? ''}).`;
}

/** What stands before a category’s id among the SKUs. */
const CATEGORY = /^category:(.*)$/i;

/** True for a SKU that the merchant keeps elsewhere. @param entries SKUs, `*` stands for any text; categories say nothing here */
export function isNotAtWarehouse(entries: readonly string[] | undefined, sku: string): boolean {
  if (entries === undefined || entries.length === 0 || sku.trim() === '') return false;
  const read = compiled.get(entries) ?? elsewhereOf(entries);
  compiled.set(entries, read);
  const name = normalise(sku);
  return (
    read.names.has(name) || (read.patterns.length > 0 && read.patterns.some((one) => fits(one, toCodePoints(name))))
  );
}

/** The store’s categories among the entries, by id: all that is in them is kept elsewhere. */
export function categoriesIn(entries: readonly string[] | undefined = []): readonly number[] {
  return [...new Set(entries.flatMap((entry) => categoryIn(entry) ?? []))];
}

/** False for what begins like a category and names none. */
export function isSkuOrCategory(entry: string): boolean {
  return !CATEGORY.test(entry.trim()) || categoryIn(entry) !== undefined;
}

function categoryIn(entry: string): number | undefined {
  const [, id = ''] = CATEGORY.exec(entry.trim()) ?? [];
  return /^\s*[1-9]\d{0,9}$/.test(id) ? Number(id) : undefined;
}

function elsewhereOf(entries: readonly string[]): Elsewhere {
  const skus = entries.filter((entry) => !CATEGORY.test(entry.trim()));
  return {
    names: new Set(skus.filter((sku) => !sku.includes('*')).map(normalise)),
    patterns: skus.filter((sku) => sku.includes('*')).map(compilePattern),
  };
}
