import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type ScheduleDescription,
  type ScheduleHandle,
} from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import { pausedByPerson } from '../../contract/runs/schedule-words.ts';
import { FailureType } from '../../contract/failures.ts';
import { scheduleId, type StoreHash } from '../../contract/ids.ts';
import type { EarlierIntegration } from '../../contract/integration.ts';
import { SCHEDULE_NOTE } from '../../contract/temporal.ts';
import { dueAfterMs } from '../../domain/changes/cadence.ts';
import { parseDuration } from '../../domain/shared/duration.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { hooksPlace } from './hooks.ts';
import { activityFailure } from '../runtime/failures.ts';
import { ifThere, latestChangesInputOf } from '../runtime/if-open.ts';
import { mayFollowHints } from '../runtime/may-flow.ts';
import { type Definition, latestChangesSchedule, reconcileSchedule, fingerprintOf } from './schedule-definitions.ts';
import { joinWatch, watchOf, type Watched } from './watch-membership.ts';

export interface EnsureSchedules {
  readonly storeHash: StoreHash;
  /** Derived by the entity: wanted, live, not paused and credentials good. */
  readonly running: boolean;
  /** Why it does not run, in one sentence. */
  readonly why?: string;
  /** The merchant's cadence, for example `5m`; `null`: the worker's. */
  readonly every: string | null;
  /** How many times that a poll may wait; default 1. */
  readonly stretch?: number;
  /** What must outlive the entity's run: kept with the schedule of the comparison. Absent: what is kept there stays. */
  readonly keeps?: EarlierIntegration;
  /** A person enabled or resumed: a pause by hand in Temporal is taken back. */
  readonly takeBack?: boolean;
  /** How many integrations there are: who knows looks after the watches, too. Absent: the store's watch is told at once. */
  readonly stores?: number;
}

export interface EnsuredSchedules {
  readonly latestChanges: 'created' | 'updated' | 'unchanged';
  readonly reconcile: 'created' | 'updated' | 'unchanged';
  /** The note of a person who paused latest changes in the Web UI or the command line: reported, not undone. */
  readonly pausedByPerson?: string;
  /** The same of the full comparison. */
  readonly comparisonPausedByPerson?: string;
  /** How often a run did not start because the one before still ran, and because it was too late. */
  readonly skipped: { readonly overlap: number; readonly missed: number };
  /** Which watch looks at the store at every interval; absent where its schedule runs by itself. */
  readonly watched?: Watched;
  /** Where this worker can have webhooks made to; absent where it cannot. */
  readonly hooksPlace?: string;
  /** Somebody deleted the run that keeps what awaits first goods: it is found again on both sides. */
  readonly awaitedLost?: true;
  /** Somebody deleted a part of the ledger of what is owed: the orders' runs are asked for it. */
  readonly owedLost?: true;
}

/** What ensuring one schedule found and did. */
interface Ensured {
  readonly outcome: 'created' | 'updated' | 'unchanged';
  readonly skipped: EnsuredSchedules['skipped'];
  readonly pausedByPerson?: string;
}

type OfStore = Pick<EnsureSchedules, 'storeHash'>;

export type ScheduleDependencies = Pick<Dependencies, 'temporal' | 'latestChangesEvery' | 'webhooks'> & {
  readonly connections: Pick<Dependencies['connections'], 'drop'>;
};

/** Schedules of one integration: created or brought up to date, so that they never drift from the settings. */
export function createScheduleActivities(deps: ScheduleDependencies) {
  const schedules = deps.temporal.schedule;

  return {
    /**
     * Makes the two schedules what they should be. Idempotent; an update is sent only where something differs.
     * @throws InvalidInput where the cadence is no duration
     */
    async ensureSchedules(request: EnsureSchedules): Promise<EnsuredSchedules> {
      const every = request.every ?? deps.latestChangesEvery;
      const shortestMs = parseDuration(every);
      if (shortestMs === undefined) {
        throw activityFailure(FailureType.invalidInput, 'The cadence of latest changes is not a duration.', {
          field: 'every',
          expected: 'for example 5m',
        });
      }
      const everyMs = dueAfterMs(shortestMs, request.stretch ?? 1);
      const takeBack = request.takeBack ?? false;
      const { storeHash, stores } = request;
      const drop = (): void => deps.connections.drop(storeHash);
      // What flows has changed: a run that starts right after this must not be turned away by the answer from before.
      if (stores === undefined) drop();
      const { latest, watched } = await ensureLatest(request, everyMs, takeBack);
      const daily = await ensure(reconcileSchedule(request), takeBack);
      if (stores !== undefined && !(latest.outcome === 'unchanged' && daily.outcome === 'unchanged')) drop();
      return {
        latestChanges: latest.outcome,
        reconcile: daily.outcome,
        skipped: latest.skipped,
        ...defined({
          pausedByPerson: latest.pausedByPerson,
          comparisonPausedByPerson: daily.pausedByPerson,
          watched,
          hooksPlace: hooksPlace(deps.webhooks),
        }),
      };
    },

    /** Deletes both schedules; those that are gone already are fine. */
    async removeSchedules({ storeHash }: OfStore): Promise<void> {
      for (const id of [scheduleId.latestChanges(storeHash), scheduleId.reconcile(storeHash)]) {
        await ifThere(() => schedules.getHandle(id).delete());
      }
    },

    /**
     * Stops the schedules of an integration whose run is gone. They are not deleted: they keep what connecting again
     * goes on with. @returns how many were stopped
     */
    async stopSchedules({ storeHash }: OfStore): Promise<number> {
      let stopped = 0;
      for (const id of [scheduleId.latestChanges(storeHash), scheduleId.reconcile(storeHash)]) {
        const handle = schedules.getHandle(id);
        const present = await ifThere(() => handle.describe());
        if (present === undefined || present.state.paused) continue;
        await ifThere(() => handle.pause(`${SCHEDULE_NOTE}its integration is gone: connect goes on with it`));
        stopped += 1;
      }
      return stopped;
    },

    /**
     * One run now; while one runs, one more after it. The SDK's default would start a second run beside the first,
     * and without its cursors. A schedule that is paused runs all the same: webhooks alone respect that.
     */
    async triggerLatestChanges({ storeHash, hinted }: OfStore & { readonly hinted?: true }): Promise<void> {
      if (hinted === true && !(await mayFollowHints(deps, storeHash))) return;
      const handle = schedules.getHandle(scheduleId.latestChanges(storeHash));
      await ifThere(() => handle.trigger(ScheduleOverlapPolicy.BUFFER_ONE));
    },
  };

  /** A watch that learns of a store before its schedule names the watch would drop it: it is told afterwards. */
  async function ensureLatest(request: EnsureSchedules, everyMs: number, takeBack: boolean) {
    const { storeHash, keeps, stores } = request;
    const present = await ifThere(() => schedules.getHandle(scheduleId.latestChanges(storeHash)).describe());
    const before = latestChangesInputOf(present);
    const group = await watchOf(deps, { storeHash, everyMs }, before?.watch, stores);
    const versions = keeps?.versions ?? before?.versions;
    const known = versions === undefined ? {} : { versions: pickVersions(versions) };
    const wanted = latestChangesSchedule(request, { everyMs, ...defined({ watch: group }), ...known });
    const latest = await ensure(wanted, takeBack, present);
    if (group === undefined) return { latest };
    const watched = { storeHash, everyMs, group };
    if (request.running && stores === undefined) await joinWatch(deps, group, { storeHash, everyMs });
    return { latest, watched };
  }

  async function ensure(wanted: Definition, takeBack: boolean, described?: ScheduleDescription): Promise<Ensured> {
    try {
      return await ensureOnce(wanted, takeBack, described);
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
      return ensureOnce(wanted, takeBack); // it was deleted between the look at it and the write
    }
  }

  async function ensureOnce(wanted: Definition, takeBack: boolean, described?: ScheduleDescription): Promise<Ensured> {
    const handle = schedules.getHandle(wanted.scheduleId);
    const present = described ?? (await ifThere(() => handle.describe()));
    if (present === undefined) {
      try {
        await schedules.create(wanted);
        return { outcome: 'created', skipped: { overlap: 0, missed: 0 } };
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        return update(handle, wanted, await handle.describe(), takeBack);
      }
    }
    return update(handle, wanted, present, takeBack);
  }
}

/** What a look must know of at least; links are nothing to it. */
function pickVersions({ settings, credentials }: { readonly settings: number; readonly credentials: number }) {
  return { settings, credentials };
}

async function update(
  handle: ScheduleHandle,
  wanted: Definition,
  present: ScheduleDescription,
  takeBack: boolean,
): Promise<Ensured> {
  let person: string | undefined;
  const over = (now: ScheduleDescription): Definition => {
    person = takeBack ? undefined : pausedByPerson(now.state);
    const state = person === undefined ? wanted.state : { paused: true, note: person };
    const memo = wanted.action.memo ?? now.action.memo;
    return { ...wanted, action: { ...wanted.action, ...defined({ memo }) }, state };
  };
  const differs = fingerprintOf(over(present)) !== fingerprintOf(present);
  // By how it is then: a person may pause it, or take that back, since it was looked at.
  if (differs) await handle.update(over);
  return {
    outcome: differs ? 'updated' : 'unchanged',
    skipped: { overlap: present.info.numActionsSkippedOverlap, missed: present.info.numActionsMissedCatchupWindow },
    ...defined({ pausedByPerson: person }),
  };
}
