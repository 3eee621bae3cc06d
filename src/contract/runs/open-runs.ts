import { WorkflowType } from '../temporal.ts';

/**
 * Part of a visibility query: runs that have not ended. One that an operator paused in Temporal itself is open, too: it hears
 * nothing until it is unpaused, and no list of running ones has it.
 */
export const OPEN = 'ExecutionStatus IN ("Running", "Paused")';

/** A visibility query: all integrations, also one that a first `connect` is still testing. */
export const OPEN_INTEGRATIONS = `WorkflowType="${WorkflowType.integration}" AND ${OPEN}`;

/** Part of a visibility query: runs that an operator paused in Temporal itself. */
export const PAUSED_IN_TEMPORAL = 'ExecutionStatus="Paused"';

/** What lets such a run go on. */
export const UNPAUSE = 'Unpause Workflow on its page in the Temporal Web UI';

/** @param status of a run, as the SDK names it */
export function isOpen(status: string): boolean {
  return status === 'RUNNING' || isPausedInTemporal(status);
}

/** `WORKFLOW_EXECUTION_STATUS_PAUSED` of Temporal's API. */
const PAUSED_STATUS = 8;

/**
 * True where the server rejected a query because the run is paused: it is there, and answers when it is unpaused. By the error's
 * shape, because workflows know this file, and the SDK's client stays out of their bundle.
 */
export function isRejectedAsPaused(error: unknown): boolean {
  const isRejection = error instanceof Error && error.name === 'QueryRejectedError';
  return isRejection && 'status' in error && error.status === PAUSED_STATUS;
}

/** @param status of a run, as the SDK names it */
export function isPausedInTemporal(status: string): boolean {
  return status === 'PAUSED';
}
