import { describe, expect, test } from 'vitest';
import { defaultSettings, type Settings, type SettingsPatch } from '../../../../src/contract/settings.ts';
import { patchSettings, settingRules } from '../../../../src/domain/integration/settings.ts';

const settings = defaultSettings('2026-01-01T00:00:00Z');
const now = '2026-11-28T00:00:00.000Z';
const names = Object.keys(settings) as (keyof Settings)[];

// What forms and command lines may send: of other types too.
const cases: {
  readonly [K in keyof Settings]: { readonly good: readonly unknown[]; readonly bad: readonly unknown[] };
} = {
  // Of a cart, or of an order that is over, nothing is to be shipped: 0, 1, 2, 4, 5, 6, 10.
  importStatuses: {
    good: [[8], [7, 11], [3, 11], [13, 14]],
    bad: [[], 11, ['11'], [15], [-1], [1.5], [0], [1], [2], [11, 4], [5], [6], [11, 10], Array(16).fill(11)],
  },
  waitingStatuses: { good: [[7], [3, 14]], bad: [[], '7', [99], null, [0], [7, 1], [2], [4], [5], [6], [10]] },
  // What would end the order in the store, or say what is not so: partly shipped, disputed, refunded.
  statusAfterHandOver: {
    good: [8, 9],
    bad: ['9', 15, -1, 9.5, null, 0, 1, 2, 3, 4, 5, 6, 10, 13, 14],
  },
  cashOnDelivery: {
    good: [
      null,
      { paymentMethods: [], statuses: [] },
      { paymentMethods: ['Cash on*'], statuses: [7, 11], shippingCodes: ['POSTI'] },
    ],
    bad: [
      ...['COD', true, [], {}, { paymentMethods: ['COD'] }, { paymentMethods: 'COD', statuses: [7] }],
      ...[
        { paymentMethods: [''], statuses: [7] },
        { paymentMethods: ['COD'], statuses: [5] },
      ],
      ...[{ paymentMethods: ['COD'], statuses: [7], codes: [] }],
    ],
  },
  warehouseCountry: {
    good: [null, 'FI', 'EE', 'AX', 'IC', 'XI', 'GB', 'XK', 'SS'],
    bad: ['', 'fi', 'FIN', 'UK', 'EL', 'EU', 'Finland', 5, true, ['FI'], 'EN', 'XX', 'ZZ', 'SU'],
  },
  methodNeeds: {
    good: [
      [],
      [{ shippingCode: 'GLS', needs: ['phone', 'street-number'] }],
      [
        { shippingCode: '*', needs: ['customs-data'] },
        { shippingCode: 'OMNIVA*', maxWeight: 30 },
      ],
    ],
    bad: [
      ...[null, 'phone', {}, ['GLS'], [null], [{}], [[]]],
      ...[[{ shippingCode: 'GLS' }], [{ needs: ['phone'] }], [{ shippingCode: ' ', needs: ['phone'] }]],
      ...[[{ shippingCode: 'ignore', needs: ['phone'] }], [{ shippingCode: 5, needs: ['phone'] }]],
      ...[[{ shippingCode: 'GLS', needs: [] }], [{ shippingCode: 'GLS', needs: ['fax'] }]],
      ...[[{ shippingCode: 'GLS', needs: 'phone' }], [{ shippingCode: 'GLS', maxWeight: 0 }]],
      ...[[{ shippingCode: 'GLS', maxWeight: '5' }], [{ shippingCode: 'GLS', needs: ['phone'], country: 'FI' }]],
      [{ shippingCode: 'x'.repeat(251), needs: ['phone'] }],
      Array.from({ length: 101 }, () => ({ shippingCode: 'GLS', needs: ['phone'] })),
    ],
  },
  notAtWarehouse: {
    good: [[], ['A-1', 'GIFT*'], ['category:24', 'A']],
    bad: [
      null,
      'A',
      [''],
      ['*'],
      [' ** '],
      [1],
      ['category:'],
      ['category:0'],
      ['category:Gifts'],
      ['category:*'],
      Array(1_001).fill('A'),
    ],
  },
  customerMessage: { good: ['forward', 'drop', 'hold'], bad: [null, '', 'send', true] },
  giftWords: { good: [null, 'forward', 'drop', 'hold'], bad: ['', 'send', false] },
  lineOptions: { good: [null, 'forward', 'drop', 'hold'], bad: ['', 1] },
  graceMinutes: { good: [0, 10_080], bad: [-1, 10_081, 0.5, '5', Number.NaN] },
  ordersFrom: {
    good: ['2026-11-01T00:00:00Z', '2026-11-01T02:00+02:00', '2024-02-29T00:00:00.000Z', '2027-10-01T00:00:00Z'],
    bad: [
      'yesterday',
      '2026-11-01',
      '2026-13-01T00:00Z',
      5,
      '2026-02-31T00:00:00Z',
      '2026-02-29T00:00:00Z',
      '2026-11-31T10:00:00+02:00',
      '2026-11-01T25:00:00Z',
      '2099-01-01T00:00:00Z',
      '2028-01-01T00:00:00Z',
      '1969-01-01T00:00:00Z',
      // Whose midnight?
      '2026-11-01T00:00:00',
      '2026-11-01T00:00:00Z tok-3f9a',
    ],
  },
  stockBuffer: { good: [0, 1_000_000], bad: [-1, 1_000_001, 0.5, '1'] },
  brakeShare: { good: [0, 0.35, 1], bad: [-0.1, 1.1, '0.2', Number.NaN] },
  locationId: { good: [null, 1, 7], bad: [0, -1, 1.5, '1'] },
  languageCode: { good: ['en', 'fi', 'lv', 'uk'], bad: ['EN', 'eng', '', 'en-GB', null, 'xx', 'gb', 'dk', 'us'] },
  ordersEditable: { good: [true, false], bad: ['true', 1, null] },
  createMissingProducts: { good: [true, false], bad: ['no', 0] },
  waitForTrackingMinutes: { good: [0, 60], bad: [-1, 10_081, '60'] },
  enableLatestChanges: { good: ['when-in-stock', 'by-hand'], bad: ['never', true] },
  every: { good: [null, '5s', '5m', '24h'], bad: ['4s', '25h', '5', 300, 'soon'] },
  goodsInEvery: { good: ['1s', '15m', '24h'], bad: ['0s', '25h', null, 15] },
};

test('every setting has a rule, and its default follows it', () => {
  expect(Object.keys(settingRules).sort()).toEqual([...names].sort());
  expect(patchSettings(settings, settings, { now })).toEqual({ settings, fields: [] });
});

describe.each(names)('%s', (name) => {
  test.each(cases[name].good.map((value) => [value]))('takes %j', (value) => {
    expect(patchSettings(settings, { [name]: value }, { now })).toMatchObject({ settings: { [name]: value } });
  });

  test.each(cases[name].bad.map((value) => [value]))('refuses %j, by its name', (value) => {
    expect(patchSettings(settings, { [name]: value }, { now })).toMatchObject({
      problem: { field: name, expected: settingRules[name].expected },
    });
  });
});

test('a change tells which settings differ, and leaves the others alone', () => {
  const patch: SettingsPatch = { stockBuffer: 2, graceMinutes: 0, importStatuses: [11] };
  expect(patchSettings(settings, patch, { now })).toEqual({
    settings: { ...settings, stockBuffer: 2 },
    fields: ['stockBuffer'],
  });
});

test('a setting that does not exist is refused with those that do', () => {
  expect(patchSettings(settings, { stokBuffer: 2 } as SettingsPatch, { now })).toMatchObject({
    problem: { field: 'stokBuffer', expected: expect.stringContaining('stockBuffer') as string },
  });
});

test.each([{ statusAfterHandOver: 11 }, { statusAfterHandOver: 7 }, { importStatuses: [9] }, { waitingStatuses: [9] }])(
  '%j would take orders again and again',
  (patch) => {
    expect(patchSettings(settings, patch, { now })).toMatchObject({ problem: { field: 'statusAfterHandOver' } });
  },
);

test('a location is one of the store’s where they may be read', () => {
  const store = { locationIds: [1, 3] };
  expect(patchSettings(settings, { locationId: 3 }, { now, store })).toMatchObject({ fields: ['locationId'] });
  expect(patchSettings(settings, { locationId: null }, { now, store })).toMatchObject({ fields: [] });
  expect(patchSettings(settings, { locationId: 2 }, { now, store })).toMatchObject({
    problem: {
      field: 'locationId',
      message: 'The store has no location 2.',
      expected: expect.stringContaining('1, 3') as string,
    },
  });
  expect(patchSettings(settings, { locationId: 2 }, { now })).toMatchObject({ fields: ['locationId'] });
});

test('payment at the door from a status that does not count as ordered stock is refused', () => {
  const cashOnDelivery = { paymentMethods: ['COD'], statuses: [8] };
  expect(patchSettings(settings, { cashOnDelivery }, { now })).toMatchObject({
    problem: { field: 'cashOnDelivery', expected: 'statuses of 11, 7, 12' },
  });
  expect(patchSettings(settings, { cashOnDelivery, waitingStatuses: [8] }, { now })).not.toHaveProperty('problem');
});
