import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { workflowId } from '../contract/ids.ts';
import type { CreateProductInput, ProductsComparison, ProductsLegResult } from '../contract/products.ts';
import { runPriority, TaskQueue, WorkflowType } from '../contract/temporal.ts';
import { judgeRow } from '../domain/catalogue-row.ts';
import { differingFields, fingerprintOf } from '../domain/product-difference.ts';
import { variantOfUrl, type WarehouseProduct } from '../domain/product-mapping.ts';
import { hash32, skuKey } from '../domain/sku.ts';
import { catalogueIndex, keepReady, rowMapper, viewRow } from './catalogue-index.ts';
import { changedProductIds, readProducts, type JoinedRow } from './catalogue-join.ts';
import type { OpenConnection } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { productsByCode, warehouseIndex } from './warehouse-index.ts';

/** How many refusals and renames are listed by name. */
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
 */
export async function productsLeg(deps: Dependencies, open: OpenConnection, since: string): Promise<ProductsLegResult> {
  const { storeHash } = open.connection;
  const ids: number[] = [];
  for await (const page of changedProductIds(open.store, since)) ids.push(...page.ids);
  const result: LegFindings = { started: 0, notCreated: { count: 0, skus: [] }, renamed: [] };
  for await (const rows of readProducts(open.store, ids)) {
    const news = newsOf(deps, open, rows);
    for (const row of news) {
      if (await passOn(deps, open, row, news.length > ASKED_SINGLY, result)) {
        deps.changes.remember('product', storeHash, row.variantId, row.version);
      }
    }
  }
  return result;
}

/** A row whose product for myOGO is not the one that this process saw last. */
interface NewsRow {
  readonly product: WarehouseProduct;
  readonly productId: number;
  readonly variantId: number;
  readonly version: string;
  readonly readAt: number;
}

function newsOf(deps: Dependencies, open: OpenConnection, rows: readonly JoinedRow[]): readonly NewsRow[] {
  const mapper = rowMapper(open);
  const readAt = Date.now();
  return rows.flatMap((row) => {
    if (judgeRow(row.product, row.variant) !== 'sellable') return [];
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
  const held = await heldOf(deps, open, row, many);
  if (held.found === 'none') await reportUnknown(deps, open, { variantId, sku }, result);
  if (held.found !== 'one' || !held.differs) return true;
  // Two rows of one SKU would take turns in overwriting each other; the list shows them as duplicates.
  if (!held.isOwn && (await isTwice(open, sku))) return true;
  keepReady(deps, open, variantId, product, readAt);
  const { storeHash } = open.connection;
  // Where an earlier run is at it, it may have read the old state.
  if (!(await startCreateProduct(deps, { storeHash, sku, productId, variantId, readAfter: readAt }))) return false;
  result.started += 1;
  return true;
}

/** What myOGO holds of a row: asked by code, or, where many rows changed, looked up in all its pages at once. */
async function heldOf(
  deps: Dependencies,
  open: OpenConnection,
  { product, variantId }: NewsRow,
  many: boolean,
): Promise<{ readonly found: 'none' | 'one' | 'several'; readonly differs: boolean; readonly isOwn: boolean }> {
  const sku = product.code;
  if (many) {
    const { products } = await warehouseIndex(deps, open, Date.now() - INDEX_AGE_MS);
    const { found, differs } = products.view({ sku, variantId, fingerprint: fingerprintOf(product) }, () => true);
    return { found, differs, isOwn: products.isOf(sku, variantId) };
  }
  const [held, ...others] = await productsByCode(deps, open, sku);
  if (held === undefined) return { found: 'none', differs: false, isOwn: false };
  return {
    found: others.length === 0 ? 'one' : 'several',
    differs: differingFields(product, held).length > 0,
    isOwn: variantOfUrl(open.connection.storeHash, held.infoUrl) === variantId,
  };
}

async function isTwice(open: OpenConnection, sku: string): Promise<boolean> {
  const { rows } = await open.store.catalogue.variants.list({ sku, limit: 10, includeFields: ['sku'] });
  return rows.filter((variant) => variant.sku === sku).length > 1;
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
 * Compares all products of both sides, for the daily reconcile. Nothing is deleted in the warehouse: what the store does
 * not sell any more is reported.
 */
export async function compareProducts(
  deps: Dependencies,
  open: OpenConnection,
  freshAfter: number,
): Promise<ProductsComparison> {
  const index = await catalogueIndex(deps, open, freshAfter);
  let compared = 0;
  let differing = 0;
  const renamed: Rename[] = [];
  for (let position = 0; position < index.store.size; position += 1) {
    const entry = index.store.at(position);
    const { state } = viewRow(index, entry);
    if (state === 'in-myogo' || state === 'differs') compared += 1;
    if (state === 'differs') differing += 1;
    if (state !== 'renamed' || renamed.length >= LISTED) continue;
    const from = index.warehouse.products.view(entry, () => false).formerCode;
    if (from !== undefined) renamed.push({ from, to: entry.sku });
  }
  const missingInStore = { count: 0, codes: [] as string[] };
  for (const [variantId, code] of index.warehouse.products.variants()) {
    if (index.store.hasVariant(variantId) || index.store.find(code) !== undefined) continue;
    missingInStore.count += 1;
    if (missingInStore.codes.length < LISTED) missingInStore.codes.push(code);
  }
  return { compared, differing, missingInStore, renamed };
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

/** Tells a changed SKU from a new one by the variant that a product's page names. */
async function reportUnknown(
  deps: Dependencies,
  open: OpenConnection,
  row: { readonly variantId: number; readonly sku: string },
  result: LegFindings,
): Promise<void> {
  const { products } = await warehouseIndex(deps, open, Date.now() - INDEX_AGE_MS);
  const { formerCode } = products.view({ ...row, fingerprint: new Uint32Array(0) }, () => false);
  if (formerCode !== undefined) {
    if (result.renamed.length < LISTED) result.renamed.push({ from: formerCode, to: row.sku });
    return;
  }
  result.notCreated.count += 1;
  if (result.notCreated.skus.length < LISTED) result.notCreated.skus.push(row.sku);
}
