import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it, vi } from 'vitest';
import { createStoreWrites } from '../../../../src/activities/orders/store-writes.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { editedInOurSecond } from '../../../../src/activities/changes/own-second.ts';
import { editableContent } from '../../../../src/bigcommerce/orders/editable-content.ts';
import { ChangeMemory } from '../../../../src/activities/runtime/change-memory.ts';
import type { Order } from '../../../../src/bigcommerce/orders/order-schema.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';

const storeHash = 'h' as StoreHash;
const SECOND = '2026-03-01T10:00:05Z';
const over = Date.parse(SECOND) + 1_000;

const line = { id: 1, sku: 'A', quantity: 3, quantityShipped: 0, quantityRefunded: 0, options: [] };

function order(of: object = {}, street = 'Long Street 1', lines: readonly object[] = [line]): Order {
  const shipping = [{ addressId: 7, method: 'DHL', person: { street1: street }, formFields: [], lines }];
  const row = { id: 9, statusId: 9, dateModified: SECOND, isDeleted: false, customerMessage: '', billing: {} };
  return { ...row, shipping, ...of } as unknown as Order; // what is read of it
}

/** The store as it is when the poll asks for the orders with their lines. */
function asked(now: readonly Order[], written: readonly Order[] = [order()]) {
  const changes = new ChangeMemory();
  for (const one of written)
    changes.remember('store-order', storeHash, one.id, `9@${one.dateModified}`, editableContent(one));
  const list = vi.fn((_: object) => Promise.resolve({ rows: now, unreadable: [], more: false }));
  const store = { orders: { list } } as unknown as Parameters<typeof editedInOurSecond>[1]; // all that it asks
  const look = async (serverTime: number = over, passOn: (id: number) => void = () => undefined) => {
    const found: number[] = [];
    await editedInOurSecond(changes, store, storeHash, { rows: now, serverTime }, ({ id }) => {
      passOn(id);
      return Promise.resolve(void found.push(id));
    });
    return found;
  };
  return { list, look };
}

describe('an order that shows the time of our own write', () => {
  it.each<[string, Order]>([
    ['street', order({}, 'Short Street 2')],
    ['quantity', order({}, undefined, [{ ...line, quantity: 2 }])],
    ['refund', order({}, undefined, [{ ...line, quantityRefunded: 1 }])],
    ['line', order({}, undefined, [line, { ...line, id: 2 }])],
    ['message', order({ customerMessage: 'To the neighbour' })],
    ['refund of an amount', order({ refundedAmount: '5.00' })],
    ['payment', order({ paymentStatus: 'captured' })],
    ['shipment by hand', order({}, undefined, [{ ...line, quantityShipped: 1 }])],
    ['phone of the bill', order({ billing: { phone: '1' } })],
  ])('is found to be edited in that second: %s', async (_, edited) => {
    expect(await asked([edited]).look()).toEqual([9]);
  });

  it.each<[string, Order]>([
    ['as it was', order()],
    ['as our own shipment left it, after which it was read', order({}, undefined, [{ ...line, quantityShipped: 3 }])],
  ])('is no news: %s', async (_, same) => {
    expect(await asked([same], [same]).look()).toEqual([]);
  });

  it('is no news where the store lists its lines in another order', async () => {
    const two = [line, { ...line, id: 2 }];
    const now = [order({}, undefined, [...two].reverse())];
    expect(await asked(now, [order({}, undefined, two)]).look()).toEqual([]);
  });

  it('is looked at once, when its second is over by the store’s clock', async () => {
    const { list, look } = asked([order({}, 'Short Street 2')]);
    expect([await look(over - 1), list.mock.calls.length]).toEqual([[], 0]);
    expect([await look(), await look(), list.mock.calls.length]).toEqual([[9], [], 1]);
  });

  it('is looked at again until its edit was passed on', async () => {
    const { look } = asked([order({}, 'Short Street 2')]);
    const fails = () => {
      throw new Error('Temporal did not answer');
    };
    await expect(look(over, fails)).rejects.toThrow('did not answer');
    expect([await look(), await look()]).toEqual([[9], []]);
  });

  it('is passed on where its lines cannot be read, and only once', async () => {
    const { list, look } = asked([order()]);
    list.mockImplementation(() =>
      Promise.resolve({ rows: [], unreadable: [{ kind: 'order', id: 9, field: 'lines' }] as never, more: false }),
    );
    expect([await look(), await look()]).toEqual([[9], []]);
  });

  it('is looked at together with all others, by one request', async () => {
    const many = [order({ id: 3 }), order({ id: 5, dateModified: '2026-03-01T10:00:01Z' })];
    const { list, look } = asked(many, many);
    expect(await look()).toEqual([]);
    expect(list.mock.calls.map(([filter]) => filter)).toEqual([
      expect.objectContaining({
        ...{ minId: 3, maxId: 5, withLines: true },
        ...{ minDateModified: '2026-03-01T10:00:01Z', maxDateModified: SECOND },
      }),
    ]);
  });

  it('is looked at no more where it has another time by now', async () => {
    const { list, look } = asked([order({ dateModified: '2026-03-01T10:00:09Z' })]);
    expect([await look(over + 60_000), list.mock.calls.length]).toEqual([[], 0]);
  });
});

describe('an edit between the run’s reading of an order and our write of its status', () => {
  /** The merchant edits it, in the second of that reading or when our write is on its way: both leave no time of their own. */
  const isPassedOn = async (before: object, edit: object = before) => {
    const changes = new ChangeMemory();
    const read = order({ statusId: 11, paymentMethod: '', paymentStatus: '', ...before });
    const update = vi.fn(() => Promise.resolve(order(edit)));
    const store = { orders: { get: () => Promise.resolve(read), update } };
    const connection = { storeHash, settings: defaultSettings('2026-01-01T00:00:00Z') };
    const deps = { changes, connections: { open: () => Promise.resolve({ store, connection }) } };
    const writes = createStoreWrites(deps as unknown as Parameters<typeof createStoreWrites>[0]); // only what is asked
    const request = { storeHash, orderId: 9 };
    await new MockActivityEnvironment().run(() => writes.markHandedOver(request));
    expect(update).toHaveBeenCalledTimes(1);
    return changes.isNews('store-order', storeHash, 9, `9@${SECOND}`);
  };

  it.each<[string, object, object?]>([
    ['in the second of the reading', { customerMessage: 'To the neighbour' }],
    ['after our own look at it', {}, { customerMessage: 'To the neighbour' }],
  ])('is read by the run when the next poll tells of it: %s', async (_, before, edit) => {
    expect(await isPassedOn(before, edit)).toBe(true);
  });
});
