import type { OrderStage, StatusMeaning } from '../contract/orders.ts';
import type { AddressRun } from './order-run.ts';

/**
 * One sentence: what happened last, or what the order waits for.
 * @param graceUntil ISO time until which a fresh order is left alone
 */
export function stageSummary(
  stage: OrderStage,
  addresses: readonly AddressRun[],
  meaning: StatusMeaning | undefined,
  graceUntil?: string,
): string {
  switch (stage) {
    case 'awaiting-payment':
      return meaning === 'awaiting-payment'
        ? 'Waits until the store’s order is paid.'
        : 'Waits until the store’s order has a status that is handed over.';
    case 'ready':
      if (addresses.length === 0) return 'The store’s order is being read.';
      return graceUntil === undefined
        ? 'Is being handed over.'
        : `Waits until ${graceUntil} before it is handed over (grace period).`;
    case 'handed-over': {
      const words = addresses.flatMap(({ warehouse }) => Object.values(warehouse).map(({ status }) => status));
      if (words.length > 0 && words.every((word) => word === 'SHIPPED')) {
        return 'The warehouse has shipped it; waits a while for the tracking number.';
      }
      return `Handed over; waits for the warehouse (${[...new Set(words)].join(', ') || 'NEW'}).`;
    }
    case 'shipped':
      return addresses.every((run) => run.stage !== 'shipped' || run.shipments.every((each) => each.trackingNumber))
        ? 'Shipped, and the store knows its tracking.'
        : 'Shipped; the store knows of it, and no tracking number came yet.';
    case 'ignored':
      return 'Not ours to ship.';
    case 'cancelled':
      return 'Cancelled.';
    case 'held':
      return 'Held.';
    case 'nothing-to-ship':
      return 'Nothing of this order has to be shipped.';
  }
}
