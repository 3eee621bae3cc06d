import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { oddRowWords, type OddRow } from '../../http/rows.ts';
import { FailureType } from '../../contract/failures.ts';
import type { StoreHash } from '../../contract/ids.ts';
import {
  productStates,
  type BringProductInput,
  type CreateProductResult,
  type NextProducts,
  type NextProductsInput,
  type ProductPage,
  type ProductPageRequest,
  type ProductRow,
  type RefusedProduct,
} from '../../contract/products.ts';
import { refusalOf } from '../../domain/products/catalogue-row.ts';
import { foldSku } from '../../domain/products/sku.ts';
import type { CatalogueEntry } from '../../domain/products/store-catalogue.ts';
import { HttpFailure } from '../../http/failure.ts';
import { catalogueIndex, makeReady, readingOf, viewRow, type CatalogueIndex, type RowView } from './catalogue-index.ts';
import type { AgeOfAnswer, OpenConnection } from '../runtime/connections.ts';
import { createProduct } from './create-product.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { activityFailure } from '../runtime/failures.ts';
import { heartbeating } from '../runtime/heartbeats.ts';
import { tellingOfReading } from './tell-reading.ts';
import { serverTime } from '../runtime/server-clock.ts';
import { refreshedWarehouseIndex } from './warehouse-index.ts';
import { writing } from '../runtime/write-once.ts';

/** Rows judged in one call, so that an unchanged catalogue takes few of them and each ends in seconds. */
const MAX_ROWS = 20_000;
/** Refusals told in one call: some 100 KB. */
const MAX_REFUSED = 500;
/** From this age on, myOGO's changes are fetched before more products are sent. */
const WAREHOUSE_MAX_AGE_MS = 5 * 60_000;
/** A defect of ours and an unreadable answer are tried this often; then the product is refused and the others go on. */
const MAX_TRIES = 5;

/** Activities of the products: `nextProducts` reads for long (scan queue), `createProduct` is one or two requests. */
export function createProductActivities(deps: Dependencies) {
  return {
    /** Judges the next stretch of a selection and makes ready what is to be sent. */
    nextProducts: (input: NextProductsInput): Promise<NextProducts> =>
      // Asked anew each time, so that a pause is met before the next stretch is begun.
      withStore(deps, input.storeHash, { fresh: 'now' }, (open) =>
        heartbeating(() =>
          tellingOfReading(
            deps,
            () => readingOf(deps, input.storeHash),
            () => nextProducts(deps, open, input),
          ),
        ),
      ),

    /** One product, one SKU: created, updated, or found to be right. */
    createProduct: ({ before, ...input }: BringProductInput): Promise<CreateProductResult> =>
      // The settle time comes before everything else: a run that is told of a pause instead would not wait for it.
      writing(
        deps.settleMs,
        (once) =>
          withStore(deps, input.storeHash, {}, (open) => createProduct(deps, open, once, input, before !== 'settled')),
        before === undefined ? undefined : { before },
      ),
  };
}

/**
 * A page of the catalogue for a person, both sides' stock beside each other. The first page reads both sides anew (that
 * is what "Refresh" does); further pages go on in what was read.
 * @throws `InvalidInput` with the field that is wrong
 */
export async function listProducts(
  deps: Dependencies,
  storeHash: StoreHash,
  request: ProductPageRequest,
): Promise<ProductPage> {
  const page = wholeNumber('page', request.page ?? 1, Number.MAX_SAFE_INTEGER);
  const limit = wholeNumber('limit', request.limit ?? 50, 250);
  if (request.state !== undefined && !productStates.includes(request.state)) {
    throw invalid('state', `one of ${productStates.join(', ')}`);
  }
  return withStore(deps, storeHash, { fresh: 'now' }, async (open) => {
    const index = await heartbeating(() => catalogueIndex(deps, open, page === 1 ? serverTime() : 0, false));
    const search = foldSku(request.search ?? '');
    const rows: ProductRow[] = [];
    let skip = (page - 1) * limit;
    for (let position = 0; position < index.store.size; position += 1) {
      const entry = index.store.at(position);
      if (search !== '' && !foldSku(entry.sku).includes(search) && !foldSku(entry.name).includes(search)) continue;
      const view = viewRow(index, entry);
      if (request.state !== undefined && view.state !== request.state) continue;
      if (skip > 0) skip -= 1;
      else if (rows.length === limit) return { rows, page, more: true };
      else rows.push(productRow(index, view));
    }
    return { rows, page, more: false };
  });
}

function productRow(index: CatalogueIndex, { entry, state, refusal }: RowView): ProductRow {
  const { sku, name, productId, variantId, storeStock } = entry;
  const myogoStock = index.warehouse.products.stock(sku)?.available ?? null;
  const row = { sku, name, productId, variantId, state, storeStock, myogoStock };
  const message = refusal ?? (state === 'not-created' ? mayBeThere(index) : undefined);
  return message === undefined ? row : { ...row, message };
}

function mayBeThere({ warehouse: { products } }: CatalogueIndex): string | undefined {
  const [first] = products.odd.rows;
  if (first === undefined) return undefined;
  const more = products.odd.size === 1 ? '' : ` (and ${products.odd.size - 1} more)`;
  return `A product in myOGO cannot be read, and may be this one: ${oddRowWords(first)}${more}. myOGO is asked by code before it is created.`;
}

async function nextProducts(deps: Dependencies, open: OpenConnection, input: NextProductsInput): Promise<NextProducts> {
  const { store, gone } = await catalogueIndex(deps, open, input.freshAfter);
  const warehouse = await refreshedWarehouseIndex(deps, open, input.freshAfter, WAREHOUSE_MAX_AGE_MS);
  const index = { store, warehouse, gone };
  const stretch = new Stretch(index, input.onlyKnown === true);
  let next: number;
  let end: boolean;
  if ('skus' in input.slice) {
    const { skus } = input.slice;
    next = 0;
    while (next < skus.length && !stretch.isFull(input.limit)) stretch.judgeSku(skus[next++] ?? '');
    end = next === skus.length;
  } else {
    let position = store.positionAfter(input.slice.after);
    next = input.slice.after;
    while (position < store.size && !stretch.isFull(input.limit)) {
      const entry = store.at(position++);
      next = entry.variantId;
      stretch.judge(entry);
    }
    end = position === store.size;
    if (end) stretch.refuseUnread();
  }
  await makeReady(deps, open, stretch.todo, input.freshAfter);
  const todo = stretch.todo.map(({ sku, productId, variantId }) => {
    const named = warehouse.products.variantOf(sku);
    const isNew = warehouse.products.found(sku) === 'none';
    const mayBeThere = isNew && !warehouse.products.isFree(sku);
    const row = { sku, productId, variantId, isNew, ...(mayBeThere ? { mayBeThere } : {}) };
    // Judged above: a variant that is still there would have been refused.
    return named === undefined || named === variantId ? row : { ...row, replaces: named };
  });
  const { unchanged, refused, received } = stretch;
  return { todo, unchanged, refused, next, end, rows: store.size, received };
}

/** Rows as they are judged, one after the other. */
class Stretch {
  readonly todo: CatalogueEntry[] = [];
  readonly refused: RefusedProduct[] = [];
  unchanged = 0;
  received = false;
  #rows = 0;
  readonly #index: CatalogueIndex;
  readonly #onlyKnown: boolean;

  constructor(index: CatalogueIndex, onlyKnown: boolean) {
    this.#index = index;
    this.#onlyKnown = onlyKnown;
  }

  isFull(limit: number): boolean {
    return this.todo.length >= limit || this.refused.length >= MAX_REFUSED || this.#rows >= MAX_ROWS;
  }

  judge(entry: CatalogueEntry): void {
    this.#rows += 1;
    const { state, refusal } = viewRow(this.#index, entry);
    if (this.#onlyKnown && state !== 'differs' && state !== 'in-myogo') return;
    const { sku, name, productId, variantId } = entry;
    if (refusal !== undefined) this.refused.push({ sku, name, reason: state, message: refusal, productId, variantId });
    else if (state !== 'in-myogo') this.todo.push(entry);
    else {
      this.unchanged += 1;
      this.received ||= (this.#index.warehouse.products.stock(sku)?.stock ?? 0) > 0;
    }
  }

  /** A row that cannot be read is neither created nor updated: it is named. */
  refuseUnread(): void {
    if (this.#onlyKnown) return;
    const { unread } = this.#index.store;
    for (const row of unread.slice(0, MAX_REFUSED)) {
      this.#refuseOdd(row.sku ?? '', row, 'The store’s row cannot be read');
    }
  }

  #refuseOdd(sku: string, row: OddRow, words: string): void {
    const reason = FailureType.unexpectedResponse;
    const variant = typeof row.id === 'number' ? { variantId: row.id } : {};
    this.refused.push({ sku, reason, message: `${words}: ${oddRowWords(row)}.`, ...variant });
  }

  judgeSku(sku: string): void {
    this.#rows += 1;
    const { store } = this.#index;
    const found = store.find(sku) ?? store.findLeftOut(sku);
    const unread = store.unreadOf(sku);
    if (found === 'several') {
      this.refused.push({ sku, reason: 'duplicate-sku', message: refusalOf('duplicate-sku', sku) ?? '' });
    } else if (found !== undefined) this.judge(found);
    else if (unread !== undefined) {
      this.#refuseOdd(sku, unread, 'A row of the store cannot be read, and may be this one');
    } else {
      const message = 'No row of the store has exactly this SKU: look it up in the list.';
      this.refused.push({ sku, reason: FailureType.notFound, message });
    }
  }
}

/**
 * Opens the store. Neither a defect of ours nor an answer that cannot be read holds up a run for ever; but both are tried
 * again, because a proxy's page in the place of an answer is as passing as an outage.
 */
async function withStore<T>(
  deps: Dependencies,
  storeHash: StoreHash,
  age: AgeOfAnswer,
  body: (open: OpenConnection) => Promise<T>,
): Promise<T> {
  const open = await deps.connections.open(storeHash, 'catalogue', age);
  try {
    return await body(open);
  } catch (error) {
    const isLast = activityInfo().attempt >= MAX_TRIES;
    if (error instanceof HttpFailure) {
      if (error.type !== FailureType.unexpectedResponse || isLast) throw error;
      throw activityFailure(error.type, error.message, error.detail, { retry: true, afterMs: deps.settleMs });
    }
    if (error instanceof ApplicationFailure || error instanceof CancelledFailure || !isLast) throw error;
    // The error's own text stays out of the history: it may hold anything.
    const message = 'The worker met a defect of its own again and again: see its log.';
    throw ApplicationFailure.create({ type: 'Defect', message, nonRetryable: true });
  }
}

function wholeNumber(field: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw invalid(field, most === Number.MAX_SAFE_INTEGER ? 'a whole number from 1' : `a whole number from 1 to ${most}`);
}

function invalid(field: string, expected: string): ApplicationFailure {
  return activityFailure(FailureType.invalidInput, `${field} must be ${expected}.`, { field, expected });
}
