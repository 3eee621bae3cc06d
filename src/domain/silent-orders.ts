import { StoreStatus, type MyOgoStatus, type OrderStage } from '../contract/orders.ts';
import type { Settings } from '../contract/settings.ts';
import { statusMeaning } from './order-status.ts';

type Statuses = Pick<Settings, 'importStatuses' | 'waitingStatuses'>;

/**
 * True where an open run shows a stage that the store's status has passed: it has not heard of a payment, a cancellation or
 * a refund, or has not got round to it yet. Being told once too often is harmless.
 */
export function missedTheStore(stage: OrderStage, statusId: number, settings: Statuses): boolean {
  const meaning = statusMeaning(statusId, settings);
  switch (stage) {
    case 'awaiting-payment':
      return meaning !== 'awaiting-payment';
    case 'ready':
    case 'handed-over':
      return meaning === 'stopped' || statusId === StoreStatus.partiallyRefunded;
    case 'held': // it is asked to look again by the sweep of holds
    case 'shipped':
    case 'cancelled':
    case 'ignored':
    case 'nothing-to-ship':
      return false;
  }
}

/** The same of what the warehouse has done. */
export function missedTheWarehouse(stage: OrderStage, status: MyOgoStatus): boolean {
  return stage === 'handed-over' && (status === 'SHIPPED' || status === 'CANCELLED' || status === 'RETURNED');
}
