import type { StoreOrder } from '../../../dev/stand-ins/store/order-state.ts';
import type { WarehouseOrder } from '../../../dev/stand-ins/warehouse/merchant-state.ts';
import type { Deeds } from '../life/people.ts';

/** Words under which a warehouse order still will or may leave. */
const living = new Set<WarehouseOrder['status']>(['New', 'Pending', 'Collecting', 'Reserved', 'Locked', 'Draft']);
const left = new Set<WarehouseOrder['status']>(['Shipped', 'Returned']);

/** Statuses of the store by which nothing is wanted any more. */
export const ENDED: readonly number[] = [4, 5, 6];

/** One SKU of one order, as the two sides' states show it. */
export interface Pieces {
  readonly sku: string;
  readonly ordered: number;
  readonly refunded: number;
  readonly byHand: number;
  /** As `byHand`, of each address no more than it ordered: what went to one beyond that is its surplus, and no other's piece. */
  readonly byHandWhereWanted: number;
  readonly told: number;
  /** In warehouse orders of ours that still may leave. */
  readonly living: number;
  /** As `living`, with orders that the warehouse's people made under our references: whoever reads those need not tell them apart. */
  readonly livingAtAll: number;
  /** Left the warehouse in orders of ours. */
  readonly shipped: number;
  /** As `shipped`, with orders that the warehouse's people made under our references. */
  readonly leftAtAll: number;
  /** As `livingAtAll` and `leftAtAll`, under other SKUs that what was bought has had since. */
  readonly livingRenamed: number;
  readonly leftRenamed: number;
}

export function isOurs(order: WarehouseOrder, deeds: Deeds): boolean {
  return !deeds.foreign.has(order.id);
}

/** How often a person said that pieces are to be sent once more. */
export const timesAgain = ({ decisions }: Deeds): number =>
  decisions.filter((kind) => kind === 'hand-over-again').length;

export const isLiving = (order: WarehouseOrder): boolean => order.hidden !== true && living.has(order.status);
export const hasLeft = (order: WarehouseOrder): boolean =>
  left.has(order.status) || (order.hidden === true && order.status === 'Shipped');

export function piecesOf(order: StoreOrder, warehouse: readonly WarehouseOrder[], deeds: Deeds): readonly Pieces[] {
  const skus = new Set([
    ...order.lines.filter(({ type }) => type === 'physical').map(({ sku }) => sku),
    ...deeds.mostOrdered.keys(),
  ]);
  const { skuOfLine } = deeds;
  const inShipments = (sku: string, by: 'api' | 'merchant') =>
    sum(
      order.shipments
        .filter((one) => one.by === by)
        .flatMap(({ items }) =>
          items.map((item) => (skuOfLine.get(item.order_product_id) === sku ? item.quantity : 0)),
        ),
    );
  const inWarehouse = (sku: string, which: (one: WarehouseOrder) => boolean) => piecesIn(warehouse.filter(which), sku);
  const renamed = (sku: string, which: (one: WarehouseOrder) => boolean) =>
    sum([...(deeds.calledSince.get(sku) ?? [])].map((code) => inWarehouse(code, which)));
  return [...skus].map((sku) => {
    const lines = order.lines.filter((line) => line.sku === sku && line.type === 'physical');
    return {
      sku,
      ordered: sum(lines.map(({ quantity }) => quantity)),
      refunded: sum(lines.map(({ refunded }) => refunded)),
      byHand: inShipments(sku, 'merchant'),
      byHandWhereWanted: byHandWhereWanted(order, sku, skuOfLine),
      told: inShipments(sku, 'api'),
      living: inWarehouse(sku, (one) => isLiving(one) && isOurs(one, deeds)),
      livingAtAll: inWarehouse(sku, isLiving),
      shipped: inWarehouse(sku, (one) => hasLeft(one) && isOurs(one, deeds)),
      leftAtAll: inWarehouse(sku, hasLeft),
      livingRenamed: renamed(sku, isLiving),
      leftRenamed: renamed(sku, hasLeft),
    };
  });
}

/** The most pieces that were ever bought by another SKU, of what has had this one since. */
export const mostRenamed = ({ calledSince, mostOrdered }: Deeds, sku: string): number =>
  sum([...calledSince].map(([former, codes]) => (codes.has(sku) ? (mostOrdered.get(former) ?? 0) : 0)));

function byHandWhereWanted({ lines, shipments }: StoreOrder, sku: string, skuOfLine: Deeds['skuOfLine']): number {
  const physical = lines.filter((line) => line.sku === sku && line.type === 'physical');
  // A line that was taken out since went to the address of its shipment.
  const went = shipments
    .filter(({ by }) => by === 'merchant')
    .flatMap(({ items, addressId: to }) =>
      items
        .filter((item) => skuOfLine.get(item.order_product_id) === sku)
        .map(({ order_product_id: id, quantity }) => ({
          addressId: physical.find((line) => line.id === id)?.addressId ?? to,
          quantity,
        })),
    );
  const at = (all: readonly { readonly addressId: number; readonly quantity: number }[], address: number) =>
    sum(all.map(({ addressId, quantity }) => (addressId === address ? quantity : 0)));
  const addresses = [...new Set(physical.map(({ addressId }) => addressId))];
  return sum(addresses.map((address) => Math.min(at(went, address), at(physical, address))));
}

/** How many pieces of a SKU are in some orders of the warehouse. */
export const piecesIn = (orders: readonly WarehouseOrder[], sku: string): number =>
  sum(orders.flatMap(({ lines }) => lines.map((line) => (line.code === sku ? line.quantity : 0))));

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
