import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import { startStockWorld, type StockWorld } from './stock-world.ts';

let world: StockWorld;

beforeAll(async () => {
  world = await startStockWorld({ address: inject('temporalAddress') });
});
afterAll(() => world.close());
afterEach(() => {
  expect(world.defects).toEqual([]);
});

/** The list that `maintain` reads lags behind by design. */
const listed = (query: string, count: number): Promise<void> =>
  vi.waitFor(
    async () => {
      const found = (await world.client.workflow.count(query)).count;
      if (found < count) throw new TypeError(`${found} of ${count} are listed`);
    },
    { timeout: 20_000, interval: 50 },
  );

test('the hourly run mends schedules that were deleted by hand', async () => {
  const { storeHash, client } = world;
  await listed('WorkflowType="integration"', 1);
  expect(await world.maintain()).toMatchObject({
    schedules: { integrations: 1, created: 0, updated: 0, unanswered: 0 },
    notes: [],
  });
  await client.schedule.getHandle(scheduleId.latestChanges(storeHash)).delete();
  await client.schedule.getHandle(scheduleId.reconcile(storeHash)).delete();
  expect(await world.maintain()).toMatchObject({ schedules: { created: 2 }, notes: [] });
  expect((await client.schedule.getHandle(scheduleId.latestChanges(storeHash)).describe()).state.paused).toBe(false);
});

test('a deleted schedule loses nothing: without cursors the next run leaves all to the full comparison', async () => {
  await world.stocked({ 'MUG-ENAMEL': 3 });
  await world.run();
  await world.caughtUp();
  await world.client.schedule.getHandle(scheduleId.latestChanges(world.storeHash)).delete();
  await world.stocked({ 'MUG-ENAMEL': 2 });
  await world.maintain();
  expect((await world.run()).legs.myogoStock).toMatchObject({ kind: 'catching-up' });
  await world.caughtUp();
  expect(world.level('MUG-ENAMEL')).toBe(5);
});

test('a run while one is running waits for it, and two never run at once', async () => {
  const handle = world.client.schedule.getHandle(scheduleId.latestChanges(world.storeHash));
  const before = (await handle.describe()).info.numActionsTaken;
  await Promise.all([
    world.activities.triggerLatestChanges({ storeHash: world.storeHash }),
    world.activities.triggerLatestChanges({ storeHash: world.storeHash }),
    world.activities.triggerLatestChanges({ storeHash: world.storeHash }),
  ]);
  await vi.waitFor(
    async () => {
      const { info } = await handle.describe();
      if (info.numActionsTaken <= before || info.runningActions.length > 0) throw new TypeError('still running');
    },
    { timeout: 20_000, interval: 50 },
  );
  const { info } = await handle.describe();
  const runs = await Promise.all(
    info.recentActions.map(async ({ action }) => {
      // Two runs of one second bear the same id.
      const run = world.client.workflow.getHandle(action.workflow.workflowId, action.workflow.firstExecutionRunId);
      await run.result();
      return run.describe();
    }),
  );
  const spans = runs.map((run) => [run.startTime.getTime(), run.closeTime?.getTime() ?? Infinity] as const);
  spans.sort(([a], [b]) => a - b);
  for (const [place, [start]] of spans.entries()) {
    expect(start).toBeGreaterThanOrEqual(spans[place - 1]?.[1] ?? 0);
  }
});

test('held runs are asked to look again', async () => {
  const hold = await world.held(4711, 'sku-missing');
  await listed('OgoHold IS NOT NULL', 1);
  expect(await world.maintain()).toMatchObject({ holdsAsked: 1, notes: [] });
  expect(workflowId.fulfilOrder(world.storeHash, 4711)).toBe(hold.workflowId);
  await world.finishOrder(4711);
});
