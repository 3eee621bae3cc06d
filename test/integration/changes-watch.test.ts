import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import { watchMessages } from '../../src/contract/messages.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';

let world: StockWorld;

beforeAll(async () => {
  world = await startStockWorld({ address: inject('temporalAddress'), settings: { brakeShare: 1, every: '5m' } });
  await world.run();
  await world.caughtUp();
  await world.activities.ensureSchedules({ storeHash: world.storeHash, running: true, every: '5m' });
  await settled();
});
afterAll(() => world.close());
afterEach(() => {
  expect(world.defects).toEqual([]);
});

const schedule = () => world.client.schedule.getHandle(scheduleId.latestChanges(world.storeHash));
const watch = () => world.client.workflow.getHandle(workflowId.changesWatch('0-of-1'));
const actionsTaken = async () => (await schedule().describe()).info.numActionsTaken;
const requests = () => {
  const counts = Object.values(world.control.ledger().requests).flatMap((side) => Object.values(side));
  return counts.reduce((sum, count) => sum + count, 0);
};

/** One look at the store, outside of its time, to the end of the run that it may have begun. */
async function look(): Promise<void> {
  const before = (await watch().query(watchMessages.lastLook, world.storeHash))?.at;
  await watch().signal(watchMessages.lookNow);
  await vi.waitFor(
    async () => {
      expect((await watch().query(watchMessages.lastLook, world.storeHash))?.at).not.toBe(before);
    },
    { timeout: 60_000, interval: 50 },
  );
  await vi.waitFor(
    async () => {
      expect((await schedule().describe()).info.runningActions).toEqual([]);
    },
    { timeout: 60_000, interval: 50 },
  );
}

/** Both sides' times have whole seconds: until the second of the last change is over, a later change in it could hide. */
const secondsPass = () => delay(2_500);

/** @returns how many looks began a run until one did not */
async function settled(): Promise<number> {
  for (let runs = 0; ; runs += 1) {
    const before = await actionsTaken();
    await look();
    if ((await actionsTaken()) === before) return runs;
    expect(runs).toBeLessThan(10);
  }
}

test('a store on which nothing moved is looked at, and has no run', async () => {
  const [runs, asked] = [await actionsTaken(), requests()];
  for (let n = 0; n < 3; n += 1) await look();
  expect(await actionsTaken()).toBe(runs);
  // The three lists that a run's first step asks for, each time: no source goes unseen.
  expect(requests() - asked).toBe(9);
});

test('what moves is carried over by the store’s own run', async () => {
  await world.stocked({ 'MUG-ENAMEL': 12 });
  const { orderId } = world.control.placeOrder({ lines: [{ sku: 'MUG-ENAMEL', quantity: 2 }] });
  const before = await actionsTaken();
  await look();
  expect(await actionsTaken()).toBe(before + 1);
  expect(world.level('MUG-ENAMEL')).toBe(10);
  expect(await world.told(orderId)).toMatchObject({ input: { orderId } });
  await secondsPass();
  expect(await settled()).toBeLessThan(4);
});

test('a side that does not answer is left to the run, which says so', async () => {
  world.control.faults({ rate: 1, kinds: ['503'], paths: ['/api/v1/Stock*'], count: 2 });
  const before = await actionsTaken();
  await look();
  expect(await actionsTaken()).toBe(before + 1);
  world.control.faults();
  await settled();
});

test('a schedule that a person pauses in Temporal stops the looks too: nothing is asked, until it goes on', async () => {
  await schedule().pause('stocktaking');
  await world.stocked({ 'CANDLE-SEA': 30 });
  const [runs, asked] = [await actionsTaken(), requests()];
  await look();
  expect([await actionsTaken(), requests()]).toEqual([runs, asked]);
  await schedule().unpause();
  await look();
  expect(world.level('CANDLE-SEA')).toBe(30);
  await settled();
});

test('a changed setting is seen by the next look, although the entity is not asked at each', async () => {
  await world.connectionIs({ stockBuffer: 3 }, { settingsVersion: 2 });
  const keeps = { versions: { settings: 2, credentials: 1, links: 1 } } as never; // all that a look needs of it
  await world.activities.ensureSchedules({ storeHash: world.storeHash, running: true, every: '5m', keeps });
  const before = await actionsTaken();
  await look();
  expect(await actionsTaken()).toBe(before + 1);
  await world.caughtUp();
  expect(world.level('MUG-ENAMEL')).toBe(7);
  await settled();
});

test('a watch that was ended by hand, or that lost a store, is mended by maintain', async () => {
  await watch().terminate('by hand');
  const report = await world.maintain();
  expect(report.notes).toEqual([]);
  expect(await watch().query(watchMessages.stores)).toEqual([world.storeHash]);
  await world.stocked({ FIRESTEEL: 8 });
  await look();
  expect(world.level('FIRESTEEL')).toBe(5);
});

test('a store whose cadence is its own again leaves the watch, which ends with its last store', async () => {
  await world.activities.ensureSchedules({ storeHash: world.storeHash, running: true, every: '1h' });
  const left = watch();
  await left.signal(watchMessages.lookNow);
  expect(await left.result()).toEqual({ stores: 0 });
  expect((await schedule().describe()).spec.intervals?.[0]?.every).toBe(3_600_000);
});
