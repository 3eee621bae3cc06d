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

interface NamedRow {
  readonly id?: string | undefined;
  readonly reference: string;
}

/** The warehouse's id; `ref:` and the reference where it gave none. */
export function rowKey({ id, reference }: NamedRow): string {
  return id ?? `ref:${reference}`;
}

/** The row is about the order of this key: one that was known by its reference alone is the same once it has an id. */
export function isRowOf(row: NamedRow, key: string): boolean {
  return rowKey(row) === key || key === rowKey({ reference: row.reference });
}

/** The warehouse lists its orders in no promised order: the oldest is learnt first. */
export function byKey(rows: readonly WarehouseRow[]): readonly WarehouseRow[] {
  return [...rows].sort((a, b) => compareKeys(rowKey(a), rowKey(b)));
}
