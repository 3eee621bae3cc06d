import { setTimeout as wait } from 'node:timers/promises';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import type { OrderOddity } from '../../dev/stand-ins/store/oddity.ts';
import { scheduleId } from '../../src/contract/ids.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';
import { sample } from '../support/sample.ts';

let world: StockWorld;

beforeAll(async () => {
  world = await startStockWorld({ address: inject('temporalAddress'), settings: { brakeShare: 1 } });
  await world.run();
  await world.caughtUp();
});
afterAll(() => world.close());
afterEach(() => {
  world.control.faults();
  expect(world.defects).toEqual([]);
});

test('an order that cannot be read is reported by its number and costs no other row; once it can be read its goods are kept for it again', async () => {
  await world.stocked({ 'SOAP-LAVENDER': 10 });
  const lines = [{ sku: 'SOAP-LAVENDER', quantity: 3 }];
  const { orderId } = world.control.placeOrder({ lines, statusId: 7 });
  await world.run();
  expect(world.level('SOAP-LAVENDER')).toBe(7);
  world.control.changeOrder(orderId, { odd: { order: { status_id: 'eleven' } } });
  await world.stocked({ 'SOAP-LAVENDER': 1, 'PAN-IRON': 3 });
  const report = await world.run();
  expect(report.stock?.odd?.rows).toContainEqual(expect.objectContaining({ kind: 'order', id: orderId }));
  expect(world.level('PAN-IRON')).toBe(3);
  world.control.changeOrder(orderId, { odd: null });
  await world.run();
  expect(world.level('SOAP-LAVENDER')).toBe(8);
});

test.each(
  sample<[string, (orderId: number, lineId: number) => OrderOddity]>(
    [
      ['whose status cannot be read', () => ({ order: { status_id: 'eleven' } })],
      ['whose date cannot be read', () => ({ order: { date_modified: 'yesterday' } })],
      ['of which a line has one and a half pieces', (_, lineId) => ({ lines: { [lineId]: { quantity: 2.5 } } })],
      ['of which a line is shipped by halves', (_, lineId) => ({ lines: { [lineId]: { quantity_shipped: 'some' } } })],
      ['whose address cannot be read', () => ({ addresses: { '*': { id: 'seven' } } })],
      ['that comes without addresses', () => ({ consignments: 'none' })],
      ['that comes without lines', () => ({ consignments: 'no-lines' })],
      ['whose line is at no address of it', (_, lineId) => ({ lines: { [lineId]: { order_address_id: 999_999 } } })],
    ],
    2,
  ),
)('an order %s gives no goods back while it is odd, and again when it is not', async (_what, odd) => {
  const sku = 'GLOVES-M';
  await world.stocked({ [sku]: 10 });
  const { orderId, addressIds } = world.control.placeOrder({ lines: [{ sku, quantity: 3 }], statusId: 7 });
  await world.run();
  const before = world.level(sku);
  const lineId = world.control.store().book.orders.get(orderId)?.lines[0]?.id ?? 0;
  const { addresses, ...rest } = odd(orderId, lineId);
  const at = addresses?.['*'];
  world.control.changeOrder(orderId, {
    odd: { ...rest, ...(at === undefined ? {} : { addresses: { [String(addressIds[0])]: at } }) },
  });
  await world.stocked({ [sku]: 1 });
  await world.run();
  expect(world.level(sku)).toBe((before ?? 0) + 1);
  world.control.changeOrder(orderId, { odd: null });
  await world.run();
  expect(world.level(sku)).toBe((before ?? 0) + 1);
  world.control.changeOrder(orderId, { status: 5 });
  await world.run();
  expect(world.level(sku)).toBe((before ?? 0) + 4);
});

test('two runs at the same time, as a person may start them in Temporal, leave every level right and lose no news', async () => {
  const schedule = world.client.schedule.getHandle(scheduleId.latestChanges(world.storeHash));
  world.control.faults({ rate: 1, kinds: ['latency'], side: 'store', paths: ['GET *'], latencyMs: 2_500, count: 6 });
  await world.stocked({ 'TORCH-HEAD': 12 });
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'TORCH-HEAD', quantity: 5 }], statusId: 7 });
  const taken = (await schedule.describe()).info.numActionsTaken;
  const startedSince = (count: number) =>
    vi.waitFor(
      async () => {
        const { info } = await schedule.describe();
        if (info.numActionsTaken < taken + count) throw new TypeError('not started yet');
        return info.recentActions.slice(-count);
      },
      { timeout: 60_000, interval: 20 },
    );
  await schedule.trigger(ScheduleOverlapPolicy.ALLOW_ALL);
  // Two runs of one second would bear the same id.
  const [one] = await startedSince(1);
  while (Math.floor(Date.now() / 1_000) <= Math.floor((one?.takenAt.getTime() ?? 0) / 1_000)) await wait(20);
  await schedule.trigger(ScheduleOverlapPolicy.ALLOW_ALL);
  const started = await startedSince(2);
  const runs = await Promise.all(
    started.map(async ({ action }) => {
      const run = world.client.workflow.getHandle(action.workflow.workflowId, action.workflow.firstExecutionRunId);
      await run.result();
      const { startTime, closeTime } = await run.describe();
      return { from: startTime.getTime(), to: closeTime?.getTime() ?? 0 };
    }),
  );
  const [first, second] = runs.sort((a, b) => a.from - b.from);
  expect(second?.from).toBeLessThan(first?.to ?? 0);
  world.control.faults();
  // Such runs have no cursors: what is new is left to one comparison.
  await world.caughtUp();
  expect(world.level('TORCH-HEAD')).toBe(7);
  // The cursors that the next one goes on with skip nothing.
  world.control.changeOrder(orderId, { status: 5 });
  await world.run();
  expect(world.level('TORCH-HEAD')).toBe(12);
});
