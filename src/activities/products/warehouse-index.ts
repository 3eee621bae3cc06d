import { askFrom, cursorOf, OVERLAP_MS } from '../../domain/changes/cursors.ts';
import { WarehouseCatalogue, type HeldProduct } from '../../domain/products/warehouse-catalogue.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { pagesOf, type Page } from '../../http/paging.ts';
import type { ChangedFilter } from '../../myogo/merchant-request.ts';
import type { Product as MyogoProduct } from '../../myogo/products.ts';
import { patiently } from '../runtime/retry-in-place.ts';
import { serverTime } from '../runtime/server-clock.ts';

/** What myOGO knows of a code. */
export type CodeKnowledge = 'known' | 'unknown' | 'ambiguous';

/** A store's view of all products in myOGO. */
export interface WarehouseIndex {
  readonly products: WarehouseCatalogue;
  /** Milliseconds of `performance.now`: what myOGO got before is in it; later only what this process wrote or looked up. */
  readonly asOf: number;
  /** ISO time of myOGO's own clock when the reading began. */
  readonly cursor: string;
}

/** Codes that were looked up one by one, a store. */
const MAX_PARTS = 20_000;

/**
 * All of myOGO's products for a store, read by pages of 250 once and kept for minutes; what this process writes or looks
 * up meanwhile is noted in it.
 * @param freshAfter epoch ms by Temporal's clock: an index whose reading began earlier is read again
 */
export async function warehouseIndex(
  deps: Dependencies,
  open: OpenConnection,
  freshAfter: number,
): Promise<WarehouseIndex> {
  const { warehouses, reading } = deps.products;
  const key = keyOf(open);
  const kept = await warehouses.get(key, freshAfter, async () => {
    const asOf = performance.now();
    const askedAt = serverTime();
    let theirs: number | undefined;
    const products = new WarehouseCatalogue(open.connection.storeHash);
    const beside = reading.get(key) ?? new Set();
    reading.set(key, beside.add(products));
    try {
      for await (const page of allPages(open, {})) {
        theirs ??= page.serverTime;
        takePage(products, page);
      }
    } finally {
      beside.delete(products);
    }
    return { index: { products, asOf, cursor: cursorOf(theirs, askedAt) } };
  });
  return kept.index;
}

/**
 * Brings an index that has grown old up to date by what was changed since, where it is older than `maxAgeMs`: some
 * requests instead of all pages. Stock may stay behind, because whether a receipt changes a product's time is unknown.
 */
export async function refreshedWarehouseIndex(
  deps: Dependencies,
  open: OpenConnection,
  freshAfter: number,
  maxAgeMs: number,
): Promise<WarehouseIndex> {
  const index = await warehouseIndex(deps, open, freshAfter);
  const asOf = performance.now();
  if (asOf - index.asOf <= maxAgeMs) return index;
  const askedAt = serverTime();
  let theirs: number | undefined;
  for await (const page of allPages(open, { modifiedAfter: askFrom(index.cursor, OVERLAP_MS) })) {
    theirs ??= page.serverTime;
    takePage(index.products, page);
  }
  const refreshed = { products: index.products, asOf, cursor: cursorOf(theirs, askedAt) };
  deps.products.warehouses.amend(keyOf(open), { index: refreshed });
  return refreshed;
}

/** The index that this process has now, whatever its age. */
export function knownWarehouse(deps: Dependencies, open: OpenConnection): WarehouseIndex | undefined {
  return deps.products.warehouses.peek(keyOf(open))?.index;
}

/**
 * What myOGO knows of these codes, exactly as they are written. A known code is believed for minutes (myOGO's API has no
 * way to delete a product); an unknown or ambiguous one is asked for anew each time, once by code, so that a product
 * created a moment ago is found.
 * @param options.anew asks for known ones, too: somebody may have changed their code by hand
 */
export async function knownCodes(
  deps: Dependencies,
  open: OpenConnection,
  skus: Iterable<string>,
  { anew = false }: { readonly anew?: boolean } = {},
): Promise<Map<string, CodeKnowledge>> {
  const knowledge = new Map<string, CodeKnowledge>();
  for (const sku of new Set(skus)) {
    const kept = anew ? 'none' : partOf(deps, open).found(sku);
    knowledge.set(sku, kept === 'one' ? 'known' : asKnowledge((await productsByCode(deps, open, sku)).length));
  }
  return knowledge;
}

/** The variant of this store that the product of a code names, as it was read last. */
export function variantNamedBy(deps: Dependencies, open: OpenConnection, code: string): number | undefined {
  return partOf(deps, open).variantOf(code);
}

/** Asks myOGO for the products of exactly this code, and notes them. */
export async function productsByCode(
  deps: Dependencies,
  open: OpenConnection,
  code: string,
): Promise<readonly MyogoProduct[]> {
  const products = await open.merchant.products.byCode(code);
  noteProducts(deps, open, code, products);
  return products;
}

/** Notes what a code's products are now, after a look or a write of ours. */
export function noteProducts(
  deps: Dependencies,
  open: OpenConnection,
  code: string,
  products: readonly HeldProduct[],
): void {
  const key = keyOf(open);
  partOf(deps, open).replace(code, products);
  for (const index of deps.products.reading.get(key) ?? []) index.replace(code, products);
}

function takePage(products: WarehouseCatalogue, { rows, unreadable }: Page<MyogoProduct>): void {
  for (const row of rows) products.add(row);
  for (const odd of unreadable) products.odd.add(odd);
}

function allPages(
  { merchant }: OpenConnection,
  changed: Pick<ChangedFilter, 'modifiedAfter'>,
): AsyncGenerator<Page<MyogoProduct>, void, undefined> {
  return pagesOf('myogo', (filter: ChangedFilter) => patiently(() => merchant.products.list(filter)), changed);
}

/** The index that is there, or an incomplete one for single codes: its "none" means nothing. */
function partOf(deps: Dependencies, open: OpenConnection): WarehouseCatalogue {
  const { warehouses, parts } = deps.products;
  const key = keyOf(open);
  const kept = warehouses.peek(key)?.index.products ?? parts.get(key);
  if (kept !== undefined && (kept.size < MAX_PARTS || !parts.has(key))) return kept;
  const part = new WarehouseCatalogue(open.connection.storeHash);
  parts.set(key, part);
  return part;
}

/** Another merchant behind the same store is another warehouse. */
const keyOf = ({ connection }: OpenConnection) => `${connection.storeHash}:${connection.merchantId}`;

function asKnowledge(count: number): CodeKnowledge {
  return count === 0 ? 'unknown' : count === 1 ? 'known' : 'ambiguous';
}
