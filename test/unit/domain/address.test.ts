import { describe, expect, test } from 'vitest';
import { missingAddressParts, warehouseCustomer, type Person } from '../../../src/domain/address.ts';
import { warehouseOrder } from '../../../src/domain/warehouse-order.ts';
import { orderReference } from '../../../src/contract/ids.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';

const person = (part: Partial<Person> = {}): Person => ({
  firstName: 'Ann',
  lastName: 'Bee',
  company: '',
  street1: 'Street 1',
  street2: '',
  city: 'Town',
  state: 'Some',
  zip: '00100',
  countryIso2: 'FI',
  phone: '+358',
  email: 'a@example.test',
  ...part,
});
const none = { phone: '', email: '' };

describe('an address', () => {
  test.each<[Partial<Person>, string[]]>([
    [{}, []],
    [{ firstName: '', lastName: ' ' }, ['name']],
    [{ firstName: '', lastName: '', company: 'Ltd' }, []],
    [{ street1: '' }, ['street']],
    [{ city: '', zip: ' ' }, ['city', 'postcode']],
    [{ zip: '', countryIso2: 'IE' }, []],
    [{ zip: '', countryIso2: 'hk' }, []],
    [{ countryIso2: 'Finland' }, ['country']],
  ])('with %j lacks %j', (part, missing) => {
    expect(missingAddressParts(person(part))).toEqual(missing);
  });

  test.each<[string, Partial<Person>, object]>([
    ['carries no state where mail needs none', {}, { city: 'Town' }],
    [
      'has its state with the city where mail needs it',
      { countryIso2: 'us', state: 'NY' },
      { city: 'Town, NY', countryCode: 'US' },
    ],
    [
      'of a company without a person is the company’s',
      { firstName: '', lastName: '', company: 'Ltd' },
      { name: 'Ltd' },
    ],
    ['has the billing phone where it has none', { phone: ' ' }, { phone: '+1' }],
  ])('%s', (_, part, expected) => {
    expect(warehouseCustomer(person(part), { phone: '+1', email: '' })).toMatchObject(expected);
  });

  test('sends no field that is empty', () => {
    const customer = warehouseCustomer(person({ street2: '', company: '', email: '', phone: '' }), none);
    expect(Object.keys(customer).sort()).toEqual(['address1', 'city', 'countryCode', 'name', 'zip']);
  });
});

describe('the warehouse’s order', () => {
  const parts = {
    reference: orderReference('abc' as StoreHash, 7, 3), // a valid one
    code: 'DHL',
    person: person(),
    billing: none,
    customerMessage: ' ',
    currencyCode: 'EUR',
    lines: [{ code: 'A', quantity: 3, orderProductIds: [1, 2] }],
    prices: new Map([
      [1, '10.10'],
      [2, '10.10'],
    ]),
  };

  test('has the prices of its lines and their sum, and no empty comment', () => {
    const order = warehouseOrder(parts);
    expect(order).toMatchObject({ reference: 'abc-7-3', priceTotal: 30.3, priceCurrency: 'EUR', status: 'New' });
    expect(order.orderLines).toEqual([{ code: 'A', quantity: 3, unitPrice: 10.1 }]);
    expect(order).not.toHaveProperty('comments');
  });

  test('has no price where its lines of one SKU disagree, or one is no number', () => {
    for (const second of ['9', 'free', '']) {
      const order = warehouseOrder({
        ...parts,
        prices: new Map([
          [1, '10'],
          [2, second],
        ]),
      });
      expect(order.orderLines).toEqual([{ code: 'A', quantity: 3 }]);
      expect(order).not.toHaveProperty('priceTotal');
    }
  });
});
