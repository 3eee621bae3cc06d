import { Client, Connection, ScheduleOverlapPolicy } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createScheduleActivities } from '../../src/activities/integration/schedules.ts';
import { scheduleId, workflowId, type StoreHash } from '../../src/contract/ids.ts';
import { TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

let connection: Connection;
let client: Client;
let count = 0;

/** What a watched store's schedule does by itself. */
const seldom = 3 * 3_600_000;

beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress'), interceptors: usualRetries() });
  client = new Client({ connection });
});
afterAll(() => connection.close());

/** A store of its own for each test; its schedules are removed at the end. */
async function withStore(
  body: (storeHash: StoreHash, activities: ReturnType<typeof createScheduleActivities>) => Promise<void>,
): Promise<void> {
  count += 1;
  const storeHash = `sched${count}${Date.now().toString(36)}` as StoreHash; // fits the pattern of a store hash
  const activities = createScheduleActivities({
    temporal: client,
    latestChangesEvery: '5m',
    connections: { drop: () => undefined },
  });
  try {
    await body(storeHash, activities);
  } finally {
    await activities.removeSchedules({ storeHash });
  }
}

const describe = (storeHash: StoreHash) => client.schedule.getHandle(scheduleId.latestChanges(storeHash)).describe();

test('the schedule is made once, and left alone while nothing differs', () =>
  withStore(async (storeHash, activities) => {
    const request = { storeHash, running: true, every: null };
    expect(await activities.ensureSchedules(request)).toMatchObject({ latestChanges: 'created', reconcile: 'created' });
    expect(await activities.ensureSchedules(request)).toMatchObject({
      latestChanges: 'unchanged',
      reconcile: 'unchanged',
    });
    const found = await describe(storeHash);
    expect(found.info.lastUpdatedAt).toBeUndefined();
    expect(found.policies).toEqual({
      overlap: ScheduleOverlapPolicy.SKIP,
      catchupWindow: 120_000,
      pauseOnFailure: false,
    });
    expect(found.action).toMatchObject({
      workflowType: WorkflowType.latestChanges,
      taskQueue: TaskQueue.main,
      args: [{ storeHash, everyMs: 300_000, watch: '0-of-1' }],
      priority: { priorityKey: 3, fairnessKey: storeHash },
    });
    expect(found.spec.intervals?.[0]?.every).toBe(seldom);
    expect(found.spec.intervals?.[0]?.offset).toBeLessThan(seldom);
    expect(found.state.paused).toBe(false);
    const [first, second] = found.info.nextActionTimes;
    expect(Number(second) - Number(first)).toBe(seldom);
  }));

test('a schedule that ran at every interval by itself is moved over to a watch, and back where its cadence is long', () =>
  withStore(async (storeHash, activities) => {
    const request = { storeHash, running: true, every: '2h' };
    expect(await activities.ensureSchedules(request)).not.toHaveProperty('watched');
    expect((await describe(storeHash)).action).toMatchObject({ args: [{ storeHash, everyMs: 7_200_000 }] });
    expect((await describe(storeHash)).spec.intervals?.[0]?.every).toBe(7_200_000);
    const watched = { storeHash, everyMs: 300_000, group: '0-of-1' };
    expect(await activities.ensureSchedules({ ...request, every: null })).toMatchObject({
      latestChanges: 'updated',
      watched,
    });
    const stores = await client.workflow.getHandle(workflowId.changesWatch('0-of-1')).describe();
    expect(stores.status.name).toBe('RUNNING');
    // Who counts the integrations looks after the watches itself, and finds a fuller fleet.
    expect(await activities.ensureSchedules({ ...request, every: null, stores: 100 })).toMatchObject({
      latestChanges: 'updated',
      watched: { group: expect.stringMatching(/^[01]-of-2$/) as string },
    });
    expect(await activities.ensureSchedules(request)).toMatchObject({ latestChanges: 'updated' });
    expect((await describe(storeHash)).action).toMatchObject({ args: [{ storeHash, everyMs: 7_200_000 }] });
  }));

test('a changed cadence reaches the existing schedule, once', () =>
  withStore(async (storeHash, activities) => {
    await activities.ensureSchedules({ storeHash, running: true, every: null });
    expect(await activities.ensureSchedules({ storeHash, running: true, every: '10m' })).toMatchObject({
      latestChanges: 'updated',
      reconcile: 'unchanged',
    });
    expect((await describe(storeHash)).action).toMatchObject({ args: [{ everyMs: 600_000 }] });
    expect(await activities.ensureSchedules({ storeHash, running: true, every: '10m' })).toMatchObject({
      latestChanges: 'unchanged',
    });
  }));

test('a stopped integration pauses its schedules and says why; they go on by themselves', () =>
  withStore(async (storeHash, activities) => {
    await activities.ensureSchedules({ storeHash, running: false, why: 'goods are awaited', every: null });
    const paused = (await describe(storeHash)).state;
    expect(paused.paused).toBe(true);
    expect(paused.note).toContain('goods are awaited');
    expect(await activities.ensureSchedules({ storeHash, running: true, every: null })).toMatchObject({
      latestChanges: 'updated',
    });
    expect((await describe(storeHash)).state.paused).toBe(false);
  }));

test('a person’s pause is reported and not undone, while the cadence still follows the settings', () =>
  withStore(async (storeHash, activities) => {
    await activities.ensureSchedules({ storeHash, running: true, every: null });
    const handle = client.schedule.getHandle(scheduleId.latestChanges(storeHash));
    await handle.pause('stocktaking until Friday');
    expect(await activities.ensureSchedules({ storeHash, running: true, every: null })).toMatchObject({
      latestChanges: 'unchanged',
      pausedByPerson: 'stocktaking until Friday',
    });
    expect(await activities.ensureSchedules({ storeHash, running: true, every: '10m' })).toMatchObject({
      latestChanges: 'updated',
      pausedByPerson: 'stocktaking until Friday',
    });
    const found = await describe(storeHash);
    expect(found.state).toMatchObject({ paused: true, note: 'stocktaking until Friday' });
    await handle.unpause('done');
    expect(await activities.ensureSchedules({ storeHash, running: true, every: '10m' })).not.toHaveProperty(
      'pausedByPerson',
    );
  }));

test('a schedule that was deleted by hand is made again', () =>
  withStore(async (storeHash, activities) => {
    await activities.ensureSchedules({ storeHash, running: true, every: null });
    await client.schedule.getHandle(scheduleId.latestChanges(storeHash)).delete();
    expect(await activities.ensureSchedules({ storeHash, running: true, every: null })).toMatchObject({
      latestChanges: 'created',
      reconcile: 'unchanged',
    });
  }));

test('a policy that was changed by hand or by an earlier version is mended, once', () =>
  withStore(async (storeHash, activities) => {
    const request = { storeHash, running: true, every: null };
    await activities.ensureSchedules(request);
    const handle = client.schedule.getHandle(scheduleId.latestChanges(storeHash));
    await handle.update((present) => ({
      ...present,
      policies: { ...present.policies, overlap: ScheduleOverlapPolicy.ALLOW_ALL, catchupWindow: 3_600_000 },
    }));
    expect(await activities.ensureSchedules(request)).toMatchObject({ latestChanges: 'updated' });
    expect((await describe(storeHash)).policies).toMatchObject({
      overlap: ScheduleOverlapPolicy.SKIP,
      catchupWindow: 120_000,
    });
    expect(await activities.ensureSchedules(request)).toMatchObject({ latestChanges: 'unchanged' });
  }));

test('two that ensure at once end with one schedule as wanted', () =>
  withStore(async (storeHash, activities) => {
    const request = { storeHash, running: true, every: null };
    await Promise.all([activities.ensureSchedules(request), activities.ensureSchedules(request)]);
    expect(await activities.ensureSchedules(request)).toMatchObject({
      latestChanges: 'unchanged',
      reconcile: 'unchanged',
    });
  }));

test('removing what is gone is no error', () =>
  withStore(async (storeHash, activities) => {
    await activities.removeSchedules({ storeHash });
    await activities.triggerLatestChanges({ storeHash });
    await activities.removeSchedules({ storeHash });
  }));

test('a cadence that is no duration is refused by name', () =>
  withStore(async (storeHash, activities) => {
    await expect(activities.ensureSchedules({ storeHash, running: true, every: 'soon' })).rejects.toMatchObject({
      type: 'InvalidInput',
      details: [{ field: 'every' }],
    });
  }));
