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
import { shortDigest } from '../../contract/runs/short-digest.ts';
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
  return inState(request, how.watch === undefined ? '' : `: ${workflowId.changesWatch(how.watch)} looks and triggers`, {
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
    ...commonParts(request),
  });
}

export function reconcileSchedule(request: EnsureSchedules): Definition {
  const { storeHash } = request;
  return inState(request, '', {
    scheduleId: scheduleId.reconcile(storeHash),
    spec: { intervals: [{ every: DAY_MS, offset: schedulePhase(storeHash, 'reconcile', DAY_MS) }] },
    action: {
      type: 'startWorkflow',
      workflowType: WorkflowType.reconcile,
      workflowId: workflowId.reconcile(storeHash),
      taskQueue: TaskQueue.main,
      args: [{ storeHash }],
      ...(request.keeps === undefined ? {} : { memo: { [Memo.keptIntegration]: request.keeps } }),
      ...commonAction(storeHash, 'catalogue', `Full comparison of store ${storeHash}`),
    },
    ...commonParts(request),
  });
}

function commonAction(storeHash: StoreHash, of: 'stock' | 'catalogue', staticSummary: string) {
  return {
    priority: runPriority(storeHash, of),
    typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
    staticSummary,
  };
}

function commonParts({ storeHash }: EnsureSchedules) {
  return {
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCHUP_MS, pauseOnFailure: false },
    typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
  };
}

/** Its note names the definition by a digest: a list of schedules shows no more of one than its times and its note. */
function inState({ running, why }: EnsureSchedules, more: string, schedule: Omit<Definition, 'state'>): Definition {
  const digest = shortDigest(JSON.stringify(shapeOf(schedule))).slice(0, 8);
  const note = `${SCHEDULE_NOTE}${running ? `on${more} (definition ${digest})` : (why ?? 'off')}`;
  return { ...schedule, state: { paused: !running, note } };
}

/** The watch that such a note names. */
export function watchIn(note: string | undefined): string | undefined {
  const prefix = workflowId.changesWatch('');
  return note?.startsWith(`${SCHEDULE_NOTE}on: ${prefix}`) === true
    ? note.slice(`${SCHEDULE_NOTE}on: ${prefix}`.length).split(' ', 1)[0]
    : undefined;
}

/** What must be equal for a schedule to be as wanted. */
export function fingerprintOf(schedule: Definition | ScheduleDescription): string {
  const { action, state } = schedule;
  return JSON.stringify([shapeOf(schedule), sorted(action.args), sorted(action.memo ?? {}), state.paused, state.note]);
}

/** All but what is learnt later: what is kept with it, and the versions that a look must know of. */
function shapeOf({ spec, action, policies }: Omit<Definition, 'state'> | ScheduleDescription) {
  const [input] = (action.args ?? []) as readonly Partial<LatestChangesInput>[]; // of our own two definitions
  return [
    spec.intervals,
    [action.workflowType, action.workflowId, action.taskQueue, action.staticSummary],
    sorted({ ...input, versions: undefined }),
    [action.priority?.priorityKey, action.priority?.fairnessKey],
    [policies?.overlap, policies?.catchupWindow, policies?.pauseOnFailure],
  ];
}

/** The same whatever the order of fields: the server keeps none. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, of]) => of !== undefined);
  return fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([field, of]) => [field, sorted(of)]);
}
