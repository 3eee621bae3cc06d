import { proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import { PriorityKey } from '../../contract/temporal.ts';
import { WRITE_ATTEMPT_MS } from '../../contract/runs/write-attempt.ts';
import type { createCorrections } from '../../activities/orders/correct.ts';
import type { createHandOver } from '../../activities/orders/hand-over.ts';
import type { createKeepDecisions } from '../../activities/orders/keep-decisions.ts';
import type { createLooks } from '../../activities/orders/look.ts';
import type { createReadOrder } from '../../activities/orders/read-order.ts';
import type { createShip } from '../../activities/shipping/ship.ts';
import type { createStoreWrites } from '../../activities/orders/store-writes.ts';
import type { createGoodsInActivities } from '../../activities/stock/goods-in.ts';
import type { createShippingActivities } from '../../activities/shipping/shipping.ts';
import type { createOwedActivities } from '../../activities/stock/owed/owed.ts';
import { settledBounds } from '../shared/settled-write.ts';

// Each has two bounds. The total is a day: an outage that lasts longer starts a fresh activity, so that a run's history
// tells of it. Retries back off to five minutes, which a store's or warehouse's long outage costs little.
const total = '1 day' as const;
const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' } as const;

// All heartbeat while they work, so that a dead worker is noticed in seconds and not in minutes.
const heartbeatTimeout = '10s' as const;

/** Reads: a lost one is simply read again. */
const reads = { startToCloseTimeout: '1m', scheduleToCloseTimeout: total, heartbeatTimeout, retry } as const;

/** Changes of a whole order that look first and read back: the same twice changes nothing. */
const changes = { startToCloseTimeout: '2m', scheduleToCloseTimeout: total, heartbeatTimeout, retry } as const;

/** Writes that must take effect once: whatever ends one in the middle ends the activity, and the run waits. */
const writes = {
  startToCloseTimeout: WRITE_ATTEMPT_MS,
  scheduleToCloseTimeout: total,
  heartbeatTimeout,
  retry: { ...retry, nonRetryableErrorTypes: [...settledBounds.nonRetryableErrorTypes] },
} satisfies ActivityOptions;

type Reads = ReturnType<typeof createReadOrder>;
type Looks = ReturnType<typeof createLooks>;
type Ship = ReturnType<typeof createShip>;
type StoreWrites = ReturnType<typeof createStoreWrites>;
type Corrections = ReturnType<typeof createCorrections>;

export const { readStoreOrder } = proxyActivities<Reads>({ ...reads, summary: 'Read the order in the store' });
export const { readShipments } = proxyActivities<Pick<Ship, 'readShipments'>>({
  ...reads,
  summary: 'Read the order’s shipments in the store',
});
export const { matchShipping } = proxyActivities<ReturnType<typeof createShippingActivities>>({
  ...reads,
  summary: 'Match the shipping method',
});
export const { lookUpInWarehouse } = proxyActivities<Pick<Looks, 'lookUpInWarehouse'>>({
  ...reads,
  summary: 'Look the reference up in myOGO',
});
export const { findCodes } = proxyActivities<Pick<Looks, 'findCodes'>>({
  ...reads,
  summary: 'Ask what the goods are called today',
});
export const { searchWarehouse } = proxyActivities<Pick<Looks, 'searchWarehouse'>>({
  ...reads,
  startToCloseTimeout: '10m',
  summary: 'Search myOGO for the order’s parts',
});

export const { handOver } = proxyActivities<ReturnType<typeof createHandOver>>({
  ...writes,
  cancellationType: settledBounds.cancellationType,
  summary: 'Hand over to myOGO',
});
export const { writeShipment } = proxyActivities<Pick<Ship, 'writeShipment'>>({
  ...writes,
  cancellationType: settledBounds.cancellationType,
  priority: { priorityKey: PriorityKey.tracking },
  summary: 'Write the shipment into the store',
});

export const { cancelInWarehouse } = proxyActivities<Pick<Corrections, 'cancelInWarehouse'>>({
  ...changes,
  summary: 'Cancel in myOGO',
});
export const { editInWarehouse } = proxyActivities<Pick<Corrections, 'editInWarehouse'>>({
  ...changes,
  summary: 'Send the change to myOGO',
});

export const { awaitGoods } = proxyActivities<Pick<ReturnType<typeof createGoodsInActivities>, 'awaitGoods'>>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: total,
  retry,
  summary: 'Await the first goods of a new product',
});
export const { reportOwed } = proxyActivities<Pick<ReturnType<typeof createOwedActivities>, 'reportOwed'>>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: total,
  retry,
  summary: 'Tell stock what is owed',
});

// Small changes of the store's order: each reads first, and may be repeated without harm.
export const { markHandedOver } = proxyActivities<Pick<StoreWrites, 'markHandedOver'>>({
  ...reads,
  summary: 'Move the store’s order on',
});
export const { noteOnStoreOrder } = proxyActivities<Pick<StoreWrites, 'noteOnStoreOrder'>>({
  ...reads,
  summary: 'Note on the store’s order',
});
export const { cancelInStore } = proxyActivities<Pick<StoreWrites, 'cancelInStore'>>({
  ...reads,
  summary: 'Cancel the order in the store',
});
export const { keepDecisions } = proxyActivities<ReturnType<typeof createKeepDecisions>>({
  ...reads,
  summary: 'Keep decisions on the store’s order',
});
