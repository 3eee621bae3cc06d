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
