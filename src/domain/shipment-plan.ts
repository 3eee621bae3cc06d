import type { PlannedLine } from '../contract/orders.ts';
import type { Goods } from './goods.ts';

/** A shipment that the store knows already. */
export interface KnownShipment {
  readonly id: number;
  readonly addressId: number;
  readonly trackingNumber: string;
  readonly comments: string;
  readonly lines: readonly { readonly orderProductId: number; readonly quantity: number }[];
}

/** The words by which a shipment of ours is found again: they hold the warehouse's reference and nothing else. */
export function shipmentMarker(reference: string): string {
  return `myOGO ${reference}`;
}

/** The shipments that we wrote for this reference: the marker must stand alone, since one reference may begin another. */
export function ownShipments<S extends KnownShipment>(shipments: readonly S[], reference: string): readonly S[] {
  const marker = shipmentMarker(reference);
  return shipments.filter(({ comments }) => comments.split(/[;\n]/).some((part) => part.trim() === marker));
}

/** Pieces by line that the store counts as shipped, whoever wrote the shipment. */
export function shippedPieces(shipments: readonly KnownShipment[]): ReadonlyMap<number, number> {
  const pieces = new Map<number, number>();
  for (const { orderProductId, quantity } of shipments.flatMap((shipment) => shipment.lines)) {
    pieces.set(orderProductId, (pieces.get(orderProductId) ?? 0) + quantity);
  }
  return pieces;
}

/**
 * Which pieces of the order a shipped warehouse order carries: never more than the store's line still misses, so no
 * line can be shipped twice, whatever the warehouse says and whatever the merchant shipped by hand.
 *
 * @param goods what the warehouse's order holds; `undefined` where it is not known: then all that is missing
 */
export function piecesToShip(
  planned: readonly PlannedLine[],
  shipped: ReadonlyMap<number, number>,
  goods: readonly Goods[] | undefined,
): readonly { readonly orderProductId: number; readonly quantity: number }[] {
  const left = new Map<string, number>();
  for (const { code, quantity } of goods ?? []) left.set(code, (left.get(code) ?? 0) + quantity);
  const parents = new Set(planned.flatMap((line) => line.parentOrderProductId ?? []));
  const pieces: { orderProductId: number; quantity: number }[] = [];
  for (const line of planned) {
    const missing = line.quantity - (shipped.get(line.orderProductId) ?? 0);
    if (missing <= 0) continue;
    // A pick-list parent that the warehouse does not stock leaves the house with its children.
    const carried =
      goods === undefined || (parents.has(line.orderProductId) && !left.has(line.sku))
        ? missing
        : (left.get(line.sku) ?? 0);
    const quantity = Math.min(missing, carried);
    if (quantity <= 0) continue;
    if (left.has(line.sku)) left.set(line.sku, carried - quantity);
    pieces.push({ orderProductId: line.orderProductId, quantity });
  }
  return pieces;
}

/** True where every planned piece is shipped. */
export function allShipped(planned: readonly PlannedLine[], shipped: ReadonlyMap<number, number>): boolean {
  return planned.every((line) => (shipped.get(line.orderProductId) ?? 0) >= line.quantity);
}
