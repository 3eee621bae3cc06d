import { ScheduleNotFoundError, WorkflowNotFoundError, type ScheduleDescription } from '@temporalio/client';
import type { LatestChangesInput } from '../../contract/changes.ts';

/** Tells a run that may not be open. @returns false where it is not: it ended, or was never there */
export async function ifOpen(tell: () => Promise<unknown>): Promise<boolean> {
  try {
    await tell();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** What a schedule answers, or `undefined` where it is not there. */
export async function ifThere<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return undefined;
    throw error;
  }
}

/** What a schedule of latest changes starts its runs with. */
export function latestChangesInputOf(schedule: ScheduleDescription | undefined): LatestChangesInput | undefined {
  return schedule?.action.args?.[0] as LatestChangesInput | undefined; // as our own definition of the schedule says
}
