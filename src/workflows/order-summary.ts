import type { OrderStage, StatusMeaning } from '../contract/orders.ts';
import type { AddressRun } from './order-run.ts';

/** One sentence: what happened last, or what the order waits for. */
export function stageSummary(
  stage: OrderStage,
  addresses: readonly AddressRun[],
  meaning: StatusMeaning | undefined,
): string {
  switch (stage) {
    case 'awaiting-payment':
      return meaning === 'awaiting-payment'
        ? 'Waits until the store’s order is paid.'
        : 'Waits until the store’s order has a status that is handed over.';
    case 'ready':
      return 'Is being handed over.';
    case 'handed-over': {
      const words = addresses.flatMap(({ warehouse }) => Object.values(warehouse).map(({ status }) => status));
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
