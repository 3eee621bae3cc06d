import { afterAll, beforeAll, describe } from 'vitest';
import { performRemedies } from '../support/remedies/perform-remedies.ts';
import { openRemedies, type RemedyDesk } from '../support/remedies/remedy-desk.ts';
import type { Ends, RowsOf } from '../support/remedies/remedy-table.ts';

let desk: RemedyDesk;
beforeAll(async () => {
  desk = await openRemedies();
});
afterAll(() => desk.close());

const inStore = (act: (orderId: number) => unknown) => (orderId: number) => desk.inStore(orderId, () => act(orderId));
const inWarehouse = (act: (reference: string) => unknown) => (orderId: number) =>
  desk.inWarehouse(orderId, () => act(desk.desk.reference(orderId)));

/** Handed over, and then something happens in the store. */
async function sent(then: (orderId: number) => unknown): Promise<number> {
  const { orderId } = await desk.begin();
  await inStore(then)(orderId);
  return orderId;
}
async function shipped(...then: readonly ((orderId: number) => unknown)[]): Promise<number> {
  const { orderId } = await desk.begin();
  await inWarehouse((ours) => desk.people.ship(ours, { tracking: 'FIRST' }))(orderId);
  for (const act of then) await inStore(act)(orderId);
  return orderId;
}

const deleteShipment = (orderId: number) => {
  desk.acts.deleteShipment(orderId, desk.shop.storeOrder(orderId).shipments[0]?.shipmentId ?? 0);
};

const ours = { stage: 'handed-over', standing: ['REF NEW 3A'] } as const satisfies Ends;
const takenBack = { stage: 'cancelled', standing: ['REF CANCELLED 3A (by us)'] } as const satisfies Ends;
const first = { stage: 'shipped', standing: ['REF SHIPPED 3A'], told: ['FIRST 3A'] } as const satisfies Ends;

const rows: RowsOf<'store'> = {
  'status-forbids-sending': {
    hold: () => sent((id) => desk.acts.setStatus(id, 12)),
    ways: {
      'Set it to one that ships': { ...ours, act: inStore((id) => desk.acts.setStatus(id, 9)) },
      'or cancel': { ...takenBack, act: inStore((id) => desk.acts.setStatus(id, 5)) },
    },
    decisions: { 'treat-as-done': ours, cancel: takenBack },
    says: ['The store’s status says not to ship.'],
  },
  'shipped-before-first-sight': {
    hold: async () => {
      const lines = [{ sku: 'A', name: 'A', quantity: 3 }];
      const { orderId } = desk.shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI', statusId: 3, lines });
      desk.acts.setDateShipped(orderId, new Date().toISOString());
      await desk.shop.startOrder(orderId);
      return orderId;
    },
    ways: { 'Use orders.fulfil to hand over what is left': ours },
    decisions: {
      'treat-as-done': { stage: 'ignored', standing: [] },
      cancel: { stage: 'cancelled', standing: [] },
    },
  },
  reopened: {
    hold: () => shipped((id) => desk.acts.setStatus(id, 11)),
    ways: {},
    decisions: {
      'hand-over-again': {
        stage: 'handed-over',
        standing: ['REF SHIPPED 3A', 'REF-s2 NEW 3A'],
        told: ['FIRST 3A'],
        shipped: { told: ['FIRST 3A'], notes: ['REF-s2 shipped 3 × A (AT-REF-s2), which this order no longer takes.'] },
      },
      'treat-as-done': first,
    },
    says: ['Everything was done when the store’s order was set back.'],
  },
  'undone-by-hand': [
    {
      hold: () => shipped(deleteShipment, deleteShipment),
      ways: {},
      decisions: { 'treat-as-done': { stage: 'shipped', standing: ['REF SHIPPED 3A'] } },
      says: ['Somebody undid twice what was done here.'],
    },
    {
      hold: async () => {
        const orderId = await sent((id) => desk.acts.setStatus(id, 11));
        await inStore((id) => desk.acts.setStatus(id, 11))(orderId);
        return orderId;
      },
      ways: {},
      decisions: { 'treat-as-done': ours },
    },
  ],
  'changed-after-hand-over': [
    {
      hold: () => sent((id) => desk.acts.editMessage(id, 'ring twice')),
      ways: {
        'Undoing the change in the store': { ...ours, act: inStore((id) => desk.acts.editMessage(id, '')) },
      },
      decisions: {
        'treat-as-done': {
          ...ours,
          act: inWarehouse((reference) => desk.people.change(reference, { fields: { comments: 'ring twice' } })),
        },
        cancel: takenBack,
      },
    },
    {
      hold: () =>
        sent((id) => desk.acts.editAddress(id, desk.acts.order(id).addresses[0]?.id ?? 0, { street_2: 'Back door' })),
      ways: {
        'Undoing the change in the store': {
          ...ours,
          act: inStore((id) => desk.acts.editAddress(id, desk.acts.order(id).addresses[0]?.id ?? 0, { street_2: '' })),
        },
      },
      decisions: {
        'treat-as-done': {
          ...ours,
          act: (id) =>
            inWarehouse((reference) => {
              const customer = desk.people.orders(reference)[0]?.fields['customer'];
              desk.people.change(reference, {
                fields: { customer: { ...(customer as object), address2: 'Back door' } },
              });
            })(id),
        },
        cancel: takenBack,
      },
    },
  ],
  'fewer-wanted': {
    hold: () => sent((id) => desk.acts.refund(id, [{ sku: 'A', quantity: 1 }])),
    ways: {
      'Take the pieces out of the order in myOGO': {
        stage: 'handed-over',
        standing: ['REF NEW 2A'],
        act: inWarehouse((reference) => desk.people.changeLines(reference, [{ code: 'A', quantity: 2 }])),
      },
    },
    decisions: {
      'treat-as-done': {
        ...ours,
        shipped: { told: ['AT-REF 2A'], notes: ['REF shipped 1 × A (AT-REF), which this order no longer takes.'] },
      },
      cancel: takenBack,
    },
  },
  'refunded-and-raised': {
    hold: () =>
      shipped((id) => {
        desk.acts.refund(id, [{ sku: 'A', quantity: 1 }]);
        desk.acts.change(id, { editLines: [{ sku: 'A', quantity: 4 }] });
      }),
    ways: {
      'Taking them out of the store’s order ends this': {
        ...first,
        act: inStore((id) => desk.acts.change(id, { editLines: [{ sku: 'A', quantity: 3 }] })),
      },
    },
    decisions: {
      'hand-over-again': {
        stage: 'handed-over',
        standing: ['REF SHIPPED 3A', 'REF-s2 NEW 1A'],
        told: ['FIRST 3A'],
        shipped: { told: ['FIRST 3A'], notes: ['REF-s2 shipped 1 × A (AT-REF-s2), which this order no longer takes.'] },
      },
      'treat-as-done': first,
    },
    says: ['A piece on a line of its own is always sent.'],
  },
};

describe('an order that the store changes', () => {
  performRemedies(() => desk, rows);
});
