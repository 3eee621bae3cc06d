import type { Settings } from '../settings.ts';

/** What a changed setting changes, and what it does not. */
export interface SettingEffect {
  readonly field: keyof Settings;
  readonly fromNowOn: string;
  readonly unchanged: string;
  /** Its value before. */
  readonly was: unknown;
  /** Who changed it before this, and when, as far as is kept. */
  readonly changedBefore?: SettingChangedBy;
}

export interface SettingChangedBy {
  /** ISO time. */
  readonly at: string;
  readonly by: string;
}

/** A setting that was asked for as it is: nothing was changed. */
export interface SettingAlready {
  readonly field: keyof Settings;
  /** Who made it so, and when, as far as is kept. */
  readonly changedBefore?: SettingChangedBy;
}

/** The answer to changed settings: all of them, the effects of those that are different now, and what was so already. */
export type SettingsChanged = Settings & {
  readonly effects: readonly SettingEffect[];
  readonly already?: readonly SettingAlready[];
};

/** Settings that say which orders are taken by themselves. */
export const takingSettings: readonly (keyof Settings)[] = [
  'importStatuses',
  'waitingStatuses',
  'statusAfterHandOver',
  'ordersFrom',
  'cashOnDelivery',
];

type Words = Pick<SettingEffect, 'fromNowOn' | 'unchanged'>;

const LEVELS = 'every level is compared and written anew by the next run of latest changes';
const HANDED_OVER = 'orders that were handed over already stay as they are';

const words: Record<keyof Settings, Words> = {
  importStatuses: {
    fromNowOn: 'orders are taken from these statuses; held orders that wait for one look again',
    unchanged: `${HANDED_OVER}; older orders that have such a status now are found by the daily comparison, or by reconcile`,
  },
  waitingStatuses: {
    fromNowOn: `orders of these statuses are subtracted from the stock: ${LEVELS}`,
    unchanged: HANDED_OVER,
  },
  statusAfterHandOver: {
    fromNowOn: 'orders get this status when all their addresses are handed over',
    unchanged: 'the status of orders that got the one before',
  },
  graceMinutes: {
    fromNowOn: 'orders wait so long before they are handed over, those that wait now included',
    unchanged: HANDED_OVER,
  },
  ordersFrom: {
    fromNowOn: `orders placed since then are taken, older ones are not; ${LEVELS}`,
    unchanged: `${HANDED_OVER}; orders that have a run already go on; older ones that count now are found by the daily comparison, or by reconcile`,
  },
  stockBuffer: { fromNowOn: `so many units are kept back: ${LEVELS}`, unchanged: 'orders' },
  brakeShare: {
    fromNowOn: 'a run asks before it takes a larger share of the SKUs in stock to zero',
    unchanged: 'questions that are open, and answers that stand',
  },
  locationId: {
    fromNowOn: 'stock is written to this location, then what is ours is taken away at the one before',
    unchanged: 'levels of other locations',
  },
  languageCode: {
    fromNowOn: 'products are created and updated with texts of this language',
    unchanged: 'products in myOGO, until they change in the store',
  },
  ordersEditable: {
    fromNowOn:
      'edits of handed-over orders are made in myOGO (true) or held for a person (false); orders held for one look again',
    unchanged: 'edits that were made or settled',
  },
  createMissingProducts: {
    fromNowOn: 'products that an order needs are created (true) or hold it (false); held orders look again',
    unchanged: 'products that were created',
  },
  waitForTrackingMinutes: {
    fromNowOn: 'shipped orders wait so long for a tracking number: a longer wait at once, those that wait now included',
    unchanged:
      'shipments that are in the store; orders that were handed over already wait no less than before, unless they are read again',
  },
  cashOnDelivery: {
    fromNowOn: 'orders with these payment methods are handed over unpaid, with what is owed; held orders look again',
    unchanged: HANDED_OVER,
  },
  customerMessage: {
    fromNowOn: 'orders are handed over with the shopper’s message or without it',
    unchanged: HANDED_OVER,
  },
  giftWords: { fromNowOn: 'orders are handed over with gift words by this setting', unchanged: HANDED_OVER },
  lineOptions: {
    fromNowOn: 'orders are handed over with the options of their lines by this setting',
    unchanged: HANDED_OVER,
  },
  notAtWarehouse: {
    fromNowOn: 'lines that this setting names are not sent to the warehouse, others are; orders under way look again',
    unchanged: `${HANDED_OVER}; orders whose rest is kept here now and that no run follows are found by the daily comparison, or by reconcile`,
  },
  warehouseCountry: {
    fromNowOn:
      'goods that leave the customs territory of this country need customs data; orders held for it look again',
    unchanged: HANDED_OVER,
  },
  methodNeeds: {
    fromNowOn: 'addresses and goods that lack what this setting names are held; orders held for it look again',
    unchanged: HANDED_OVER,
  },
  enableLatestChanges: {
    fromNowOn: 'the first goods, or only a person, switch latest changes on',
    unchanged: 'latest changes that are enabled or disabled now',
  },
  every: { fromNowOn: 'latest changes run in this cadence', unchanged: 'a run that is under way' },
  goodsInEvery: { fromNowOn: 'awaited goods are looked for so often', unchanged: 'goods that have come' },
};

/** What a changed setting changes, and what it does not. */
export function wordsOf(field: keyof Settings): Words {
  return words[field];
}

/** The names of all settings. */
export const settingNames = Object.keys(words) as readonly (keyof Settings)[]; // its own keys
