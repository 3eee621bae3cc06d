import type { Hold, HoldReason } from './hold-reasons.ts';
import type { Reference, StoreHash } from './ids.ts';

/** Order statuses of the store, by id: labels are the merchant's to rename. */
export const StoreStatus = {
  incomplete: 0,
  pending: 1,
  shipped: 2,
  partiallyShipped: 3,
  refunded: 4,
  cancelled: 5,
  declined: 6,
  awaitingPayment: 7,
  awaitingPickup: 8,
  awaitingShipment: 9,
  completed: 10,
  awaitingFulfillment: 11,
  manualVerification: 12,
  disputed: 13,
  partiallyRefunded: 14,
} as const;

/** Order statuses of myOGO; `UNKNOWN` stands for a word that is not documented. */
export const myOgoStatuses = [
  'NEW',
  'DRAFT',
  'RESERVED',
  'LOCKED',
  'COLLECTING',
  'PENDING',
  'CANCELLED',
  'SHIPPED',
  'RETURNED',
  'UNKNOWN',
] as const;
export type MyOgoStatus = (typeof myOgoStatuses)[number];

export type AddressStage = 'awaiting-payment' | 'ready' | 'handed-over' | 'shipped' | 'held' | 'ignored' | 'cancelled';
/** The order shows its least advanced address; `nothing-to-ship` where there is none to ship to. */
export type OrderStage = AddressStage | 'nothing-to-ship';

/** One line that the warehouse must ship for one address. */
export interface PlannedLine {
  /** The store's order_product_id. */
  readonly orderProductId: number;
  readonly sku: string;
  /** Ordered minus refunded. */
  readonly quantity: number;
  /** Of these, shipped already according to the store. */
  readonly shipped: number;
  /** The pick-list line that this one belongs to, where it is a child. */
  readonly parentOrderProductId?: number;
}

/** What a workflow may know of one address: no name, street, e-mail or phone. */
export interface PlannedAddress {
  readonly addressId: number;
  /** The store's shipping method text. */
  readonly method: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly lines: readonly PlannedLine[];
  /** Names of the address parts that are missing, for example `postcode`. */
  readonly missing: readonly string[];
  /** Lines without SKU, by order_product_id. */
  readonly withoutSku: readonly number[];
  /** Pieces that were refunded: they may still be in an order that was handed over before. Absent where there are none. */
  readonly refunded?: readonly Pieces[];
  /** By the name of a part of the address: its digest under the run's key, to see a change and not the value. */
  readonly digests?: AddressDigests;
}

/** Pieces of one SKU. */
export interface Pieces {
  readonly code: string;
  readonly quantity: number;
}

export type AddressDigests = Readonly<Record<string, string>>;

/** What a store order's status asks of us. */
export type StatusMeaning = 'import' | 'awaiting-payment' | 'stopped' | 'shipped' | 'ignore' | 'other';

/** A store order as a workflow sees it. */
export interface StoreOrderPlan {
  readonly orderId: number;
  readonly statusId: number;
  /** ISO time of the store's last change. */
  readonly dateModified: string;
  readonly addresses: readonly PlannedAddress[];
  /** Addresses that the order has, those without anything to ship included: decides the form of the reference. */
  readonly addressCount: number;
  /** Lines left out, by reason, for the story. */
  readonly leftOut: {
    readonly digital: number;
    readonly refunded: number;
    readonly pickup: number;
  };
  /** The versions that this was judged by. */
  readonly versions: Versions;
  /** What the status asks of us, by the settings at reading time. */
  readonly meaning: StatusMeaning;
  /** Milliseconds that the grace period still asks for. */
  readonly graceMs: number;
  readonly settings: {
    readonly statusAfterHandOver: number;
    readonly waitForTrackingMinutes: number;
    readonly ordersEditable: boolean;
  };
  /** The sealed key that the addresses' digests were made with: it goes back into each further reading. */
  readonly digestKey?: string;
}

export interface Versions {
  readonly credentials: number;
  readonly links: number;
  readonly settings: number;
}

/** A parcel, as far as the store was told. */
export interface Shipment {
  readonly shipmentId: number;
  readonly trackingNumber?: string;
}

export interface AddressStatus {
  readonly addressId: number;
  readonly stage: AddressStage;
  readonly method?: string;
  readonly reference?: Reference;
  readonly shippingCode?: string;
  readonly myOgoStatus?: MyOgoStatus;
  readonly hold?: Hold;
  readonly shipments: readonly Shipment[];
}

export interface OrderStatus {
  readonly orderId: number;
  readonly stage: OrderStage;
  /** One sentence: what happened last, or what it waits for. */
  readonly summary: string;
  /** A hold of the whole order, where it could not even be read. */
  readonly hold?: Hold;
  readonly addresses: readonly AddressStatus[];
}

export interface OrderDecision {
  readonly at: string;
  readonly addressId?: number;
  readonly what: string;
  /** For a shipping decision: each candidate and why it won or lost. */
  readonly candidates?: readonly string[];
}

/** Something that was done to one of the two sides. */
export interface OrderEffect {
  readonly at: string;
  readonly addressId?: number;
  readonly what: string;
}

/** An order's whole story. */
export interface OrderStory extends OrderStatus {
  readonly decisions: readonly OrderDecision[];
  readonly effects: readonly OrderEffect[];
}

export type ReleaseDecision =
  | { readonly kind: 'use-code'; readonly code: string; readonly addressId?: number }
  | { readonly kind: 'hand-over-again'; readonly addressId?: number }
  | { readonly kind: 'treat-as-done'; readonly addressId?: number }
  | { readonly kind: 'cancel'; readonly addressId?: number };

export interface FulfilOrderInput {
  readonly storeHash: StoreHash;
  readonly orderId: number;
  /** Asked for by a person (`orders.fulfil`): taken whatever its age, and whatever its status if it is paid. */
  readonly byHand?: boolean;
  /** Events after which the run continues as new, before the server asks for it: makes that testable. */
  readonly historyLimit?: number;
}

/** Something changed on the store's order: read it again, unless it is what this run did itself. */
export interface StoreOrderChanged {
  readonly statusId: number;
  /** ISO time. */
  readonly dateModified: string;
}

/** The store's order after a write of ours. */
export interface OwnWrite extends StoreOrderChanged {
  /** As it was read just before the write: unlike the run's last reading where somebody else changed it. */
  readonly before?: StoreOrderChanged;
}

/** What the warehouse says of one reference. Tracking is no personal data; names and addresses stay out. */
export interface MyOgoOrderChanged {
  readonly reference: string;
  readonly status: MyOgoStatus;
  /** ISO time. */
  readonly editTime: string;
  readonly trackingNumber?: string;
  readonly trackingUrl?: string;
  /** What the warehouse's order holds: tells which goods a shipped part carries. */
  readonly lines?: readonly Pieces[];
}

/** What a look at the warehouse found under a reference. */
export type WarehouseFinding =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly order: MyOgoOrderChanged }
  | { readonly kind: 'hold'; readonly reason: HoldReason; readonly message: string };

export type HandOverResult =
  | {
      readonly kind: 'handed-over';
      readonly outcome: 'created' | 'adopted' | 'reactivated';
      readonly order: MyOgoOrderChanged;
      /** The store's change that we made with it: not news. */
      readonly store?: StoreOrderChanged;
      /** The address as it was sent; absent where an earlier send was found, which may have sent an older one. */
      readonly digests?: AddressDigests;
      /** True where the store's order was changed while it was handed over: read it again. */
      readonly storeMoved?: boolean;
    }
  /** The store's order is no longer what was planned: read it again. */
  | { readonly kind: 'changed' }
  /** myOGO lacks products, and the merchant wants them created. */
  | { readonly kind: 'products-missing'; readonly products: readonly MissingProduct[] }
  | {
      readonly kind: 'hold';
      readonly reason: HoldReason;
      readonly message: string;
      readonly versions: Versions;
      /** What the warehouse holds under the reference, where that is what it holds for. */
      readonly order?: MyOgoOrderChanged;
    };

/** A product of the store that myOGO does not know. */
export interface MissingProduct {
  readonly sku: string;
  readonly productId: number;
  readonly variantId: number;
}

/** What became of a change of the store's order that was sent after hand-over. */
export type EditResult =
  | { readonly kind: 'edited'; readonly order: MyOgoOrderChanged; readonly digests?: AddressDigests }
  /** myOGO did not take it, or took it and kept what it had. */
  | { readonly kind: 'refused'; readonly message: string };

export interface ShipmentResult {
  /** Every shipment of this address in the store, ours and others'. */
  readonly shipments: readonly Shipment[];
  /** Pieces by order_product_id that the store now counts as shipped. */
  readonly shippedPieces: readonly { readonly orderProductId: number; readonly quantity: number }[];
  readonly written: number;
  readonly updated: number;
  readonly store: StoreOrderChanged;
}

export type CancelResult =
  { readonly kind: 'cancelled' } | { readonly kind: 'refused'; readonly status: MyOgoStatus; readonly message: string };

export interface HeldOrder {
  readonly orderId: number;
  readonly addressId: number;
  readonly reason: string;
  readonly remedy: string;
  readonly since: string;
}
