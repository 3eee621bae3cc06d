/** Every switch of the sandbox. The first value of each is the default unless the default says otherwise. */
export interface Settings {
  // The store
  /** When BigCommerce deducts an order's stock by itself. */
  updateStockBehavior: 'order_placed' | 'order_completed_or_shipped';
  refundOrderStockAdjustment: boolean;
  editOrderStockAdjustment: boolean;
  /** Delay between the answer to an Inventory adjustment and its effect, in real milliseconds. */
  inventoryDelayMs: number;
  /** UNCONFIRMED on the real side: what adjusting an untracked item does. */
  untrackedAdjustment: 'ignore' | 'refuse';
  /** Whether Inventory writes and orders bump the product's `date_modified` (UNCONFIRMED). Catalogue writes always do. */
  stockBumpsProduct: boolean;
  /** Whether a shipment moves the order's status by itself (conflicting sources; mostly yes). */
  shipmentMovesStatus: boolean;
  /** Whether a refund made in the store moves the status to 4 or 14 (UNCONFIRMED). */
  refundMovesStatus: boolean;
  /** Whether lists show archived orders that nobody asked for (UNCONFIRMED). */
  archivedInLists: boolean;
  /** Newer and older shape of the 403 for a missing scope. */
  scopeErrorShape: 'title' | 'error';
  /** `down`: every request answers 503 (maintenance, suspension, billing). */
  storeStatus: 'live' | 'down';
  /** The real side takes only https on port 443; `any` lets tests receive on loopback. */
  hookDestinations: 'https' | 'any';
  // Deliveries of either side's hooks, for one store hash or merchant id or for all
  /** Share of them that never arrive although the sender believes so: 0 to 1. */
  hookLoss: number;
  /** Share of them that arrive twice. */
  hookDoubling: number;
  /** Real milliseconds until a delivery leaves. */
  hookDelayMs: number;
  /** Up to so many more, drawn for each delivery: they arrive out of order. */
  hookShuffleMs: number;
  /** `wrong`: deliveries carry other secrets and signatures than the hook's. */
  hookSecrets: 'right' | 'wrong';
  /** More than 0: the store delivers nothing to any domain, and says that it will not for so many seconds. */
  hooksBlockedSeconds: number;
  // The warehouse
  /** Casing of the status words in answers. */
  statusCase: 'pascal' | 'lower' | 'upper';
  /** A second POST with a known reference (UNCONFIRMED): refused with 400, or accepted: in RESERVED, or like any other. */
  duplicateReference: 'refuse' | 'reserve' | 'accept';
  /** How long a new order stays out of every list and look-up, in sandbox milliseconds. */
  ordersAppearAfterMs: number;
  /** `editTime` moves in steps of so many milliseconds: with 1000, two changes within a second have the same one. */
  editTimeStepMs: number;
  /** A line with a code the merchant does not have (UNCONFIRMED). */
  unknownSku: 'refuse' | 'create';
  /** The merchant option "orders can be modified through the API". */
  ordersEditable: boolean;
  /** What a PUT answers when the order cannot be edited (UNCONFIRMED): 200 with nothing changed, or 400. */
  uneditable: 'ignore' | 'refuse';
  /** Whether PUT may cancel in the statuses before COLLECTING (UNCONFIRMED). */
  cancelByApi: boolean;
  /** Whether PUT needs reference and customer, as the contract says; `false` takes a partial body. */
  putNeedsWholeOrder: boolean;
  /** The merchant option that splits a PENDING order in two. */
  autoSplit: boolean;
  /** Reference of the split-off order (UNCONFIRMED): `…-1`, or the same one. */
  splitReference: 'suffix' | 'same';
  accessTokenSeconds: number;
  refreshTokenSeconds: number;
  /** A product code with `/` or `\` on POST. */
  slashInCode: 'refuse' | 'accept';
  /** GET /Stock with an unknown code. */
  unknownStock: '404' | 'empty';
  /** What GET /WebHooks answers when there are none. */
  noWebHooks: 'null' | 'empty';
  /** Whether `modifiedAfter` includes its own instant (UNCONFIRMED). */
  modifiedAfterInclusive: boolean;
  /** Longest reference (UNCONFIRMED). */
  maxReferenceLength: number;
  /** Longest comments (UNCONFIRMED). */
  maxCommentsLength: number;
  /** Base of the waits between two deliveries of a myOGO webhook (UNCONFIRMED), sandbox milliseconds. */
  webhookRetryMs: number;
}

const defaultSettings: Settings = {
  updateStockBehavior: 'order_placed',
  refundOrderStockAdjustment: false,
  editOrderStockAdjustment: true,
  inventoryDelayMs: 50,
  untrackedAdjustment: 'ignore',
  stockBumpsProduct: true,
  shipmentMovesStatus: true,
  refundMovesStatus: true,
  archivedInLists: false,
  scopeErrorShape: 'title',
  storeStatus: 'live',
  hookDestinations: 'https',
  hookLoss: 0,
  hookDoubling: 0,
  hookDelayMs: 0,
  hookShuffleMs: 0,
  hookSecrets: 'right',
  hooksBlockedSeconds: 0,
  statusCase: 'pascal',
  duplicateReference: 'refuse',
  ordersAppearAfterMs: 0,
  editTimeStepMs: 1,
  unknownSku: 'refuse',
  ordersEditable: false,
  uneditable: 'ignore',
  cancelByApi: true,
  putNeedsWholeOrder: true,
  autoSplit: false,
  splitReference: 'suffix',
  accessTokenSeconds: 5400,
  refreshTokenSeconds: 14 * 86_400,
  slashInCode: 'refuse',
  unknownStock: '404',
  noWebHooks: 'null',
  modifiedAfterInclusive: false,
  maxReferenceLength: 100,
  maxCommentsLength: 10_000,
  webhookRetryMs: 1000,
};

const choices: Partial<Record<keyof Settings, readonly string[]>> = {
  updateStockBehavior: ['order_placed', 'order_completed_or_shipped'],
  untrackedAdjustment: ['ignore', 'refuse'],
  scopeErrorShape: ['title', 'error'],
  storeStatus: ['live', 'down'],
  hookDestinations: ['https', 'any'],
  hookSecrets: ['right', 'wrong'],
  statusCase: ['pascal', 'lower', 'upper'],
  duplicateReference: ['refuse', 'reserve', 'accept'],
  unknownSku: ['refuse', 'create'],
  uneditable: ['ignore', 'refuse'],
  splitReference: ['suffix', 'same'],
  slashInCode: ['refuse', 'accept'],
  unknownStock: ['404', 'empty'],
  noWebHooks: ['null', 'empty'],
};

/** Checks switches given as JSON; throws a RangeError that names the first wrong one. */
export function readSettings(given: Readonly<Record<string, unknown>>): Partial<Settings> {
  for (const [name, value] of Object.entries(given)) {
    if (!(name in defaultSettings)) throw new RangeError(`There is no switch '${name}'.`);
    // `name` is a key of Settings: checked in the line above.
    const key = name as keyof Settings;
    const allowed = choices[key];
    const fits = allowed
      ? typeof value === 'string' && allowed.includes(value)
      : typeof value === typeof defaultSettings[key];
    if (!fits)
      throw new RangeError(`'${name}' takes ${allowed ? allowed.join(' or ') : `a ${typeof defaultSettings[key]}`}.`);
  }
  // Every entry was checked against the type of its switch.
  return given;
}

/** Switches for all, and over them those for one store hash or merchant id. */
export class SettingsBook {
  #base: Settings = { ...defaultSettings };
  readonly #own = new Map<string, Partial<Settings>>();

  set(changes: Partial<Settings>, owner?: string): void {
    if (owner === undefined) this.#base = { ...this.#base, ...changes };
    else this.#own.set(owner, { ...this.#own.get(owner), ...changes });
  }

  of(owner: string): Settings {
    const own = this.#own.get(owner);
    return own ? { ...this.#base, ...own } : this.#base;
  }

  report(): Settings & { overrides: Record<string, Partial<Settings>> } {
    return { ...this.#base, overrides: Object.fromEntries(this.#own) };
  }
}
