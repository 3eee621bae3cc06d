import { adoptedPieces, ownedOrders, type OwnedOrder } from '../account/ownership.ts';
import { isEmpty, minus, piecesOf, plus } from '../facts/bag.ts';
import type { OrderFacts } from '../facts/facts.ts';
import type { ReadPlace } from '../facts/store-facts.ts';
import type { Adopted, WarehouseOrder } from '../facts/warehouse-facts.ts';

/** Counts as ours although no sending that we know of explains it. */
export function isAdopted({ sending, alien, unclear, part }: OwnedOrder): boolean {
  return sending === undefined && !alien && !unclear && !part;
}

/**
 * Notes what was found again as ours, with what it then was: no later edit in the store makes it another's, and each is
 * compared with it.
 */
export function noteAdopted(facts: OrderFacts): OrderFacts {
  const { order: reading, sendings, warehouse } = facts;
  if (reading === undefined || warehouse.length === 0) return facts;
  const found = new Map<WarehouseOrder, Adopted>();
  const orders = ownedOrders(facts);
  for (const { order, own, place, root, sending, alien, unclear } of orders) {
    if (sending !== undefined || alien || unclear || isEmpty(own)) continue;
    if (sendings.some((one) => one.place === place && one.reference === root)) continue;
    const read = reading.places.find((one) => one.place === place);
    const compared = order.digests !== undefined && order.digestKey === reading.digestKey;
    // What was found by its goods alone is noted once more when its address is known.
    if (read === undefined || (order.adopted !== undefined && (order.adopted.compared || !compared))) continue;
    const content = contentAt(read, compared ? order.digests : undefined, reading.digestKey);
    // What its root held when that was found, and holds no longer, was noted there.
    const noted = orders.filter((one) => one.root === root && one.order.adopted !== undefined);
    const movedOn = minus(plus(...noted.map((one) => adoptedPieces(one.order))), ...noted.map((one) => one.own));
    const pieces = order.adopted?.pieces ?? piecesOf(minus(own, movedOn));
    found.set(order, { ...content, pieces, compared });
  }
  if (found.size === 0) return facts;
  const noted = (order: WarehouseOrder) => {
    const adopted = found.get(order);
    return adopted === undefined ? order : { ...order, adopted };
  };
  return { ...facts, warehouse: warehouse.map(noted) };
}

/** The store's content, but as the warehouse has it where that could be compared. */
function contentAt(
  { method, country, digests, pickUp }: ReadPlace,
  there: WarehouseOrder['digests'],
  digestKey: string | undefined,
): Omit<Adopted, 'pieces' | 'compared'> {
  const toward = pickUp === undefined ? {} : { pickUp };
  if (digests === undefined) return { method, country, ...toward };
  return {
    method,
    country,
    ...toward,
    digests: { ...digests, ...there },
    ...(digestKey === undefined ? {} : { digestKey }),
  };
}
