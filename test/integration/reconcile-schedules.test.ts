import { randomBytes } from 'node:crypto';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest';
import { OgoshipClient } from '../../src/client/index.ts';
import type { DriftReport } from '../../src/contract/changes.ts';
import { orderReference, scheduleId, workflowId } from '../../src/contract/ids.ts';
import { Memo } from '../../src/contract/registered-names.ts';
import { driftOf } from '../../src/domain/stock/drift.ts';
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
    { timeout: 60_000, interval: 50 },
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
  const gone = (of: string) => `Store ${storeHash}: the schedule of ${of} was not there, and is made anew.`;
  const notes = ['latest changes', 'the comparison'].map(gone);
  expect(await world.maintain()).toMatchObject({ schedules: { created: 2, unanswered: 0 }, notes });
  expect((await client.schedule.getHandle(scheduleId.latestChanges(storeHash)).describe()).state.paused).toBe(false);
  // With one of them went what connecting again would go on with: it is kept there once more.
  const { action } = await client.schedule.getHandle(scheduleId.reconcile(storeHash)).describe();
  expect(action.memo?.[Memo.keptIntegration]).toMatchObject({ live: true, settings: expect.any(Object) });
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
    { timeout: 60_000, interval: 50 },
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

test('a comparison of the schedule and those by hand are one; latest changes’ own is waited for', async () => {
  const { storeHash, client, control } = world;
  const byHand = await OgoshipClient.connect({
    temporal: { connection: client.connection, namespace: client.options.namespace },
    credentialKeys: `k1:${randomBytes(32).toString('base64')}`,
  });
  onTestFinished(() => {
    control.faults();
    return byHand.close();
  });
  const { reconcile } = byHand.integration(storeHash);
  const isRunning = async (): Promise<void> => {
    const { status } = await client.workflow.getHandle(workflowId.reconcile(storeHash)).describe();
    if (status.name !== 'RUNNING') throw new TypeError('it does not run yet');
  };
  const begun = () => vi.waitFor(isRunning, { timeout: 60_000, interval: 20 });
  // Long enough for all of them to be asked for meanwhile.
  const slow = () =>
    control.faults({ rate: 1, kinds: ['latency'], paths: ['/api/v1/Stock'], latencyMs: 1_500, count: 1 });

  slow();
  const schedule = client.schedule.getHandle(scheduleId.reconcile(storeHash));
  await schedule.trigger(ScheduleOverlapPolicy.SKIP);
  await begun();
  const [one, other] = await Promise.all([reconcile.runNow(), reconcile.runNow()]);
  expect(other).toEqual(one);
  const ofSchedule = await vi.waitFor(
    async () => {
      const run = (await schedule.describe()).info.recentActions.at(-1)?.action.workflow;
      if (run === undefined) throw new TypeError('not listed yet');
      return (await client.workflow.getHandle(run.workflowId, run.firstExecutionRunId).result()) as DriftReport;
    },
    { timeout: 60_000, interval: 50 },
  );
  expect(ofSchedule.startedAt).toBe(one.startedAt);
  expect(ofSchedule.trend).toEqual([{ at: one.startedAt, ...driftOf(one) }]);
  expect(await reconcile.report()).toEqual(ofSchedule);

  slow();
  const since = '2026-01-01T00:00:00Z';
  await world.activities.beginCatchUp({ storeHash, catchUp: { myogoStock: since } });
  await begun();
  const whole = await reconcile.runNow();
  expect(whole.products.compared).toBeGreaterThan(0);
  expect(Date.parse(whole.startedAt)).toBeGreaterThan(Date.parse(one.finishedAt));
  // Begun by hand, it is the last one; the trend is the schedule's.
  expect(await reconcile.report()).toEqual({ ...whole, trend: ofSchedule.trend });
  expect((await byHand.integration(storeHash).status()).drift).toEqual({ at: one.startedAt, ...driftOf(one) });
});

test('orders that missed their news are found in bulk and told; those whose stage fits are left alone', async () => {
  const { control, storeHash } = world;
  await world.stocked({ 'SOAP-TAR': 9 });
  const placed = (statusId: number) => control.placeOrder({ lines: [{ sku: 'SOAP-TAR' }], statusId }).orderId;
  const [unpaid, paid, cancelled, away, shipped] = [7, 7, 9, 9, 9].map(placed) as [
    number,
    number,
    number,
    number,
    number,
  ];
  await world.waiting(unpaid, 'awaiting-payment');
  await world.waiting(paid, 'awaiting-payment');
  for (const orderId of [cancelled, away, shipped]) {
    await world.waiting(orderId, 'handed-over');
    await world.handOver(orderReference(storeHash, orderId), 'SOAP-TAR');
  }
  // Nobody tells the runs of this.
  control.changeOrder(paid, { status: 11 });
  control.changeOrder(cancelled, { status: 5 });
  control.warehouse(orderReference(storeHash, shipped), { status: 'Shipped', tracking: 'JJFI3' });
  await listed('OgoStage IN ("awaiting-payment", "handed-over") AND ExecutionStatus="Running"', 5);

  expect(await world.maintain()).toMatchObject({ silentOrders: { waiting: 5, told: 3, unanswered: 0 }, notes: [] });
  expect((await world.told(paid)).news).toMatchObject([{ statusId: 11 }]);
  expect((await world.told(cancelled)).news).toMatchObject([{ statusId: 5 }]);
  expect((await world.told(shipped)).news).toMatchObject([{ status: 'SHIPPED', trackingNumber: 'JJFI3' }]);
  for (const orderId of [unpaid, away]) expect((await world.told(orderId)).news).toEqual([]);
  for (const orderId of [unpaid, paid, cancelled, away, shipped]) await world.finishOrder(orderId);
});
