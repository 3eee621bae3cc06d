import { ModifiedIndex } from '../modified-index.ts';
import type { PutRule } from './put-rules.ts';

export type WarehouseStatus =
  'Draft' | 'New' | 'Reserved' | 'Locked' | 'Pending' | 'Collecting' | 'Shipped' | 'Cancelled' | 'Returned';

const warehouseStatuses: readonly WarehouseStatus[] = [
  'Draft',
  'New',
  'Reserved',
  'Locked',
  'Pending',
  'Collecting',
  'Shipped',
  'Cancelled',
  'Returned',
];

/** Reads a status word in any casing. */
export function readStatus(word: unknown): WarehouseStatus | undefined {
  if (typeof word !== 'string') return undefined;
  return warehouseStatuses.find((status) => status.toLowerCase() === word.toLowerCase());
}

export interface WarehouseProduct {
  id: string;
  code: string;
  languageCode: string;
  /** The other fields of the contract's Product, as given. */
  fields: Record<string, unknown>;
  stock: number;
  /** For all orders not yet collected, PENDING ones included. */
  reserved: number;
  /** The part of `reserved` that PENDING orders hold. */
  pendingReserved: number;
  /** Announced by stock updates and not received yet. */
  incoming: number;
  incomingAt: string | null;
  edited: number;
  stockModified: number;
}

export interface WarehouseLine {
  code: string;
  quantity: number;
  rest: Record<string, unknown>;
}

export interface WarehouseOrder {
  id: string;
  reference: string;
  status: WarehouseStatus;
  lines: WarehouseLine[];
  /** The other fields of the contract's Order, as given. */
  fields: Record<string, unknown>;
  trackingNumber: string | null;
  trackingUrl: string | null;
  warehouseComments: string | null;
  created: number;
  edited: number;
  /** Vanished: in no list and no look-up. */
  hidden?: boolean;
  /** Stays PENDING although its goods are there. */
  waits?: boolean;
  /** What its row says instead of the truth. */
  odd?: Record<string, unknown>;
  statusHistory: { at: string; from: WarehouseStatus | null; to: WarehouseStatus; by: 'api' | 'warehouse' }[];
}

export interface StockUpdate {
  reference: string;
  autoReference: string;
  status: string;
  created: number;
  modified: number | null;
  arrivalDate: string | null;
  fields: Record<string, unknown>;
  products: { code: string; expectedQuantity: number; receivedQuantity: number; rest: Record<string, unknown> }[];
}

export interface WebHook {
  id: string;
  url: string;
  key: string;
  type: string;
  customHeaders: Record<string, string>;
}

/** One stand-in merchant of the warehouse. */
export class MerchantState {
  readonly merchantId: string;
  secretToken: string;
  /** Codes of the shipping methods that are enabled on "Edit merchant". */
  shippingCodes = ['DHL-EXPRESS', 'DHL-ECONOMY', 'OMNIVA', 'POSTI', 'GLS'];
  readonly #products = new Map<string, WarehouseProduct>();
  /** All of them in order of creation, twins included. */
  readonly products: WarehouseProduct[] = [];
  /** Further rows that a lookup by code also finds. */
  readonly #twins: WarehouseProduct[] = [];
  readonly productsByEdit = new ModifiedIndex<WarehouseProduct>();
  readonly stockByModified = new ModifiedIndex<WarehouseProduct>();
  readonly orders: WarehouseOrder[] = [];
  /** Those that wait for goods, oldest first. */
  readonly pending = new Set<WarehouseOrder>();
  readonly ordersByEdit = new ModifiedIndex<WarehouseOrder>();
  readonly #ordersByReference = new Map<string, WarehouseOrder[]>();
  readonly stockUpdates: StockUpdate[] = [];
  /** How PUT behaves otherwise than the switches say. */
  putRules: PutRule[] = [];
  readonly webHooks = new Map<string, WebHook>();

  constructor(merchantId: string, secretToken: string) {
    this.merchantId = merchantId;
    this.secretToken = secretToken;
  }

  product(code: string): WarehouseProduct | undefined {
    return this.#products.get(code);
  }

  /** Every row that a lookup by code finds: one, unless a twin was made. */
  withCode(code: string): WarehouseProduct[] {
    const own = this.#products.get(code);
    return [...(own ? [own] : []), ...this.#twins.filter((twin) => twin.code === code)];
  }

  addProduct(product: WarehouseProduct): void {
    if (this.#products.has(product.code)) this.#twins.push(product);
    else this.#products.set(product.code, product);
    this.products.push(product);
    this.productsByEdit.touch(product, product.edited);
    this.stockByModified.touch(product, product.stockModified);
  }

  renameProduct(product: WarehouseProduct, code: string): void {
    this.#products.delete(product.code);
    product.code = code;
    this.#products.set(code, product);
  }

  addOrder(order: WarehouseOrder): void {
    this.orders.push(order);
    this.setStatus(order, order.status);
    this.ordersByEdit.touch(order, order.edited);
    const same = this.#ordersByReference.get(order.reference);
    if (same) same.push(order);
    else this.#ordersByReference.set(order.reference, [order]);
  }

  /** All orders with this reference, oldest first, vanished ones too. */
  withReference(reference: string): readonly WarehouseOrder[] {
    return this.#ordersByReference.get(reference) ?? [];
  }

  setStatus(order: WarehouseOrder, status: WarehouseStatus): void {
    order.status = status;
    if (status === 'Pending') this.pending.add(order);
    else this.pending.delete(order);
  }

  touchOrder(order: WarehouseOrder, at: number): void {
    order.edited = at;
    this.ordersByEdit.touch(order, at);
  }

  touchProduct(product: WarehouseProduct, at: number): void {
    product.edited = at;
    this.productsByEdit.touch(product, at);
  }

  touchStock(product: WarehouseProduct, at: number): void {
    product.stockModified = at;
    this.stockByModified.touch(product, at);
  }
}
