import type { StoreHash } from './ids.ts';

/** How a row of the store's catalogue stands beside myOGO. */
export const productStates = [
  'not-created',
  'in-myogo',
  'differs',
  'no-sku',
  'duplicate-sku',
  'unusable-sku',
  'digital',
  'not-for-sale',
  'ambiguous',
  'renamed',
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
  /** A product state, or a failure type. */
  readonly reason: string;
  readonly message: string;
  readonly productId?: number;
  readonly variantId?: number;
}

export interface CreateProductsInput {
  readonly storeHash: StoreHash;
  readonly selection: ProductSelection;
  /** Children in flight at once. Default 20. */
  readonly window?: number;
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
  readonly received: boolean;
}

export interface GoodsInInput {
  readonly storeHash: StoreHash;
}
