import type { StoreProfile } from '../contract/integration.ts';
import type { Settings, SettingsPatch } from '../contract/settings.ts';
import { parseDuration } from './duration.ts';

/** What is wrong with a person's input. */
export interface InputProblem {
  readonly field: string;
  readonly message: string;
  readonly expected: string;
}

const isStatusId = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 14;

type Rule = { readonly expected: string; readonly ok: (value: never) => boolean };

const wholeNumber = (min: number, max: number): Rule => ({
  expected: `a whole number from ${min} to ${max}`,
  ok: (value: unknown) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
});
const statusList: Rule = {
  expected: 'a list of store status ids (0–14), at least one',
  ok: (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isStatusId),
};
const oneOf = (...words: readonly unknown[]): Rule => ({
  expected: words.map((word) => JSON.stringify(word)).join(' or '),
  ok: (value: unknown) => words.includes(value),
});

/** What each setting takes. */
export const settingRules: { readonly [K in keyof Settings]: Rule } = {
  importStatuses: statusList,
  waitingStatuses: statusList,
  statusAfterHandOver: { expected: 'a store status id (0–14)', ok: isStatusId },
  graceMinutes: wholeNumber(0, 7 * 24 * 60),
  ordersFrom: {
    expected: 'an ISO time, for example "2026-11-01T00:00:00Z"',
    ok: (value: unknown) =>
      typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)),
  },
  stockBuffer: wholeNumber(0, 1_000_000),
  brakeShare: {
    expected: 'a share from 0 to 1',
    ok: (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1,
  },
  locationId: {
    expected: 'a location id of the store, or null for its default location',
    ok: (value: unknown) => value === null || (Number.isInteger(value) && (value as number) > 0),
  },
  languageCode: {
    expected: 'a two-letter language code, for example "en"',
    ok: (value: unknown) => typeof value === 'string' && /^[a-z]{2}$/.test(value),
  },
  ordersEditable: oneOf(true, false),
  createMissingProducts: oneOf(true, false),
  waitForTrackingMinutes: wholeNumber(0, 7 * 24 * 60),
  enableLatestChanges: oneOf('when-in-stock', 'by-hand'),
  every: {
    expected: 'a duration from "5s" to "24h", or null',
    ok: (value: unknown) => value === null || isDurationBetween(value, 5_000, 24 * 3_600_000),
  },
  goodsInEvery: {
    expected: 'a duration from "1s" to "24h"',
    ok: (value: unknown) => isDurationBetween(value, 1_000, 24 * 3_600_000),
  },
};

function isDurationBetween(value: unknown, minMs: number, maxMs: number): boolean {
  const ms = typeof value === 'string' ? parseDuration(value) : undefined;
  return ms !== undefined && ms >= minMs && ms <= maxMs;
}

/**
 * Applies a patch to settings, or says what is wrong with it: the first problem, by field.
 * @param store what is known of the store: where its locations may not be read, any location is taken
 */
export function patchSettings(
  settings: Settings,
  patch: SettingsPatch,
  store?: Pick<StoreProfile, 'locationIds'>,
): { readonly settings: Settings; readonly fields: readonly (keyof Settings)[] } | { readonly problem: InputProblem } {
  const known = new Set(Object.keys(settingRules));
  for (const field of Object.keys(patch)) {
    if (!known.has(field)) {
      return {
        problem: { field, message: `There is no setting "${field}".`, expected: `one of ${[...known].join(', ')}` },
      };
    }
  }
  const given = (Object.keys(patch) as (keyof Settings)[]).filter((field) => patch[field] !== undefined);
  for (const field of given) {
    const rule = settingRules[field];
    // The rules take unknown values at run time: a patch comes from outside.
    if (!rule.ok(patch[field] as never)) {
      return {
        problem: { field, message: `The setting "${field}" has a value that cannot be used.`, expected: rule.expected },
      };
    }
  }
  const { locationId } = patch;
  if (typeof locationId === 'number' && store?.locationIds?.includes(locationId) === false) {
    const locations = store.locationIds.join(', ');
    return {
      problem: {
        field: 'locationId',
        message: `The store has no location ${locationId}.`,
        expected: `${settingRules.locationId.expected}; the store has ${locations}`,
      },
    };
  }
  const merged: Settings = { ...settings, ...patch };
  if ([...merged.importStatuses, ...merged.waitingStatuses].includes(merged.statusAfterHandOver)) {
    return {
      problem: {
        field: 'statusAfterHandOver',
        message:
          'The status after hand-over is also an import or waiting status: orders would be taken again and again.',
        expected: 'a status that is in neither importStatuses nor waitingStatuses, for example 9',
      },
    };
  }
  const fields = given.filter((field) => JSON.stringify(settings[field]) !== JSON.stringify(merged[field]));
  return { settings: merged, fields };
}
