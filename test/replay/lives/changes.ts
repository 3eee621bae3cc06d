import { ScheduleOverlapPolicy } from '@temporalio/client';
import { scheduleId, workflowId, type StoreHash } from '../../../src/contract/ids.ts';
import { hintMessages, watchMessages } from '../../../src/contract/messages.ts';
import { Memo } from '../../../src/contract/registered-names.ts';
import { TaskQueue, WorkflowType } from '../../../src/contract/temporal.ts';
import { countOf, pauseForAll, until, type Lived, type Lives, type LivesWorld } from './world.ts';

/** Each run of a schedule goes on from the one before: so do these. */
export const changeLives: Lives = {
  'latest-changes-first': async (world) => {
    await world.store.latestChanges.enable({ force: true });
    return latest(world);
  },
  'reconcile-catch-up': async (world) => {
    const id = workflowId.reconcile(world.shop.storeHash);
    await world.client.workflow.getHandle(id).result();
    return { id };
  },
  'latest-changes-news-of-all': (world) => {
    const { shop } = world;
    shop.stock({ 'MUG-ENAMEL': 12, ROPE: 30 });
    shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    shop.sandbox.control.advance(5_000);
    return latest(world);
  },
  'latest-changes-nothing-new': latest,
  'latest-changes-a-leg-fails': async (world) => {
    const { control } = world.shop.sandbox;
    control.faults({ rate: 1, kinds: ['malformed'], paths: ['GET /api/v1/Stock*'] });
    const lived = await latest(world);
    control.faults();
    return lived;
  },
  'reconcile-by-hand': async (world) => {
    await world.store.reconcile.runNow();
    return { id: workflowId.reconcile(world.shop.storeHash) };
  },
  'reconcile-of-schedule': async (world) => {
    const lived = await daily(world);
    const { action } = await world.client.schedule.getHandle(scheduleId.reconcile(world.shop.storeHash)).describe();
    return { ...lived, left: { 'integration-beside-the-schedule': action.memo?.[Memo.keptIntegration] } };
  },
  'reconcile-of-schedule-again': daily,
  'maintain-hourly': async ({ client }) => {
    const id = 'maintain-golden';
    await client.workflow.execute(WorkflowType.maintain, { ...started(id), args: [] });
    return { id };
  },
  'changes-watch-store-gone': (world) => watched(world, 'nobody1' as StoreHash, () => Promise.resolve()), // such a hash is valid
  'changes-watch-looking': async (world) => {
    const { latestChanges } = world.store;
    const lived = await watched(world, world.shop.storeHash, () => latestChanges.enable({ every: '5m', force: true }));
    await latestChanges.enable({ every: '24h', force: true });
    return lived;
  },
  'hints-read': async (world) => {
    const { run, id } = await hinted(world);
    await run.signal(hintMessages.hint, { source: 'myogoStock' });
    await run.result();
    return { id };
  },
  // What it has passed on is told of once more: by what the order's run has written.
  'hints-stayed': async (world) => {
    const { run, id, orderId } = await hinted(world);
    await until('the order', async () => (await countOf(world, { id }, 'activityTaskCompletedEventAttributes')) > 0);
    await run.signal(hintMessages.hint, { source: 'storeOrders', ids: [orderId] });
    await run.result();
    return { id };
  },
  'latest-changes-paused': async (world) => {
    await pauseForAll(world);
    const { storeHash } = world.shop;
    const id = `${workflowId.latestChanges(storeHash)}-paused`;
    const args = [{ storeHash, everyMs: 10_000 }];
    await world.client.workflow.execute(WorkflowType.latestChanges, { ...started(id), args });
    return { id };
  },
  'hints-unread': async (world) => {
    const { run, id } = await hinted(world);
    await run.result();
    return { id };
  },
  'reconcile-paused': async (world) => {
    const { storeHash } = world.shop;
    const id = workflowId.reconcile(storeHash);
    // What a run of latest changes has begun.
    await world.client.workflow.getHandle(id).result();
    await world.client.workflow.execute(WorkflowType.reconcile, { ...started(id), args: [{ storeHash }] });
    await world.store.resume();
    return { id };
  },
};

/** The watch of all stores, once it has looked: at one whose schedule names it, and at one that is not there. */
async function watched(world: LivesWorld, storeHash: StoreHash, cadence: () => Promise<unknown>): Promise<Lived> {
  const id = workflowId.changesWatch('0-of-1');
  await cadence();
  await world.client.workflow.signalWithStart(WorkflowType.changesWatch, {
    ...{ ...started(id), args: [{ group: '0-of-1' }] },
    signal: watchMessages.join,
    signalArgs: [{ storeHash, everyMs: 300_000 }],
  });
  await world.client.workflow.getHandle(id).signal(watchMessages.lookNow);
  await until('a look', async () => (await countOf(world, { id }, 'activityTaskCompletedEventAttributes')) > 0);
  return { id };
}

const started = (id: string) => ({ workflowId: id, taskQueue: TaskQueue.main });

/** A webhook told of an order that somebody has placed. */
async function hinted({ shop, client }: LivesWorld) {
  const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
  const id = workflowId.hints(shop.storeHash);
  const run = await client.workflow.signalWithStart(WorkflowType.hints, {
    ...{ ...started(id), args: [{ storeHash: shop.storeHash }] },
    signal: hintMessages.hint,
    signalArgs: [{ source: 'storeOrders', ids: [orderId] }],
  });
  return { run, id, orderId };
}

async function latest(world: LivesWorld): Promise<Lived> {
  await world.store.latestChanges.runNow();
  return lastOf(world, scheduleId.latestChanges(world.shop.storeHash));
}

/** One run of the daily schedule, to its end. */
async function daily(world: LivesWorld): Promise<Lived> {
  const id = scheduleId.reconcile(world.shop.storeHash);
  const handle = world.client.schedule.getHandle(id);
  const before = (await handle.describe()).info.numActionsTaken;
  await handle.trigger(ScheduleOverlapPolicy.BUFFER_ONE);
  await until('the comparison', async () => (await handle.describe()).info.numActionsTaken > before);
  return lastOf(world, id);
}

async function lastOf({ client }: LivesWorld, schedule: string): Promise<Lived> {
  const handle = client.schedule.getHandle(schedule);
  // The schedule hands the result on once it has heard of the end: the next run must not start before.
  await until('the end of the run', async () => (await handle.describe()).info.runningActions.length === 0);
  const last = (await handle.describe()).info.recentActions.at(-1)?.action.workflow;
  if (last === undefined) throw new TypeError(`${schedule} has started nothing`);
  return { id: last.workflowId, runId: last.firstExecutionRunId };
}
