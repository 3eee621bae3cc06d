import type { OddStockRow, SentRows } from './changes.ts';
import type { AwaitedVariants } from './goods.ts';
import type { StoreHash } from './ids.ts';
import type { Listed } from './stock.ts';

/** How a row of the store's catalogue stands beside myOGO. */
export const productStates = [
  'not-created',
  'in-myogo',
  'differs',
  'no-sku',
  'duplicate-sku',
  'unusable-sku',
  'digital',
  'not-at-warehouse',
  'not-for-sale',
  'ambiguous',
  'renamed',
  'other-product',
  'twin-code',
] as const;
export type ProductState = (typeof productStates)[number];

export interface ProductRow {
  readonly sku: string;
  readonly name: string;
  readonly productId: number;
  readonly variantId: number;
  readonly state: ProductState;
  readonly storeStock: number | null;
  readonly myogoStock: number | null;
  /** Why it is not created or updated, and what to do; absent where nothing is needed of a person. */
  readonly message?: string;
}

export interface ProductPageRequest {
  /** From 1. */
  readonly page?: number;
  /** 1–250, default 50. */
  readonly limit?: number;
  readonly state?: ProductState;
  /** Part of the SKU or name, case ignored. */
  readonly search?: string;
}

export interface ProductPage {
  readonly rows: readonly ProductRow[];
  readonly page: number;
  readonly more: boolean;
}

export type ProductSelection = { readonly all: true } | { readonly skus: readonly string[] };

export interface RefusedProduct {
  readonly sku: string;
  /** The row's name in the store, by which a person finds one without a SKU. */
  readonly name?: string;
  /** A product state, or a failure type. */
  readonly reason: string;
  readonly message: string;
  readonly productId?: number;
  readonly variantId?: number;
}

export interface CreateProductsInput {
  readonly storeHash: StoreHash;
  readonly selection: ProductSelection;
  /** Only what myOGO has already is told of its changes: nothing is created, and nothing is refused by name. */
  readonly onlyKnown?: true;
  /** Children in flight at once. Default 20. */
  readonly window?: number;
  /** Products after which the run continues as new although its history is short: for tests. */
  readonly continueAfter?: number;
}

export interface ProductsProgress {
  readonly total: number | null;
  readonly done: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly remaining: number | null;
  /** Products a second so far. */
  readonly rate: number;
  readonly secondsLeft: number | null;
  readonly cancelled: boolean;
  /** Why it stands still, or what the reading of the catalogue waits for, and since when. */
  readonly waiting?: string;
}

/** How far a store's catalogue is read; told to the run that waits for it. */
export interface CatalogueReport {
  readonly rows: number;
  /** Rows that the store says it has. */
  readonly total?: number;
  readonly waiting?: {
    /** The store's quota is spent by us and others; or the store does not answer. */
    readonly reason: 'quota' | 'answer';
    /** ISO time. */
    readonly since: string;
  };
}

export interface ProductsReport {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** The first 1,000 refusals, each with its reason; `refusedCount` counts all. */
  readonly refused: readonly RefusedProduct[];
  readonly refusedCount: number;
  readonly cancelled: boolean;
}

export interface CreateProductInput {
  readonly storeHash: StoreHash;
  readonly sku: string;
  readonly productId: number;
  readonly variantId: number;
  /** Epoch ms: what was read of the store before is read again. Default: it is read now. */
  readonly readAfter?: number;
  /** True where it was compared with all of myOGO for this run: whose the code is has been judged. */
  readonly judged?: true;
  /** A variant that myOGO holds the code for, and that is known to be gone from the store: made again, as this one. */
  readonly replaces?: number;
  /** True where a run before was at it and did not end it: myOGO may have it by now, and is asked before anything is sent. */
  readonly again?: true;
}

/** One product as its activity is told it. */
export interface BringProductInput extends CreateProductInput {
  /**
   * Where the run waits out unknown outcomes by itself (see `activities/runtime/write-once.ts`); absent where the activity's
   * retries do.
   */
  readonly before?: 'nothing' | 'settled' | 'unknown';
}

export interface CreateProductResult {
  readonly sku: string;
  readonly outcome: 'created' | 'updated' | 'unchanged';
  /** True when myOGO has had any stock of it: it need not be awaited. */
  readonly received: boolean;
}

/** SKUs whose first receipt is awaited, and whether goods of this integration are in stock already. */
export interface AwaitGoods {
  readonly awaited: readonly string[];
  /** The store's variants that some of them were created for. */
  readonly variants?: AwaitedVariants;
  readonly received: boolean;
  /** SKUs that are awaited no more although no goods came: no product of ours was created. */
  readonly dropped?: readonly string[];
  /** The store was connected again: the gate is closed, and whatever goods are there open it. */
  readonly anew?: boolean;
  /** Whose goods they are. */
  readonly merchantId?: string;
  /** What was awaited is lost, because somebody deleted a run that kept it: both sides are asked for it. */
  readonly lost?: true;
}

export interface GoodsInInput {
  readonly storeHash: StoreHash;
  /** The run before it was deleted, and what it kept with it: both sides are asked for it before anything is answered. */
  readonly lost?: true;
  /** The run before it, where that one was ended from outside: what it kept is taken over before anything is answered. */
  readonly after?: string;
}

/** Which part of a selection is judged next: SKUs by name, or all rows after a variant id. */
export type ProductsSlice = { readonly after: number } | { readonly skus: readonly string[] };

export interface NextProductsInput {
  readonly storeHash: StoreHash;
  readonly slice: ProductsSlice;
  /** See `CreateProductsInput`. */
  readonly onlyKnown?: true;
  /** Products to be created or updated, at most. */
  readonly limit: number;
  /** Epoch ms of the run's start: what was read before is read again. */
  readonly freshAfter: number;
}

/** A row that myOGO has to be told of; new where myOGO did not know its code when the run began. */
export interface ProductToBring extends Pick<
  CreateProductInput,
  'sku' | 'productId' | 'variantId' | 'replaces' | 'again'
> {
  readonly isNew: boolean;
  /** True where a product of myOGO could not be read, which may be this one. */
  readonly mayBeThere?: boolean;
}

/** A stretch of the selection, judged: what is to be done, and what needs nothing or cannot be done. */
export interface NextProducts {
  readonly todo: readonly ProductToBring[];
  readonly unchanged: number;
  readonly refused: readonly RefusedProduct[];
  /** Where the next stretch begins: a variant id, or how many of the given SKUs were judged. */
  readonly next: number;
  readonly end: boolean;
  /** Rows of the whole catalogue. */
  readonly rows: number;
  /** Some of the unchanged ones are in stock. */
  readonly received: boolean;
}

/** What the product leg of the latest changes found and set off. */
export interface ProductsLegResult {
  /** Runs started that update a product. */
  readonly started: number;
  /** Changed rows that myOGO does not have: only a person creates products. The first 100 are listed. */
  readonly notCreated: { readonly count: number; readonly skus: readonly string[] };
  /** Variants whose SKU was changed in the store: to be decided by a person. The first 100. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Rows of the store that could not be read, so that nothing was told of them. Absent where there are none. */
  readonly odd?: Listed<OddStockRow>;
}

/** Products of both sides, compared. */
export interface ProductsComparison {
  readonly compared: number;
  readonly differing: number;
  /** Products of this store in myOGO whose variant is gone from the store; the first 100 are listed. */
  readonly missingInStore: { readonly count: number; readonly codes: readonly string[] };
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Rows of which it cannot be told whose the code is; the first 100 are listed. Absent where there are none. */
  readonly unclear?: { readonly count: number; readonly rows: readonly { sku: string; state: ProductState }[] };
  /** SKUs that are awaited no more, because the store does not sell them, or no warehouse ships them; the first 100. */
  readonly awaitedNoMore?: { readonly count: number; readonly skus: readonly string[] };
  /** Whether what is awaited is still sold could not be found out: it waits on. Absent where it could. */
  readonly awaitedUnknown?: { readonly type: string; readonly message: string };
  /** Rows of either side that could not be read. Absent where there are none. */
  readonly odd?: Listed<OddStockRow>;
  /** Products whose row differs, the first 100 of them. */
  readonly differ?: readonly string[];
  /** Rows beyond the listed ones that the comparison's run was sent. */
  readonly sent?: SentRows;
}
