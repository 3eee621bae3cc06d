import type { Control } from '../../../dev/stand-ins/control/control.ts';
import type { WarehouseOrder } from '../../../dev/stand-ins/warehouse/merchant-state.ts';
import type { Act } from '../acts/act.ts';
import type { LifeOrder } from '../life/life-order.ts';
import type { People } from '../life/people.ts';

/** Where an act of the warehouse's people happens: one of the orders of a store's order. */
interface Shelf {
  readonly act: Act;
  readonly control: Control;
  readonly order: LifeOrder;
  readonly chosen: WarehouseOrder | undefined;
  readonly people: People;
}

const add = (map: Map<string, number>, key: string, by: number): void => void map.set(key, (map.get(key) ?? 0) + by);
const isOver = ({ status, hidden }: WarehouseOrder): boolean =>
  hidden === true || ['Shipped', 'Cancelled', 'Returned'].includes(status);

/** What the warehouse's people do, at once. @returns whether there was anything to do */
export function warehouseDoes({ act, control, order, chosen, people }: Shelf): boolean {
  if (chosen === undefined) return false;
  const { deeds: did } = order;
  const { skus } = order.store;
  const { merchantId } = order.merchantOf(chosen);
  const inWarehouse = (wanted: Parameters<typeof control.warehouse>[1]): true => {
    control.warehouse(chosen.reference, { id: chosen.id, merchantId, ...wanted });
    return true;
  };
  switch (act.do) {
    case 'warehouse':
      // What has left cannot be picked again; it can come back.
      if (chosen.status === 'Returned' || (chosen.status === 'Shipped' && act.to !== 'RETURNED')) return false;
      if (act.to === 'RETURNED' && chosen.status !== 'Shipped') return false;
      return inWarehouse({
        status: act.to,
        ...(act.to === 'SHIPPED' && act.tracking && { tracking: people.tracking('T') }),
      });
    case 'ship-other': {
      const first = chosen.lines[0];
      if (first === undefined || isOver(chosen)) return false;
      const rest = chosen.lines.slice(1).map(({ code, quantity }) => ({ code, quantity }));
      const tracking = people.tracking('T');
      if (act.what === 'short') {
        const left = first.quantity > 1 ? [{ code: first.code, quantity: first.quantity - 1 }, ...rest] : rest;
        return left.length > 0 && inWarehouse({ lines: left, status: 'SHIPPED', tracking });
      }
      if (act.what === 'more') {
        add(did.added, first.code, 1);
        return inWarehouse({
          lines: [{ code: first.code, quantity: first.quantity + 1 }, ...rest],
          status: 'SHIPPED',
          tracking,
        });
      }
      const other = skus.find((sku) => sku !== first.code) ?? '';
      add(did.added, other, first.quantity);
      return inWarehouse({ lines: [{ code: other, quantity: first.quantity }, ...rest], status: 'SHIPPED', tracking });
    }
    case 'split': {
      const first = chosen.lines[0];
      if (first === undefined || isOver(chosen)) return false;
      if (first.quantity === 1 && chosen.lines.length === 1) return false;
      const known = new Set(order.inWarehouse());
      inWarehouse({
        split: { lines: [{ code: first.code, quantity: Math.max(1, first.quantity - 1) }], suffix: act.suffix },
      });
      // A part of what people made by themselves is theirs, too.
      const parts = order.inWarehouse().filter((one) => !known.has(one));
      if (did.foreign.has(chosen.id)) for (const { id } of parts) did.foreign.add(id);
      if (act.ship) inWarehouse({ status: 'SHIPPED', tracking: people.tracking('T') });
      return true;
    }
    case 'twin':
    case 'extra': {
      const reference = act.do === 'twin' ? chosen.reference : `${chosen.reference}-EX1`;
      const goods = act.do === 'twin' ? chosen.lines : chosen.lines.slice(0, 1);
      for (const { code, quantity } of goods) add(did.added, code, quantity);
      did.foreign.add(
        control.placeInWarehouse({
          merchantId,
          reference,
          like: chosen.reference,
          lines: goods.map(({ code, quantity }) => ({ code, quantity })),
        }).id,
      );
      return true;
    }
    case 'gift':
      return !isOver(chosen) && inWarehouse({ addLines: [{ code: 'GIFT', quantity: 1 }] });
    case 'vanish':
      return chosen.hidden !== true && inWarehouse({ hidden: true });
    case 'reappear':
      return chosen.hidden === true && inWarehouse({ hidden: false });
    case 'track':
      return chosen.status === 'Shipped' && inWarehouse({ tracking: people.tracking('T') });
    case 'untrack':
      did.numbersChanged = true;
      return chosen.trackingNumber !== null && inWarehouse({ tracking: '' });
    default:
      return false;
  }
}
