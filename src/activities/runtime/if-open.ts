import {
  ScheduleNotFoundError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type ScheduleDescription,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import type { LatestChangesInput } from '../../contract/changes.ts';
import { isOpen } from '../../contract/runs/open-runs.ts';
import type { Dependencies } from './dependencies.ts';
import { noAnswer } from './query-open-run.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/** So often a run may end between the look and the message; then the activity is tried again, after a growing pause. */
const MOST_ENDED = 5;

/** How a run is told that another one follows where it ends before its time. */
interface Telling {
  /** What the run is, for the message. */
  readonly which: string;
  /** Tells the open run. */
  readonly tell: () => Promise<unknown>;
  /**
   * Begins the next one with the message; an open one that somebody else has begun meanwhile takes it.
   * @param last the run that was seen to have ended; `undefined` where the server knows none: then no other may have been
   */
  readonly begin: (last: WorkflowExecutionDescription | undefined) => Promise<unknown>;
}

/**
 * Tells a run that keeps something, and begins it where none is open. An open one is only told: what is begun goes on with what
 * the run kept that was seen to have ended, so one that somebody ends between the look and the message is looked at once more.
 * @throws Unavailable where it ends again and again
 */
export async function tellOrBegin(deps: Temporal, id: string, { which, tell, begin }: Telling): Promise<void> {
  for (let round = 1; round <= MOST_ENDED; round += 1) {
    const last = await lastRun(deps, id);
    if (last !== undefined && isOpen(last.status.name)) {
      if (await ifOpen(tell)) return;
      continue;
    }
    try {
      await begin(last);
      return;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
  throw noAnswer(which, undefined);
}

/** The server's own record of the last run, open or closed; `undefined` where it knows none. */
export async function lastRun({ temporal }: Temporal, id: string): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await temporal.workflow.getHandle(id).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

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
