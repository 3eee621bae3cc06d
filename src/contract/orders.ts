import type { Hold } from './hold-reasons.ts';
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

/** `2 × A`; goods that are only named have no code. */
export function goodsWords({ code, quantity }: Pieces): string {
  return `${quantity} × ${code.trim() === '' ? '(no SKU)' : code}`;
}

export type AddressDigests = Readonly<Record<string, string>>;

/** What a store order's status asks of us. */
export type StatusMeaning = 'import' | 'awaiting-payment' | 'stopped' | 'shipped' | 'ignore' | 'other';

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

/** An order of the warehouse, as it is shown. */
export interface WarehouseOrderStatus {
  readonly reference: string;
  /** The warehouse's own id; absent where it gave none. */
  readonly id?: string;
  readonly status: MyOgoStatus;
  readonly pieces: readonly Pieces[];
  /** Of these, goods that were not sent from here. */
  readonly foreign?: readonly Pieces[];
  readonly trackingNumber?: string;
  /** What else a person should know of it, in a few words. */
  readonly note?: string;
}

/** What goes on by itself, and when. */
export interface Waiting {
  readonly words: string;
  /** ISO time; absent where an event ends it. */
  readonly until?: string;
}

export interface AddressStatus {
  readonly addressId: number;
  readonly stage: AddressStage;
  readonly method?: string;
  readonly reference?: Reference;
  readonly shippingCode?: string;
  /** The carrier's code of the point that it goes to. */
  readonly pickUpPoint?: string;
  /** What is collected at the door, for example `118.00 EUR`. */
  readonly cashOnDelivery?: string;
  /** The territory that it goes to, where goods need customs data to get there, for example `Åland`. */
  readonly customs?: string;
  readonly myOgoStatus?: MyOgoStatus;
  readonly hold?: Hold;
  /** Further holds of the same address: each is settled by itself. */
  readonly moreHolds?: readonly Hold[];
  readonly waits?: Waiting;
  /** How its pieces stand, where they do not all stand alike. */
  readonly pieces?: string;
  /** Every order of the warehouse for this address, foreign ones included; absent where there is none. */
  readonly orders?: readonly WarehouseOrderStatus[];
  readonly shipments: readonly Shipment[];
}

export interface OrderStatus {
  readonly orderId: number;
  readonly stage: OrderStage;
  /** One sentence: what happened last, or what it waits for. */
  readonly summary: string;
  /** A hold of the order as a whole, for example where it could not even be read. */
  readonly hold?: Hold;
  readonly moreHolds?: readonly Hold[];
  readonly waits?: Waiting;
  readonly addresses: readonly AddressStatus[];
  /** Orders of the warehouse that stand under this order's number and belong to none of its addresses. */
  readonly otherOrders?: readonly WarehouseOrderStatus[];
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

export interface FulfilOrderInput {
  readonly storeHash: StoreHash;
  readonly orderId: number;
  /** Asked for by a person (`orders.fulfil`): taken whatever its age, and whatever its status if it is paid. */
  readonly byHand?: boolean;
  /** The closed run of this order whose account this one goes on with. */
  readonly follows?: { readonly runId: string };
  /** Events after which the run continues as new, before the server asks for it: makes that testable. */
  readonly historyLimit?: number;
}

/** Something changed on the store's order: read it again, unless it is what this run did itself. */
export interface StoreOrderChanged {
  readonly statusId: number;
  /** ISO time. */
  readonly dateModified: string;
}

/** What the warehouse says of one reference. Tracking is no personal data; names and addresses stay out. */
export interface MyOgoOrderChanged {
  /** The warehouse's own id; absent where it gave none. */
  readonly id?: string;
  /** The merchant that was asked; absent where nobody said, which stands for the present one. */
  readonly merchantId?: string;
  readonly reference: string;
  readonly status: MyOgoStatus;
  /** ISO time. */
  readonly editTime: string;
  readonly trackingNumber?: string;
  readonly trackingUrl?: string;
  /** What the warehouse's order holds: tells which goods a shipped part carries. */
  readonly lines?: readonly Pieces[];
  /** The field for which its row could not be read: it says nothing but that the reference must be looked up. */
  readonly unreadable?: string;
}

/** A product of the store that myOGO does not know. */
export interface MissingProduct {
  readonly sku: string;
  readonly productId: number;
  readonly variantId: number;
}

export interface HeldOrder {
  readonly orderId: number;
  readonly addressId: number;
  readonly reason: string;
  readonly remedy: string;
  readonly since: string;
  /** Stands for what is shown here: a decision may name it. */
  readonly finding?: string;
}

// One door for whoever speaks of orders.
export { decisionKinds, type DecisionKind, type ReleaseDecision } from './runs/decisions.ts';
