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
}

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
    readonly pickList: number;
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
}

/** Something changed on the store's order: read it again, unless it is what this run did itself. */
export interface StoreOrderChanged {
  readonly statusId: number;
  /** ISO time. */
  readonly dateModified: string;
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
  readonly lines?: readonly { readonly code: string; readonly quantity: number }[];
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
    }
  /** The store's order is no longer what was planned: read it again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'hold'; readonly reason: HoldReason; readonly message: string; readonly versions: Versions };

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
