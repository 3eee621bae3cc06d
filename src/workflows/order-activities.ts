import { proxyActivities } from '@temporalio/workflow';
import { PriorityKey } from '../contract/temporal.ts';
import type { createGoodsInActivities } from '../activities/goods-in.ts';
import type { createProductActivities } from '../activities/products.ts';
import type { createHandOverActivities } from '../activities/hand-over.ts';
import type { createShippingActivities } from '../activities/shipping.ts';
import type { createStoreOrderActivities } from '../activities/store-orders.ts';

// Each has two bounds. The total is a day: an outage that lasts longer starts a fresh activity, so that a run's history
// tells of it. Retries back off to five minutes, which a store's or warehouse's long outage costs little.
const total = '1 day';
const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' } as const;

type StoreOrders = ReturnType<typeof createStoreOrderActivities>;
type Products = ReturnType<typeof createProductActivities>;
type GoodsIn = ReturnType<typeof createGoodsInActivities>;
type HandOver = ReturnType<typeof createHandOverActivities>;

// All heartbeat while they work, so that a dead worker is noticed in seconds and not in minutes.
const heartbeatTimeout = '10s';

/** Reads: a lost one is simply read again. */
const readBounds = { startToCloseTimeout: '1m', scheduleToCloseTimeout: total, heartbeatTimeout, retry } as const;

export const { readStoreOrder } = proxyActivities<Pick<StoreOrders, 'readStoreOrder'>>({
  ...readBounds,
  summary: 'Read the order in the store',
});
export const { matchShipping } = proxyActivities<ReturnType<typeof createShippingActivities>>({
  ...readBounds,
  summary: 'Match the shipping method',
});
export const { lookUpInWarehouse } = proxyActivities<Pick<HandOver, 'lookUpInWarehouse'>>({
  ...readBounds,
  summary: 'Look the reference up in myOGO',
});

const write = { startToCloseTimeout: '3m', scheduleToCloseTimeout: total, heartbeatTimeout, retry } as const;

export const { handOver } = proxyActivities<Pick<HandOver, 'handOver'>>({ ...write, summary: 'Hand over to myOGO' });
/** Both send the whole order: the same twice changes nothing. */
const change = { startToCloseTimeout: '2m', scheduleToCloseTimeout: total, heartbeatTimeout, retry } as const;

export const { cancelInWarehouse } = proxyActivities<Pick<HandOver, 'cancelInWarehouse'>>({
  ...change,
  summary: 'Cancel in myOGO',
});
export const { editInWarehouse } = proxyActivities<Pick<HandOver, 'editInWarehouse'>>({
  ...change,
  summary: 'Send the change to myOGO',
});

export const { createProduct } = proxyActivities<Pick<Products, 'createProduct'>>({
  ...write,
  summary: 'Create the missing product in myOGO',
});
export const { awaitGoods } = proxyActivities<Pick<GoodsIn, 'awaitGoods'>>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: total,
  retry,
  summary: 'Await the first goods of a new product',
});

export const { writeShipment } = proxyActivities<Pick<StoreOrders, 'writeShipment'>>({
  ...write,
  priority: { priorityKey: PriorityKey.tracking },
  summary: 'Write the shipment into the store',
});

// Small changes of the store's order: each may be repeated without harm.
export const { markHandedOver } = proxyActivities<Pick<StoreOrders, 'markHandedOver'>>({
  ...readBounds,
  summary: 'Move the store’s order on',
});
export const { noteOnStoreOrder } = proxyActivities<Pick<StoreOrders, 'noteOnStoreOrder'>>({
  ...readBounds,
  summary: 'Note on the store’s order',
});
export const { cancelInStore } = proxyActivities<Pick<StoreOrders, 'cancelInStore'>>({
  ...readBounds,
  summary: 'Cancel the order in the store',
});
