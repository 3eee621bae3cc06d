import type { Pieces, PlannedAddress, PlannedLine, StoreOrderPlan } from '../contract/orders.ts';
import { missingAddressParts, type Person } from './address.ts';

/** One line of a store order, as far as fulfilment needs it. */
export interface OrderLineFacts {
  readonly id: number;
  readonly sku: string;
  readonly type: string;
  readonly quantity: number;
  readonly quantityShipped: number;
  readonly quantityRefunded: number;
  readonly parentOrderProductId?: number | undefined;
}

export interface ConsignmentFacts {
  readonly addressId: number;
  readonly method: string;
  readonly person: Person;
  readonly lines: readonly OrderLineFacts[];
}

export interface OrderFacts {
  readonly shipping: readonly ConsignmentFacts[];
  readonly pickups: readonly { readonly lines: readonly OrderLineFacts[] }[];
  readonly downloads: readonly { readonly lines: readonly OrderLineFacts[] }[];
}

/**
 * What has to be shipped, by address: physical lines only, minus refunded quantities. The result holds nothing
 * personal, so it may enter a workflow's history.
 */
export function planAddresses(order: OrderFacts): Pick<StoreOrderPlan, 'addresses' | 'leftOut'> {
  const leftOut = { digital: 0, refunded: 0, pickup: 0 };
  leftOut.pickup = order.pickups.reduce((count, pickup) => count + pickup.lines.length, 0);
  leftOut.digital = order.downloads.reduce((count, download) => count + download.lines.length, 0);

  const addresses: PlannedAddress[] = [];
  for (const consignment of order.shipping) {
    const lines: PlannedLine[] = [];
    const withoutSku: number[] = [];
    const refunded: Pieces[] = [];
    for (const line of consignment.lines) {
      if (line.type !== 'physical') {
        leftOut.digital += 1;
        continue;
      }
      const quantity = line.quantity - line.quantityRefunded;
      if (line.quantityRefunded > 0 && line.sku.trim() !== '') {
        refunded.push({ code: line.sku, quantity: Math.min(line.quantity, line.quantityRefunded) });
      }
      if (quantity <= 0) {
        leftOut.refunded += 1;
        continue;
      }
      const sku = line.sku.trim() === '' ? '' : line.sku;
      if (sku === '') withoutSku.push(line.id);
      lines.push({
        orderProductId: line.id,
        sku,
        quantity,
        shipped: Math.min(line.quantityShipped, quantity),
        ...(line.parentOrderProductId === undefined ? {} : { parentOrderProductId: line.parentOrderProductId }),
      });
    }
    if (lines.length === 0) continue;
    addresses.push({
      addressId: consignment.addressId,
      method: consignment.method,
      country: consignment.person.countryIso2.toUpperCase(),
      lines,
      missing: missingAddressParts(consignment.person),
      withoutSku,
      ...(refunded.length === 0 ? {} : { refunded }),
    });
  }
  return { addresses, leftOut };
}

/** True where every planned piece is shipped already, according to the store. */
export function fullyShipped(address: PlannedAddress): boolean {
  return address.lines.length > 0 && address.lines.every((line) => line.shipped >= line.quantity);
}

/**
 * The lines that the warehouse is sent: one a SKU, pick-list sets counted once.
 *
 * A pick-list parent whose SKU myOGO does not know is a mere name for its children and is left out; otherwise the
 * warehouse stocks the set itself beside its parts, and all lines ship.
 *
 * @param isKnown whether myOGO has a product of that code
 */
export function warehouseLines(
  lines: readonly PlannedLine[],
  isKnown: (sku: string) => boolean,
): readonly { readonly code: string; readonly quantity: number; readonly orderProductIds: readonly number[] }[] {
  const parents = new Set(lines.flatMap((line) => line.parentOrderProductId ?? []));
  const merged = new Map<string, { code: string; quantity: number; orderProductIds: number[] }>();
  for (const line of lines) {
    const quantity = line.quantity - line.shipped;
    if (quantity <= 0) continue;
    if (parents.has(line.orderProductId) && (line.sku === '' || !isKnown(line.sku))) continue;
    const same = merged.get(line.sku);
    if (same === undefined) merged.set(line.sku, { code: line.sku, quantity, orderProductIds: [line.orderProductId] });
    else {
      same.quantity += quantity;
      same.orderProductIds.push(line.orderProductId);
    }
  }
  return [...merged.values()];
}

/** The lines that need a SKU and have none: a pick-list parent is named by its children. */
export function linesMissingSku(address: PlannedAddress): readonly number[] {
  const parents = new Set(address.lines.flatMap((line) => line.parentOrderProductId ?? []));
  return address.withoutSku.filter((id) => !parents.has(id));
}

/** All that an order of this address may hold in the warehouse: what was shipped or refunded meanwhile included. */
export function orderedGoods({ lines, refunded = [] }: PlannedAddress): readonly Pieces[] {
  return [...lines.map(({ sku, quantity }) => ({ code: sku, quantity })), ...refunded];
}

/**
 * What changed between two plans of one address, by field name: never by value. Parts of the address are compared where
 * both plans have digests; these are of one key.
 */
export function changedFields(before: PlannedAddress, after: PlannedAddress): readonly string[] {
  const fields: string[] = [];
  if (before.method !== after.method) fields.push('shipping method');
  if (before.country !== after.country) fields.push('country');
  const key = (lines: readonly PlannedLine[]) =>
    lines
      .map((line) => `${line.orderProductId}:${line.sku}:${line.quantity}`)
      .sort()
      .join('|');
  if (key(before.lines) !== key(after.lines)) fields.push('lines');
  if (before.digests !== undefined && after.digests !== undefined) {
    for (const [field, digest] of Object.entries(after.digests)) {
      if (before.digests[field] !== digest) fields.push(field);
    }
  }
  return fields;
}
