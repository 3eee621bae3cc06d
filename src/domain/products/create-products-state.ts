import { defined } from '../../contract/defined.ts';
import type {
  CatalogueReport,
  CreateProductResult,
  CreateProductsInput,
  NextProducts,
  ProductsProgress,
  ProductsReport,
  ProductsSlice,
  ProductToBring,
  RefusedProduct,
} from '../../contract/products.ts';
import type { Standstill, CreateProductsSnapshot } from './create-products-snapshot.ts';
import { waitOf } from './catalogue-wait.ts';

/** Children in flight at once, where the input does not say. */
const DEFAULT_WINDOW = 20;
/** Refusals that are listed; all are counted. */
const LISTED = 1_000;
/** SKUs of a selection that are judged in one call. */
const SLICE = 2_000;
/** SKUs that are told to `goodsIn` at once. */
const TOLD_AT_ONCE = 2_000;

/** What the run that awaits first goods must hear. */
export interface GoodsToTell {
  readonly awaited: readonly string[];
  readonly dropped: readonly string[];
  readonly received: boolean;
}

/** The state of a `createProducts` run: which rows come next, what became of them, and what stops it. */
export class CreateProductsState {
  readonly startedAt: number;
  /** Counts every change, so that the run's loop knows when to look again. */
  version = 0;
  cancelled = false;
  standstill: Standstill | undefined;
  /** Children in flight. */
  inFlight = 0;
  /** Children started by this run since it continued as new. */
  started = 0;
  /** A stretch of the selection is being judged. */
  reading = false;
  /** How far the catalogue is read, where that takes long. */
  #catalogue: CatalogueReport | undefined;
  readonly #skus: readonly string[] | undefined;
  readonly #window: number;
  /** After a standstill one product tries whether all is well, before the window opens again. */
  #trying = false;
  #position: number;
  #end: boolean;
  #todo: ProductToBring[];
  #rows: number | null;
  #created: number;
  #updated: number;
  #unchanged: number;
  #refused: RefusedProduct[];
  #refusedCount: number;
  #received: boolean;
  #receivedTold: boolean;
  /** Created although it was there when it was judged. */
  #awaited: string[] = [];
  /** Told as awaited, and not created. */
  #dropped: string[] = [];

  constructor(input: CreateProductsInput, now: number, carried?: CreateProductsSnapshot) {
    this.#skus = 'skus' in input.selection ? [...new Set(input.selection.skus)] : undefined;
    this.#window = Math.max(1, Math.floor(input.window ?? DEFAULT_WINDOW));
    this.startedAt = carried?.startedAt ?? now;
    this.#position = carried?.position ?? 0;
    this.#end = carried?.end ?? this.#skus?.length === 0;
    this.#todo = [...(carried?.todo ?? [])];
    this.#rows = carried?.rows ?? null;
    this.#created = carried?.created ?? 0;
    this.#updated = carried?.updated ?? 0;
    this.#unchanged = carried?.unchanged ?? 0;
    this.#refused = [...(carried?.refused ?? [])];
    this.#refusedCount = carried?.refusedCount ?? 0;
    this.#received = carried?.received ?? false;
    this.#receivedTold = carried?.receivedTold ?? false;
  }

  /** The stretch to judge next; `undefined` while there is enough to do, or nothing left. */
  nextSlice(): ProductsSlice | undefined {
    if (this.#end || this.reading || this.cancelled || this.standstill || this.#todo.length > this.#window) {
      return undefined;
    }
    if (this.#skus === undefined) return { after: this.#position };
    return { skus: this.#skus.slice(this.#position, this.#position + SLICE) };
  }

  /** Told while a stretch is read. */
  catalogueRead(report: CatalogueReport): void {
    if (!this.reading) return; // it was on its way when the reading ended
    this.#catalogue = report;
    this.version += 1;
  }

  /** The reading ended, however it did. */
  readingEnded(): void {
    this.reading = false;
    this.#catalogue = undefined;
    this.version += 1;
  }

  judged(stretch: NextProducts): void {
    this.#rows = stretch.rows;
    this.#todo.push(...stretch.todo);
    this.#unchanged += stretch.unchanged;
    this.#received ||= stretch.received;
    for (const refused of stretch.refused) this.#refuse(refused);
    if (this.#skus === undefined) {
      this.#position = stretch.next;
      this.#end = stretch.end;
    } else {
      this.#position += stretch.next;
      this.#end = this.#position >= this.#skus.length;
    }
  }

  /** The next product to start, where there is a free place. */
  take(): ProductToBring | undefined {
    if (this.cancelled || this.standstill !== undefined) return undefined;
    if (this.inFlight >= (this.#trying ? 1 : this.#window)) return undefined;
    const product = this.#todo.shift();
    if (product !== undefined) this.started += 1;
    return product;
  }

  brought(product: ProductToBring, { outcome, received }: CreateProductResult): void {
    this.#trying = false;
    // A first try whose answer was lost has created it all the same.
    const isCreated = outcome === 'created' || (product.isNew && product.mayBeThere !== true && !received);
    if (isCreated) this.#created += 1;
    else if (outcome === 'updated') this.#updated += 1;
    else this.#unchanged += 1;
    if (received) this.#received = true;
    // What is new was told as awaited before it was sent.
    if (product.isNew && received) this.#dropped.push(product.sku);
    else if (!product.isNew && isCreated && !received) this.#awaited.push(product.sku);
  }

  /** @param there `may-be-there` where a try of it, or another run, may have created it all the same */
  refused(product: ProductToBring, reason: string, message: string, there?: 'may-be-there'): void {
    this.#trying = false;
    if (product.isNew && there === undefined) this.#dropped.push(product.sku);
    const { sku, productId, variantId } = product;
    this.#refuse({ sku, reason, message, productId, variantId });
  }

  /** Puts a product back, because nothing is wrong with it: the integration stands still. Its run may have sent it before. */
  standStill(product: ProductToBring | undefined, standstill: Standstill): void {
    if (product !== undefined) this.#todo.unshift({ ...product, again: true });
    this.standstill = standstill;
  }

  goOn(): void {
    this.standstill = undefined;
    this.#trying = true;
  }

  get isFinished(): boolean {
    const nothingLeft = this.cancelled || (this.#end && this.#todo.length === 0);
    return nothingLeft && this.inFlight === 0 && !this.reading;
  }

  /** What `goodsIn` must hear now: at the latest before the run ends or continues as new. */
  goodsToTell(all: boolean): GoodsToTell | undefined {
    const news = this.#received && !this.#receivedTold;
    const most = Math.max(this.#awaited.length, this.#dropped.length);
    if (!news && most < (all ? 1 : TOLD_AT_ONCE)) return undefined;
    return {
      awaited: this.#awaited.slice(0, TOLD_AT_ONCE),
      dropped: this.#dropped.slice(0, TOLD_AT_ONCE),
      received: this.#received,
    };
  }

  /** What will not be brought any more: a cancelled run told of it, and leaves it. */
  leaveRest(): void {
    if (!this.cancelled) return;
    this.#dropped.push(...this.#todo.flatMap(({ isNew, sku }) => (isNew ? [sku] : [])));
    this.#todo = [];
  }

  told(goods: GoodsToTell): void {
    this.#awaited = this.#awaited.slice(goods.awaited.length);
    this.#dropped = this.#dropped.slice(goods.dropped.length);
    this.#receivedTold ||= goods.received;
  }

  progress(now: number): ProductsProgress {
    const done = this.#created + this.#updated + this.#unchanged + this.#refusedCount;
    const total = this.#skus?.length ?? this.#rows ?? this.#catalogue?.total ?? null;
    const waiting = this.standstill?.message ?? waitOf(this.#catalogue);
    const seconds = Math.max(0.001, (now - this.startedAt) / 1_000);
    const rate = done / seconds;
    const remaining = total === null ? null : Math.max(0, total - done);
    return {
      total,
      done,
      created: this.#created,
      updated: this.#updated,
      unchanged: this.#unchanged,
      refused: this.#refusedCount,
      remaining,
      rate: Math.round(rate * 10) / 10,
      secondsLeft: remaining === null || rate === 0 ? null : Math.ceil(remaining / rate),
      cancelled: this.cancelled,
      ...defined({ waiting }),
    };
  }

  report(): ProductsReport {
    return {
      created: this.#created,
      updated: this.#updated,
      unchanged: this.#unchanged,
      refused: this.#refused,
      refusedCount: this.#refusedCount,
      cancelled: this.cancelled,
    };
  }

  /** Only while nothing is in flight. */
  snapshot(): CreateProductsSnapshot {
    return {
      startedAt: this.startedAt,
      position: this.#position,
      end: this.#end,
      todo: this.#todo,
      rows: this.#rows,
      created: this.#created,
      updated: this.#updated,
      unchanged: this.#unchanged,
      refused: this.#refused,
      refusedCount: this.#refusedCount,
      received: this.#received,
      receivedTold: this.#receivedTold,
    };
  }

  #refuse(refused: RefusedProduct): void {
    this.#refusedCount += 1;
    if (this.#refused.length < LISTED) this.#refused.push(refused);
  }
}
