import {
  ScheduleOverlapPolicy,
  type ScheduleDescription,
  type ScheduleOptions,
  type ScheduleOptionsAction,
} from '@temporalio/client';
import type { Priority } from '@temporalio/common';
import { integrationKey } from '../../contract/runs/search-attributes.ts';
import type { LatestChangesInput } from '../../contract/changes.ts';
import { UNWATCHED_EVERY_MS } from '../../contract/runs/changes-watch.ts';
import { scheduleId, workflowId, type StoreHash } from '../../contract/ids.ts';
import { Memo } from '../../contract/registered-names.ts';
import { runPriority, SCHEDULE_NOTE, TaskQueue, WorkflowType } from '../../contract/temporal.ts';
import { schedulePhase } from '../../domain/changes/schedule-phase.ts';
import type { EnsureSchedules } from './schedules.ts';

const DAY_MS = 24 * 3_600_000;

/** A run that is later than this is left to the next interval: what it would have found is found then. */
const CATCHUP_MS = 120_000;
/** Where webhooks are trusted, a watched store's own run comes up to so many times as seldom. */
const MOST_SELDOM = 4;

/** What a schedule should be; the SDK's type leaves the action's priority out, although it sends it. */
export type Definition = ScheduleOptions & {
  readonly action: ScheduleOptionsAction & { readonly priority: Priority };
  readonly state: { readonly paused: boolean; readonly note: string };
};

/**
 * @param watch the watch that looks at the store at every interval and triggers this schedule where something moved: by
 * itself it then runs seldom, so that nothing rests on the watch alone
 */
export function latestChangesSchedule(
  request: EnsureSchedules,
  { everyMs, ...how }: Pick<LatestChangesInput, 'watch' | 'versions'> & { readonly everyMs: number },
): Definition {
  const { storeHash } = request;
  const seldom = UNWATCHED_EVERY_MS * Math.min(MOST_SELDOM, request.stretch ?? 1);
  const every = how.watch === undefined ? everyMs : seldom;
  return {
    scheduleId: scheduleId.latestChanges(storeHash),
    spec: { intervals: [{ every, offset: schedulePhase(storeHash, 'latest-changes', every) }] },
    action: {
      type: 'startWorkflow',
      workflowType: WorkflowType.latestChanges,
      workflowId: workflowId.latestChanges(storeHash),
      taskQueue: TaskQueue.main,
      args: [{ storeHash, everyMs, ...how } satisfies LatestChangesInput],
      ...commonAction(storeHash, 'stock', `Latest changes of store ${storeHash}`),
    },
    ...commonParts(
      request,
      how.watch === undefined ? '' : `: ${workflowId.changesWatch(how.watch)} looks and triggers`,
    ),
  };
}

export function reconcileSchedule(request: EnsureSchedules): Definition {
  const { storeHash } = request;
  return {
    scheduleId: scheduleId.reconcile(storeHash),
    spec: { intervals: [{ every: DAY_MS, offset: schedulePhase(storeHash, 'reconcile', DAY_MS) }] },
    action: {
      type: 'startWorkflow',
      workflowType: WorkflowType.reconcile,
      workflowId: workflowId.reconcile(storeHash),
      taskQueue: TaskQueue.scan,
      args: [{ storeHash }],
      ...(request.keeps === undefined ? {} : { memo: { [Memo.keptIntegration]: request.keeps } }),
      ...commonAction(storeHash, 'catalogue', `Full comparison of store ${storeHash}`),
    },
    ...commonParts(request),
  };
}

function commonAction(storeHash: StoreHash, of: 'stock' | 'catalogue', staticSummary: string) {
  return {
    priority: runPriority(storeHash, of),
    typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
    staticSummary,
  };
}

function commonParts({ storeHash, running, why }: EnsureSchedules, more = '') {
  return {
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCHUP_MS, pauseOnFailure: false },
    state: { paused: !running, note: `${SCHEDULE_NOTE}${running ? `on${more}` : (why ?? 'off')}` },
    typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
  };
}

/** What must be equal for a schedule to be as wanted. A note matters only while it explains a pause. */
export function fingerprintOf(schedule: Definition | ScheduleDescription): string {
  const { spec, action, policies, state } = schedule;
  const { paused, note } = state;
  return JSON.stringify([
    spec.intervals,
    [action.workflowType, action.workflowId, action.taskQueue, sorted(action.args), action.staticSummary],
    sorted(action.memo ?? {}),
    [action.priority?.priorityKey, action.priority?.fairnessKey],
    [policies?.overlap, policies?.catchupWindow, policies?.pauseOnFailure],
    [paused, paused ? note : undefined],
  ]);
}

/** The same whatever the order of fields: the server keeps none. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, of]) => of !== undefined);
  return fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([field, of]) => [field, sorted(of)]);
}
