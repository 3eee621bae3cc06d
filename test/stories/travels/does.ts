import type { PlaceOrder } from '../../../dev/stand-ins/control/place-order.ts';
import type { Act } from '../acts/act.ts';
import type { LifeOrder } from '../life/life-order.ts';
import type { LifeStore } from '../life/life-store.ts';
import type { Life } from '../life/life.ts';
import { METHOD, PERSON, round, type People } from '../life/people.ts';
import type { Brings } from './acts.ts';
import { owedOf } from './owed.ts';

/** The myOGO code of lockers, which nothing else is linked to. */
export const LOCKER_CODE = 'DHL-ECONOMY';
export const DOOR = 'Cash on Delivery';
const PARTLY = { giftCertificate: 1.5, storeCredit: 0.25 };

/** What a placed order says of what it brings. */
export function broughtBy(
  brings: Brings,
  people: People,
): { readonly order: Partial<PlaceOrder>; readonly address: object; readonly line: object } {
  const { locker, door, partlyPaid, message, engraved, wrapped, abroad } = brings;
  const words = () => `${PERSON} says ${people.tracking('WORD')}`;
  return {
    order: {
      ...(locker !== undefined && { shippingMethod: METHOD.locker }),
      ...(door === true && { paymentMethod: DOOR, paid: false }),
      ...(partlyPaid === true && PARTLY),
      ...(message === true && { customerMessage: words() }),
    },
    address: {
      ...(locker !== undefined && { formFields: fieldsOf(locker, people) }),
      ...(abroad === true && { country: 'Norway', country_iso2: 'NO', zip: '0150', state: '' }),
    },
    line: {
      ...(engraved === true && { options: [{ name: 'Engraving', value: words(), type: 'Text field' }] }),
      ...(wrapped === true && { wrapping: { name: 'Red', message: words() } }),
    },
  };
}

function fieldsOf(locker: NonNullable<Brings['locker']>, people: People): { name: string; value: string }[] {
  const names = locker === 'two' ? ['Locker', 'Box'] : locker === 'none' ? [] : [locker];
  return names.map((name) => ({ name, value: people.tracking('BOX') }));
}

/** What people do to an order in the store, at once. @returns `undefined` where the act is none of these */
export function travelDoes({ world, people }: Life, act: Act, lived: LifeOrder): boolean | undefined {
  const { control } = world;
  const now = world.now();
  const { storeHash } = lived.store;
  const order = lived.inStore();
  const address = round(order.addresses, act.which);
  switch (act.do) {
    case 'point': {
      if (address?.shippingMethod !== METHOD.locker) return false;
      const others = (address.formFields ?? []).filter(({ name }) => name !== act.field);
      const set = act.what === 'set' ? [{ name: act.field, value: people.tracking('BOX') }] : [];
      lived.travels.pointsAt = now;
      control.changeOrder(order.id, { storeHash, address: { addressId: address.id, formFields: [...others, ...set] } });
      return true;
    }
    case 'second-point': {
      const line = round(order.lines, act.which);
      if (line === undefined || !order.addresses.some(({ shippingMethod }) => shippingMethod === METHOD.locker))
        return false;
      lived.deeds.moved = true;
      lived.travels.pointsAt = now;
      const formFields = fieldsOf('Locker', people);
      control.changeOrder(order.id, {
        storeHash,
        addAddress: { ...people.person(), shippingMethod: METHOD.locker, formFields },
      });
      const addressId = order.addresses.at(-1)?.id ?? 0;
      control.changeOrder(order.id, { storeHash, editLines: [{ orderProductId: line.id, addressId }] });
      return true;
    }
    case 'message':
      lived.travels.wordsAt = now;
      control.changeOrder(order.id, { storeHash, customerMessage: `${PERSON} says ${people.tracking('WORD')}` });
      return true;
    default:
      return undefined;
  }
}

/** All goods of a merchant get what customs ask for, or one of them is kept elsewhere from now on. */
export function declareAll({ world, stores }: Life, { merchant }: LifeStore): void {
  for (const product of merchant.products)
    Object.assign(product.fields, { hsCode: '610910', countryOfOrigin: 'EE', customsDescription: 'Shirt' });
  for (const store of stores)
    if (store.merchant === merchant) store.travels.declared = { value: true, at: world.now() };
}

/** Whether any act has changed what the judge compares with: it is noted when that was. */
export function noteTravels(lived: LifeOrder, now: number): void {
  const { travels } = lived;
  const order = lived.inStore();
  const owed = owedOf(order);
  if (travels.owed !== owed) Object.assign(travels, { owed, owedAt: now });
  for (const { formFields = [] } of order.addresses)
    for (const { value } of formFields) travels.codes.add(String(value));
}
