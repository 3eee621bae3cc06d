import type { Control } from '../../dev/stand-ins/control/control.ts';
import type { WarehouseOrder } from '../../dev/stand-ins/warehouse/merchant-state.ts';
import type { Act } from './acts.ts';
import type { Deeds, People } from './people.ts';

/** Where an act of the warehouse's people happens: one of the orders of a store's order. */
interface Shelf {
  readonly act: Act;
  readonly control: Control;
  readonly merchantId: string;
  readonly chosen: WarehouseOrder | undefined;
  readonly skus: readonly string[];
  readonly did: Deeds;
  readonly people: People;
}

const add = (map: Map<string, number>, key: string, by: number): void => void map.set(key, (map.get(key) ?? 0) + by);
const isOver = ({ status, hidden }: WarehouseOrder): boolean =>
  hidden === true || ['Shipped', 'Cancelled', 'Returned'].includes(status);

/** What the warehouse's people do, at once. */
export function warehouseDoes({ act, control, merchantId, chosen, skus, did, people }: Shelf): void {
  if (chosen === undefined) return;
  const inWarehouse = (wanted: Parameters<typeof control.warehouse>[1]) =>
    control.warehouse(chosen.reference, { id: chosen.id, merchantId, ...wanted });
  switch (act.do) {
    case 'warehouse':
      // What has left cannot be picked again; it can come back.
      if (chosen.status === 'Returned' || (chosen.status === 'Shipped' && act.to !== 'RETURNED')) return;
      if (act.to === 'RETURNED' && chosen.status !== 'Shipped') return;
      inWarehouse({ status: act.to, ...(act.to === 'SHIPPED' && act.tracking && { tracking: people.tracking('T') }) });
      return;
    case 'ship-other': {
      const first = chosen.lines[0];
      if (first === undefined || isOver(chosen)) return;
      const rest = chosen.lines.slice(1).map(({ code, quantity }) => ({ code, quantity }));
      const tracking = people.tracking('T');
      if (act.what === 'short') {
        const left = first.quantity > 1 ? [{ code: first.code, quantity: first.quantity - 1 }, ...rest] : rest;
        if (left.length > 0) inWarehouse({ lines: left, status: 'SHIPPED', tracking });
      } else if (act.what === 'more') {
        add(did.added, first.code, 1);
        inWarehouse({
          lines: [{ code: first.code, quantity: first.quantity + 1 }, ...rest],
          status: 'SHIPPED',
          tracking,
        });
      } else {
        const other = skus.find((sku) => sku !== first.code) ?? '';
        add(did.added, other, first.quantity);
        inWarehouse({ lines: [{ code: other, quantity: first.quantity }, ...rest], status: 'SHIPPED', tracking });
      }
      return;
    }
    case 'split': {
      const first = chosen.lines[0];
      if (first === undefined || isOver(chosen)) return;
      if (first.quantity === 1 && chosen.lines.length === 1) return;
      inWarehouse({
        split: { lines: [{ code: first.code, quantity: Math.max(1, first.quantity - 1) }], suffix: act.suffix },
      });
      if (act.ship) inWarehouse({ status: 'SHIPPED', tracking: people.tracking('T') });
      return;
    }
    case 'twin':
    case 'extra': {
      const reference = act.do === 'twin' ? chosen.reference : `${chosen.reference}-EX1`;
      const goods = act.do === 'twin' ? chosen.lines : chosen.lines.slice(0, 1);
      for (const { code, quantity } of goods) add(did.added, code, quantity);
      did.foreign.add(
        control.placeInWarehouse({
          merchantId: merchantId,
          reference,
          like: chosen.reference,
          lines: goods.map(({ code, quantity }) => ({ code, quantity })),
        }).id,
      );
      return;
    }
    case 'gift':
      if (!isOver(chosen)) inWarehouse({ addLines: [{ code: 'GIFT', quantity: 1 }] });
      return;
    case 'vanish':
      inWarehouse({ hidden: true });
      return;
    case 'reappear':
      inWarehouse({ hidden: false });
      return;
    case 'track':
      if (chosen.status === 'Shipped') inWarehouse({ tracking: people.tracking('T') });
      return;
    case 'untrack':
      inWarehouse({ tracking: '' });
      return;

    default:
      return;
  }
}
