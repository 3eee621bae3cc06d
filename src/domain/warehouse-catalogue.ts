import type { StoreHash } from '../contract/ids.ts';
import type { WarehouseView } from './catalogue-row.ts';
import {
  FINGERPRINT_LENGTH,
  fingerprintsDiffer,
  writeFingerprint,
  type Fingerprint,
  type HeldFields,
} from './product-difference.ts';
import { variantOfUrl } from './product-mapping.ts';
import { hash32 } from './sku.ts';

/** A product as myOGO answers it. */
export interface HeldProduct extends HeldFields {
  /** Tells a product that was read twice from two products of one code. */
  readonly id?: string | null | undefined;
  readonly code: string;
  /** Pieces in the warehouse. */
  readonly stock?: number | null | undefined;
  /** Pieces that orders may have. */
  readonly stockAvailable?: number | null | undefined;
}

/**
 * What myOGO holds, by code, in some ten megabytes per 100,000 products: a fingerprint and the stock of each, and which
 * of this store's variants its page names.
 */
export class WarehouseCatalogue {
  readonly #storeHash: StoreHash;
  readonly #rowOf = new Map<string, number>();
  readonly #several = new Set<string>();
  readonly #codeOfVariant = new Map<number, string>();
  #rows = 0;
  #ids = new Uint32Array(64);
  #fingerprints = new Uint32Array(FINGERPRINT_LENGTH * 64);
  #stock = new Int32Array(64);
  #available = new Int32Array(64);

  constructor(storeHash: StoreHash) {
    this.#storeHash = storeHash;
  }

  get size(): number {
    return this.#rowOf.size;
  }

  /** The variants of this store whose page is named by a product, with its code. */
  variants(): IterableIterator<[variantId: number, code: string]> {
    return this.#codeOfVariant.entries();
  }

  /**
   * One row of a list: another product of the same code makes the code ambiguous. The same product again, as a list that
   * moves while it is read gives it, does not.
   */
  add(product: HeldProduct): void {
    const row = this.#rowOf.get(product.code);
    if (row !== undefined && this.#ids[row] !== idHash(product)) this.#several.add(product.code);
    else this.#write(product);
  }

  /** All products of one code as they are now: none, one or several. */
  replace(code: string, products: readonly HeldProduct[]): void {
    this.#several.delete(code);
    const [first, ...others] = products;
    if (first === undefined) this.#rowOf.delete(code);
    else this.#write(first);
    if (others.length > 0) this.#several.add(code);
  }

  /** Whether the product of a code names a variant as its own. */
  isOf(code: string, variantId: number): boolean {
    return this.#codeOfVariant.get(variantId) === code;
  }

  /** How many products carry a code. */
  found(code: string): WarehouseView['found'] {
    if (this.#several.has(code)) return 'several';
    return this.#rowOf.has(code) ? 'one' : 'none';
  }

  /**
   * A row of the store beside its product here.
   * @param isInStore whether the store still sells a SKU: a code that it does is nobody's former one
   */
  view(
    row: { readonly sku: string; readonly variantId: number; readonly fingerprint: Fingerprint },
    isInStore: (sku: string) => boolean,
  ): WarehouseView {
    const found = this.found(row.sku);
    if (found === 'one') return { found, differs: fingerprintsDiffer(row.fingerprint, this.#fingerprint(row.sku)) };
    const former = this.#codeOfVariant.get(row.variantId);
    if (found === 'several' || former === undefined || former === row.sku || isInStore(former)) {
      return { found, differs: false };
    }
    return { found, differs: false, formerCode: former };
  }

  /** Pieces in the warehouse and pieces to be had; `undefined` where the code is unknown. */
  stock(code: string): { readonly stock: number; readonly available: number } | undefined {
    const row = this.#rowOf.get(code);
    return row === undefined ? undefined : { stock: this.#stock[row] ?? 0, available: this.#available[row] ?? 0 };
  }

  #fingerprint(code: string): Fingerprint {
    const row = this.#rowOf.get(code) ?? 0;
    return this.#fingerprints.subarray(row * FINGERPRINT_LENGTH, (row + 1) * FINGERPRINT_LENGTH);
  }

  #write(product: HeldProduct): void {
    let row = this.#rowOf.get(product.code);
    if (row === undefined) {
      // A code that went away leaves its row unused; codes hardly ever do.
      row = this.#rows++;
      while (this.#stock.length <= row) this.#grow();
      this.#rowOf.set(product.code, row);
    }
    this.#ids[row] = idHash(product);
    writeFingerprint(product, this.#fingerprints, row * FINGERPRINT_LENGTH);
    this.#stock[row] = product.stock ?? 0;
    this.#available[row] = product.stockAvailable ?? 0;
    const variantId = variantOfUrl(this.#storeHash, product.infoUrl?.toString());
    if (variantId !== undefined) this.#codeOfVariant.set(variantId, product.code);
  }

  #grow(): void {
    this.#fingerprints = grown(this.#fingerprints, new Uint32Array(this.#fingerprints.length * 2));
    this.#ids = grown(this.#ids, new Uint32Array(this.#ids.length * 2));
    this.#stock = grown(this.#stock, new Int32Array(this.#stock.length * 2));
    this.#available = grown(this.#available, new Int32Array(this.#available.length * 2));
  }
}

function grown<T extends Uint32Array | Int32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

const idHash = (product: HeldProduct) => hash32(product.id ?? '');
