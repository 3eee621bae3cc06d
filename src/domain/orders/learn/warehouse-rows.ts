import type { AddressDigests, MyOgoOrderChanged } from '../../../contract/orders.ts';
import { compareKeys } from '../account/told.ts';

/** A row of the warehouse, as far as a run may know it. */
export interface WarehouseRow extends MyOgoOrderChanged {
  /** The merchant that was asked. */
  readonly merchantId: string;
  /** Digests of its customer, where a look compared them. */
  readonly digests?: AddressDigests;
}

/** What a look answered: all orders under each reference that it asked for, at one merchant. */
export interface LookAnswer {
  readonly merchantId: string;
  readonly references: readonly string[];
  readonly orders: readonly WarehouseRow[];
  /** ISO time at which it was asked. */
  readonly at: string;
  readonly digestKey?: string;
}

export function rowKey({ id, reference }: Pick<MyOgoOrderChanged, 'id' | 'reference'>): string {
  return id ?? `ref:${reference}`;
}

/** The warehouse lists its orders in no promised order: the oldest is learnt first. */
export function byKey(rows: readonly WarehouseRow[]): readonly WarehouseRow[] {
  return [...rows].sort((a, b) => compareKeys(rowKey(a), rowKey(b)));
}
