import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoreHash } from '../../contract/ids.ts';
import type { CatalogueReport, ProductState } from '../../contract/products.ts';
import { compareRow, judgeRow, refusalOf, storeStock } from '../../domain/products/catalogue-row.ts';
import { fingerprintOf, FINGERPRINT_LENGTH } from '../../domain/products/product-difference.ts';
import { mapProduct, rowName, type WarehouseProduct } from '../../domain/products/product-mapping.ts';
import { StoreCatalogue, type CatalogueEntry } from '../../domain/products/store-catalogue.ts';
import { joinCatalogue, readProducts, type JoinedRow } from './catalogue-join.ts';
import type { OddRow } from '../../http/rows.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { htmlToText } from './product-text.ts';
import { CatalogueReading } from './catalogue-reading.ts';
import { mayBeElsewhere, type KeptElsewhere } from '../../domain/shared/not-at-warehouse.ts';
import { elsewhereOf, unreadElsewhere } from './elsewhere/kept-elsewhere.ts';
import { goneStores } from './sibling-stores.ts';
import { patiently } from '../runtime/retry-in-place.ts';
import { serverTime } from '../runtime/server-clock.ts';
import { warehouseIndex, type WarehouseIndex } from './warehouse-index.ts';

/** Both sides' products, compact. */
export interface CatalogueIndex {
  readonly store: StoreCatalogue;
  readonly warehouse: WarehouseIndex;
  /** Stores that tell products' texts and are no integrations of this merchant any more. */
  readonly gone: ReadonlySet<StoreHash>;
}

/** A row beside myOGO. */
export interface RowView {
  readonly entry: CatalogueEntry;
  readonly state: ProductState;
  /** Why it cannot be created and what to do; `undefined` where nothing is needed. */
  readonly refusal: string | undefined;
  /** The code under which myOGO holds it, where its SKU was changed. */
  readonly formerCode?: string | undefined;
}

/**
 * A store's whole catalogue beside myOGO's: each side's pages are read once and kept for minutes.
 * @param freshAfter epoch ms by Temporal's clock: what was read before is read again
 * @param isToBeSent false where it is read to be looked at: then what is missing in myOGO is not kept ready
 */
export async function catalogueIndex(
  deps: Dependencies,
  open: OpenConnection,
  freshAfter: number,
  isToBeSent = true,
): Promise<CatalogueIndex> {
  const { stores, readings } = deps.products;
  const { storeHash } = open.connection;
  // myOGO first: while the store is read, the products that are missing there can be kept ready to be sent.
  const warehouse = await warehouseIndex(deps, open, freshAfter);
  const gone = await goneStores(deps, open, warehouse.products.tellers());
  const store = await stores.get(storeHash, freshAfter, async () => {
    const catalogue = new StoreCatalogue();
    const unread = (odd: OddRow): void => {
      if (odd.kind === 'variant') catalogue.addUnread(odd);
      else catalogue.oddProducts.add(odd);
    };
    const reading = new CatalogueReading();
    const notHere = () => reading.reader(() => elsewhereOf(deps, open));
    const into = { catalogue, warehouse, gone, notHere, readAt: serverTime(), isToBeSent };
    readings.set(storeHash, reading);
    try {
      const hasTotal = (total: number): void => void (reading.total = total);
      for await (const rows of joinCatalogue(open.store, unread, { reader: reading.reader, hasTotal })) {
        reading.rows += rows.length;
        await addRows(deps, open, rows, into);
      }
      return catalogue.finish();
    } finally {
      if (readings.get(storeHash) === reading) readings.delete(storeHash);
    }
  });
  return { store, warehouse, gone };
}

/** How far a store's catalogue is read; `undefined` while nobody reads it. */
export function readingOf(deps: Dependencies, storeHash: StoreHash): CatalogueReport | undefined {
  return deps.products.readings.get(storeHash)?.report;
}

/** A row of the index beside myOGO as it is known now. */
export function viewRow({ store, warehouse, gone }: CatalogueIndex, entry: CatalogueEntry): RowView {
  if (entry.state !== 'sellable') return { entry, state: entry.state, refusal: refusalOf(entry.state, entry.sku) };
  const view = warehouse.products.view(entry, {
    hasVariant: (variantId) => store.hasVariant(variantId),
    isLive: (other) => !gone.has(other),
  });
  const state = compareRow(view);
  return { entry, state, refusal: refusalOf(state, entry.sku, view), formerCode: view.formerCode };
}

/**
 * Rows that are about to be sent and are not ready any more (the memory is bounded) are read again, 250 at once. Hours may have
 * passed since they were judged: one that is not to be sent any more is left to its own run, which says why.
 * @param readAfter epoch ms: what was read before does not count
 */
export async function makeReady(
  deps: Dependencies,
  open: OpenConnection,
  rows: readonly Pick<CatalogueEntry, 'productId' | 'variantId'>[],
  readAfter: number,
): Promise<void> {
  const { ready } = deps.products;
  const missing = new Set<number>();
  for (const row of rows) {
    const there = ready.get(readyKey(open, row.variantId));
    if (there === undefined || there.readAt < readAfter) missing.add(row.productId);
  }
  if (missing.size === 0) return;
  const wanted = new Set(rows.map((row) => row.variantId));
  const readAt = serverTime();
  for await (const page of readProducts(open.store, [...missing], () => undefined)) {
    const mapper = rowMapper(open);
    const kept = await patiently(() => elsewhereOf(deps, open));
    for (const row of page) {
      const { product, variant } = row;
      if (!wanted.has(variant.id) || mayBeElsewhere(kept, { ...variant, variantId: variant.id })) continue;
      if (judgeRow(product, variant, kept.entries) !== 'sellable') continue;
      ready.set(readyKey(open, variant.id), { product: mapper(row), readAt });
    }
    await nextTurn();
  }
}

/** Keeps what myOGO is to be told of a row until it is sent. */
export function keepReady(
  deps: Dependencies,
  open: OpenConnection,
  variantId: number,
  product: WarehouseProduct,
  readAt: number,
): void {
  deps.products.ready.set(readyKey(open, variantId), { product, readAt });
}

/**
 * What myOGO is to be told of a row, where this process has read it since `readAfter` (epoch ms).
 * @param sku the SKU that it must still have
 */
export function readyProduct(
  deps: Dependencies,
  open: OpenConnection,
  { variantId, sku }: { readonly variantId: number; readonly sku: string },
  readAfter: number,
): WarehouseProduct | undefined {
  const there = deps.products.ready.get(readyKey(open, variantId));
  return there !== undefined && there.readAt >= readAfter && there.product.code === sku ? there.product : undefined;
}

/** Frees the memory of a product that was sent. */
export function dropReady(deps: Dependencies, open: OpenConnection, variantId: number): void {
  deps.products.ready.delete(readyKey(open, variantId));
}

/** Maps the rows of one page; a product's HTML is read once, however many variants it has. */
export function rowMapper(open: OpenConnection): (row: JoinedRow) => WarehouseProduct {
  const { storeHash, settings, store } = open.connection;
  const context = { storeHash, languageCode: settings.languageCode, currency: store?.currency };
  let last: { readonly productId: number; readonly text: string } | undefined;
  return ({ product, variant, customs }) => {
    if (last?.productId !== product.id) last = { productId: product.id, text: htmlToText(product.description) };
    return mapProduct(product, last.text, variant, customs, context);
  };
}

/** The states in which something is sent. */
const isSent: ReadonlySet<ProductState> = new Set(['not-created', 'differs']);

const nothing = new Uint32Array(FINGERPRINT_LENGTH);

async function addRows(
  deps: Dependencies,
  open: OpenConnection,
  rows: readonly JoinedRow[],
  into: {
    readonly catalogue: StoreCatalogue;
    readonly warehouse: WarehouseIndex;
    readonly gone: ReadonlySet<StoreHash>;
    readonly notHere: () => Promise<KeptElsewhere>;
    readonly readAt: number;
    readonly isToBeSent: boolean;
  },
): Promise<void> {
  const mapper = rowMapper(open);
  const notHere = await into.notHere();
  for (const [index, row] of rows.entries()) {
    // Reading HTML takes long enough that a page at once would hold up every other activity of the process.
    if (index % 50 === 49) await nextTurn();
    const { product, variant } = row;
    if (mayBeElsewhere(notHere, { ...variant, variantId: variant.id })) {
      into.catalogue.addUnread(unreadElsewhere(variant));
      continue;
    }
    const state = judgeRow(product, variant, notHere.entries);
    const mapped = state === 'sellable' ? mapper(row) : undefined;
    const fingerprint = mapped === undefined ? nothing : fingerprintOf(mapped);
    into.catalogue.add({
      sku: variant.sku,
      name: rowName(product.name, variant),
      productId: product.id,
      variantId: variant.id,
      state,
      storeStock: storeStock(product, variant),
      fingerprint,
    });
    if (mapped === undefined || !into.isToBeSent) continue;
    const beside = into.warehouse.products.view(
      { sku: variant.sku, variantId: variant.id, fingerprint },
      { hasVariant: () => true, isLive: (other) => !into.gone.has(other) },
    );
    if (!isSent.has(compareRow(beside))) continue;
    if (deps.products.hasRoom) keepReady(deps, open, variant.id, mapped, into.readAt);
  }
}

const readyKey = (open: OpenConnection, variantId: number) => `${open.connection.storeHash}:${variantId}`;
