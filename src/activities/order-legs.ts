import { WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { FailureType } from '../contract/failures.ts';
import { parseReference, workflowId, type StoreHash } from '../contract/ids.ts';
import { orderMessages } from '../contract/messages.ts';
import {
  StoreStatus,
  type FulfilOrderInput,
  type MyOgoOrderChanged,
  type StoreOrderChanged,
} from '../contract/orders.ts';
import type { Settings } from '../contract/settings.ts';
import { runPriority, SearchAttribute, TaskQueue, WorkflowType } from '../contract/temporal.ts';
import { trackingNumbers } from '../domain/parcels.ts';
import type { StoreApi } from '../bigcommerce/client.ts';
import { HttpFailure } from '../http/failure.ts';
import type { ChangeMemory } from './change-memory.ts';
import type { Dependencies } from './dependencies.ts';

const integrationKey = defineSearchAttributeKey(SearchAttribute.integration, 'KEYWORD');
const orderKey = defineSearchAttributeKey(SearchAttribute.order, 'KEYWORD');

/** What is new about an order, and on which side. */
export type OrderNews =
  | { readonly side: 'store'; readonly change: StoreOrderChanged }
  | { readonly side: 'myogo'; readonly change: MyOgoOrderChanged };

/** A store order as the legs and the comparison list it. */
export interface ListedOrder extends StoreOrderChanged {
  readonly id: number;
  readonly dateCreated: string;
  readonly isDeleted: boolean;
}

/** What became of one order's news. */
export type PassedOn = 'started' | 'signalled' | 'dropped';

type Temporal = Pick<Dependencies, 'temporal'>;
type TakeRule = Pick<Settings, 'importStatuses' | 'ordersFrom'>;

/**
 * Starts the run of an order with the news, or only tells it where one is open. A run's first step reads both sides, so
 * one start too many is harmless.
 */
export async function startFulfilment(
  { temporal }: Temporal,
  storeHash: StoreHash,
  orderId: number,
  news: OrderNews,
  options: { readonly byHand?: boolean } = {},
): Promise<void> {
  const input: FulfilOrderInput = { storeHash, orderId, ...(options.byHand === true ? { byHand: true } : {}) };
  const common = {
    workflowId: workflowId.fulfilOrder(storeHash, orderId),
    taskQueue: TaskQueue.main,
    args: [input] as [FulfilOrderInput],
    priority: runPriority(storeHash, 'orders'),
    typedSearchAttributes: [
      { key: integrationKey, value: storeHash },
      { key: orderKey, value: `${storeHash}-${orderId}` },
    ],
    staticSummary: `Order ${orderId} of store ${storeHash}`,
  };
  if (news.side === 'store') {
    await temporal.workflow.signalWithStart(WorkflowType.fulfilOrder, {
      ...common,
      signal: orderMessages.storeOrderChanged,
      signalArgs: [news.change],
    });
  } else {
    await temporal.workflow.signalWithStart(WorkflowType.fulfilOrder, {
      ...common,
      signal: orderMessages.myOgoOrderChanged,
      signalArgs: [news.change],
    });
  }
}

/** Tells an order's open run. @returns false where there is none */
export async function tellFulfilment(
  { temporal }: Temporal,
  storeHash: StoreHash,
  orderId: number,
  news: OrderNews,
): Promise<boolean> {
  const handle = temporal.workflow.getHandle(workflowId.fulfilOrder(storeHash, orderId));
  try {
    if (news.side === 'store') await handle.signal(orderMessages.storeOrderChanged, news.change);
    else await handle.signal(orderMessages.myOgoOrderChanged, news.change);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** True for an order that is taken by itself: an import status, not put away, and not older than the merchant said. */
export function isTaken(order: ListedOrder, rule: TakeRule): boolean {
  return (
    !order.isDeleted &&
    rule.importStatuses.includes(order.statusId) &&
    Date.parse(order.dateCreated) >= Date.parse(rule.ordersFrom)
  );
}

/** True for a cart that never became an order, although the store lists it. */
export function isNoOrder({ statusId }: Pick<ListedOrder, 'statusId'>): boolean {
  return statusId === StoreStatus.incomplete || statusId === StoreStatus.pending;
}

/** How a listed order is remembered: one that our own write made looks the same, and is no news. */
export function orderVersion(order: StoreOrderChanged): string {
  return `${order.statusId}@${order.dateModified}`;
}

/** How a myOGO order is remembered. */
export function warehouseVersion(order: Pick<MyOgoOrderChanged, 'status' | 'editTime'>): string {
  return `${order.status}@${order.editTime}`;
}

/** Passes a store order's change on to the run that it concerns, and remembers it once that is acknowledged. */
export async function passOnStoreOrder(
  deps: Pick<Dependencies, 'temporal' | 'changes'>,
  storeHash: StoreHash,
  order: ListedOrder,
  rule: TakeRule,
): Promise<PassedOn> {
  const version = orderVersion(order);
  if (isNoOrder(order) || !deps.changes.isNews('store-order', storeHash, order.id, version)) return 'dropped';
  const news: OrderNews = {
    side: 'store',
    change: { statusId: order.statusId, dateModified: order.dateModified },
  };
  let passed: PassedOn;
  if (isTaken(order, rule)) {
    await startFulfilment(deps, storeHash, order.id, news);
    passed = 'started';
  } else {
    passed = (await tellFulfilment(deps, storeHash, order.id, news)) ? 'signalled' : 'dropped';
  }
  deps.changes.remember('store-order', storeHash, order.id, version);
  return passed;
}

/**
 * Passes a myOGO order's change on. Without an open run it starts one only where something is left to do: tracking that
 * the store lacks, or a cancelled or returned order that the store still takes for a running one.
 * @returns `unknown` where the reference is not one of this store's
 */
export async function passOnMyOgoOrder(
  deps: Pick<Dependencies, 'temporal'> & { readonly changes: Pick<ChangeMemory, 'isNews' | 'remember'> },
  store: Pick<StoreApi, 'orders' | 'shipments'>,
  storeHash: StoreHash,
  change: MyOgoOrderChanged,
): Promise<PassedOn | 'unknown'> {
  const parsed = parseReference(storeHash, change.reference);
  if (parsed === undefined) return 'unknown';
  const version = warehouseVersion(change);
  if (!deps.changes.isNews('myogo-order', storeHash, change.reference, version)) return 'dropped';
  const news: OrderNews = { side: 'myogo', change };
  let passed: PassedOn = 'dropped';
  if (await tellFulfilment(deps, storeHash, parsed.orderId, news)) {
    passed = 'signalled';
  } else if (await storeLacks(store, parsed.orderId, change)) {
    await startFulfilment(deps, storeHash, parsed.orderId, news);
    passed = 'started';
  }
  deps.changes.remember('myogo-order', storeHash, change.reference, version);
  return passed;
}

async function storeLacks(
  store: Pick<StoreApi, 'orders' | 'shipments'>,
  orderId: number,
  change: MyOgoOrderChanged,
): Promise<boolean> {
  const stopped = change.status === 'CANCELLED' || change.status === 'RETURNED';
  const numbers = trackingNumbers(change.trackingNumber);
  if (!stopped && numbers.length === 0) return false;
  try {
    if (stopped) {
      const { statusId } = await store.orders.get(orderId);
      return !endedStatuses.includes(statusId);
    }
    const shipments = await store.shipments.list(orderId);
    const known = new Set(shipments.flatMap(({ trackingNumber }) => trackingNumbers(trackingNumber)));
    return numbers.some((number) => !known.has(number));
  } catch (error) {
    // The store's order is gone: there is nothing to bring up to date.
    if (error instanceof HttpFailure && error.type === FailureType.notFound) return false;
    throw error;
  }
}

const endedStatuses: readonly number[] = [StoreStatus.cancelled, StoreStatus.declined, StoreStatus.refunded];
