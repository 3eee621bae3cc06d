import type { Pieces, PlannedLine } from '../../contract/orders.ts';

/** A shipment that the store knows already. */
export interface KnownShipment {
  readonly id: number;
  readonly addressId: number;
  readonly trackingNumber: string;
  readonly comments: string;
  readonly lines: readonly { readonly orderProductId: number; readonly quantity: number }[];
}

const MARKER = 'myOGO ';

/** The words by which a shipment of ours is found again: they hold the warehouse's reference and nothing else. */
export function shipmentMarker(reference: string): string {
  return `${MARKER}${reference}`;
}

/** What stands behind our markers in a shipment's comment: people may write beside them. */
export function marksIn(comments: string): readonly string[] {
  return comments.split(/[;\n]/).flatMap((part) => {
    const words = part.trim();
    return words.startsWith(MARKER) ? words.slice(MARKER.length) : [];
  });
}

/** What else stands in a shipment's comment. */
export function wordsBeside(comments: string): string {
  const parts = comments.split(/[;\n]/);
  return parts.filter((part) => !part.trim().startsWith(MARKER)).join(';');
}

/** The shipments that we wrote for this reference: the marker must stand alone, since one reference may begin another. */
export function ownShipments<S extends KnownShipment>(shipments: readonly S[], reference: string): readonly S[] {
  return shipments.filter(({ comments }) => marksIn(comments).includes(reference));
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
  goods: readonly Pieces[] | undefined,
): readonly { readonly orderProductId: number; readonly quantity: number }[] {
  const left = sumByCode(goods ?? []);
  const parents = new Set(planned.flatMap((line) => line.parentOrderProductId ?? []));
  const now = new Map<number, number>();
  const missingOf = (line: PlannedLine) => line.quantity - (shipped.get(line.orderProductId) ?? 0);
  const isName = (line: PlannedLine) => parents.has(line.orderProductId) && !left.has(line.sku);
  for (const line of planned) {
    if (goods !== undefined && isName(line)) continue;
    const carried = goods === undefined ? Infinity : (left.get(line.sku) ?? 0);
    const quantity = Math.min(missingOf(line), carried);
    if (quantity <= 0) continue;
    if (goods !== undefined) left.set(line.sku, carried - quantity);
    now.set(line.orderProductId, quantity);
  }
  // A pick-list parent that the warehouse does not stock leaves the house with the last of its children.
  for (const line of goods === undefined ? [] : planned.filter(isName)) {
    const children = planned.filter(({ parentOrderProductId }) => parentOrderProductId === line.orderProductId);
    const gone = children.every((child) => missingOf(child) <= (now.get(child.orderProductId) ?? 0));
    if (gone && missingOf(line) > 0) now.set(line.orderProductId, missingOf(line));
  }
  return planned.flatMap(({ orderProductId }) => {
    const quantity = now.get(orderProductId);
    return quantity === undefined ? [] : [{ orderProductId, quantity }];
  });
}

/**
 * The goods of a shipped warehouse order that its shipments in the store do not hold yet: so that a second telling of
 * the same order, with other tracking, ships nothing of another order's goods.
 */
export function goodsNotWritten(
  goods: readonly Pieces[],
  own: readonly KnownShipment[],
  planned: readonly PlannedLine[],
): readonly Pieces[] {
  const skus = new Map(planned.map(({ orderProductId, sku }) => [orderProductId, sku]));
  const left = sumByCode(goods);
  for (const { orderProductId, quantity } of own.flatMap(({ lines }) => lines)) {
    const sku = skus.get(orderProductId);
    if (sku !== undefined && left.has(sku)) left.set(sku, Math.max(0, (left.get(sku) ?? 0) - quantity));
  }
  return [...left].map(([code, quantity]) => ({ code, quantity }));
}

function sumByCode(goods: readonly Pieces[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { code, quantity } of goods) sums.set(code, (sums.get(code) ?? 0) + quantity);
  return sums;
}

/** True where every planned piece is shipped. */
export function allShipped(planned: readonly PlannedLine[], shipped: ReadonlyMap<number, number>): boolean {
  return planned.every((line) => (shipped.get(line.orderProductId) ?? 0) >= line.quantity);
}
