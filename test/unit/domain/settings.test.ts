import { describe, expect, test } from 'vitest';
import { defaultSettings, type Settings, type SettingsPatch } from '../../../src/contract/settings.ts';
import { patchSettings, settingRules } from '../../../src/domain/settings.ts';

const settings = defaultSettings('2026-01-01T00:00:00Z');
const names = Object.keys(settings) as (keyof Settings)[];

// What forms and command lines may send: of other types too.
const cases: {
  readonly [K in keyof Settings]: { readonly good: readonly unknown[]; readonly bad: readonly unknown[] };
} = {
  importStatuses: { good: [[8], [7, 11]], bad: [[], 11, ['11'], [15], [-1], [1.5]] },
  waitingStatuses: { good: [[7], [0, 14]], bad: [[], '7', [99], null] },
  statusAfterHandOver: { good: [0, 9, 14], bad: ['9', 15, -1, 9.5, null] },
  graceMinutes: { good: [0, 10_080], bad: [-1, 10_081, 0.5, '5', Number.NaN] },
  ordersFrom: {
    good: ['2026-11-01T00:00:00Z', '2026-11-01T02:00+02:00'],
    bad: ['yesterday', '2026-11-01', '2026-13-01T00:00', 5],
  },
  stockBuffer: { good: [0, 1_000_000], bad: [-1, 1_000_001, 0.5, '1'] },
  brakeShare: { good: [0, 0.35, 1], bad: [-0.1, 1.1, '0.2', Number.NaN] },
  locationId: { good: [null, 1, 7], bad: [0, -1, 1.5, '1'] },
  languageCode: { good: ['en', 'fi'], bad: ['EN', 'eng', '', 'en-GB', null] },
  ordersEditable: { good: [true, false], bad: ['true', 1, null] },
  createMissingProducts: { good: [true, false], bad: ['no', 0] },
  waitForTrackingMinutes: { good: [0, 60], bad: [-1, 10_081, '60'] },
  enableLatestChanges: { good: ['when-in-stock', 'by-hand'], bad: ['never', true] },
  every: { good: [null, '5s', '5m', '24h'], bad: ['4s', '25h', '5', 300, 'soon'] },
  goodsInEvery: { good: ['1s', '15m', '24h'], bad: ['0s', '25h', null, 15] },
};

test('every setting has a rule, and its default follows it', () => {
  expect(Object.keys(settingRules).sort()).toEqual([...names].sort());
  expect(patchSettings(settings, settings)).toEqual({ settings, fields: [] });
});

describe.each(names)('%s', (name) => {
  test.each(cases[name].good.map((value) => [value]))('takes %j', (value) => {
    expect(patchSettings(settings, { [name]: value })).toMatchObject({ settings: { [name]: value } });
  });

  test.each(cases[name].bad.map((value) => [value]))('refuses %j, by its name', (value) => {
    expect(patchSettings(settings, { [name]: value })).toMatchObject({
      problem: { field: name, expected: settingRules[name].expected },
    });
  });
});

test('a change tells which settings differ, and leaves the others alone', () => {
  const patch: SettingsPatch = { stockBuffer: 2, graceMinutes: 0, importStatuses: [11] };
  expect(patchSettings(settings, patch)).toEqual({
    settings: { ...settings, stockBuffer: 2 },
    fields: ['stockBuffer'],
  });
});

test('a setting that does not exist is refused with those that do', () => {
  expect(patchSettings(settings, { stokBuffer: 2 } as SettingsPatch)).toMatchObject({
    problem: { field: 'stokBuffer', expected: expect.stringContaining('stockBuffer') as string },
  });
});

test.each([{ statusAfterHandOver: 11 }, { statusAfterHandOver: 7 }, { importStatuses: [9] }, { waitingStatuses: [9] }])(
  '%j would take orders again and again',
  (patch) => {
    expect(patchSettings(settings, patch)).toMatchObject({ problem: { field: 'statusAfterHandOver' } });
  },
);

test('a location is one of the store’s where they may be read', () => {
  const store = { locationIds: [1, 3] };
  expect(patchSettings(settings, { locationId: 3 }, store)).toMatchObject({ fields: ['locationId'] });
  expect(patchSettings(settings, { locationId: null }, store)).toMatchObject({ fields: [] });
  expect(patchSettings(settings, { locationId: 2 }, store)).toMatchObject({
    problem: {
      field: 'locationId',
      message: 'The store has no location 2.',
      expected: expect.stringContaining('1, 3') as string,
    },
  });
  expect(patchSettings(settings, { locationId: 2 }, {})).toMatchObject({ fields: ['locationId'] });
});
