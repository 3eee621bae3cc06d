import { afterAll, beforeAll, describe } from 'vitest';
import type { FaultRule } from '../../dev/stand-ins/faults.ts';
import { performRemedies } from '../support/remedies/perform-remedies.ts';
import { openRemedies, type RemedyDesk } from '../support/remedies/remedy-desk.ts';
import type { Ends, RowsOf } from '../support/remedies/remedy-table.ts';

let desk: RemedyDesk;
beforeAll(async () => {
  desk = await openRemedies();
});
afterAll(() => desk.close());

/** What makes a side answer an order rightly again. */
const mends = new Map<number, () => void>();
const mend = (orderId: number) => mends.get(orderId)?.();
const refusing = (side: FaultRule['side'] & string, path: string): FaultRule => ({
  ...{ rate: 1, kinds: ['refused'], side, paths: [path], words: 'Not today.' },
});
const reference = (orderId: number) => desk.desk.reference(orderId);
const odd = (orderId: number, shown: Record<string, unknown> | null) =>
  void desk.people.showOddly(reference(orderId), shown);

/** Handed over; then the store answers a write of the shipment like this, and the warehouse ships. */
async function shipped(fault: Pick<FaultRule, 'kinds'>): Promise<number> {
  const { orderId } = await desk.begin();
  const path = `POST */orders/${orderId}/shipments`;
  mends.set(orderId, desk.fault({ ...refusing('store', path), ...fault }));
  await desk.inWarehouse(orderId, () => desk.people.ship(reference(orderId), { tracking: 'LEFT' }));
  return orderId;
}
async function oldOrder(): Promise<number> {
  const createdAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
  const lines = [{ sku: 'A', name: 'A', quantity: 3 }];
  const { orderId } = desk.shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI', createdAt, lines });
  desk.acts.setMetafield(orderId, { namespace: 'ogoship', key: 'decisions', value: '{"format":2}' });
  await desk.shop.startOrder(orderId);
  return orderId;
}

const ours = { stage: 'handed-over', standing: ['REF NEW 3A'] } as const satisfies Ends;
const told = { stage: 'shipped', standing: ['REF SHIPPED 3A'], told: ['LEFT 3A'] } as const satisfies Ends;
const untold = { stage: 'shipped', standing: ['REF SHIPPED 3A'] } as const satisfies Ends;

/** The store's answers concern one order each. */
const ofStore: RowsOf<'store answers'> = {
  'rejected-by-bigcommerce': {
    hold: () => shipped({ kinds: ['refused'] }),
    ways: { 'Read the store’s words, correct the cause, then retry': { ...told, act: mend } },
    decisions: { 'treat-as-done': untold },
  },
  'store-must-answer': {
    hold: async () => {
      const { orderId } = await desk.begin();
      mends.set(orderId, desk.fault(refusing('store', `GET */orders/${orderId}`)));
      await desk.orders.retry(orderId);
      return orderId;
    },
    ways: { 'Read the store’s words, correct the cause, then retry': { ...ours, act: mend } },
    decisions: {},
  },
  'store-silent': {
    hold: () => shipped({ kinds: ['reset-before'] }),
    ways: {
      'Nothing, if the store is away': { ...told, act: mend },
      'Else ask BigCommerce, then retry': { ...told, act: mend },
    },
    decisions: { 'treat-as-done': untold },
    long: true,
  },
  'unexpected-response': [
    {
      hold: async () => {
        const { orderId } = await desk.begin();
        const [line] = desk.shop.storeOrder(orderId).lines;
        desk.acts.showQuantity(orderId, line?.orderProductId ?? 0, 1.5);
        await desk.orders.retry(orderId);
        return orderId;
      },
      ways: {
        'Where the field named is of the store’s order, correct it there': {
          ...ours,
          act: async (id) => {
            desk.acts.showOddly(id, null);
            await desk.orders.retry(id);
          },
        },
      },
      decisions: {},
      says: ['An answer did not have its documented shape.', 'Then retry.'],
      long: true,
    },
    {
      hold: async () => {
        const method = `Late ${process.hrtime.bigint()}`;
        const { orderId } = await desk.begin({ shippingMethod: method });
        desk.people.place({ reference: reference(orderId), lines: [{ code: 'OTHER', quantity: 1 }] });
        odd(orderId, { orderLines: [{ code: 5 }] });
        await desk.store.shipping.link({ method, code: 'POSTI' });
        return orderId;
      },
      ways: {
        'else whoever runs the side that answered must': {
          stage: 'handed-over',
          standing: ['REF CANCELLED 1OTHER (theirs)', 'REF-s2 NEW 3A'],
          act: async (id) => {
            odd(id, null);
            desk.people.cancel(reference(id));
            await desk.orders.retry(id);
          },
        },
      },
      decisions: {
        'treat-as-done': { stage: 'ignored', standing: ['REF PENDING 1OTHER (theirs)'] },
        cancel: { stage: 'cancelled', standing: ['REF PENDING 1OTHER (theirs)'] },
      },
    },
  ],
  'of-another-build': {
    hold: oldOrder,
    ways: {
      'Where none wrote it, delete it, then retry': {
        ...ours,
        act: (id) => {
          desk.acts.setMetafield(id, { namespace: 'ogoship', key: 'decisions', value: null });
        },
      },
    },
    decisions: {},
    says: ['Whoever runs the worker must start the newer build, then retry.'],
  },
};

/** The warehouse's answers do not name the order: one after the other. */
const ofWarehouse: RowsOf<'warehouse answers'> = {
  'rejected-by-myogo': {
    hold: async () => {
      const ends = desk.fault(refusing('warehouse', 'POST *Orders'));
      const { orderId } = await desk.begin();
      mends.set(orderId, ends);
      return orderId;
    },
    ways: { 'Read the warehouse’s words, correct the cause, then retry': { ...ours, act: mend } },
    decisions: {
      'treat-as-done': { stage: 'ignored', standing: [], act: mend },
      cancel: { stage: 'cancelled', standing: [], act: mend },
    },
  },
  'warehouse-must-answer': {
    hold: async () => {
      const { orderId } = await desk.begin();
      mends.set(orderId, desk.fault(refusing('warehouse', 'GET *Orders')));
      const run = `order:${desk.shop.storeHash}:${orderId}`;
      await desk.shop.worker.client.workflow.getHandle(run).signal('retry', { look: true });
      return orderId;
    },
    ways: { 'Read the warehouse’s words, correct the cause, then retry': { ...ours, act: mend } },
    decisions: {},
  },
};

describe('an order about which the store answers badly', () => {
  performRemedies(() => desk, ofStore);
});

describe('an order about which the warehouse answers badly', () => {
  performRemedies(() => desk, ofWarehouse, 'one by one');
});
