import { defined } from '../../contract/defined.ts';
import type { ShownTravels } from '../../domain/orders/facts/facts.ts';
import { inSmallest } from '../../domain/shared/currency.ts';
import type { LookAnswer, WarehouseRow } from '../../domain/orders/learn/warehouse-rows.ts';
import { parseOrderReference } from '../../domain/orders/facts/references.ts';
import { trackingNumbers, withCommas } from '../../domain/shipping/parcels.ts';
import type { FoundOrder, NewOrder, Order as MyogoOrder } from '../../myogo/orders.ts';
import { oddRowFailure } from '../../http/json.ts';
import type { AddressDigester } from './address-digests.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import { serverTime } from '../runtime/server-clock.ts';

/** What a run may know of a warehouse's order. Tracking is no personal data; names and addresses stay out. */
export function warehouseRow(order: MyogoOrder, merchantId: string): WarehouseRow {
  return {
    ...(order.id === undefined ? {} : { id: order.id }),
    merchantId,
    reference: order.reference,
    status: order.status,
    editTime: order.editTime ?? '',
    ...defined({ trackingNumber: numbersIn(order.trackingNumber) }),
    ...(order.trackingUrl === undefined ? {} : { trackingUrl: order.trackingUrl }),
    lines: order.lines.map(({ code, quantity }) => ({ code, quantity })),
  };
}

/** Marks alone are no number. */
function numbersIn(text: string | undefined): string | undefined {
  const numbers = withCommas(text ?? '');
  return trackingNumbers(numbers).length === 0 ? undefined : numbers;
}

/** A look with the whole orders, for an activity that goes on to change one of them. Personal data. */
export interface WholeLook {
  readonly answer: LookAnswer;
  readonly found: readonly FoundOrder[];
}

/** All orders under some references, at the merchant of now. One request a reference. */
export async function lookUnder(
  { merchant, connection }: OpenConnection,
  references: readonly string[],
  digester: AddressDigester | undefined,
): Promise<WholeLook> {
  // The run compares it with its own clock, which is Temporal's: this worker's may be minutes off.
  const at = new Date(serverTime()).toISOString();
  const found: FoundOrder[] = [];
  for (const reference of references) found.push(...(await merchant.orders.found(reference)));
  const { merchantId } = connection;
  const orders = found.map(({ order, whole }) => ({
    ...warehouseRow(order, merchantId),
    ...(digester === undefined || whole === undefined
      ? {}
      : { digests: digester.ofCustomer(whole.customer), shows: shownBy(whole, digester) }),
  }));
  const key = digester === undefined ? {} : { digestKey: digester.sealedKey };
  return { answer: { merchantId, references, orders, at, ...key }, found };
}

/** What travels with an order beside its pieces. Free of people: its comment as digests. */
function shownBy(
  { pickUpPointCode, cashOnDelivery, comments = '' }: NewOrder,
  digester: AddressDigester,
): ShownTravels {
  const point = pickUpPointCode?.trim();
  const { amount = 0, currencyCode = '' } = cashOnDelivery ?? {};
  const currency = currencyCode.trim().toUpperCase();
  return defined({
    pickUpPoint: point === '' ? undefined : point,
    cash: amount > 0 ? { amount: inSmallest(amount, currency), currency } : undefined,
    comments: digester.ofComments(comments),
  });
}

/**
 * Every order of one store order that the warehouse changed since a time, whatever its reference looks like.
 * @throws HttpFailure `UnexpectedResponse` where one of them is there and cannot be read, or may be one whose reference cannot: it
 * must not count as absent
 */
export async function searchSince(
  { merchant, connection }: OpenConnection,
  orderId: number,
  since: string,
): Promise<readonly WarehouseRow[]> {
  const { storeHash, merchantId } = connection;
  const found: WarehouseRow[] = [];
  const isOf = (reference: string): boolean => parseOrderReference(storeHash, reference)?.orderId === orderId;
  for await (const page of merchant.orders.pages({ modifiedAfter: since })) {
    for (const order of page.rows) if (isOf(order.reference)) found.push(warehouseRow(order, merchantId));
    const odd = page.unreadable.find(({ id, nameless }) => nameless === true || isOf(String(id ?? '')));
    if (odd !== undefined) throw oddRowFailure('myogo', odd);
  }
  return found;
}
