import { StoreStatus } from '../../contract/orders.ts';
import type { Settings } from '../../contract/settings.ts';

// What the store's status of an order says, whatever it is asked for: the one list of each kind.

/** Both are carts that never became an order, although webhooks and lists show them. */
const carts: readonly number[] = [StoreStatus.incomplete, StoreStatus.pending];
const stopped: readonly number[] = [StoreStatus.cancelled, StoreStatus.declined, StoreStatus.refunded];
const shipped: readonly number[] = [StoreStatus.shipped, StoreStatus.completed];

/** A part is done, the rest goes on. */
export const partlyDoneStatuses: readonly number[] = [StoreStatus.partiallyShipped, StoreStatus.partiallyRefunded];

/** Something of the order may still be shipped. */
export const openStatuses: readonly number[] = Object.values(StoreStatus).filter(
  (status) => ![...carts, ...stopped, ...shipped].includes(status),
);

/** What an order may be given when it was handed over: any other would call it partly shipped, disputed or refunded. */
export const onItsWayStatuses: readonly number[] = openStatuses.filter(
  (status) => !partlyDoneStatuses.includes(status) && status !== StoreStatus.disputed,
);

/** Somebody must look first, the money is not there, or the shopper fetches it. */
const beforeHandOver: readonly number[] = [
  StoreStatus.awaitingPayment,
  StoreStatus.awaitingPickup,
  StoreStatus.manualVerification,
  StoreStatus.disputed,
  ...carts,
];

export function isCart(statusId: number): boolean {
  return carts.includes(statusId);
}

/** Cancelled, declined or refunded: nothing of it is to be shipped any more. */
export function isStopped(statusId: number): boolean {
  return stopped.includes(statusId);
}

/** Shipped or completed, whoever set it. */
export function isShippedStatus(statusId: number): boolean {
  return shipped.includes(statusId);
}

export function isPartlyDone(statusId: number): boolean {
  return partlyDoneStatuses.includes(statusId);
}

/** As orders stand that nobody has handed over: carts, unpaid ones, and those that somebody must look at first. */
export function isBeforeHandOver(statusId: number): boolean {
  return beforeHandOver.includes(statusId);
}

/** Orders that the store, or this integration, takes for running ones: paid, and with nobody's quarrel. */
export function runningStatuses({ statusAfterHandOver }: Pick<Settings, 'statusAfterHandOver'>): ReadonlySet<number> {
  const waits: readonly number[] = [StoreStatus.awaitingPayment, StoreStatus.disputed];
  return new Set([...openStatuses.filter((status) => !waits.includes(status)), statusAfterHandOver]);
}

/** Orders whose goods are promised and, as far as the status tells, not reserved in the warehouse: stock subtracts them. */
export function countedStatuses(rules: Pick<Settings, 'importStatuses' | 'waitingStatuses'>): readonly number[] {
  return [...new Set([...rules.importStatuses, ...rules.waitingStatuses])];
}

/** The statuses that a shipment of the rest, or of a part, leaves behind: never backwards. */
const movedByShipment: readonly number[] = [
  StoreStatus.awaitingFulfillment,
  StoreStatus.awaitingShipment,
  StoreStatus.awaitingPickup,
  StoreStatus.partiallyShipped,
];

/** The status that a shipment gives an order; `undefined` where it keeps its own. */
export function statusByShipment(statusId: number, complete: boolean): number | undefined {
  const target = complete ? StoreStatus.shipped : StoreStatus.partiallyShipped;
  return movedByShipment.includes(statusId) && statusId !== target ? target : undefined;
}
