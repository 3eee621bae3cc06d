import type { StoreProfile } from '../../contract/integration/access.ts';
import { wordsRules, type Settings, type SettingsPatch } from '../../contract/settings.ts';
import { addressNeeds } from '../../contract/shipping.ts';
import { isMethodNeeds } from '../shipping/needs-input.ts';
import { parseDuration } from '../shared/duration.ts';
import { countedStatuses, onItsWayStatuses, openStatuses } from '../shared/store-status.ts';
import { isCountry, isLanguage } from '../shared/iso-codes.ts';
import { isSkuOrCategory } from '../shared/not-at-warehouse.ts';

/** What is wrong with a person's input. */
export interface InputProblem {
  readonly field: string;
  readonly message: string;
  readonly expected: string;
}

/** Carts, and orders that are shipped or stopped, cannot be meant. */
const OPEN_STATUSES: readonly unknown[] = openStatuses;
const HANDED_OVER_STATUSES: readonly unknown[] = onItsWayStatuses;

const DAY_MS = 86_400_000;
/** Before the first store of BigCommerce there was no order. */
const EARLIEST_ORDER_MS = Date.UTC(2009, 0, 1);
/** Someone may set the day of the move in advance; further away is a typing error, and takes no order in silence. */
const FURTHEST_AHEAD_MS = 366 * DAY_MS;

type Rule = { readonly expected: string; readonly ok: (value: never) => boolean };

const wholeNumber = (min: number, max: number): Rule => ({
  expected: `a whole number from ${min} to ${max}`,
  ok: (value: unknown) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
});
const statusList: Rule = {
  expected: `a list of store status ids of orders that are still to be shipped (${OPEN_STATUSES.join(', ')}), at least one`,
  ok: (value: unknown) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= OPEN_STATUSES.length &&
    value.every((status) => OPEN_STATUSES.includes(status)),
};
const oneOf = (...words: readonly unknown[]): Rule => ({
  expected: words.map((word) => JSON.stringify(word)).join(' or '),
  ok: (value: unknown) => words.includes(value),
});

/** What each setting takes. */
export const settingRules: { readonly [K in keyof Settings]: Rule } = {
  importStatuses: statusList,
  waitingStatuses: statusList,
  statusAfterHandOver: {
    expected: `the store status id of an order on its way (${HANDED_OVER_STATUSES.join(', ')})`,
    ok: (value: unknown) => HANDED_OVER_STATUSES.includes(value),
  },
  graceMinutes: wholeNumber(0, 7 * 24 * 60),
  ordersFrom: {
    expected: 'an ISO time with its zone, for example "2026-11-01T00:00:00Z", at most a year ahead',
    ok: (value: unknown) => typeof value === 'string' && (isoTime(value) ?? -1) >= EARLIEST_ORDER_MS,
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
    expected: 'a two-letter language code (ISO 639-1), for example "en"',
    ok: (value: unknown) => typeof value === 'string' && isLanguage(value),
  },
  ordersEditable: oneOf(true, false),
  createMissingProducts: oneOf(true, false),
  waitForTrackingMinutes: wholeNumber(0, 7 * 24 * 60),
  cashOnDelivery: {
    expected: `null, or an object with paymentMethods (names, * stands for any text) and statuses (of ${OPEN_STATUSES.join(', ')}); shippingCodes is optional`,
    ok: isCashOnDelivery,
  },
  customerMessage: oneOf(...wordsRules),
  giftWords: oneOf(null, ...wordsRules),
  lineOptions: oneOf(null, ...wordsRules),
  notAtWarehouse: {
    expected:
      'a list of at most 1,000 SKUs, * stands for any text, but not for every SKU; and of categories by their ids, for example "category:24"',
    ok: (value: unknown) =>
      areTexts(value, 1_000) &&
      (value as readonly string[]).every((one) => !/^[*\s]+$/.test(one) && isSkuOrCategory(one)),
  },
  warehouseCountry: {
    expected:
      'two capital letters (ISO 3166-1; AX, IC and XI, too; GB and GR, not UK and EL), for example "FI", or null',
    ok: (value: unknown) => value === null || (typeof value === 'string' && isCountry(value)),
  },
  methodNeeds: {
    expected: `a list of at most 100 objects with shippingCode (* stands for any text) and needs (of ${addressNeeds.join(', ')}) or maxWeight (a number above 0) or both`,
    ok: (value: unknown) => Array.isArray(value) && value.length <= 100 && value.every(isMethodNeeds),
  },
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

function isCashOnDelivery(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  const { paymentMethods, statuses, shippingCodes = [], ...more } = value as Record<string, unknown>;
  const isOpen = (status: unknown) => OPEN_STATUSES.includes(status);
  const areStatuses = Array.isArray(statuses) && statuses.length <= OPEN_STATUSES.length && statuses.every(isOpen);
  return Object.keys(more).length === 0 && areTexts(paymentMethods) && areTexts(shippingCodes) && areStatuses;
}

function areTexts(value: unknown, most = 100): boolean {
  const isText = (one: unknown) => typeof one === 'string' && one.trim() !== '' && one.length <= 250;
  return Array.isArray(value) && value.length <= most && value.every(isText);
}

function isDurationBetween(value: unknown, minMs: number, maxMs: number): boolean {
  const ms = typeof value === 'string' ? parseDuration(value) : undefined;
  return ms !== undefined && ms >= minMs && ms <= maxMs;
}

/** Epoch ms of an ISO time with a zone; `undefined` for anything else. `Date` itself takes 31 February for 3 March. */
function isoTime(text: string): number | undefined {
  const day = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (day === null) return undefined;
  const [, year, month, date] = day.map(Number);
  const read = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, date ?? 0));
  const ms = Date.parse(text);
  return read.getUTCDate() === date && read.getUTCMonth() + 1 === month && !Number.isNaN(ms) ? ms : undefined;
}

/** What settings are judged by beside themselves. */
interface SettingsContext {
  /** ISO time. */
  readonly now: string;
  /** What is known of the store: where its locations may not be read, any location is taken. */
  readonly store?: Pick<StoreProfile, 'locationIds'> | undefined;
}

/** Applies a patch to settings, or says what is wrong with it: the first problem, by field. */
export function patchSettings(
  settings: Settings,
  patch: SettingsPatch,
  { now, store }: SettingsContext,
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
        problem: { field, message: `The setting "${field}" has an invalid value.`, expected: rule.expected },
      };
    }
  }
  const { locationId, ordersFrom } = patch;
  if (ordersFrom !== undefined && Date.parse(ordersFrom) > Date.parse(now) + FURTHEST_AHEAD_MS) {
    const message = 'The setting "ordersFrom" lies more than a year ahead: until then no order would be taken.';
    return { problem: { field: 'ordersFrom', message, expected: settingRules.ordersFrom.expected } };
  }
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
  const waiting = countedStatuses(merged);
  const cash = merged.cashOnDelivery ?? null;
  const uncounted = cash?.statuses.find((status) => !waiting.includes(status));
  if (uncounted !== undefined) {
    const message = `Orders at status ${uncounted} do not count as ordered stock: they cannot be handed over from there.`;
    return { problem: { field: 'cashOnDelivery', message, expected: `statuses of ${waiting.join(', ')}` } };
  }
  if (waiting.includes(merged.statusAfterHandOver)) {
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
