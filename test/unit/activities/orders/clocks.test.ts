import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createReadOrder, readingOf } from '../../../../src/activities/orders/read-order.ts';
import { lookUnder } from '../../../../src/activities/orders/find-warehouse-order.ts';
import { writing } from '../../../../src/activities/runtime/write-once.ts';
import type { Order } from '../../../../src/bigcommerce/orders/order-schema.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';

afterEach(() => void vi.restoreAllMocks());

/** By Temporal's clock, which is the run's. */
const NOW = Date.parse('2026-01-05T12:00:00Z');
const iso = (at: number) => new Date(at).toISOString();

/** Runs in an activity that was scheduled just now, on a worker whose clock is off. */
function onWorker<T>(shiftMs: number, body: () => Promise<T>, info = {}): Promise<T> {
  vi.spyOn(Date, 'now').mockImplementation(() => NOW + shiftMs);
  return new MockActivityEnvironment({ currentAttemptScheduledTimestampMs: NOW, ...info }).run(body);
}

/** An order without goods, as far as it is read here. */
function order(dateCreated: string): Order {
  return {
    ...{ id: 9, statusId: 11, dateCreated, dateModified: dateCreated, itemsTotal: 0, isDeleted: false },
    ...{
      shipping: [],
      pickups: [],
      downloads: [],
      contradictions: [],
      unaddressedLines: [],
      paymentMethod: '',
      paymentStatus: '',
    },
  } as unknown as Order; // only what is read of an order
}

type Reading = Parameters<typeof readingOf>;

const digester = { sealedKey: 'k', of: () => ({}) } as unknown as Reading[3]; // nothing is digested
const deps = { settleMs: 1, writeAttemptMs: 1 } as unknown as Reading[0]; // nothing is asked for codes

function openWith(metafields: unknown, of: Order, settings = defaultSettings('2026-01-01T00:00:00Z')) {
  return {
    connection: { storeHash: 'h', merchantId: 'm', settings, links: [] },
    versions: { credentials: 1, links: 1, settings: 1 },
    store: { orders: { get: () => Promise.resolve(of) }, metafields: { list: metafields } },
    merchant: { orders: { found: () => Promise.resolve([]) } },
  } as unknown as Reading[1]; // only what is asked
}

describe.each([
  ['ten minutes behind', -600_000],
  ['right', 0],
  ['ten minutes ahead', 600_000],
])('on a worker whose clock is %s', (_, shiftMs) => {
  it('the grace ends when the merchant said, also where the store’s clock is ahead', async () => {
    const settings = { ...defaultSettings('2026-01-01T00:00:00Z'), graceMinutes: 15 };
    const placed = order(iso(NOW - 60_000));
    const late = order(iso(NOW + 3_600_000));
    const ends = async (one: Order) =>
      (await onWorker(shiftMs, () => readingOf(deps, openWith(undefined, one, settings), one, digester))).graceEnds ??
      '';
    expect(Date.parse(await ends(placed))).toBe(NOW - 60_000 + 900_000);
    // The worker's own milliseconds count as they pass.
    expect(Math.abs(Date.parse(await ends(late)) - (NOW + 900_000))).toBeLessThan(60_000);
  });

  it('a look is of the time at which the run asked', async () => {
    const { answer } = await onWorker(shiftMs, () =>
      lookUnder(openWith(undefined, order(iso(NOW))), ['h-9'], undefined),
    );
    expect(Math.abs(Date.parse(answer.at) - NOW)).toBeLessThan(60_000);
  });

  it.each([
    [9, 'takes', {}, 0],
    [11, 'takes', {}, 1],
    [1, 'is asked by a person to take', { byHand: true as const }, 1],
    [11, 'reads again', undefined, 0],
  ])('what people decided is read of an order of %d minutes that a run %s', async (minutes, _how, begins, times) => {
    const list = vi.fn(() => Promise.resolve([]));
    const placed = order(iso(NOW - minutes * 60_000));
    const read = createReadOrder({
      ...deps,
      connections: { open: () => Promise.resolve(openWith(list, placed)) },
      recentOrders: { remember: () => undefined },
      sealer: { seal: () => 'sealed', open: () => 'key' },
    } as unknown as Parameters<typeof createReadOrder>[0]); // only what is asked
    const request = { storeHash: 'h' as StoreHash, orderId: 9, ...(begins === undefined ? {} : { begins }) };
    await onWorker(shiftMs, () => read.readStoreOrder(request));
    expect(list).toHaveBeenCalledTimes(times);
  });

  it.each([
    [11, 3, false],
    [11, 60, false],
    [7, 3, false],
    [7, 60, false],
    [12, 3, false],
    [9, 3, true],
    [3, 60, true],
    [5, 60, true],
  ])(
    'an order at %d, placed %d minutes ago, may have been handed over by a lost run: %s',
    async (statusId, minutes, is) => {
      const of = { ...order(iso(NOW - minutes * 60_000)), statusId };
      const read = createReadOrder({
        ...deps,
        connections: { open: () => Promise.resolve(openWith(() => Promise.resolve([]), of)) },
        recentOrders: { remember: () => undefined },
        sealer: { seal: () => 'sealed', open: () => 'key' },
      } as unknown as Parameters<typeof createReadOrder>[0]); // only what is asked
      const asked = { storeHash: 'h' as StoreHash, orderId: 9, begins: {} };
      const { earlier } = await onWorker(shiftMs, () => read.readStoreOrder(asked));
      expect([earlier?.complete, earlier?.landsUntil]).toEqual(
        is ? [false, expect.stringMatching(/^2026-01-05T12:0/)] : [undefined, undefined],
      );
    },
  );

  it('nothing is sent whose answer would come after the activity’s end', async () => {
    const send = vi.fn(() => Promise.resolve('sent'));
    const write = (leftMs: number) =>
      onWorker(
        shiftMs,
        () =>
          writing(1, (once) => once({ side: 'myogo', look: () => Promise.resolve(undefined), send }), {
            before: 'settled',
          }),
        {
          scheduledTimestampMs: NOW - 3_600_000 + leftMs,
          ...{ scheduleToCloseTimeoutMs: 3_600_000, startToCloseTimeoutMs: 180_000 },
          ...{ attempt: 2, heartbeatDetails: { attempt: 1 } }, // a first attempt has both times alike
        },
      );
    await expect(write(80_000)).rejects.toThrow('took too long');
    expect(send).not.toHaveBeenCalled();
    await write(120_000);
    expect(send).toHaveBeenCalledOnce();
  });
});
