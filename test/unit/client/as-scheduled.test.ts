import type { ScheduleDescription } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { asScheduled, comparisonIn } from '../../../src/client/integration/as-scheduled.ts';
import type { LatestChangesState } from '../../../src/contract/integration.ts';

const following: LatestChangesState = { wanted: true, allowed: true, running: true, every: '5m' };
const updating: LatestChangesState = { ...following, running: false, why: 'the schedule is being updated' };
const schedule = (paused: boolean, note?: string) => ({ state: { paused, note } }) as unknown as ScheduleDescription; // all that is read
const ours = 'Derived by the integration: latest changes are not enabled';

describe('the schedules of a status', () => {
  it('that are not made or not updated yet are said to be updated: nobody has paused or deleted them', () => {
    for (const found of [undefined, schedule(true, ours)]) {
      expect(asScheduled(updating, found)).toEqual(updating);
      expect(comparisonIn(updating, found)).toEqual({ running: false, why: 'the schedule is being updated' });
    }
    // The integration learns a moment later that they are.
    expect(comparisonIn(following, schedule(true, ours))).toEqual({
      running: false,
      why: 'the schedule is being updated',
    });
  });

  it('that a person deleted or paused are said to be that', () => {
    const gone = { running: false, why: 'its schedule is gone from Temporal: latestChanges.enable() makes it anew' };
    expect(asScheduled(following, undefined)).toMatchObject(gone);
    expect(comparisonIn(following, undefined)).toEqual(gone);
    const paused = { running: false, why: 'paused in Temporal: stocktaking' };
    for (const says of [following, updating]) {
      expect(asScheduled(says, schedule(true, 'stocktaking'))).toMatchObject(paused);
      expect(comparisonIn(says, schedule(true, 'stocktaking'))).toEqual(paused);
    }
  });

  it('run where they run, whatever the integration has heard, and are not shown where they may not', () => {
    expect(asScheduled(updating, schedule(false))).toEqual(following);
    const off = { ...following, allowed: false, running: false, why: 'the integration is paused' };
    expect(asScheduled(off, undefined)).toEqual(off);
  });
});
