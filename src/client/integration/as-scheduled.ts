import type { ScheduleDescription } from '@temporalio/client';
import type { LatestChangesState } from '../../contract/integration.ts';
import { noteOf, pausedInTemporal } from '../../contract/runs/schedule-words.ts';
import { behindOf, isOfIntegration } from './legs.ts';

/** A person's pause in Temporal, or its end: the entity hears of it within the hour, the schedule knows at once. */
export function asScheduled(
  latestChanges: LatestChangesState,
  schedule: ScheduleDescription | undefined,
): LatestChangesState {
  const { allowed, wanted, every } = latestChanges;
  if (!allowed) return latestChanges;
  if (isBehind(latestChanges, schedule)) return latestChanges;
  return { wanted, allowed, every, ...inTemporal(schedule) };
}

/** The schedule of the daily comparison. */
export function comparisonIn(latestChanges: LatestChangesState, schedule: ScheduleDescription | undefined) {
  if (!isBehind(latestChanges, schedule)) return inTemporal(schedule);
  return { running: false, why: latestChanges.why ?? 'the schedule is being updated' };
}

/** Paused by the integration itself, or not made yet: what the integration says of it is true, and not what a person did. */
function isBehind(latestChanges: LatestChangesState, schedule: ScheduleDescription | undefined): boolean {
  return isOfIntegration(schedule) && (schedule !== undefined || behindOf(latestChanges) !== undefined);
}

/** What a person did to a schedule by hand. */
function inTemporal(schedule: ScheduleDescription | undefined): { readonly running: boolean; readonly why?: string } {
  if (schedule === undefined) {
    return { running: false, why: 'its schedule is gone from Temporal: latestChanges.enable() makes it anew' };
  }
  const { state } = schedule;
  return state.paused ? { running: false, why: pausedInTemporal(noteOf(state)) } : { running: true };
}
