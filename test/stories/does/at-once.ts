import type { Act } from '../acts/act.ts';
import { LifeOrder } from '../life/life-order.ts';
import type { Life } from '../life/life.ts';
import { METHOD, round } from '../life/people.ts';
import { broughtBy, declareAll, travelDoes } from '../travels/does.ts';
import { goodsMove } from './goods.ts';
import { merchantDoes } from './merchant.ts';
import { warehouseDoes } from './warehouse.ts';

/** What the people of either side do, at once. @returns whether there was anything to do */
export function doAtOnce(life: Life, act: Act): boolean {
  const { control } = life.world;
  if (act.do === 'place') return place(life, act);
  if (act.do === 'kill' || act.do === 'build') {
    life.world.restart(act.do);
    return true;
  }
  const store = life.storeOf(act);
  if (act.do === 'revoke') {
    const access = { storeHash: store.storeHash, merchantId: store.merchant.merchantId };
    control.access({
      ...access,
      ...(act.side === 'store' ? { token: true } : { secretToken: true, revokeTokens: true }),
    });
    store.isDeaf = true;
    return true;
  }
  if (goodsMove(life, store, act)) return true;
  if (act.do === 'declare') {
    declareAll(life, store);
    return true;
  }
  const order = life.orderOf(act);
  if (order === undefined) return false;
  const travelled = travelDoes(life, act, order);
  if (travelled !== undefined) return travelled;
  const { people } = life;
  if (merchantDoes({ act, control, order, people })) return true;
  const ours = order.inWarehouse();
  const chosen = round(ours, ours.length - 1 - (act.which % Math.max(1, ours.length)));
  return warehouseDoes({ act, control, order, chosen, people });
}

function place({ world, stores, orders, people }: Life, act: Extract<Act, { do: 'place' }>): boolean {
  const store = round(stores, act.store ?? 0);
  if (store === undefined) return false;
  const brought = broughtBy(act.brings ?? {}, people);
  const placed = world.control.placeOrder({
    storeHash: store.storeHash,
    statusId: act.status,
    shippingMethod: act.linked ? METHOD.linked : METHOD.unlinked,
    country: 'FI',
    addresses: Array.from({ length: act.addresses }, () => ({ ...people.person(), ...brought.address })),
    lines: act.lines.map(({ sku, quantity }, index) => ({
      sku: round(store.skus, sku) ?? '',
      quantity,
      address: index % act.addresses,
      ...(index === 0 && brought.line),
    })),
    ...brought.order,
  });
  const order = new LifeOrder(world.world, store, placed.orderId);
  order.travels.brings = act.brings ?? {};
  orders.push(order);
  return true;
}
