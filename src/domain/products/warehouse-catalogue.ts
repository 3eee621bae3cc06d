import type { StoreHash } from '../../contract/ids.ts';
import type { WarehouseView } from './catalogue-row.ts';
import {
  FINGERPRINT_LENGTH,
  fingerprintsDiffer,
  writeFingerprint,
  type Fingerprint,
  type HeldFields,
} from './product-difference.ts';
import { productPage } from './product-page.ts';
import { RowTable } from './row-table.ts';
import { foldSku, hash32 } from './sku.ts';
import { OddList } from '../shared/odd-rows.ts';

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

/** What stands beside myOGO when a row is judged. */
export interface Surroundings {
  /** Whether the store still has a variant. Where that is not known it counts as there: nothing is guessed. */
  readonly hasVariant: (variantId: number) => boolean;
  /** Whether another store is an integration of this merchant now; where that is not known it counts as one. */
  readonly isLive: (store: StoreHash) => boolean;
}

/**
 * What myOGO holds, by code, in some ten megabytes per 100,000 products: a fingerprint and the stock of each, and whose
 * it is by its page.
 */
export class WarehouseCatalogue {
  readonly #storeHash: StoreHash;
  /** By row; `undefined` where the code went away. */
  readonly #codes: (string | undefined)[] = [];
  readonly #byCode = new RowTable();
  readonly #byVariant = new RowTable();
  readonly #several = new Set<string>();
  /** Stores that tell texts; places in it stand in `#tellers`, counted from 1. */
  readonly #stores: StoreHash[] = [];
  /** The other stores that sell a row's code, where there are any. */
  readonly #sellers = new Map<number, readonly StoreHash[]>();
  /** Products that are there and could not be read: any code may be theirs. */
  readonly odd = new OddList();
  #size = 0;
  #ids = new Uint32Array(64);
  #fingerprints = new Uint32Array(FINGERPRINT_LENGTH * 64);
  #stock = new Int32Array(64);
  #available = new Int32Array(64);
  /** The variant of this store that is sold under the code; 0 where none is named. */
  #variants = new Float64Array(64);
  #tellers = new Uint16Array(64);

  constructor(storeHash: StoreHash) {
    this.#storeHash = storeHash;
  }

  get size(): number {
    return this.#size;
  }

  /** Whether no product has a code. Where a product could not be read that is known of no code: it is asked for. */
  isFree(code: string): boolean {
    return this.odd.size === 0 && this.found(code) === 'none';
  }

  /** The variants of this store that are named by a product, with its code and the other stores that sell it. */
  *variants(): Generator<{ variantId: number; code: string; soldBy: readonly StoreHash[] }, void, undefined> {
    for (const [row, code] of this.#codes.entries()) {
      const variantId = this.#variants[row] ?? 0;
      if (code !== undefined && variantId !== 0) yield { variantId, code, soldBy: this.#sellers.get(row) ?? [] };
    }
  }

  /** The other stores that sell a code. */
  sellersOf(code: string): readonly StoreHash[] {
    const row = this.#rowOf(code);
    return row === undefined ? [] : (this.#sellers.get(row) ?? []);
  }

  /** The stores, beside this one, that tell the texts of a product. */
  tellers(): readonly StoreHash[] {
    return this.#stores.filter((store) => store !== this.#storeHash);
  }

  /**
   * One row of a list: another product of the same code makes the code ambiguous. The same product again, as a list that
   * moves while it is read gives it, does not.
   */
  add(product: HeldProduct): void {
    const row = this.#rowOf(product.code);
    if (row !== undefined && this.#ids[row] !== idHash(product)) this.#several.add(product.code);
    else this.#write(product, row);
  }

  /** All products of one code as they are now: none, one or several. */
  replace(code: string, products: readonly HeldProduct[]): void {
    this.#several.delete(code);
    const [first, ...others] = products;
    const row = this.#rowOf(code);
    if (first !== undefined) this.#write(first, row);
    else if (row !== undefined) {
      // Its place stays unused; codes hardly ever go away.
      this.#codes[row] = undefined;
      this.#size -= 1;
    }
    if (others.length > 0) this.#several.add(code);
  }

  /** The variant of this store that the product of a code names. */
  variantOf(code: string): number | undefined {
    const row = this.#rowOf(code);
    return (row === undefined ? 0 : this.#variants[row]) || undefined;
  }

  /** How many products carry a code. */
  found(code: string): WarehouseView['found'] {
    if (this.#several.has(code)) return 'several';
    return this.#rowOf(code) === undefined ? 'none' : 'one';
  }

  /**
   * A row of the store beside its product here. **The one place that says whose a code is**: the variant that a page
   * names has it, whatever SKU the variant bears now; a code that names none is whoever's SKU it is exactly.
   */
  view(
    row: { readonly sku: string; readonly variantId: number; readonly fingerprint: Fingerprint },
    { hasVariant, isLive }: Surroundings,
  ): WarehouseView {
    const { sku, variantId } = row;
    if (this.#several.has(sku)) return { found: 'several', differs: false };
    const here = this.#rowOf(sku);
    const found = here === undefined ? 'none' : 'one';
    const named = here === undefined ? 0 : (this.#variants[here] ?? 0);
    if (named !== variantId) {
      const former = this.#byVariant.find(hashOf(variantId), (at) => this.#isNamed(at, variantId));
      if (former !== undefined) {
        const soldBy = this.#sellers.get(former) ?? [];
        return { found, differs: false, formerCode: this.#codes[former] ?? '', soldBy };
      }
      if (named !== 0 && hasVariant(named)) return { found, differs: false, otherVariant: named };
    }
    if (here === undefined) {
      const twin = this.#twinOf(sku);
      return twin === undefined ? { found, differs: false } : { found, differs: false, twin };
    }
    const teller = this.#stores[(this.#tellers[here] ?? 0) - 1];
    if (teller === undefined || teller === this.#storeHash) {
      return { found, differs: fingerprintsDiffer(row.fingerprint, this.#fingerprint(here)) };
    }
    // Another store tells the texts; this one only wants to be named. Where that store is gone, this one takes over.
    return { found, differs: named !== variantId || !isLive(teller) };
  }

  /** Pieces in the warehouse and pieces to be had; `undefined` where the code is unknown. */
  stock(code: string): { readonly stock: number; readonly available: number } | undefined {
    const row = this.#rowOf(code);
    return row === undefined ? undefined : { stock: this.#stock[row] ?? 0, available: this.#available[row] ?? 0 };
  }

  #rowOf(code: string): number | undefined {
    return this.#byCode.find(hash32(foldSku(code)), (row) => this.#codes[row] === code);
  }

  /** A code that a person would take for this SKU: another case, or another Unicode form of the same letters. */
  #twinOf(sku: string): string | undefined {
    const fold = foldSku(sku);
    const row = this.#byCode.find(hash32(fold), (at) => {
      const code = this.#codes[at];
      return code !== undefined && code !== sku && foldSku(code) === fold;
    });
    return row === undefined ? undefined : this.#codes[row];
  }

  #isNamed(row: number, variantId: number): boolean {
    return this.#codes[row] !== undefined && this.#variants[row] === variantId;
  }

  #fingerprint(row: number): Fingerprint {
    return this.#fingerprints.subarray(row * FINGERPRINT_LENGTH, (row + 1) * FINGERPRINT_LENGTH);
  }

  #write(product: HeldProduct, known: number | undefined): void {
    const row = known ?? this.#codes.length;
    if (known === undefined) {
      while (this.#stock.length <= row) this.#grow();
      this.#codes.push(product.code);
      this.#byCode.add(hash32(foldSku(product.code)), row);
      this.#size += 1;
    }
    this.#ids[row] = idHash(product);
    writeFingerprint(product, this.#fingerprints, row * FINGERPRINT_LENGTH);
    this.#stock[row] = product.stock ?? 0;
    this.#available[row] = product.stockAvailable ?? 0;
    this.#writePage(row, product.infoUrl?.toString());
  }

  #writePage(row: number, infoUrl: string | undefined): void {
    const page = productPage(infoUrl);
    const variantId = page?.variants.get(this.#storeHash) ?? 0;
    if (variantId !== 0 && this.#variants[row] !== variantId) this.#byVariant.add(hashOf(variantId), row);
    this.#variants[row] = variantId;
    this.#tellers[row] = page === undefined ? 0 : this.#placeOf(page.store);
    const others = page === undefined ? [] : [...page.variants.keys()].filter((store) => store !== this.#storeHash);
    if (others.length > 0) this.#sellers.set(row, others);
    else this.#sellers.delete(row);
  }

  #placeOf(store: StoreHash): number {
    const at = this.#stores.indexOf(store);
    return at >= 0 ? at + 1 : this.#stores.push(store);
  }

  #grow(): void {
    const length = this.#stock.length * 2;
    this.#fingerprints = grown(this.#fingerprints, new Uint32Array(length * FINGERPRINT_LENGTH));
    this.#ids = grown(this.#ids, new Uint32Array(length));
    this.#stock = grown(this.#stock, new Int32Array(length));
    this.#available = grown(this.#available, new Int32Array(length));
    this.#variants = grown(this.#variants, new Float64Array(length));
    this.#tellers = grown(this.#tellers, new Uint16Array(length));
  }
}

function grown<T extends Uint32Array | Int32Array | Float64Array | Uint16Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

const idHash = (product: HeldProduct) => hash32(product.id ?? '');
/** Spreads ids that follow one another; they may be longer than 32 bits. */
const hashOf = (variantId: number) => Math.imul((variantId ^ (variantId / 2 ** 32)) | 0, 0x9e3779b1);
