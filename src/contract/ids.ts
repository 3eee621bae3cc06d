/** A store's hash, as in `https://api.bigcommerce.com/stores/{hash}/v3/`. It is the integration's identity. */
export type StoreHash = string & { readonly brand: 'StoreHash' };

/** The myOGO order reference: unique over all stores that share a merchant. */
export type Reference = string & { readonly brand: 'Reference' };

const HASH = /^[a-z0-9]{3,32}$/;

/** What a store hash should look like, for messages. */
export const STORE_HASH_EXPECTED =
  'the store hash, for example "abc123", or the API path "https://api.bigcommerce.com/stores/abc123/v3/"';

/**
 * Reads a store hash from what people paste: the hash, the whole API path, or the control panel's
 * `store-abc123.mybigcommerce.com`. Returns `undefined` where there is none.
 */
export function parseStoreHash(text: string): StoreHash | undefined {
  const trimmed = text.trim();
  const fromPath = /\/stores\/([^/\s]+)(?:\/|$)/i.exec(trimmed)?.[1];
  const fromHost = /^(?:https?:\/\/)?store-([a-z0-9]+)(?:[.\-/].*)?$/i.exec(trimmed)?.[1];
  const candidate = (fromPath ?? fromHost ?? trimmed).toLowerCase();
  return HASH.test(candidate) ? (candidate as StoreHash) : undefined;
}

/**
 * The first reference of one address of a store order; which form, and what a repeat is called, is decided once
 * (`domain/orders/facts/references.ts`). The only address of an order carries no id, so that the warehouse's people read the
 * shop's own order number.
 */
export function orderReference(storeHash: StoreHash, orderId: number, addressId?: number): Reference {
  return (addressId === undefined ? `${storeHash}-${orderId}` : `${storeHash}-${orderId}-${addressId}`) as Reference;
}

/** Workflow ids: each names what it is about, so a person finds it by typing. */
export const workflowId = {
  integration: (hash: StoreHash) => `integration:${hash}`,
  goodsIn: (hash: StoreHash) => `goods-in:${hash}`,
  /** A part of the SKUs that a store awaits, where they are many. */
  awaited: (hash: StoreHash, shard: number) => `goods-in:${hash}:${shard}`,
  /** Which stores of a merchant await goods. */
  merchantGoods: (merchantId: string) => `goods-of:${merchantId}`,
  /** A part of the store's ledger of orders whose unreserved pieces its statuses do not tell. */
  owed: (hash: StoreHash, shard: number) => `owed:${hash}:${shard}`,
  createProducts: (hash: StoreHash) => `create-products:${hash}`,
  /** Tells myOGO what the comparison found changed. A run of its own, so that a person's is never refused for it. */
  updateProducts: (hash: StoreHash) => `update-products:${hash}`,
  /** `skuKey` is the SKU itself, or its digest where it is over 100 characters. */
  createProduct: (hash: StoreHash, skuKey: string) => `product:${hash}:${skuKey}`,
  fulfilOrder: (hash: StoreHash, orderId: number) => `order:${hash}:${orderId}`,
  lookup: (hash: StoreHash, unique: string) => `lookup:${hash}:${unique}`,
  /** Of a run by the schedule: the server appends its time. */
  latestChanges: (hash: StoreHash) => `latest-changes-run:${hash}`,
  reconcile: (hash: StoreHash) => `reconcile:${hash}`,
  /** What a store's webhooks set off. */
  hints: (hash: StoreHash) => `hints:${hash}`,
  /** Looks at many stores at once. */
  changesWatch: (group: string) => `changes-watch:${group}`,
} as const;

export const scheduleId = {
  latestChanges: (hash: StoreHash) => `latest-changes:${hash}`,
  reconcile: (hash: StoreHash) => `reconcile:${hash}`,
  maintain: () => 'maintain',
} as const;
