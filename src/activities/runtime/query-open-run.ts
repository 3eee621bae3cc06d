import { QueryRejectCondition, QueryRejectedError, WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { FailureType } from '../../contract/failures.ts';
import { isRejectedAsPaused, UNPAUSE } from '../../contract/runs/open-runs.ts';
import type { Dependencies } from './dependencies.ts';
import { activityFailure } from './failures.ts';

/** How long the asked run may take to answer. */
const DEADLINE_MS = 5_000;

/**
 * The answer of an open run: a closed one would still answer as it ended.
 * @throws what Temporal says where the run is not there, is closed, or does not answer in time
 */
export function queryOpen<T>(
  temporal: Dependencies['temporal'],
  ask: (runs: WorkflowClient) => Promise<T>,
): Promise<T> {
  const runs = new WorkflowClient({
    ...temporal.workflow.options,
    connection: temporal.connection,
    queryRejectCondition: QueryRejectCondition.NOT_OPEN,
  });
  return runs.withDeadline(Date.now() + DEADLINE_MS, () => ask(runs));
}

/**
 * The answer of an open run, or `undefined` where there is none.
 * @param which what the run is, for the message
 * @throws Unavailable where it did not answer in time, or is paused in Temporal
 */
export async function askOpenRun<T>(
  temporal: Dependencies['temporal'],
  which: string,
  ask: (runs: WorkflowClient) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await queryOpen(temporal, ask);
  } catch (error) {
    const isClosed = error instanceof QueryRejectedError && !isRejectedAsPaused(error);
    if (isClosed || error instanceof WorkflowNotFoundError) return undefined;
    throw noAnswer(which, error);
  }
}

/**
 * Unavailable: what an open run knows must not count as nothing. One that an operator paused in Temporal is rejected as a closed
 * one is, but it is there.
 * @param which what the run is, for the message
 */
export function noAnswer(which: string, error: unknown): ApplicationFailure {
  const why = isRejectedAsPaused(error) ? `is paused in Temporal itself: ${UNPAUSE}` : 'did not answer in time';
  return activityFailure(FailureType.unavailable, `The run that ${which} ${why}.`);
}
