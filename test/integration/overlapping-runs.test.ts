import { ScheduleOverlapPolicy } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { scheduleId } from '../../src/contract/ids.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';
import { isLong } from '../support/sample.ts';

let world: StockWorld;

beforeAll(async () => {
  world = await startStockWorld({ address: inject('temporalAddress'), settings: { brakeShare: 1 } });
  await world.run();
  await world.caughtUp();
});
afterAll(() => world.close());
afterEach(() => {
  expect(world.defects).toEqual([]);
});

const schedule = () => world.client.schedule.getHandle(scheduleId.latestChanges(world.storeHash));

/** Starts a run beside whatever runs, as a person can in the Temporal UI. @param before how many were started before */
async function trigger(before: number) {
  await schedule().trigger(ScheduleOverlapPolicy.ALLOW_ALL);
  return vi.waitFor(
    async () => {
      const { info } = await schedule().describe();
      const run = info.recentActions.at(-1)?.action.workflow;
      if (info.numActionsTaken <= before || run === undefined) throw new TypeError('not started yet');
      return world.client.workflow.getHandle(run.workflowId, run.firstExecutionRunId);
    },
    { timeout: 60_000, interval: 50 },
  );
}

/**
 * Two runs of which the first one is held up in the warehouse, so that the second one overtakes it.
 * @param meanwhile is done while both are under way
 */
async function twoAtOnce(meanwhile: () => Promise<unknown> = () => Promise.resolve()) {
  await world.caughtUp(); // a comparison that an earlier run began would be held up in its place
  const { numActionsTaken } = (await schedule().describe()).info;
  world.control.faults({ rate: 1, kinds: ['latency'], paths: ['/api/v1/Stock'], latencyMs: 4_000, count: 1 });
  const first = await trigger(numActionsTaken);
  // Their ids are told apart by the second.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const second = await trigger(numActionsTaken + 1);
  await meanwhile();
  await Promise.all([first.result(), second.result()]);
  const [one, two] = await Promise.all([first.describe(), second.describe()]);
  expect(one.runId).not.toBe(two.runId);
  expect(two.startTime.getTime()).toBeLessThan(one.closeTime?.getTime() ?? 0);
  expect([one.status.name, two.status.name]).toEqual(['COMPLETED', 'COMPLETED']);
}

test('two runs at once write the same levels, start one run for each order, and leave the next one nothing to mend', async () => {
  await world.stocked({ 'MUG-ENAMEL': 12, ROPE: 30 });
  const orders = [1, 2, 3].map((quantity) => world.control.placeOrder({ lines: [{ sku: 'ROPE', quantity }] }));
  await twoAtOnce();
  expect(world.level('MUG-ENAMEL')).toBe(12);
  expect(world.level('ROPE')).toBe(24);
  for (const { orderId } of orders) expect(await world.told(orderId)).toMatchObject({ input: { orderId } });

  world.control.advance(5_000);
  await world.stocked({ 'MUG-ENAMEL': 3 });
  const late = world.control.placeOrder({ lines: [{ sku: 'ROPE', quantity: 4 }] });
  await world.run();
  expect(world.level('MUG-ENAMEL')).toBe(15);
  expect(world.level('ROPE')).toBe(20);
  expect(await world.told(late.orderId)).toMatchObject({ input: { orderId: late.orderId } });
  await world.caughtUp(); // what a run may have begun by itself
  const drift = await world.reconcile();
  expect(drift.stock).toMatchObject({ repaired: 0 });
});

test('what changes while two runs overlap is lost by neither, whichever of them ends last', async () => {
  for (let round = 1; round <= (isLong ? 3 : 1); round += 1) {
    await twoAtOnce(() => world.stocked({ FIRESTEEL: 5 }));
    await world.run();
    expect(world.level('FIRESTEEL')).toBe(5 * round);
  }
});

test('a schedule that is deleted in the middle of a run and made again loses nothing', async () => {
  await world.caughtUp();
  const { numActionsTaken } = (await schedule().describe()).info;
  world.control.faults({ rate: 1, kinds: ['latency'], paths: ['/api/v1/Stock'], latencyMs: 3_000, count: 1 });
  const before = await trigger(numActionsTaken);
  await schedule().delete();
  await world.stocked({ 'PAN-IRON': 7 });
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'PAN-IRON', quantity: 2 }] });
  await world.activities.ensureSchedules({ storeHash: world.storeHash, running: true, every: '1h' });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await world.run();
  await before.result();
  // It has no result to go on from: all that was before it is the comparison's.
  await world.caughtUp();
  await world.run();
  expect(world.level('PAN-IRON')).toBe(5);
  expect(await world.told(orderId)).toMatchObject({ input: { orderId } });
});
