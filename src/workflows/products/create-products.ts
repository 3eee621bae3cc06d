import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  patched,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defined } from '../../contract/defined.ts';
import { holdKey, integrationKey, stageKey } from '../../contract/runs/search-attributes.ts';
import { FailureType } from '../../contract/failures.ts';
import { orderMessages, productMessages } from '../../contract/messages.ts';
import { Patch } from '../../contract/registered-names.ts';
import type {
  CreateProductResult,
  CreateProductsInput,
  ProductsReport,
  ProductToBring,
} from '../../contract/products.ts';
import { catalogueReport, createProductsInput } from '../../contract/schemas/products.ts';
import { awaitGoods, nextProducts } from './create-products-activities.ts';
import { awaitedAs } from '../../domain/products/awaited-as.ts';
import { bringProduct } from './bring-product.ts';
import { productsDetails } from './create-products-details.ts';
import { productsFailure } from './create-products-failure.ts';
import { CreateProductsState } from '../../domain/products/create-products-state.ts';
import { type CreateProductsSnapshot } from '../../domain/products/create-products-snapshot.ts';
import { onSignal, startedWith } from '../shared/checked.ts';
import { productDescriptions } from '../shared/message-descriptions.ts';

/** Products judged at once: a page of the store's. */
const STRETCH = 250;
/** The first and the longest pause of a standstill, doubled each time; the entity's `retry` ends it sooner. */
const [STANDSTILL_MS, LONGEST_STANDSTILL_MS] = [300_000, 3_600_000];
/** What is in flight when a person cancels may take this long to come to its end by itself. */
const GRACE = '1m';
const NO_ANSWER = 'Store or warehouse did not answer for a day: start again.';

/**
 * Brings all products of a store, or a selection, to myOGO: compares stretch by stretch and keeps a window of children
 * in flight. Whatever becomes of one product never stops the others.
 */
export async function createProducts(
  input: CreateProductsInput,
  carried?: CreateProductsSnapshot,
): Promise<ProductsReport> {
  return new CreateProductsRun(startedWith(createProductsInput, input, carried), carried).run();
}

class CreateProductsRun {
  readonly #input: CreateProductsInput;
  readonly #state: CreateProductsState;
  /** Cancelled apart: a reading may stop at any moment, a product is given time to come to its end. */
  #readings = new CancellationScope();
  #children = new CancellationScope();
  /** A failure that ends the run: the store is disconnected, or a defect of the run itself. */
  #broken: Error | undefined;
  #retry = false;
  /** In a row. */
  #standstills = 0;

  constructor(input: CreateProductsInput, carried?: CreateProductsSnapshot) {
    this.#input = input;
    this.#state = new CreateProductsState(input, Date.now(), carried);
    setHandler(productMessages.progress, () => this.#state.progress(Date.now()));
    onSignal(productMessages.catalogueRead, catalogueReport, (report) => this.#state.catalogueRead(report));
    // A signal and no update: the entity tells all its held runs and waits for none.
    setHandler(orderMessages.retry, () => void (this.#retry = true), { description: productDescriptions.retry });
    if (carried !== undefined) return;
    // By the first, the entity finds the run when it stands still, whoever started it.
    upsertSearchAttributes([
      { key: integrationKey, value: input.storeHash },
      { key: stageKey, value: 'running' },
    ]);
  }

  async run(): Promise<ProductsReport> {
    const state = this.#state;
    CancellationScope.current().cancelRequested.catch(() => this.#cancel());
    // A cancelled run still ends what it began and reports it, so nothing of it is cancelled from outside.
    return CancellationScope.nonCancellable(async () => {
      this.#readings = new CancellationScope();
      this.#children = new CancellationScope();
      while (true) {
        const seen = state.version;
        const full = this.#isFull();
        if (!full) this.#startWork();
        await this.#tellGoods(false);
        if (this.#broken !== undefined && state.inFlight === 0 && !state.reading) throw this.#broken;
        if (state.isFinished) break;
        if (full && state.inFlight === 0 && !state.reading) await this.#continueAsNew();
        this.#show();
        if (state.standstill !== undefined && state.inFlight === 0 && !state.reading) await this.#standStill();
        else await condition(() => state.version !== seen);
      }
      state.leaveRest();
      await this.#tellGoods(true);
      this.#show();
      upsertSearchAttributes([{ key: stageKey, value: state.cancelled ? 'cancelled' : 'done' }]);
      await condition(allHandlersFinished);
      return state.report();
    });
  }

  #isFull(): boolean {
    return workflowInfo().continueAsNewSuggested || this.#state.started >= (this.#input.continueAfter ?? Infinity);
  }

  #startWork(): void {
    if (this.#broken !== undefined) return;
    const slice = this.#state.nextSlice();
    if (slice !== undefined) this.#judge(slice);
    for (let product = this.#state.take(); product !== undefined; product = this.#state.take()) {
      this.#bring(product);
      if (this.#isFull()) return;
    }
  }

  #judge(slice: Parameters<typeof nextProducts>[0]['slice']): void {
    const state = this.#state;
    const { storeHash, onlyKnown } = this.#input;
    const known = defined({ onlyKnown });
    state.reading = true;
    void this.#readings
      .run(() => nextProducts({ storeHash, slice, ...known, limit: STRETCH, freshAfter: state.startedAt }))
      .then(async (stretch) => {
        // Told before anything is sent: no end of the run in the middle makes a zero of a product that is new.
        const awaited = stretch.todo.filter(({ isNew }) => isNew);
        if (awaited.length > 0) await awaitGoods({ storeHash, ...awaitedAs(awaited), received: false });
        state.judged(stretch);
      })
      .catch((error: unknown) => this.#failed(error, undefined))
      .finally(() => {
        state.readingEnded();
      });
  }

  #bring(product: ProductToBring): void {
    const state = this.#state;
    state.inFlight += 1;
    // Every promise is owned here: whatever becomes of it, its place in the window is free again.
    void this.#children
      .run(() => this.#child(product))
      .then((result) => {
        this.#standstills = 0;
        state.brought(product, result);
      })
      .catch((error: unknown) => this.#failed(error, product))
      .finally(() => {
        state.inFlight -= 1;
        state.version += 1;
      });
  }

  #child(product: ProductToBring): Promise<CreateProductResult> {
    const { sku, productId, variantId, replaces, again } = product;
    const row = { storeHash: this.#input.storeHash, sku, productId, variantId, ...defined({ replaces, again }) };
    return bringProduct({ ...row, readAfter: this.#state.startedAt, judged: true }, product.isNew);
  }

  #failed(error: unknown, product: ProductToBring | undefined): void {
    const state = this.#state;
    const failure = productsFailure(error);
    if (failure === undefined) {
      this.#broken ??=
        error instanceof Error ? error : ApplicationFailure.create({ type: 'Defect', nonRetryable: true });
      return;
    }
    switch (failure.kind) {
      case 'standstill':
        state.standStill(product, failure.standstill);
        break;
      case 'gone':
        this.#end(FailureType.integrationGone, failure.message);
        break;
      case 'refused':
        if (product !== undefined) state.refused(product, failure.reason, failure.message);
        else this.#end(failure.reason, failure.message);
        break;
      case 'busy':
        if (product !== undefined)
          state.refused(product, FailureType.refused, 'Another run is at it: start again later.', 'may-be-there');
        break;
      case 'outage':
        if (product !== undefined) state.refused(product, FailureType.unavailable, NO_ANSWER, 'may-be-there');
        break;
      case 'cancelled':
        // It may have been created before it was stopped: it stays awaited.
        if (product !== undefined && !state.cancelled)
          state.refused(product, FailureType.refused, 'Its run was cancelled by a person.', 'may-be-there');
    }
  }

  /** Ends the run when what is in flight has come to its end. */
  #end(type: string, message: string): void {
    this.#broken ??= ApplicationFailure.create({ type, message, nonRetryable: true, details: [this.#state.report()] });
  }

  #cancel(): void {
    this.#state.cancelled = true;
    this.#state.version += 1;
    this.#readings.cancel();
    void CancellationScope.nonCancellable(async () => {
      await condition(() => this.#state.inFlight === 0, GRACE, { summary: 'Cancelling' });
      this.#children.cancel();
    });
  }

  /** Waits until the integration may go on: the entity says so, or it is tried again. */
  async #standStill(): Promise<void> {
    const state = this.#state;
    const reason = state.standstill?.reason ?? null;
    upsertSearchAttributes([
      { key: stageKey, value: 'held' },
      { key: holdKey, value: reason },
    ]);
    this.#retry = false;
    const pause = Math.min(STANDSTILL_MS * 2 ** this.#standstills++, LONGEST_STANDSTILL_MS);
    await condition(() => this.#retry || state.cancelled, pause, { summary: `Held: ${reason ?? ''}` });
    state.goOn();
    upsertSearchAttributes([
      { key: stageKey, value: 'running' },
      { key: holdKey, value: null },
    ]);
  }

  async #tellGoods(all: boolean): Promise<void> {
    for (let goods = this.#state.goodsToTell(all); goods !== undefined; goods = this.#state.goodsToTell(all)) {
      await awaitGoods({ storeHash: this.#input.storeHash, ...goods });
      this.#state.told(goods);
    }
  }

  async #continueAsNew(): Promise<void> {
    await this.#tellGoods(true);
    await condition(allHandlersFinished);
    // Cancelled meanwhile: the next run would not know.
    if (this.#state.cancelled && patched(Patch.cancelledRenewal)) return;
    await continueAsNew<typeof createProducts>(this.#input, this.#state.snapshot());
  }

  #show(): void {
    setCurrentDetails(productsDetails(this.#state.progress(Date.now()), this.#state.report().refused));
  }
}
