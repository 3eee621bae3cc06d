import type { AddressNeed } from './shipping.ts';

/**
 * A merchant's settings. Every one has a default; `changeSettings` takes any part of it. A change takes effect with the next
 * step of every run, 15 s later at the latest: so long a worker keeps an integration's answer.
 */
export interface Settings {
  /** Store order statuses that are handed over. Default: 11, Awaiting Fulfillment. */
  readonly importStatuses: readonly number[];
  /** Statuses whose orders count as open when stock is computed. Default: 7, 11, 12. */
  readonly waitingStatuses: readonly number[];
  /** Store status after all addresses were handed over: never an import or waiting status. Default: 9. */
  readonly statusAfterHandOver: number;
  /**
   * Minutes to wait before hand-over, counted from when the order was placed, for a customer's second thoughts. An order that a person
   * has fulfilled by hand does not wait. Default: 0.
   */
  readonly graceMinutes: number;
  /** ISO time: older orders are never taken by themselves. Default: the time of the first connect. */
  readonly ordersFrom: string;
  /** Units kept back from every stock level that is written to the store. Default: 0. */
  readonly stockBuffer: number;
  /** Share (0–1) of the in-stock SKUs that may fall to zero within ten minutes, in one run or several, without asking. Default: 0.2. */
  readonly brakeShare: number;
  /** The store's location that stock is written to, one that it has; `null`: the store's default location. */
  readonly locationId: number | null;
  /** ISO 639-1 language of product texts. Default: `en`. */
  readonly languageCode: string;
  /** True where the merchant's myOGO lets orders be modified through the API. Default: false. */
  readonly ordersEditable: boolean;
  /** Create a product that an order needs and myOGO does not know, instead of holding. Default: false. */
  readonly createMissingProducts: boolean;
  /** Minutes a shipped order waits for its tracking number before it is shown as shipped without. Default: 60. */
  readonly waitForTrackingMinutes: number;
  /**
   * Which orders are paid at the door: they are handed over unpaid, with the amount that is owed. `null`: not decided, which
   * holds an order whose payment method looks so. No payment methods: none is. Default: null.
   */
  readonly cashOnDelivery: CashOnDelivery | null;
  /** The customer's message, which myOGO shows its packers: `forward`, `drop`, or `hold` for a person to decide. Default: `forward`. */
  readonly customerMessage: WordsRule;
  /** Gift messages and gift wrapping of lines; `null`: not decided, which holds an order that has any. Default: null. */
  readonly giftWords: WordsRule | null;
  /** What shoppers write for a line, an engraving for example; `null`: not decided, which holds an order that has any. Default: null. */
  readonly lineOptions: WordsRule | null;
  /**
   * SKUs that the merchant does not keep at the warehouse, `*` stands for any text, and whole categories of the store by their ids
   * (`category:24`, without its sub-categories): they are neither created in myOGO, nor handed
   * over, nor is their stock written. Default: none.
   */
  readonly notAtWarehouse: readonly string[];
  /**
   * Where the warehouse is, by its country's two letters (`AX`, `IC` and `XI` stand for Åland, the Canary Islands and Northern
   * Ireland): what leaves its customs territory needs customs data. `null`: not said, nothing is checked. Default: null.
   */
  readonly warehouseCountry: string | null;
  /**
   * What methods need, by the myOGO shipping codes that links give them, `*` stands for any text: parts of an address
   * (`needs`), and the most that the goods of one may weigh (`maxWeight`). All entries that fit count together; what a link
   * says itself counts in their place. Default: none.
   */
  readonly methodNeeds: readonly MethodNeeds[];
  /** What switches latest changes on: the first goods in stock, or a person. Default: `when-in-stock`. */
  readonly enableLatestChanges: 'when-in-stock' | 'by-hand';
  /** Cadence of the latest-changes run, for example `5m`; `null`: the worker's LATEST_CHANGES_EVERY. */
  readonly every: string | null;
  /** How often awaited goods are looked for, for example `15m`. */
  readonly goodsInEvery: string;
}

/** What becomes of words: sent, left out, or decided by a person for each order. */
export const wordsRules = ['forward', 'drop', 'hold'] as const;
export type WordsRule = (typeof wordsRules)[number];

/** The kinds of words that an order may bring for the packer, by their settings. */
export type WordsKind = 'customerMessage' | 'giftWords' | 'lineOptions';

export interface CashOnDelivery {
  /** Names of the store's payment methods, `*` stands for any text. */
  readonly paymentMethods: readonly string[];
  /** The store's statuses from which such an order is handed over, for example 7. */
  readonly statuses: readonly number[];
  /** The myOGO shipping codes that collect; absent: all of them. */
  readonly shippingCodes?: readonly string[];
}

/** What the methods of a myOGO shipping code need: one of the two at least. */
export interface MethodNeeds {
  /** `*` stands for any text. */
  readonly shippingCode: string;
  readonly needs?: readonly AddressNeed[];
  /** In the store's own unit of weight. */
  readonly maxWeight?: number;
}

export type SettingsPatch = { readonly [K in keyof Settings]?: Settings[K] };

export function defaultSettings(ordersFrom: string): Settings {
  return {
    importStatuses: [11],
    waitingStatuses: [7, 11, 12],
    statusAfterHandOver: 9,
    graceMinutes: 0,
    ordersFrom,
    stockBuffer: 0,
    brakeShare: 0.2,
    locationId: null,
    languageCode: 'en',
    ordersEditable: false,
    createMissingProducts: false,
    waitForTrackingMinutes: 60,
    cashOnDelivery: null,
    notAtWarehouse: [],
    customerMessage: 'forward',
    giftWords: null,
    lineOptions: null,
    warehouseCountry: null,
    methodNeeds: [],
    enableLatestChanges: 'when-in-stock',
    every: null,
    goodsInEvery: '15m',
  };
}
