import { StoreStatus, type MyOgoStatus, type OrderStage } from '../../contract/orders.ts';
import type { Settings } from '../../contract/settings.ts';
import { statusMeaning } from '../orders/eligibility.ts';
import { mayLeave, standsStill } from '../shared/warehouse-status.ts';

type Statuses = Pick<Settings, 'importStatuses' | 'waitingStatuses' | 'statusAfterHandOver'>;

/**
 * True where an open run shows a stage that the store's order has passed: it has not heard of a payment, a cancellation, a
 * refund or a step back, or has not got round to it yet. Being told once too often is harmless.
 */
export function missedTheStore(
  stage: OrderStage,
  { statusId, isDeleted }: { readonly statusId: number; readonly isDeleted: boolean },
  settings: Statuses,
): boolean {
  const meaning = statusMeaning(statusId, settings);
  switch (stage) {
    case 'awaiting-payment': // a wait for any other status ends by one, too
      return isDeleted || meaning !== 'awaiting-payment';
    case 'ready':
      return isDeleted || !(meaning === 'import' || goesOn(statusId, settings));
    case 'handed-over': // set back to an import status, it may have been reopened, or our own move was undone
      return isDeleted || !goesOn(statusId, settings);
    case 'held': // it is asked to look again by the sweep of holds
    case 'shipped':
    case 'cancelled':
    case 'ignored':
    case 'nothing-to-ship':
      return false;
  }
}

/** What the store shows while the warehouse works: ours, or a part that is shipped already. */
function goesOn(statusId: number, { statusAfterHandOver }: Statuses): boolean {
  return statusId === statusAfterHandOver || statusId === StoreStatus.partiallyShipped;
}

/** The same of what the warehouse has done. Of what stands still there a run must know, so that a person hears of it. */
export function missedTheWarehouse(stage: OrderStage, status: MyOgoStatus): boolean {
  // One whose further pieces wait is in the warehouse with the rest.
  const waits = stage === 'handed-over' || stage === 'ready' || stage === 'awaiting-payment';
  return waits && (!mayLeave(status) || standsStill(status));
}
