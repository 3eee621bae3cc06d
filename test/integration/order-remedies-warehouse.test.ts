import { afterAll, beforeAll, describe } from 'vitest';
import { performRemedies } from '../support/remedies/perform-remedies.ts';
import { openRemedies, type RemedyDesk } from '../support/remedies/remedy-desk.ts';
import type { RowsOf } from '../support/remedies/remedy-table.ts';

let desk: RemedyDesk;
beforeAll(async () => {
  desk = await openRemedies();
  desk.shop.stock({ OTHER: 500 });
});
afterAll(() => desk.close());

const reference = (orderId: number) => desk.desk.reference(orderId);
/** Handed over, and then something happens in the warehouse. */
async function sent(then: (reference: string) => unknown): Promise<number> {
  const { orderId } = await desk.begin();
  await desk.inWarehouse(orderId, () => then(reference(orderId)));
  return orderId;
}
/** Three pieces whose method has no link yet, so that something comes before they are sent. */
async function unsent(then: (reference: string, orderId: number) => unknown): Promise<number> {
  const method = `Late ${process.hrtime.bigint()}`;
  const { orderId } = await desk.begin({ shippingMethod: method });
  await desk.inWarehouse(orderId, () => then(reference(orderId), orderId));
  await desk.store.shipping.link({ method, code: 'POSTI' });
  await desk.until(
    orderId,
    ({ addresses: [one] }) => one?.hold?.reason !== 'shipping-method-not-linked' && (one?.moreHolds ?? []).length === 0,
  );
  return orderId;
}
const inWarehouse = (act: (reference: string) => unknown) => (orderId: number) =>
  desk.inWarehouse(orderId, () => act(reference(orderId)));

const beyond = 'REF shipped 3 × A (AT-REF), which this order no longer takes.';
const bothShip = { theirs: true, told: ['AT-REF 3A'], notes: [beyond] } as const;
const refused = 'REF could not be cancelled.';
const ofTwo = ['REF NEW 3A', 'REF NEW 3A (theirs)'];
const short = { told: ['LESS 2A'] };
const holds = 'REF holds 3 × OTHER, which was not sent from here.';
const left = [holds, 'REF shipped 3 × OTHER, which was not sent from here (AT-REF).'];

const rows: RowsOf<'warehouse'> = {
  'reference-conflict': {
    hold: () => unsent((ours) => desk.people.place({ reference: ours, lines: [{ code: 'OTHER', quantity: 2 }] })),
    ways: {},
    decisions: {
      'hand-over-again': { stage: 'handed-over', standing: ['REF NEW 2OTHER (theirs)', 'REF-s2 NEW 3A'] },
      'treat-as-done': { stage: 'ignored', standing: ['REF NEW 2OTHER (theirs)'] },
      cancel: { stage: 'cancelled', standing: ['REF NEW 2OTHER (theirs)'] },
    },
    says: ['Other goods stand in myOGO under this reference.'],
  },
  'perhaps-ours': {
    hold: () =>
      unsent((ours) => {
        desk.people.place({ reference: ours, lines: [{ code: 'A', quantity: 3 }] });
        desk.people.showOddly(ours, { customer: null });
      }),
    ways: {
      'Cancelled there, this is held as cancelled-in-warehouse': {
        stage: 'held',
        standing: ['REF CANCELLED 3A (theirs)'],
        act: inWarehouse((ours) => desk.people.cancel(ours)),
      },
    },
    decisions: {
      'hand-over-again': { stage: 'handed-over', standing: ['REF NEW 3A (theirs)', 'REF-s2 NEW 3A'] },
      'treat-as-done': {
        stage: 'ignored',
        standing: ['REF NEW 3A (theirs)'],
        shipped: { theirs: true, told: [], notes: [`REF shipped 3 × A, which was not sent from here (AT-REF).`] },
      },
      cancel: { stage: 'cancelled', standing: ['REF NEW 3A (theirs)'] },
    },
    says: ['Look at it in myOGO.', 'its shipment is then noted on the store’s order.'],
    long: true,
  },
  'duplicate-in-warehouse': {
    hold: () =>
      sent((ours) => {
        desk.people.refusePuts({ reference: ours });
        desk.people.placeTwin(ours);
      }),
    ways: {
      'cancel one in myOGO': {
        stage: 'handed-over',
        standing: ['REF NEW 3A', 'REF CANCELLED 3A (theirs)'],
        act: inWarehouse((ours) => desk.people.cancel(ours, { occurrence: 1 })),
      },
    },
    decisions: {
      'treat-as-done': { stage: 'handed-over', standing: ofTwo, shipped: bothShip },
      cancel: { stage: 'handed-over', standing: ofTwo, shipped: bothShip },
    },
    says: ['More orders of this reference are on their way than are wanted:'],
  },
  'cancel-refused': {
    hold: async () => {
      const orderId = await sent((ours) => desk.people.collect(ours));
      await desk.inStore(orderId, () => desk.acts.setStatus(orderId, 5));
      return orderId;
    },
    ways: {
      'Ask the warehouse’s people to cancel it': {
        stage: 'cancelled',
        standing: ['REF CANCELLED 3A'],
        notes: [refused],
        act: inWarehouse((ours) => desk.people.cancel(ours)),
      },
    },
    decisions: {
      'treat-as-done': {
        stage: 'handed-over',
        standing: ['REF COLLECTING 3A'],
        notes: [refused],
        shipped: { told: [], notes: [refused, beyond] },
      },
      cancel: {
        stage: 'handed-over',
        standing: ['REF COLLECTING 3A'],
        notes: [refused],
        shipped: { told: [], notes: [refused, beyond] },
      },
    },
  },
  'cancelled-in-warehouse': {
    hold: () => sent((ours) => desk.people.cancel(ours)),
    ways: {},
    decisions: {
      'hand-over-again': { stage: 'handed-over', standing: ['REF CANCELLED 3A', 'REF-s2 NEW 3A'] },
      'treat-as-done': { stage: 'ignored', standing: ['REF CANCELLED 3A'] },
      cancel: { stage: 'cancelled', standing: ['REF CANCELLED 3A'] },
    },
  },
  'short-shipped': {
    hold: () => sent((ours) => desk.people.ship(ours, { lines: [{ code: 'A', quantity: 2 }], tracking: 'LESS' })),
    ways: {
      'refund them in the store': {
        stage: 'shipped',
        standing: ['REF SHIPPED 2A'],
        ...short,
        act: (id) => desk.inStore(id, () => desk.acts.refund(id, [{ sku: 'A', quantity: 1 }])),
      },
    },
    decisions: {
      'hand-over-again': { stage: 'handed-over', standing: ['REF SHIPPED 2A', 'REF-s2 NEW 1A'], ...short },
      'treat-as-done': { stage: 'shipped', standing: ['REF SHIPPED 2A'], ...short },
      cancel: { stage: 'shipped', standing: ['REF SHIPPED 2A'], ...short },
    },
    says: ['The warehouse shipped less than it was sent.'],
  },
  substituted: {
    hold: () => sent((ours) => desk.people.changeLines(ours, [{ code: 'OTHER', quantity: 3 }])),
    ways: {},
    decisions: {
      'hand-over-again': {
        stage: 'handed-over',
        standing: ['REF NEW 3OTHER', 'REF-s2 NEW 3A'],
        notes: [holds],
        shipped: { told: ['AT-REF-s2 3A'], notes: left },
      },
      'treat-as-done': {
        stage: 'ignored',
        standing: ['REF NEW 3OTHER'],
        notes: [holds],
        shipped: { told: [], notes: left },
      },
      cancel: { stage: 'cancelled', standing: ['REF NEW 3OTHER'], notes: [holds], shipped: { told: [], notes: left } },
    },
    says: ['The warehouse has other goods in place of these.'],
  },
  'vanished-in-warehouse': {
    hold: async () => {
      const orderId = await sent((ours) => desk.people.vanish(ours));
      await desk.shop.worker.client.workflow
        .getHandle(`order:${desk.shop.storeHash}:${orderId}`)
        .signal('retry', { look: true });
      await desk.until(orderId, ({ summary }) => summary.includes('did not list'));
      await desk.passes(orderId, 60_000);
      return orderId;
    },
    ways: {
      'Ask its people': {
        stage: 'handed-over',
        standing: ['REF NEW 3A'],
        act: inWarehouse((ours) => desk.people.reappear(ours)),
      },
    },
    decisions: {
      'hand-over-again': {
        stage: 'handed-over',
        standing: ['REF NEW 3A', 'REF-s2 NEW 3A'],
        shipped: { told: ['AT-REF-s2 3A'] },
      },
      'treat-as-done': { stage: 'ignored', standing: ['REF NEW 3A'], shipped: { told: [] } },
      cancel: { stage: 'cancelled', standing: ['REF NEW 3A'], shipped: { told: [] } },
    },
    says: ['myOGO no longer lists the order.'],
  },
  'stopped-in-warehouse': {
    hold: async () => {
      const orderId = await sent((ours) => desk.people.moveTo(ours, 'RESERVED'));
      await desk.passes(orderId, 3_600_000);
      return orderId;
    },
    ways: {
      'edit and release it there': {
        stage: 'handed-over',
        standing: ['REF NEW 3A'],
        act: inWarehouse((ours) => desk.people.moveTo(ours, 'NEW')),
      },
    },
    decisions: {
      'treat-as-done': { stage: 'handed-over', standing: ['REF RESERVED 3A'] },
      cancel: { stage: 'cancelled', standing: ['REF CANCELLED 3A (by us)'] },
    },
    says: ['The order stands still in myOGO and does not go on by itself:'],
  },
};

describe('an order that the warehouse keeps from going on', () => {
  performRemedies(() => desk, rows);
});
