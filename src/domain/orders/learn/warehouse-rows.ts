import type { AddressDigests, MyOgoOrderChanged } from '../../../contract/orders.ts';
import { bagOf, sameBag } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { ShownTravels, WarehouseOrder } from '../facts/warehouse-facts.ts';
import { compareKeys } from '../account/order-state.ts';

/** A row of the warehouse, as far as a run may know it. */
export interface WarehouseRow extends MyOgoOrderChanged {
  /** The merchant that was asked. */
  readonly merchantId: string;
  /** Digests of its customer, where a look compared them. */
  readonly digests?: AddressDigests;
  /** What travels with it, where a look read it whole. */
  readonly shows?: ShownTravels;
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

/** The order that a row is about: the same id; or the only one of its reference, where either of the two gave no id. */
export function knownOf(
  { warehouse }: Pick<OrderFacts, 'warehouse'>,
  row: Pick<MyOgoOrderChanged, 'id' | 'reference' | 'merchantId'>,
): WarehouseOrder | undefined {
  const there = warehouse.filter((order) => row.merchantId === undefined || order.merchantId === row.merchantId);
  const named = there.filter((order) => order.reference === row.reference);
  const only = row.id === undefined && named.length === 1 ? named[0] : undefined;
  return there.find(({ key }) => key === rowKey(row)) ?? only ?? there.find(({ key }) => isRowOf(row, key));
}

/** Facts are ordered by the warehouse's own time, where it gave one, and not by when they are read. */
export function isOlderRow({ editTime }: Pick<WarehouseRow, 'editTime'>, known: WarehouseOrder): boolean {
  return editTime !== '' && known.editTime !== '' && known.editTime > editTime;
}

/** Status, pieces and tracking are as they are known. */
export function saysTheSame(known: WarehouseOrder, row: MyOgoOrderChanged): boolean {
  const pieces = row.lines === undefined || sameBag(bagOf(known.pieces), bagOf(row.lines));
  return (
    pieces &&
    known.status === row.status &&
    known.trackingNumber === row.trackingNumber &&
    known.trackingUrl === row.trackingUrl
  );
}

/** The warehouse lists its orders in no promised order: the oldest is learnt first. */
export function byKey(rows: readonly WarehouseRow[]): readonly WarehouseRow[] {
  return [...rows].sort((a, b) => compareKeys(rowKey(a), rowKey(b)));
}

/**
 * Who answered is the merchant of now. What stands at one that can be asked again went on meanwhile, and its polls tell nothing of
 * that time: it is looked up.
 */
export function connectedTo(facts: OrderFacts, merchantId: string): OrderFacts {
  if (facts.merchantId === merchantId) return facts;
  if (facts.merchantId === undefined) return { ...facts, merchantId };
  const there = [
    ...facts.warehouse.filter(({ left }) => !left),
    ...facts.sendings.filter(({ outcome }) => outcome === 'unknown'),
  ].filter((one) => one.merchantId === merchantId);
  const references = there.map(({ reference }) => reference);
  return { ...facts, merchantId, lookDue: [...new Set([...facts.lookDue, ...references])] };
}
