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

/** The server's mark of a run whose tasks fail one after the other, set within a minute and taken away by itself (server 1.32.0). */
const PROBLEMS = 'TemporalReportedProblems';

/** Part of a visibility query: runs whose tasks fail. */
const TASKS_FAIL = `${PROBLEMS} IS NOT NULL`;

/** Part of a visibility query: runs that hear nothing, because they are paused or because the worker fails at their tasks. */
export const STANDS_STILL = `(${PAUSED_IN_TEMPORAL} OR ${TASKS_FAIL})`;

/** What lets a run go on whose tasks fail. */
export const TAKE_ITS_TASKS =
  'a worker of the version with which it went on, or of one that mends it: the last WorkflowTaskFailed on its page in the Temporal Web UI says what it fails by';

/** Why a run hears nothing, as lists name it: no reasons of ours. */
export const stillReasons = ['paused-in-temporal', 'tasks-fail'] as const;
export type StillReason = (typeof stillReasons)[number];

/** By reason: the part of a visibility query that finds such runs, and what lets them go on. */
export const stillRuns: Readonly<Record<StillReason, { readonly query: string; readonly remedy: string }>> = {
  'paused-in-temporal': { query: PAUSED_IN_TEMPORAL, remedy: UNPAUSE },
  'tasks-fail': { query: TASKS_FAIL, remedy: TAKE_ITS_TASKS },
};

/** The end of a sentence that begins with the run. @param problem see {@link taskProblem} */
export function tasksFailWords(problem: string): string {
  return `stands still, because the worker fails at its tasks (${problem})`;
}

/**
 * What a run's tasks fail by, as the server names it; `undefined` where they do not.
 * @param attributes the typed search attributes of a run in a list or a description
 */
export function taskProblem(attributes: {
  getAll(): readonly { readonly key: { readonly name: string }; readonly value: unknown }[];
}): string | undefined {
  const mark = attributes.getAll().find(({ key }) => key.name === PROBLEMS)?.value;
  if (mark === undefined) return undefined;
  const words = [mark].flat().filter((word) => typeof word === 'string');
  const [cause] = words.filter((word) => word.startsWith('cause='));
  return (cause ?? words.join(', ')).replace(/^cause=(WorkflowTaskFailedCause)?/, '');
}

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
