import type { SettingsPatch } from '../../../src/contract/settings.ts';
import type { Act } from '../acts/act.ts';
import type { LifeStore } from '../life/life-store.ts';
import type { Life } from '../life/life.ts';
import { METHOD, round } from '../life/people.ts';
import { DOOR, LOCKER_CODE } from './does.ts';

/** What a merchant says through the library. @returns whether it was taken; `undefined` where the act is none of these */
export async function askTravel(life: Life, act: Act): Promise<boolean | undefined> {
  switch (act.do) {
    case 'use-point': {
      const order = life.orderOf(act);
      if (order === undefined) return false;
      const code = life.people.tracking('BOX');
      const { orders } = order.store.shop;
      if (!(await life.tryTo(orders.release(order.orderId, { kind: 'use-pickup-point', code })))) return false;
      order.travels.given.add(code);
      order.deeds.decisions.push('use-pickup-point');
      return true;
    }
    case 'decide-words': {
      const order = life.orderOf(act);
      if (order === undefined) return false;
      if (!(await life.tryTo(order.store.shop.orders.release(order.orderId, { kind: act.kind })))) return false;
      order.deeds.decisions.push(act.kind);
      return true;
    }
    default:
      return askStore(life, act, life.storeOf(act));
  }
}

/** What he says for the whole of a store. */
async function askStore(life: Life, act: Act, store: LifeStore): Promise<boolean | undefined> {
  const { shop, travels } = store;
  const says = async (patch: SettingsPatch): Promise<boolean> => life.tryTo(shop.changeSettings(patch));
  const now = () => life.world.now();
  switch (act.do) {
    case 'locker-link': {
      const names = act.where === 'both' ? ['Locker', 'Box'] : [act.where];
      const where = names.map((name) => ({ kind: 'form-field' as const, name }));
      const link = { method: METHOD.locker, code: LOCKER_CODE, pickUpPoint: 'required' as const, where };
      if (!(await life.tryTo(shop.shipping.link(link)))) return false;
      travels.lockerWhere = { value: act.where, at: now() };
      return true;
    }
    case 'cash-setting': {
      const cashOnDelivery = act.decided ? { paymentMethods: [DOOR], statuses: [7] } : null;
      if (!(await says({ cashOnDelivery }))) return false;
      if (travels.cash.value !== act.decided) travels.cash = { value: act.decided, at: now() };
      return true;
    }
    case 'words-setting': {
      const isNone = act.rule === 'undecided';
      if (isNone && act.words === 'customerMessage') return false;
      if (!(await says({ [act.words]: isNone ? null : act.rule }))) return false;
      if (travels[act.words].value !== act.rule) travels[act.words] = { value: act.rule, at: now() };
      return true;
    }
    case 'edits-taken':
      life.world.control.settings({ ordersEditable: act.on }, store.merchant.merchantId);
      return says({ ordersEditable: act.on });
    case 'customs-setting':
      if (!(await says({ warehouseCountry: act.asked ? 'FI' : null }))) return false;
      if (travels.customs.value !== act.asked) travels.customs = { value: act.asked, at: now() };
      return true;
    case 'elsewhere': {
      const sku = act.sku === null ? undefined : round(store.skus, act.sku);
      const name = act.as === 'name' ? sku : sku === undefined ? undefined : `*${sku.slice(1)}`;
      if (!(await says({ notAtWarehouse: name === undefined ? [] : [name] }))) return false;
      if (travels.elsewhere.value !== sku) travels.elsewhere = { value: sku, at: now() };
      if (sku !== undefined) travels.everElsewhere.add(sku);
      return true;
    }
    default:
      return undefined;
  }
}
