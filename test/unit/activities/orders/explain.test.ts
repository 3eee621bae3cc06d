import { WorkflowNotFoundError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { explainOrder } from '../../../../src/activities/orders/explain/explain-order.ts';
import { ProductMemory } from '../../../../src/activities/products/product-memory.ts';
import type { Order } from '../../../../src/bigcommerce/orders/order-schema.ts';
import type { OrderLine } from '../../../../src/bigcommerce/orders/order-line.ts';
import type { Connection } from '../../../../src/contract/integration.ts';
import type { OrderStory } from '../../../../src/contract/orders.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import { HttpFailure } from '../../../../src/http/failure.ts';

// An order that no run is open for: the first sentence says what becomes of it, and why.

type Dependencies = Parameters<typeof explainOrder>[0];

const PLACED = '2026-01-02T00:00:00Z';
const NEXT = '2026-01-02T00:05:00Z';
const person = {
  ...{ firstName: 'Anna', lastName: 'Bee', company: '', street1: 'Long Street 1', street2: '', city: 'Town' },
  ...{ state: '', zip: '00100', countryIso2: 'FI', phone: '', email: '' },
};

const line = (of: Partial<OrderLine> = {}): OrderLine =>
  ({
    ...{ id: 1, productId: 0, variantId: 0, sku: 'A', name: 'A', type: 'physical', options: [] },
    ...{ wrappingName: '', wrappingMessage: '', quantity: 3, quantityShipped: 0, quantityRefunded: 0 },
    ...of,
  }) as OrderLine; // only what is read of a line

function order(of: Partial<Order> = {}, lines: readonly OrderLine[] = [line()]): Order {
  return {
    ...{ id: 9, statusId: 11, dateCreated: PLACED, dateModified: PLACED, itemsTotal: 3, isDeleted: false },
    ...{ shipping: [{ addressId: 7, method: 'DHL', person, lines }], pickups: [], downloads: [] },
    ...{ contradictions: [], unaddressedLines: [], billing: { phone: '', email: '' }, customerMessage: '' },
    ...{ paymentMethod: '', paymentStatus: '', currencyCode: 'EUR' },
    ...of,
  } as unknown as Order; // only what is read of an order
}

const there = (reference: string, id: string, status = 'NEW', quantity = 3) => ({
  order: { id, reference, status, editTime: PLACED, lines: [{ code: 'A', quantity }] },
  whole: {
    ...{ reference, orderLines: [{ code: 'A', quantity }] },
    customer: { name: 'Anna Bee', address1: 'Long Street 1', city: 'Town', countryCode: 'FI', zip: '00100' },
  },
});

const down = () => Promise.reject(new HttpFailure(FailureType.unavailable, 'no answer in time', {}));
const notFound = () => Promise.reject(new HttpFailure(FailureType.notFound, 'no such order', {}));

/** Without `whole`, its customer cannot be read. */
type ThereInWarehouse = Pick<ReturnType<typeof there>, 'order'> & Partial<ReturnType<typeof there>>;

interface Sides {
  readonly store?: Order | 'down' | 'none';
  readonly warehouse?: readonly ThereInWarehouse[] | 'down';
  /** Counts the looks by reference. */
  readonly looks?: string[];
  readonly connection?: Partial<Connection>;
  readonly settings?: Partial<Connection['settings']>;
  /** Of the schedule of latest changes. */
  readonly schedule?: 'none' | 'paused';
}

function explain({
  store = order(),
  warehouse = [],
  connection = {},
  settings = {},
  schedule,
  looks = [],
}: Sides): Promise<OrderStory> {
  const get = () => (store === 'down' ? down() : store === 'none' ? notFound() : Promise.resolve(store));
  const found = (reference: string) => {
    looks.push(reference);
    return warehouse === 'down'
      ? down()
      : Promise.resolve(warehouse.filter((one) => one.order.reference === reference));
  };
  async function* pages() {
    if (warehouse === 'down') await down();
    yield {
      rows: (warehouse as readonly ThereInWarehouse[]).map((one) => one.order),
      unreadable: [],
      page: 1,
      more: false,
    };
  }
  async function* categoryPages() {
    yield await down();
  }
  const known = {
    ...{ storeHash: 'h', merchantId: 'm', stage: 'live', credentials: { sealed: '', version: 1 } },
    ...{ settings: { ...defaultSettings('2026-01-01T00:00:00Z'), ...settings }, settingsVersion: 1 },
    ...{ links: [{ method: 'DHL*', code: 'DHL-EXPRESS', action: 'ship' }], linksVersion: 1, ...connection },
  };
  const apis = {
    store: {
      orders: { get },
      shipments: { list: () => Promise.resolve([]) },
      metafields: { list: () => Promise.resolve([]) },
      catalogue: { products: { pages: categoryPages } },
    },
    merchant: { orders: { found, pages }, products: { byCode: () => Promise.resolve([]) } },
  };
  const open = { connection: known, versions: { credentials: 1, links: 1, settings: 1 }, ...apis };
  const described =
    schedule === 'none'
      ? Promise.reject(new Error('none'))
      : Promise.resolve({
          state: { paused: schedule === 'paused' },
          info: { nextActionTimes: [new Date(NEXT)], recentActions: [] },
          action: {},
        });
  described.catch(() => undefined);
  const deps = {
    connections: { ask: () => Promise.resolve(known), open: () => Promise.resolve(open), unseal: () => apis },
    temporal: {
      workflow: { getHandle: () => ({ describe: () => Promise.reject(new WorkflowNotFoundError('', '', undefined)) }) },
      schedule: { getHandle: () => ({ describe: () => described }) },
    },
    sealer: { seal: (text: string) => text, open: (text: string) => text },
    products: new ProductMemory(),
    settleMs: 1,
  } as unknown as Dependencies; // only what is asked
  const request = { kind: 'order', orderId: 9 } as Parameters<typeof explainOrder>[2];
  return new MockActivityEnvironment().run(() =>
    explainOrder(deps, 'h' as Parameters<typeof explainOrder>[1], request),
  );
}

const TAKEN = 'No run has taken it yet: latest changes do, next at 2026-01-02T00:05:00.000Z.';
const GOES = 'It would be handed over as h-9 with DHL-EXPRESS: 3 × A.';
const CANCELLED = 'cancelled, declined or refunded. Nothing of it is handed over. Cancelled.';
const BY_HAND = 'orders.fulfil(9) takes it all the same.';
const OLD = 'it was placed at 2026-01-02T00:00:00Z, before ordersFrom (2026-01-03T00:00:00Z)';
const cart = (status: number) =>
  `The store has it at status ${status}: a cart, or a payment that is not through. It is no order yet. The store’s order is not placed yet: nothing to do.`;
const shipped = (status: number) =>
  `The store has it at status ${status}, as shipped: it is not taken by itself; ${BY_HAND} The store says that it is shipped: 3 × A was not sent from here.`;
const unpaid = (status: number) =>
  `The store has it at status ${status}, which waits: it is taken when it is at 11. Waits until the store’s order is paid.`;
const other = (status: number) =>
  `The store has it at status ${status}, which is not taken by itself (11 is); ${BY_HAND} Waits for a status of the store’s order that is handed over (it is ${status}).`;

describe('an order that no run is open for is explained', () => {
  it.each([
    [0, cart(0)],
    [1, cart(1)],
    [2, shipped(2)],
    [3, `${TAKEN} ${GOES}`],
    [4, `The store has it at status 4: ${CANCELLED}`],
    [5, `The store has it at status 5: ${CANCELLED}`],
    [6, `The store has it at status 6: ${CANCELLED}`],
    [7, unpaid(7)],
    [8, other(8)],
    [9, other(9)],
    [10, shipped(10)],
    [11, `${TAKEN} ${GOES}`],
    [12, unpaid(12)],
    [13, other(13)],
    [14, `${TAKEN} ${GOES}`],
    [15, other(15)],
  ])('at status %d', async (statusId, words) => {
    expect((await explain({ store: order({ statusId }) })).summary).toBe(words);
  });

  const before = { ordersFrom: '2026-01-03T00:00:00Z' };
  const asked = { importWaitsBefore: '2026-01-03T00:00:00Z' };
  it.each<[string, Sides, string]>([
    [
      'placed before ordersFrom',
      { settings: before },
      `It was placed at 2026-01-02T00:00:00Z, before ordersFrom (2026-01-03T00:00:00Z): it is not taken by itself; ${BY_HAND} ${GOES}`,
    ],
    [
      'placed before ordersFrom, and unpaid',
      { store: order({ statusId: 7 }), settings: before },
      `The store has it at status 7, which waits, and ${OLD}: it is not taken by itself; ${BY_HAND} Waits until the store’s order is paid.`,
    ],
    [
      'placed before ordersFrom, at another status',
      { store: order({ statusId: 13 }), settings: before },
      `The store has it at status 13, which is not taken by itself, and ${OLD}; ${BY_HAND} Waits for a status of the store’s order that is handed over (it is 13).`,
    ],
    [
      'whose first import is asked about',
      { connection: asked },
      `It waits since ${asked.importWaitsBefore} for the answer to the question about the first import; ${BY_HAND} ${GOES}`,
    ],
    [
      'whose first import is asked about, unpaid',
      { store: order({ statusId: 7 }), connection: asked },
      'The store has it at status 7, which waits: it is taken when it is at 11, and the question about the first import is answered. Waits until the store’s order is paid.',
    ],
    [
      'archived',
      { store: order({ isDeleted: true }) },
      'The store’s order is archived: it is not taken. Restore it in the store first. Cancelled.',
    ],
    [
      'while a person paused',
      { connection: { closed: { by: 'person', reason: 'stock-taking' } } },
      `No run has taken it: the integration is paused (stock-taking). ${GOES}`,
    ],
    [
      'while a person paused, who told since when and what ends it',
      {
        connection: { closed: { by: 'person', reason: 'stock-taking', words: 'The integration is paused since May.' } },
      },
      `No run has taken it: the integration is paused since May. ${GOES}`,
    ],
    [
      'while latest changes are off',
      { connection: { stopped: 'Latest changes are switched off.' } },
      `No run has taken it: latest changes are switched off. ${GOES}`,
    ],
    ['without a schedule', { schedule: 'none' }, `No run has taken it: latest changes are not switched on. ${GOES}`],
    ['while its schedule is paused', { schedule: 'paused' }, `No run has taken it: latest changes are paused. ${GOES}`],
    [
      'unpaid, while latest changes are off',
      { store: order({ statusId: 7 }), schedule: 'none' },
      'The store has it at status 7, which waits: it is taken when it is at 11. Latest changes are not switched on. Waits until the store’s order is paid.',
    ],
    [
      'whose method has no link',
      { connection: { links: [] } },
      `${TAKEN} It would be held: No link matches the shipping method “DHL” to FI.`,
    ],
    [
      'refunded entirely',
      { store: order({ statusId: 4 }, [line({ quantityRefunded: 3 })]) },
      'The store has it at status 4: cancelled, declined or refunded. Nothing of it is handed over. Nothing of this order has to be shipped.',
    ],
    [
      'refunded entirely by its lines',
      { store: order({}, [line({ quantityRefunded: 3 })]) },
      `${TAKEN} Nothing of this order has to be shipped.`,
    ],
    [
      'refunded in part',
      { store: order({ statusId: 14 }, [line({ quantityRefunded: 1 })]) },
      `${TAKEN} It would be handed over as h-9 with DHL-EXPRESS: 2 × A.`,
    ],
    [
      'of digital goods',
      { store: order({}, [line({ type: 'digital' })]) },
      `${TAKEN} Nothing of this order has to be shipped.`,
    ],
    [
      'that contradicts itself',
      { store: order({ contradictions: [{ kind: 'line', id: 7, field: 'quantity', expected: 'a whole number' }] }) },
      `${TAKEN} The store’s order cannot be understood: quantity of line 7; expected: a whole number.`,
    ],
    [
      'shipped in part by status alone',
      { store: order({ statusId: 3, dateShipped: PLACED }) },
      `${TAKEN} It would be held: The store’s order was at status 3 with a shipping date when it was first seen: part of it was shipped by status alone.`,
    ],
    [
      'while the store does not say what its categories have',
      { settings: { notAtWarehouse: ['category:24'] }, warehouse: [there('h-9', '5')] },
      'The store’s order cannot be read now: no answer in time. In myOGO: h-9 (NEW).',
    ],
    ['while the store does not answer', { store: 'down' }, 'The store’s order cannot be read now: no answer in time.'],
    [
      'while the store does not answer, and the warehouse has it',
      { store: 'down', warehouse: [there('h-9', '5')] },
      'The store’s order cannot be read now: no answer in time. In myOGO: h-9 (NEW).',
    ],
    [
      'while neither side answers',
      { store: 'down', warehouse: 'down' },
      'The store’s order cannot be read now: no answer in time. The warehouse cannot be asked now: no answer in time.',
    ],
    [
      'while the warehouse does not answer',
      { warehouse: 'down' },
      `${TAKEN} The warehouse cannot be asked now: no answer in time.`,
    ],
    [
      'deleted, while the warehouse has it',
      { store: 'none', warehouse: [there('h-9', '5')] },
      'The store has no such order any more. In myOGO: h-9 (NEW).',
    ],
    [
      'that the warehouse has',
      { store: order({ statusId: 9 }), warehouse: [there('h-9', '5')] },
      `No run is open for it, and myOGO has it: its next change there begins one. The store has it at status 9, which is not taken by itself (11 is); ${BY_HAND} Handed over; waits for the warehouse (NEW). In myOGO: h-9 (NEW).`,
    ],
    [
      'that the warehouse has in two parts',
      { store: order({ statusId: 9 }), warehouse: [there('h-9', '5', 'NEW', 2), there('h-9/B', '6', 'PENDING', 1)] },
      `No run is open for it, and myOGO has it: its next change there begins one. The store has it at status 9, which is not taken by itself (11 is); ${BY_HAND} Handed over; waits for the warehouse (NEW, PENDING). In myOGO: h-9 (5, NEW); h-9/B (6, PENDING, a part of it).`,
    ],
    [
      'that is cancelled while the warehouse has it',
      { store: order({ statusId: 5 }), warehouse: [there('h-9', '5')] },
      'No run is open for it, and myOGO has it: its next change there begins one. The store has it at status 5: cancelled, declined or refunded. Nothing of it is handed over. It would be cancelled in myOGO: h-9. In myOGO: h-9 (NEW).',
    ],
    [
      'that the warehouse cancelled',
      { store: order({ statusId: 9 }), warehouse: [there('h-9', '5', 'CANCELLED')] },
      `The store has it at status 9, which is not taken by itself (11 is); ${BY_HAND} It would be held: The warehouse cancelled h-9: 3 × A are missing. In myOGO: h-9 (CANCELLED).`,
    ],
  ])('%s', async (_, sides, words) => {
    expect((await explain(sides)).summary).toBe(words);
  });

  it('whose warehouse order does not show whose it is: looked at no more often than a run would at once', async () => {
    const { order: row } = there('h-9', '5');
    const looks: string[] = [];
    const { summary } = await explain({ store: order(), warehouse: [{ order: row }], looks });
    const untold = 'myOGO does not show enough of the order to tell whether it is ours.';
    const there_ = 'In myOGO: h-9 (NEW, whether it is ours cannot be told yet).';
    expect(summary).toBe(`${TAKEN} Tried again later: ${untold} ${there_}`);
    expect(looks).toEqual(['h-9', 'h-9']);
  });

  it('as no order at all where neither side has its number, but not while the warehouse cannot be asked', async () => {
    await expect(explain({ store: 'none' })).rejects.toThrow('The store has no order 9.');
    expect((await explain({ store: 'none', warehouse: 'down' })).summary).toBe(
      'The store has no such order. The warehouse cannot be asked now: no answer in time.',
    );
  });
});
