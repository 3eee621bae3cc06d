import { StoreStatus, type AddressStage, type OrderStage, type StatusMeaning } from '../contract/orders.ts';
import type { Settings } from '../contract/settings.ts';

const stopped: readonly number[] = [StoreStatus.cancelled, StoreStatus.declined, StoreStatus.refunded];
const shipped: readonly number[] = [StoreStatus.shipped, StoreStatus.completed];
// Both are carts that never became an order, although webhooks and lists show them.
const ignored: readonly number[] = [StoreStatus.incomplete, StoreStatus.pending];

/** Cancelled, declined or refunded: nothing of it is to be shipped any more. */
export function isStopped(statusId: number): boolean {
  return stopped.includes(statusId);
}

export function statusMeaning(
  statusId: number,
  settings: Pick<Settings, 'importStatuses' | 'waitingStatuses'>,
): StatusMeaning {
  if (settings.importStatuses.includes(statusId)) return 'import';
  if (ignored.includes(statusId)) return 'ignore';
  if (isStopped(statusId)) return 'stopped';
  if (shipped.includes(statusId)) return 'shipped';
  if (settings.waitingStatuses.includes(statusId)) return 'awaiting-payment';
  return 'other';
}

const order: readonly AddressStage[] = [
  'held',
  'awaiting-payment',
  'ready',
  'handed-over',
  'shipped',
  'ignored',
  'cancelled',
];

/** An order shows its least advanced address. */
export function orderStage(stages: readonly AddressStage[]): OrderStage {
  return order.find((stage) => stages.includes(stage)) ?? 'nothing-to-ship';
}

/** Nothing more will happen to such an address by itself. */
export function isFinal(stage: AddressStage): boolean {
  return stage === 'shipped' || stage === 'ignored' || stage === 'cancelled';
}
