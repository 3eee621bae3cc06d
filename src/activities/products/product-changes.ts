import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { OddStockRow } from '../../contract/changes.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type {
  CreateProductInput,
  CreateProductsInput,
  ProductsLegResult,
  ProductState,
} from '../../contract/products.ts';
import { runPriority, TaskQueue, WorkflowType } from '../../contract/temporal.ts';
import { defined } from '../../contract/defined.ts';
import { OddList } from '../../domain/shared/odd-rows.ts';
import { compareRow, judgeRow } from '../../domain/products/catalogue-row.ts';
import { fingerprintOf } from '../../domain/products/product-difference.ts';
import type { WarehouseProduct } from '../../domain/products/product-mapping.ts';
import { hash32, skuKey } from '../../domain/products/sku.ts';
import { WarehouseCatalogue } from '../../domain/products/warehouse-catalogue.ts';
import { keepReady, rowMapper } from './catalogue-index.ts';
import { readProducts, type JoinedRow, type Unread } from './catalogue-join.ts';
import { pagesOf, type PageOptions } from '../../http/paging.ts';
import type { OddRow } from '../../http/rows.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { patiently } from '../runtime/retry-in-place.ts';
import { mayBeElsewhere } from '../../domain/shared/not-at-warehouse.ts';
import { elsewhereOf, unreadElsewhere } from './elsewhere/kept-elsewhere.ts';
import { goneStores } from './sibling-stores.ts';
import { serverTime } from '../runtime/server-clock.ts';
import { productsByCode, warehouseIndex } from './warehouse-index.ts';

/** How many rows are listed by name. */
const LISTED = 100;
/** From more changed rows than these, myOGO's pages are cheaper than a request each. */
const ASKED_SINGLY = 20;
/** A rename is looked for in an index that is at most this old. */
const INDEX_AGE_MS = 10 * 60_000;

/**
 * The product leg of the latest changes: a run for each product that the store changed and that myOGO knows. New SKUs
 * are only reported, because products are created when a person says so.
 *
 * Stock levels that we write change a product's time too: what myOGO is to be told is compared with what was seen last,
 * so that our own echo costs no request to myOGO.
 * @param since ISO time with the overlap already taken off
 * @param oddBefore rows that the leg before could not read, the first 100 of them: they are read again, and stay named until
 * they can be read
 */
export async function productsLeg(
  deps: Dependencies,
  open: OpenConnection,
  since: string,
  oddBefore?: ProductsLegResult['odd'],
): Promise<ProductsLegResult> {
  const { storeHash } = open.connection;
  const odd = new OddList();
  const hears = (row: OddRow): void => odd.add(row);
  const changed = await changedProductIds(open, since, hears);
  const ids = [...new Set([...changed, ...productsOf(oddBefore?.rows ?? [])])];
  const result: LegFindings = { started: 0, notCreated: { count: 0, skus: [] }, renamed: [] };
  for await (const rows of readProducts(open.store, ids, hears)) {
    const kept = await patiently(() => elsewhereOf(deps, open));
    const known = rows.filter(({ variant }) => {
      const isUnknown = mayBeElsewhere(kept, { ...variant, variantId: variant.id });
      if (isUnknown) hears(unreadElsewhere(variant));
      return !isUnknown;
    });
    const news = newsOf(deps, open, known, kept.entries);
    for (const row of news) {
      if (await passOn(deps, open, row, news.length > ASKED_SINGLY, result)) {
        deps.changes.remember('product', storeHash, row.variantId, row.version);
      }
    }
  }
  return { ...result, ...defined({ odd: odd.listed }) };
}

/**
 * The ids of products that changed since, page by page. One whose row cannot be read here is read by its id like all
 * others.
 * @param unread told of each row that does not even say its id
 */
async function changedProductIds({ store }: OpenConnection, since: string, unread: Unread): Promise<readonly number[]> {
  const ids: number[] = [];
  const changed = { minDateModified: since, limit: 250, sort: 'id', includeFields: ['date_modified'] } as const;
  const list = (at: typeof changed & PageOptions) => patiently(() => store.catalogue.products.list(at));
  for await (const products of pagesOf('bigcommerce', list, changed)) {
    for (const { id } of products.rows) ids.push(id);
    for (const odd of products.unreadable) {
      if (typeof odd.id === 'number') ids.push(odd.id);
      else unread(odd);
    }
  }
  return ids;
}

/** The products that odd rows are, or are a part of. */
function productsOf(rows: readonly OddStockRow[]): readonly number[] {
  return rows.flatMap(({ kind, id, of }) => (typeof id === 'number' && kind === 'product' ? [id] : (of ?? [])));
}

/** A row whose product for myOGO is not the one that this process saw last. */
interface NewsRow {
  readonly product: WarehouseProduct;
  readonly productId: number;
  readonly variantId: number;
  readonly version: string;
  readonly readAt: number;
}

function newsOf(
  deps: Dependencies,
  open: OpenConnection,
  rows: readonly JoinedRow[],
  notHere: readonly string[],
): readonly NewsRow[] {
  const mapper = rowMapper(open);
  const readAt = serverTime();
  return rows.flatMap((row) => {
    if (judgeRow(row.product, row.variant, notHere) !== 'sellable') return [];
    const product = mapper(row);
    const { id: variantId, productId } = row.variant;
    const version = String(hash32(`${product.code} ${fingerprintOf(product).join()}`));
    const isNews = deps.changes.isNews('product', open.connection.storeHash, variantId, version);
    return isNews ? [{ product, productId, variantId, version, readAt }] : [];
  });
}

/** @returns false where the next poll must look at the row again */
async function passOn(
  deps: Dependencies,
  open: OpenConnection,
  row: NewsRow,
  many: boolean,
  result: LegFindings,
): Promise<boolean> {
  const { product, productId, variantId, readAt } = row;
  const sku = product.code;
  const { state, isOwn, formerCode } = await heldOf(deps, open, row, many);
  if (state === 'not-created') {
    result.notCreated.count += 1;
    if (result.notCreated.skus.length < LISTED) result.notCreated.skus.push(sku);
  }
  if (formerCode !== undefined && result.renamed.length < LISTED) result.renamed.push({ from: formerCode, to: sku });
  if (state !== 'differs') return true;
  // Two rows of one SKU would take turns in overwriting each other; the list shows them as duplicates.
  if (!isOwn && (await isTwice(open, sku))) return true;
  keepReady(deps, open, variantId, product, readAt);
  const { storeHash } = open.connection;
  const input = { storeHash, sku, productId, variantId, readAfter: readAt, judged: true } as const;
  // Where an earlier run is at it, it may have read the old state.
  if (!(await startCreateProduct(deps, input))) return false;
  result.started += 1;
  return true;
}

/** How a row stands beside myOGO. */
interface Standing {
  readonly state: ProductState;
  readonly isOwn: boolean;
  readonly formerCode?: string | undefined;
}

/**
 * What myOGO holds of a row: asked by code, where its product names this very variant. Otherwise, and where many rows
 * changed, it is looked up in all of myOGO's pages, because only they tell a rename and a twin.
 *
 * Whether another variant that a product names is still in the store is not known here: such rows are left to the daily
 * comparison, which knows.
 */
async function heldOf(
  deps: Dependencies,
  open: OpenConnection,
  { product, variantId }: NewsRow,
  many: boolean,
): Promise<Standing> {
  const sku = product.code;
  const { storeHash } = open.connection;
  const row = { sku, variantId, fingerprint: fingerprintOf(product) };
  let products: WarehouseCatalogue | undefined;
  if (!many) {
    const alone = new WarehouseCatalogue(storeHash);
    alone.replace(sku, await productsByCode(deps, open, sku));
    if (alone.variantOf(sku) === variantId || alone.found(sku) === 'several') products = alone;
  }
  products ??= (await warehouseIndex(deps, open, serverTime() - INDEX_AGE_MS)).products;
  const gone = await goneStores(deps, open, products.tellers());
  const view = products.view(row, { hasVariant: () => true, isLive: (store) => !gone.has(store) });
  return { state: compareRow(view), isOwn: products.variantOf(sku) === variantId, formerCode: view.formerCode };
}

async function isTwice(open: OpenConnection, sku: string): Promise<boolean> {
  const { rows, unreadable } = await open.store.catalogue.variants.list({ sku, limit: 10, includeFields: ['sku'] });
  return rows.filter((variant) => variant.sku === sku).length + unreadable.length > 1;
}

/**
 * Starts the run of one product.
 * @returns false where one is open already
 */
async function startCreateProduct(
  { temporal }: Pick<Dependencies, 'temporal'>,
  input: CreateProductInput,
): Promise<boolean> {
  try {
    await temporal.workflow.start(WorkflowType.createProduct, {
      workflowId: workflowId.createProduct(input.storeHash, skuKey(input.sku)),
      taskQueue: TaskQueue.main,
      args: [input],
      priority: runPriority(input.storeHash, 'catalogue'),
      staticSummary: `Product ${input.sku.slice(0, 120)} of store ${input.storeHash}`,
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/**
 * Starts the run that tells myOGO of all changes of products that it has: those from before the first poll, and what a
 * poll left to the comparison. Where one is under way it reads the same.
 */
export async function startUpdates({ temporal }: Pick<Dependencies, 'temporal'>, storeHash: StoreHash): Promise<void> {
  const input: CreateProductsInput = { storeHash, selection: { all: true }, onlyKnown: true };
  try {
    await temporal.workflow.start(WorkflowType.createProducts, {
      workflowId: workflowId.updateProducts(storeHash),
      taskQueue: TaskQueue.main,
      args: [input],
      priority: runPriority(storeHash, 'catalogue'),
      staticSummary: `Changed products of store ${storeHash}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

interface LegFindings {
  started: number;
  readonly notCreated: { count: number; skus: string[] };
  readonly renamed: Rename[];
}

interface Rename {
  readonly from: string;
  readonly to: string;
}
