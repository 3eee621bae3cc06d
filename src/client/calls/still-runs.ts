import type { WorkflowExecutionDescription, WorkflowExecutionInfo } from '@temporalio/client';
import type proto from '@temporalio/proto';
import {
  isPausedInTemporal,
  stillReasons,
  stillRuns,
  taskProblem,
  tasksFailWords,
  type StillReason,
} from '../../contract/runs/open-runs.ts';
import { NotFound } from '../errors.ts';
import type { Calls } from './calls.ts';
import { unlessNotThere } from './not-there.ts';

/** A run that hears nothing until somebody does something in Temporal, or about the worker. */
export interface Still {
  readonly reason: StillReason;
  /** ISO time. */
  readonly since: string;
  /** A sentence's end: `the run …`. */
  readonly message: string;
  readonly remedy: string;
}

export function isStillReason(reason: string): reason is StillReason {
  return stillReasons.some((each) => each === reason);
}

/** A sentence about a step of a run that an operator paused in Temporal; `undefined` where nobody has. */
export async function pausedStep(calls: Calls, id: string): Promise<string | undefined> {
  const paused = (await described(calls, id))?.raw.pendingActivities?.find(({ paused }) => paused === true);
  if (paused === undefined) return undefined;
  const at = paused.pauseInfo?.pauseTime;
  const since = at == null ? '' : ` since ${isoOf(at)}`;
  const step = `${paused.activityType?.name ?? 'one'} (activity ${paused.activityId ?? '?'})`;
  return `its step ${step} is paused in Temporal${since}. Unpause it on its run’s page in the Temporal Web UI.`;
}

/** True where a list shows a run as one that hears nothing. */
export function isStill({ status, typedSearchAttributes }: WorkflowExecutionInfo): boolean {
  return isPausedInTemporal(status.name) || taskProblem(typedSearchAttributes) !== undefined;
}

/** Why a run hears nothing; `undefined` where it does hear. */
export async function stillRun(calls: Calls, id: string): Promise<Still | undefined> {
  const run = await described(calls, id);
  return run === undefined ? undefined : stillnessOf(run);
}

/** The same of a run that was described. */
export function stillnessOf({ raw, typedSearchAttributes }: WorkflowExecutionDescription): Still | undefined {
  const pausedAt = raw.workflowExtendedInfo?.pauseInfo?.pausedTime;
  const still = (reason: StillReason, since: string, message: string): Still => ({
    ...{ reason, since, message },
    remedy: stillRuns[reason].remedy,
  });
  if (pausedAt != null) return still('paused-in-temporal', isoOf(pausedAt), 'is paused in Temporal');
  const problem = taskProblem(typedSearchAttributes);
  const task = raw.pendingWorkflowTask;
  const at = task?.originalScheduledTime ?? task?.scheduledTime;
  if (problem === undefined || at == null) return undefined;
  return still('tasks-fail', isoOf(at), tasksFailWords(problem));
}

function described(calls: Calls, id: string): Promise<WorkflowExecutionDescription | undefined> {
  const ended = () => new NotFound('The run has ended.');
  return unlessNotThere(calls.ask(ended, () => calls.client.workflow.getHandle(id).describe()));
}

/** To the second. */
function isoOf({ seconds }: proto.google.protobuf.ITimestamp): string {
  return new Date(Number(seconds ?? 0) * 1_000).toISOString();
}
