import { describe, expect, test } from 'vitest';
import { missingAddressParts, warehouseCustomer, type Person } from '../../../../../src/domain/orders/facts/address.ts';
import { outgoingOrder } from '../../../../../src/domain/orders/facts/outgoing-order.ts';
import { orderReference } from '../../../../../src/contract/ids.ts';
import type { StoreHash } from '../../../../../src/contract/ids.ts';

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
    [{ firstName: '', company: '' }, []],
    [{ lastName: '', company: '' }, []],
    [{ street1: '' }, ['street']],
    [{ countryIso2: ' fi ' }, []],
    [{ city: '', zip: ' ' }, ['city', 'postcode']],
    [{ zip: '', countryIso2: 'IE' }, []],
    [{ zip: '', countryIso2: 'hk' }, []],
    [{ countryIso2: 'Finland' }, ['country']],
    // No postcode exists there.
    ...['CW', 'SX', 'BQ', 'AN', 'PS', 'SS', 'WS', 'AE', 'BS', 'PA'].map((countryIso2): [Partial<Person>, string[]] => [
      { zip: '', countryIso2 },
      [],
    ]),
    ...['DE', 'EE', 'LV', 'US', 'SG', 'ES'].map((countryIso2): [Partial<Person>, string[]] => [
      { zip: '', countryIso2 },
      ['postcode'],
    ]),
    // No city exists there beside the region, or the place is one.
    [{ city: '', state: 'Dubai', zip: '', countryIso2: 'AE' }, []],
    [{ city: '', state: '', zip: '', countryIso2: 'AE' }, ['city']],
    [{ city: '', state: '', countryIso2: 'SG' }, []],
    [{ city: '', state: 'Kowloon', zip: '', countryIso2: 'HK' }, []],
    [{ city: '', state: 'Harju', countryIso2: 'EE' }, ['city']],
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
    ...(
      [
        ['AE', 'Dubai', 'Dubai', 'Dubai'],
        ['AE', 'Deira', 'Dubai', 'Deira, Dubai'],
        ['AE', '', 'Dubai', 'Dubai'],
        ['HK', 'Mong Kok', 'Kowloon', 'Mong Kok, Kowloon'],
        ['IE', 'Sligo', 'Co. Sligo', 'Sligo, Co. Sligo'],
        ['JM', 'Mandeville', 'Manchester', 'Mandeville, Manchester'],
        ['KN', 'Basseterre', 'St. Kitts', 'Basseterre, St. Kitts'],
        ['IT', 'Monza', 'MB', 'Monza, MB'],
        // No postcode exists there: a town alone would be all that the label says.
        ['GH', 'Kumasi', 'Ashanti', 'Kumasi, Ashanti'],
        ['BO', 'Cobija', 'Pando', 'Cobija, Pando'],
        ['QA', 'Al Khor', 'Al Khor', 'Al Khor'],
        ['CI', 'Bouaké', 'Vallée du Bandama', 'Bouaké, Vallée du Bandama'],
        ['AO', 'Lobito', 'Benguela', 'Lobito, Benguela'],
        ['CW', 'Willemstad', '', 'Willemstad'],
        ['SG', '', '', 'Singapore'],
        ['GI', '', '', 'Gibraltar'],
        ['EE', 'Tallinn', 'Harjumaa', 'Tallinn'],
      ] as const
    ).map(([countryIso2, city, state, line]): [string, Partial<Person>, object] => [
      `in ${countryIso2} of ${city} and ${state} says ${line}`,
      { countryIso2, city, state },
      { city: line },
    ]),
    [
      'of a company without a person is the company’s',
      { firstName: '', lastName: '', company: 'Ltd' },
      { name: 'Ltd' },
    ],
    ['has the billing phone where it has none', { phone: ' ' }, { phone: '+1' }],
  ])('%s', (_, part, expected) => {
    expect(warehouseCustomer(person(part), { phone: '+1', email: '' })).toMatchObject(expected);
  });

  test.each<[string, Partial<Person>, object]>([
    [
      'with all that it has, in the warehouse’s fields',
      { company: ' Ltd ', street2: ' B 2 ' },
      {
        ...{ name: 'Ann Bee', company: 'Ltd', address1: 'Street 1', address2: 'B 2', city: 'Town', countryCode: 'FI' },
        ...{ zip: '00100', phone: '+358', email: 'a@example.test' },
      },
    ],
    [
      'without spaces that nobody typed on purpose',
      {
        ...{ firstName: ' Ann ', lastName: ' ', street1: ' Street 1 ', city: ' Dublin ', state: ' D ' },
        ...{ countryIso2: ' ie ', zip: ' ', phone: ' 1 ' },
      },
      {
        ...{ name: 'Ann', address1: 'Street 1', city: 'Dublin, D', countryCode: 'IE', phone: '1' },
        email: 'a@example.test',
      },
    ],
    [
      'once under the company’s name, where nobody is named',
      { firstName: ' ', lastName: '', company: ' Ltd ' },
      {
        ...{ name: 'Ltd', address1: 'Street 1', city: 'Town', countryCode: 'FI' },
        ...{ zip: '00100', phone: '+358', email: 'a@example.test' },
      },
    ],
  ])('is sent %s', (_, part, customer) => {
    expect(warehouseCustomer(person(part), none)).toEqual(customer);
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
    comments: ' ',
    currencyCode: 'EUR',
    lines: [{ code: 'A', quantity: 3, orderProductIds: [1, 2] }],
    prices: new Map([
      [1, '10.10'],
      [2, '10.10'],
    ]),
  };

  test('has the prices of its lines and their sum, and no empty comment', () => {
    const order = outgoingOrder(parts);
    expect(order).toMatchObject({ reference: 'abc-7-3', priceTotal: 30.3, priceCurrency: 'EUR', status: 'New' });
    expect(order.orderLines).toEqual([{ code: 'A', quantity: 3, unitPrice: 10.1 }]);
    expect(order).not.toHaveProperty('comments');
  });

  test('has a total in the currency’s own decimals, and one price for 10.1 and 10.1000', () => {
    const order = (currencyCode: string) =>
      outgoingOrder({
        ...parts,
        currencyCode,
        prices: new Map([
          [1, '1.2345'],
          [2, '1.23450000'],
        ]),
      });
    expect(order('KWD')).toMatchObject({ priceTotal: 3.704, priceCurrency: 'KWD' });
    expect(order('JPY')).toMatchObject({ priceTotal: 4, priceCurrency: 'JPY' });
    expect(order('EUR')).toMatchObject({ priceTotal: 3.7, orderLines: [{ unitPrice: 1.2345 }] });
    expect(order('EUR').orderLines[0]).not.toHaveProperty('vatPercentage');
    expect(order('€')).not.toHaveProperty('priceTotal');
  });

  test('has no price where its lines of one SKU disagree, or one is no number', () => {
    for (const second of ['9', 'free', '']) {
      const order = outgoingOrder({
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

  test.each<[string, readonly (readonly [number, string])[], number | undefined]>([
    [
      'one for two spellings of it',
      [
        [1, ' 10.10 '],
        [2, '10.1'],
      ],
      10.1,
    ],
    [
      'nothing for a gift',
      [
        [1, '0'],
        [2, '0.00'],
      ],
      0,
    ],
    [
      'none where one says nothing',
      [
        [1, '0'],
        [2, ''],
      ],
      undefined,
    ],
    [
      'none where none says anything',
      [
        [1, ''],
        [2, ''],
      ],
      undefined,
    ],
    ['none where a line has none', [[1, '0']], undefined],
    ['none where the first has none', [[2, '10']], undefined],
    [
      'none below nothing',
      [
        [1, '-5'],
        [2, '-5'],
      ],
      undefined,
    ],
    [
      'none in another notation',
      [
        [1, '1e3'],
        [2, '1000'],
      ],
      undefined,
    ],
    [
      'nor in that of machines',
      [
        [1, '0x10'],
        [2, '16'],
      ],
      undefined,
    ],
    [
      'none that ends in the middle',
      [
        [1, '10.'],
        [2, '10'],
      ],
      undefined,
    ],
    [
      'none of more digits than money has',
      [
        [1, '1234567890123456'],
        [2, '1234567890123456'],
      ],
      undefined,
    ],
  ])('has as the price of a SKU %s', (_, prices, unitPrice) => {
    const order = outgoingOrder({ ...parts, prices: new Map(prices) });
    expect(order.orderLines[0]).toEqual({ code: 'A', quantity: 3, ...(unitPrice === undefined ? {} : { unitPrice }) });
    expect(order.priceTotal).toBe(unitPrice === undefined ? undefined : Math.round(unitPrice * 300) / 100);
  });
});
