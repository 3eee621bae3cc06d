import { afterAll, beforeAll, describe } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { performRemedies } from '../support/remedies/perform-remedies.ts';
import { openRemedies, type RemedyDesk } from '../support/remedies/remedy-desk.ts';
import type { RowsOf } from '../support/remedies/remedy-table.ts';

let desk: RemedyDesk;
beforeAll(async () => {
  desk = await openRemedies();
});
afterAll(() => desk.close());

const inStore = (act: (orderId: number) => unknown) => (orderId: number) => desk.inStore(orderId, () => act(orderId));

const referenceOf = (orderId: number, at: number) => {
  const { addresses } = desk.acts.order(orderId);
  return desk.desk.reference(orderId, addresses[at]?.id);
};
/** A to the first address and B to the second, both handed over; then A is moved to the second. */
async function moved(before: (first: string) => unknown): Promise<number> {
  const lines = ['A', 'B'].map((sku, address) => ({ sku, name: sku, address }));
  const { orderId } = await desk.begin({ lines, addresses: 2 });
  await desk.inWarehouse(orderId, () => before(referenceOf(orderId, 0)));
  await inStore(moveTo(1))(orderId);
  return orderId;
}
const moveTo = (at: number) => (orderId: number) => {
  const { addresses } = desk.acts.order(orderId);
  desk.acts.moveLine(orderId, { sku: 'A' }, addresses[at]?.id ?? 0);
};
/** Three of A to one address, handed over; nothing of its account is left when its line is taken out. */
async function emptied(): Promise<number> {
  const { orderId } = await desk.begin();
  await forget(orderId);
  desk.acts.removeLine(orderId, { sku: 'A' });
  await desk.shop.startOrder(orderId);
  return orderId;
}
/** Nothing is left of what its run knew. */
async function forget(orderId: number): Promise<void> {
  const { client, namespace } = desk.shop.worker;
  const id = workflowId.fulfilOrder(desk.shop.storeHash, orderId);
  await client.workflow.getHandle(id).terminate('a test');
  await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId: id } });
  desk.shop.sandbox.control.advance(1_000);
}
/** Three of A to one address, handed over; nothing of its account is left when one of them is wanted at a second one. */
async function forgotten(): Promise<number> {
  const { orderId } = await desk.begin();
  await forget(orderId);
  desk.acts.setQuantity(orderId, { sku: 'A' }, 2);
  const added = desk.acts.addAddress(orderId, { street_1: 'Toinen 2' });
  desk.acts.addLine(orderId, { sku: 'A', name: 'A', addressId: added });
  await desk.shop.startOrder(orderId);
  return orderId;
}

/** A to each of two addresses, cancelled in the store; then an order comes to light that may have been for one of them. */
async function unwanted(): Promise<number> {
  const lines = [0, 1].map((address) => ({ sku: 'A', name: 'A', address }));
  const { orderId } = await desk.begin({ lines, addresses: 2, statusId: 5 });
  const reference = `${desk.desk.reference(orderId)}-99`;
  await desk.inWarehouse(orderId, () => desk.people.place({ reference, lines: [{ code: desk.sku(orderId) }] }));
  return orderId;
}

const both = ['REF-a COLLECTING 1A', 'REF-b NEW 1B'];
const firstLeft = 'REF-a SHIPPED 1A';

const rows: RowsOf<'addresses'> = {
  'whose-address-unknown': {
    hold: forgotten,
    ways: {},
    decisions: {
      // Of the other address, nobody has said a word yet.
      'hand-over-again': { stage: 'held', standing: ['REF NEW 3A', 'REF-a NEW 2A'] },
      'treat-as-done': {
        stage: 'handed-over',
        standing: ['REF NEW 3A', 'REF-b NEW 1A'],
        shipped: {
          told: ['AT-REF-b 1A'],
          notes: ['REF shipped 3 × A, which was not sent from here (AT-REF).'],
        },
      },
      cancel: { stage: 'held', standing: ['REF NEW 3A'] },
    },
    says: ['Look at it in myOGO.'],
  },
  'perhaps-unwanted': {
    hold: unwanted,
    ways: {
      'cancel it there': {
        stage: 'cancelled',
        standing: ['REF-99 CANCELLED 1A (theirs)'],
        act: (id) => desk.inWarehouse(id, () => desk.people.cancel(`${desk.desk.reference(id)}-99`)),
      },
    },
    decisions: {
      'treat-as-done': { stage: 'cancelled', standing: ['REF-99 NEW 1A (theirs)'] },
    },
    says: ['Look at it in myOGO.'],
  },
  'wanted-by-nobody': {
    hold: emptied,
    ways: {
      'Cancel it in myOGO': {
        stage: 'nothing-to-ship',
        standing: ['REF CANCELLED 3A'],
        act: (id) => desk.inWarehouse(id, () => desk.people.cancel(desk.desk.reference(id))),
      },
      'let it ship': {
        stage: 'nothing-to-ship',
        standing: ['REF SHIPPED 3A'],
        notes: ['REF shipped 3 × A, which was not sent from here (T).'],
        act: (id) => desk.inWarehouse(id, () => desk.people.ship(desk.desk.reference(id), { tracking: 'T' })),
      },
    },
    decisions: {},
  },
  'moved-between-addresses': {
    hold: () => moved((reference) => desk.people.collect(reference)),
    ways: {
      'Settle the other address first': {
        stage: 'handed-over',
        standing: ['REF-a CANCELLED 1A', 'REF-b NEW 1B', 'REF-b-s2 NEW 1A'],
        notes: ['REF-a could not be cancelled.'],
        act: (id) => desk.inWarehouse(id, () => desk.people.cancel(referenceOf(id, 0))),
      },
    },
    decisions: {
      'hand-over-again': {
        stage: 'held',
        standing: [...both, 'REF-b-s2 NEW 1A'],
        notes: ['REF-a could not be cancelled.'],
      },
      'treat-as-done': { stage: 'held', standing: both, notes: ['REF-a could not be cancelled.'] },
      cancel: {
        stage: 'held',
        standing: ['REF-a COLLECTING 1A', 'REF-b CANCELLED 1B (by us)'],
        notes: ['REF-a could not be cancelled.'],
      },
    },
  },
  'shipped-to-other-address': {
    hold: () => moved((reference) => desk.people.ship(reference, { tracking: 'FIRST' })),
    ways: {
      'Undoing the change in the store': {
        stage: 'handed-over',
        standing: [firstLeft, 'REF-b NEW 1B'],
        told: ['FIRST 1A'],
        act: inStore(moveTo(0)),
      },
    },
    decisions: {
      'hand-over-again': {
        stage: 'handed-over',
        standing: [firstLeft, 'REF-b NEW 1B', 'REF-b-s2 NEW 1A'],
        told: ['FIRST 1A'],
        shipped: {
          told: ['AT-REF-b 1B', 'FIRST 1A'],
          notes: ['REF-b-s2 shipped 1 × A (AT-REF-b-s2), which this order no longer takes.'],
        },
      },
      'treat-as-done': { stage: 'handed-over', standing: [firstLeft, 'REF-b NEW 1B'], told: ['FIRST 1A'] },
      cancel: { stage: 'shipped', standing: [firstLeft, 'REF-b CANCELLED 1B (by us)'], told: ['FIRST 1A'] },
    },
    says: ['What moved to this address had left for another one.'],
  },
};

describe('an order of several addresses', () => {
  performRemedies(() => desk, rows);
});
