import { ScheduleNotFoundError, type ScheduleDescription } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import {
  latestChangesSchedule,
  reconcileSchedule,
  type Definition,
} from '../../../../src/activities/integration/schedule-definitions.ts';
import { createScheduleActivities } from '../../../../src/activities/integration/schedules.ts';
import { parseStoreHash } from '../../../../src/contract/ids.ts';

const storeHash = parseStoreHash('abc123') ?? expect.fail();

/** A server on which a schedule is deleted right after it was described. */
function deletedMeanwhile(present: readonly Definition[]) {
  const there = new Map(present.map((one) => [one.scheduleId, one]));
  const created: string[] = [];
  const gone = (id: string) => new ScheduleNotFoundError('none', id);
  const getHandle = (id: string) => ({
    describe: () => {
      const found = there.get(id);
      there.delete(id);
      const described = { ...found, info: { numActionsSkippedOverlap: 0, numActionsMissedCatchupWindow: 0 } };
      return found === undefined
        ? Promise.reject(gone(id))
        : Promise.resolve(described as unknown as ScheduleDescription);
    },
    update: () => Promise.reject(gone(id)),
  });
  const schedule = {
    getHandle,
    create: ({ scheduleId }: Definition) => {
      created.push(scheduleId);
      return Promise.resolve();
    },
  };
  const deps = { temporal: { schedule }, latestChangesEvery: '5m', connections: { drop: () => undefined } };
  // Only what is asked.
  const activities = createScheduleActivities(deps as unknown as Parameters<typeof createScheduleActivities>[0]);
  return { activities, created };
}

describe('a schedule that is deleted between the look at it and its update', () => {
  it('is made anew', async () => {
    const before = { storeHash, running: false, every: null, why: 'paused' };
    const present = [latestChangesSchedule(before, { everyMs: 300_000 }), reconcileSchedule(before)];
    const { activities, created } = deletedMeanwhile(present);
    const ensured = await activities.ensureSchedules({ storeHash, running: true, every: '2h' });
    expect(ensured).toMatchObject({ latestChanges: 'created', reconcile: 'created' });
    expect(created).toEqual(present.map(({ scheduleId }) => scheduleId));
  });
});

/** A server on which a person pauses a schedule, or takes that back, right after it was described. */
function turnedMeanwhile(present: readonly Definition[], state: Definition['state']) {
  const updated: Definition['state'][] = [];
  const getHandle = (id: string) => {
    const found = present.find(({ scheduleId }) => scheduleId === id);
    const described = { ...found, info: { numActionsSkippedOverlap: 0, numActionsMissedCatchupWindow: 0 } };
    return {
      describe: () => Promise.resolve(described as unknown as ScheduleDescription),
      // As the SDK does it: it looks once more.
      update: (next: (now: ScheduleDescription) => Definition) => {
        updated.push(next({ ...described, state } as unknown as ScheduleDescription).state);
        return Promise.resolve();
      },
    };
  };
  const deps = {
    temporal: { schedule: { getHandle } },
    latestChangesEvery: '5m',
    connections: { drop: () => undefined },
  };
  // Only what is asked.
  const activities = createScheduleActivities(deps as unknown as Parameters<typeof createScheduleActivities>[0]);
  return { activities, updated };
}

describe('a schedule that a person turns between the look at it and its update', () => {
  const before = { storeHash, running: false, every: null, why: 'paused' };
  const definitions = () => [latestChangesSchedule(before, { everyMs: 300_000 }), reconcileSchedule(before)];
  const byHand = { paused: true, note: 'counting' };

  it('stays paused where it was paused by hand, and that is told', async () => {
    const { activities, updated } = turnedMeanwhile(definitions(), byHand);
    const ensured = await activities.ensureSchedules({ storeHash, running: true, every: '2h' });
    expect(ensured).toMatchObject({ pausedByPerson: 'counting', comparisonPausedByPerson: 'counting' });
    expect(updated).toEqual([byHand, byHand]);
  });

  it('goes on where that was taken back', async () => {
    const present = definitions().map((one) => ({ ...one, state: byHand }));
    const { activities, updated } = turnedMeanwhile(present, { paused: false, note: 'done' });
    const ensured = await activities.ensureSchedules({ storeHash, running: true, every: '2h' });
    expect(ensured.pausedByPerson).toBeUndefined();
    expect(updated.map(({ paused }) => paused)).toEqual([false]); // of the comparison nothing else differs
  });
});
