import { workflowId, type StoreHash } from '../ids.ts';
import type { FulfilOrderInput } from '../orders.ts';
import { runPriority, SearchAttribute, TaskQueue, WorkflowType } from '../temporal.ts';
import { integrationKey, orderKey } from './search-attributes.ts';
import { OPEN } from './open-runs.ts';

/** How the run of an order is started, whoever starts it. */
export function orderRunStart(input: FulfilOrderInput) {
  const { storeHash, orderId } = input;
  return {
    workflowId: workflowId.fulfilOrder(storeHash, orderId),
    taskQueue: TaskQueue.main,
    args: [input] as [FulfilOrderInput], // a tuple, as the type of the workflow's arguments
    priority: runPriority(storeHash, 'orders'),
    typedSearchAttributes: [
      { key: integrationKey, value: storeHash },
      { key: orderKey, value: `${storeHash}-${orderId}` },
    ],
    staticSummary: `Order ${orderId} of store ${storeHash}`,
  };
}

/** A visibility query: the open runs of a store's orders. */
export function openOrderRuns(storeHash: StoreHash): string {
  return `WorkflowType="${WorkflowType.fulfilOrder}" AND ${SearchAttribute.integration}="${storeHash}" AND ${OPEN}`;
}

/** The number of the order whose run has this workflow id. */
export function orderIdOf(workflowId: string): number {
  return Number(workflowId.split(':').at(-1));
}
