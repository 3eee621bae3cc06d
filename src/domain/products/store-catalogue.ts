import type { OddStockRow } from '../../contract/changes.ts';
import type { StoreRowState } from './catalogue-row.ts';
import { FINGERPRINT_LENGTH, type Fingerprint } from './product-difference.ts';
import { foldSku } from './sku.ts';
import { OddList } from '../shared/odd-rows.ts';
import { TextColumn } from '../shared/text-column.ts';

/** A row of the store's catalogue in its compact form. */
export interface CatalogueEntry {
  readonly sku: string;
  readonly name: string;
  readonly productId: number;
  readonly variantId: number;
  readonly state: StoreRowState | 'sellable';
  readonly storeStock: number | null;
  /** Of what myOGO would be told; zeros for rows that cannot be created. */
  readonly fingerprint: Fingerprint;
}

const states = [
  'sellable',
  'digital',
  'not-at-warehouse',
  'not-for-sale',
  'no-sku',
  'unusable-sku',
  'duplicate-sku',
] as const satisfies readonly CatalogueEntry['state'][];

const UNTRACKED = -(2 ** 31);
const MANY = -1;

/**
 * A store's whole catalogue by ascending variant id, some fifteen megabytes per 100,000 rows: ids, state, stock and a
 * fingerprint of what myOGO would be told, and SKUs and names as bytes.
 */
export class StoreCatalogue {
  #length = 0;
  #variantIds = new Float64Array(64);
  #productIds = new Float64Array(64);
  #states = new Uint8Array(64);
  #stock = new Int32Array(64);
  #fingerprints = new Uint32Array(64 * FINGERPRINT_LENGTH);
  readonly #skus = new TextColumn();
  readonly #names = new TextColumn();
  /** Products that could not be read; their variants are unread, too. */
  readonly oddProducts = new OddList();
  readonly #unread: OddStockRow[] = [];
  readonly #unreadIds = new Set<number>();
  /** Rows by ascending variant id, each variant once. */
  #order = new Uint32Array(0);
  /** Folded SKU → position, or {@link MANY}. */
  readonly #byFold = new Map<string, number>();
  /** Exact SKU → position of a row that no warehouse ships. */
  readonly #leftOut = new Map<string, number>();

  get size(): number {
    return this.#order.length;
  }

  /** Adds a row while the catalogue is read. A variant that comes twice, as moving pages give it, is one row. */
  add(entry: CatalogueEntry): void {
    if (this.#length === this.#variantIds.length) this.#grow();
    const row = this.#length++;
    this.#variantIds[row] = entry.variantId;
    this.#productIds[row] = entry.productId;
    this.#states[row] = states.indexOf(entry.state);
    this.#stock[row] = entry.storeStock ?? UNTRACKED;
    this.#fingerprints.set(entry.fingerprint, row * FINGERPRINT_LENGTH);
    this.#skus.add(entry.sku);
    this.#names.add(entry.name);
  }

  /** Ends the reading: puts the rows in order and finds the SKUs that are there more than once. */
  finish(): this {
    const order = Uint32Array.from({ length: this.#length }, (_, row) => row);
    order.sort((a, b) => this.#variantId(a) - this.#variantId(b) || a - b);
    this.#order = order.filter((row, at) => at === 0 || this.#variantId(row) !== this.#variantId(order[at - 1] ?? row));
    this.#order.forEach((row, position) => this.#register(row, position));
    return this;
  }

  /** The row at a position, from 0. */
  at(position: number): CatalogueEntry {
    const row = this.#order[position] ?? 0;
    const stock = this.#stock[row] ?? UNTRACKED;
    return {
      sku: this.#skus.at(row),
      name: this.#names.at(row),
      productId: this.#productIds[row] ?? 0,
      variantId: this.#variantId(row),
      state: states[this.#states[row] ?? 0] ?? 'sellable',
      storeStock: stock === UNTRACKED ? null : stock,
      fingerprint: this.#fingerprints.subarray(row * FINGERPRINT_LENGTH, (row + 1) * FINGERPRINT_LENGTH),
    };
  }

  /** The first position whose variant id is above `variantId`: where a walk goes on, in any process. */
  positionAfter(variantId: number): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#variantId(this.#order[middle] ?? 0) <= variantId) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The row of exactly this SKU; `several` where case or surrounding space do not keep rows apart. */
  find(sku: string): CatalogueEntry | 'several' | undefined {
    const position = this.#byFold.get(foldSku(sku));
    if (position === undefined) return undefined;
    if (position === MANY) return 'several';
    const entry = this.at(position);
    return entry.sku === sku ? entry : undefined;
  }

  /** The row of exactly this SKU that no warehouse ships: digital, or not for sale. */
  findLeftOut(sku: string): CatalogueEntry | undefined {
    const position = this.#leftOut.get(sku);
    return position === undefined ? undefined : this.at(position);
  }

  /** Notes a variant that could not be read. */
  addUnread(row: OddStockRow): void {
    if (typeof row.id === 'number') this.#unreadIds.add(row.id);
    this.#unread.push(row);
  }

  /** Variants that are there and could not be read. */
  get unread(): readonly OddStockRow[] {
    return this.#unread;
  }

  /** A row that could not be read and has this SKU, or may have it. */
  unreadOf(sku: string): OddStockRow | undefined {
    return this.#unread.find((row) => row.sku === sku) ?? this.#unread.find((row) => row.sku === undefined);
  }

  /** Whether the store still has a variant, as far as can be told: one that could not be read is not absent. */
  hasVariant(variantId: number): boolean {
    if (this.#unreadIds.has(variantId) || this.#unread.some(({ id }) => typeof id !== 'number')) return true;
    return this.#positionOf(variantId) !== undefined;
  }

  /** The row of a variant. */
  rowOf(variantId: number): CatalogueEntry | undefined {
    const position = this.#positionOf(variantId);
    return position === undefined ? undefined : this.at(position);
  }

  #positionOf(variantId: number): number | undefined {
    const position = this.positionAfter(variantId) - 1;
    return position >= 0 && this.#variantId(this.#order[position] ?? 0) === variantId ? position : undefined;
  }

  /** Rows that no warehouse ships share nothing with those that it does; all others must differ from each other. */
  #register(row: number, position: number): void {
    const state = states[this.#states[row] ?? 0] ?? 'sellable';
    if (state === 'no-sku') return;
    const sku = this.#skus.at(row);
    if (state === 'digital' || state === 'not-at-warehouse' || state === 'not-for-sale') {
      this.#leftOut.set(sku, position);
      return;
    }
    const fold = foldSku(sku);
    const before = this.#byFold.get(fold);
    if (before === undefined) {
      this.#byFold.set(fold, position);
      return;
    }
    this.#markDuplicate(row);
    if (before !== MANY) this.#markDuplicate(this.#order[before] ?? row);
    this.#byFold.set(fold, MANY);
  }

  #markDuplicate(row: number): void {
    if (this.#states[row] === states.indexOf('sellable')) this.#states[row] = states.indexOf('duplicate-sku');
  }

  #variantId(row: number): number {
    return this.#variantIds[row] ?? 0;
  }

  #grow(): void {
    const length = this.#length * 2;
    const into = <T extends Float64Array | Uint8Array | Int32Array | Uint32Array>(from: T, target: T): T => {
      target.set(from);
      return target;
    };
    this.#variantIds = into(this.#variantIds, new Float64Array(length));
    this.#productIds = into(this.#productIds, new Float64Array(length));
    this.#states = into(this.#states, new Uint8Array(length));
    this.#stock = into(this.#stock, new Int32Array(length));
    this.#fingerprints = into(this.#fingerprints, new Uint32Array(length * FINGERPRINT_LENGTH));
  }
}
