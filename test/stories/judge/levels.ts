import type { WarehouseOrder } from '../../../dev/stand-ins/warehouse/merchant-state.ts';
import type { Life } from '../life/life.ts';
import type { LifeOrder } from '../life/life-order.ts';
import type { LifeStore } from '../life/life-store.ts';
import type { Fault } from './fault.ts';
import { ENDED, hasLeft, isOurs, timesAgain } from './pieces.ts';

/** Statuses of the store under which what was ordered is still to be handed over. */
const WAITING: readonly number[] = [7, 11, 12];
/** Statuses under which nothing is owed. */
const NOTHING: readonly number[] = [0, 1, ...ENDED];
/** Shipped and completed. */
const CALLED_SHIPPED: readonly number[] = [2, 10];
/** Words of the warehouse under which it keeps pieces back by itself, or has taken them off the shelf. */
const KEPT = new Set<WarehouseOrder['status']>([
  'New',
  'Pending',
  'Collecting',
  'Reserved',
  'Locked',
  'Shipped',
  'Returned',
]);

/**
 * The store shows max(0, available − unreserved − buffer). What an order owes is sure where nobody decided, shipped or
 * changed anything by hand; of the others it is between nothing and all that was ever ordered.
 * @param retried what the library shows as due since the SKU stood in several rows, and the level that it names: no list tells that
 * one of them is gone, so it is tried again ever more rarely, and compared once a day
 */
export function judgeLevels(
  life: Life,
  store: LifeStore,
  asked: ReadonlySet<string>,
  retried: ReadonlyMap<string, number | null>,
): Fault[] {
  const orders = life.orders.filter((order) => order.store === store);
  return store.stocked.flatMap((sku) => {
    const shelf = store.shelf(sku);
    // What was ever kept elsewhere has the level that the merchant gave it, until it moves again.
    if (shelf === undefined || store.travels.everElsewhere.has(sku)) return [];
    const owed = orders.flatMap((order) => [owedOf(order, sku), owedUnderFormer(order, sku)]);
    const levelWith = (unreserved: number) => Math.max(0, shelf.available - unreserved - shelf.buffer);
    const lowest = levelWith(owed.reduce((sum, { most }) => sum + most, 0));
    const highest = levelWith(owed.reduce((sum, { least }) => sum + least, 0));
    if (shelf.level >= lowest && shelf.level <= highest) return [];
    const named = retried.get(sku) ?? -1;
    if (named >= lowest && named <= highest) return [];
    // A zero that a person is asked about stays unwritten until it is answered.
    if (lowest === 0 && shelf.level > 0 && asked.has(sku)) return [];
    const right = lowest === highest ? String(lowest) : `${lowest} to ${highest}`;
    return [
      {
        rule: 'the level is what is left to sell',
        what: `store ${store.index} shows ${shelf.level} × ${sku}, and ${right} would be right: ${shelf.available} available, ${shelf.buffer} kept back`,
      },
    ];
  });
}

interface Owed {
  readonly least: number;
  readonly most: number;
}

function owedOf(lived: LifeOrder, sku: string): Owed {
  const order = lived.inStore();
  const { deeds } = lived;
  const warehouse = lived.inWarehouse();
  const lines = order.lines.filter((line) => line.sku === sku && line.type === 'physical');
  const ordered = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  // What was bought of another row than has the SKU today may lie under any code, or none.
  const [row] = lived.store.state.catalogue.withSku(sku);
  if (isSure(lived) && lines.every(({ variantId }) => variantId === row?.id)) {
    // Of an archived order that was sent the warehouse may give nothing back.
    const isGone = order.isDeleted && warehouse.length === 0;
    if (NOTHING.includes(order.statusId) || isGone) return { least: 0, most: 0 };
    const open = lines.reduce((sum, { quantity, refunded }) => sum + quantity - refunded, 0);
    const kept = warehouse
      .filter(({ status }) => KEPT.has(status))
      .flatMap((one) => one.lines)
      .reduce((sum, { code, quantity }) => sum + (code === sku ? quantity : 0), 0);
    const least = Math.max(0, open - kept);
    // Called shipped, that settles what was never sent alone: what was sent, and cancelled there, is asked about.
    if (CALLED_SHIPPED.includes(order.statusId)) return { least: 0, most: warehouse.length === 0 ? 0 : least };
    // What goes to one address beyond what it still wants need not be what another one lacks.
    const isMoved = open < (deeds.mostOrdered.get(sku) ?? ordered) || deeds.boughtAt > 0;
    const most = order.addresses.length > 1 && isMoved ? open : least;
    if (WAITING.includes(order.statusId) || kept >= open) return { least, most };
  }
  const again = timesAgain(deeds);
  return { least: 0, most: Math.max(ordered, deeds.mostOrdered.get(sku) ?? 0) * (1 + again) };
}

/**
 * What was bought of the row that has the SKU today, by another one: where it must go once more, it goes under today's.
 * Of what nobody disturbed that is at most what the warehouse does not keep under any code.
 */
function owedUnderFormer(lived: LifeOrder, sku: string): Owed {
  const order = lived.inStore();
  const [row] = lived.store.state.catalogue.withSku(sku);
  const physical = order.lines.filter(({ type }) => type === 'physical');
  const bought = physical.filter((line) => line.sku !== sku && line.variantId === row?.id);
  const ordered = bought.reduce((sum, { quantity }) => sum + quantity, 0);
  if (!isSure(lived)) {
    const again = timesAgain(lived.deeds);
    return { least: 0, most: ordered * (1 + again) };
  }
  const isCalledShipped = CALLED_SHIPPED.includes(order.statusId) && lived.inWarehouse().length === 0;
  if (order.isDeleted || NOTHING.includes(order.statusId) || isCalledShipped) return { least: 0, most: 0 };
  const open = physical.reduce((sum, { quantity, refunded }) => sum + quantity - refunded, 0);
  const kept = lived
    .inWarehouse()
    .filter(({ status }) => KEPT.has(status))
    .flatMap((one) => one.lines)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  return { least: 0, most: Math.min(ordered, Math.max(0, open - kept)) };
}

/** Nothing happened to it that leaves more than one reading of what is still owed. */
function isSure(lived: LifeOrder): boolean {
  const order = lived.inStore();
  const { deeds } = lived;
  return (
    !deeds.otherMerchant &&
    !deeds.moved &&
    !deeds.changedInWrite &&
    (!order.isDeleted || lived.inWarehouse().length === 0) &&
    deeds.decisions.length === 0 &&
    deeds.added.size === 0 &&
    !deeds.linesRenewed &&
    deeds.shipmentsDeleted === 0 &&
    order.shipments.every(({ by }) => by === 'api') &&
    // A refund of what has left changes nothing.
    (order.lines.every(({ refunded }) => refunded === 0) || !lived.inWarehouse().some(hasLeft)) &&
    lived.inWarehouse().every((one) => one.hidden !== true && isOurs(one, deeds))
  );
}
