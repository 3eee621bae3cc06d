import type { StoreHash } from './ids.ts';
import type { SettingsPatch } from './settings.ts';
import type { OrderStory } from './orders.ts';
import type { ProductPage, ProductPageRequest } from './products.ts';
import type { ShippingHints, ShippingLink, ShippingPreview, StoreMethod } from './shipping.ts';

/** One read for a person. It never goes through the entity, so a curious person never slows it. */
export type LookupRequest =
  | { readonly kind: 'products'; readonly request: ProductPageRequest }
  | { readonly kind: 'store-methods' }
  | { readonly kind: 'preview'; readonly links: readonly ShippingLink[]; readonly days: number }
  /** Which fields of a method's newest orders look like a pick-up point's code. */
  | { readonly kind: 'hints'; readonly method: string; readonly orders: number }
  | { readonly kind: 'sku'; readonly sku: string }
  | { readonly kind: 'settings'; readonly patch: SettingsPatch }
  /** `brief`: whether the store has such an order, without asking the warehouse. */
  | { readonly kind: 'order'; readonly orderId: number; readonly brief?: boolean };

/** A row of the store with this SKU. */
export interface SkuRow {
  readonly productId: number;
  readonly variantId: number;
  readonly level: number | null;
  /** What the store should show; absent where myOGO does not know the code. */
  readonly shouldBe?: number;
  /** Why it shows another number than myOGO has. */
  readonly why?: string;
  /** What becomes of it, where it is wrong. */
  readonly then?: string;
  /** False where `then` names what keeps runs from writing it. */
  readonly isWritten?: boolean;
}

/** One SKU on both sides. */
export interface SkuSeen {
  /** Rows of the store with exactly this SKU. `level` is `null` where the store does not track it. */
  readonly store: readonly SkuRow[];
  /** What myOGO has in stock; `null` where it does not know the code. */
  readonly myogoStock: number | null;
}

/** Orders that the store has now and that other settings would take by themselves, or leave. */
export interface SettingsSeen {
  readonly takes: { readonly orders: number; readonly oldest?: string };
  readonly leaves: { readonly orders: number; readonly oldest?: string };
  /** More orders than were looked at. */
  readonly atLeast: boolean;
}

export interface LookupResults {
  readonly products: ProductPage;
  readonly 'store-methods': readonly StoreMethod[];
  readonly preview: ShippingPreview;
  readonly hints: ShippingHints;
  readonly order: OrderStory;
  readonly sku: SkuSeen;
  readonly settings: SettingsSeen;
}

export interface LookupInput {
  readonly storeHash: StoreHash;
  readonly request: LookupRequest;
}
