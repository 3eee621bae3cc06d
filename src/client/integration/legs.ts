import type { ScheduleDescription } from '@temporalio/client';
import type { DriftReport, LatestChangesReport } from '../../contract/changes.ts';
import { defined } from '../../contract/defined.ts';
import { FailureType } from '../../contract/failures.ts';
import { scheduleId, type StoreHash } from '../../contract/ids.ts';
import type { LatestChangesState } from '../../contract/integration.ts';
import type { TestReport } from '../../contract/integration/access.ts';
import { legs, type Failing, type FailingLeg, type Leg, type LegHealth } from '../../contract/integration/health.ts';
import { noteOf, pausedByPerson, pausedInTemporal } from '../../contract/runs/schedule-words.ts';
import { SCHEDULE_NOTE } from '../../contract/temporal.ts';
import type { Calls } from '../calls/calls.ts';
import { notThere, unlessNotThere } from '../calls/not-there.ts';
import type { LastLook } from '../../contract/runs/changes-watch.ts';
import { inputOf, lastLookOf } from './last-look.ts';
import { comparisonByHand, newerOf } from './last-comparison.ts';
import { lastRunsOf, longestRunMs, type LastRuns } from './last-runs.ts';

/** How one leg of an integration stands. */
export interface LegStatus {
  readonly leg: Leg;
  /** `good`: the last run that tried it did it. `failing`: it did not. `resting`: it may not run. `not-yet`: it has not run. */
  readonly state: 'good' | 'failing' | 'resting' | 'not-yet';
  /** ISO time of the last run that did it to its end. */
  readonly lastSuccess?: string;
  readonly failing?: Pick<Failing, 'since' | 'type' | 'message'>;
  /** Why it rests. */
  readonly why?: string;
  /** ISO time of its next run, where one is due. */
  readonly next?: string;
}

/** Both schedules of an integration with what their runs say. */
export interface Recurring {
  readonly latestChanges: ScheduleDescription | undefined;
  readonly comparison: ScheduleDescription | undefined;
  readonly changesRuns: LastRuns<LatestChangesReport>;
  readonly comparisonRuns: LastRuns<DriftReport>;
  /** The newest comparison of everything that somebody began by hand. */
  readonly byHand?: DriftReport;
  /** Where one run looks at many stores: when it last looked at this one. */
  readonly lastLook?: LastLook;
}

/** Reads both schedules, and back to their newest reports. */
export async function recurringOf(calls: Calls, storeHash: StoreHash): Promise<Recurring> {
  const [latestChanges, comparison, byHand] = await Promise.all([
    scheduleOf(calls, scheduleId.latestChanges(storeHash)),
    scheduleOf(calls, scheduleId.reconcile(storeHash)),
    comparisonByHand(calls, storeHash),
  ]);
  const longest = (schedule: ScheduleDescription | undefined, of: 'latest-changes' | 'comparison') =>
    schedule === undefined ? 0 : longestRunMs(schedule, of);
  const [changesRuns, comparisonRuns, lastLook] = await Promise.all([
    lastRunsOf<LatestChangesReport>(calls, latestChanges, longest(latestChanges, 'latest-changes')),
    lastRunsOf<DriftReport>(calls, comparison, longest(comparison, 'comparison')),
    lastLookOf(calls, storeHash, latestChanges),
  ]);
  return { latestChanges, comparison, changesRuns, comparisonRuns, ...defined({ lastLook, byHand }) };
}

/** Why nothing may run now; or, where it may, what the legs' own runs do not know. */
export type LegsRun =
  | { readonly rests: string }
  | {
      /** ISO time from which on they may: what was never good fails since then at the longest. */
      readonly begun: string;
      /** The integration's own; where it is not known, each leg stands as its last run says. */
      readonly lastTest?: TestReport | undefined;
      /** What keeps the schedules from being as the integration wants them; absent where they are, or where that is not known. */
      readonly behind?: Behind | undefined;
    };

/** The schedules in Temporal are behind the integration. */
export interface Behind {
  readonly why: string;
  /** Nothing is under way: somebody, or the maintenance, must do it. */
  readonly failed: boolean;
}

/** The integration itself knows that its schedules are not as it wants them yet. */
export function behindOf({
  allowed,
  running,
  why,
  pausedByPerson: note,
  unconfirmed,
}: LatestChangesState): Behind | undefined {
  if (!allowed || running || why === undefined || note !== undefined) return undefined;
  return { why, failed: unconfirmed === true };
}

export function legsOf(recurring: Recurring, run: LegsRun): readonly LegStatus[] {
  const { latestChanges, comparison, changesRuns, comparisonRuns } = recurring;
  return legs.map((leg) => {
    const [schedule, runs] = leg === 'comparison' ? [comparison, comparisonRuns] : [latestChanges, changesRuns];
    const health = (leg === 'comparison' ? comparisonHealth(recurring) : changesRuns.report?.health?.[leg]) ?? {};
    const found = unlessAnswered(standing({ schedule, health, trouble: runs.trouble, run }), runs, run);
    return { leg, ...(leg === 'comparison' ? found : looked(found, recurring)) };
  });
}

/** As the newer one says, whoever began it. */
function comparisonHealth({ comparisonRuns, byHand }: Recurring): LegHealth | undefined {
  const { report } = comparisonRuns;
  if (byHand === undefined || newerOf(report, byHand) !== byHand) return report?.health;
  return byHand.health ?? { lastSuccess: byHand.startedAt };
}

export function failsByCredentials({ failing }: Pick<LegStatus, 'failing'>): boolean {
  return failing?.type === FailureType.credentialsRejected;
}

/** What failed by credentials that a good test has answered since: the next run says how it stands. */
function unlessAnswered(
  found: Omit<LegStatus, 'leg'>,
  { reportOf = '' }: LastRuns<unknown>,
  run: LegsRun,
): Omit<LegStatus, 'leg'> {
  const lastTest = 'rests' in run ? undefined : run.lastTest;
  if (!failsByCredentials(found) || lastTest?.ok !== true || lastTest.at <= reportOf) return found;
  const { lastSuccess, next } = found;
  return { state: 'not-yet', ...defined({ lastSuccess, next }) };
}

/** Refused credentials are a failure of all that would flow, whatever each leg's last run says. */
export function refusedLegs(
  rests: readonly LegStatus[],
  { since, summary: message }: { readonly since: string; readonly summary: string },
): readonly LegStatus[] {
  return failingTogether(rests, { since, type: FailureType.credentialsRejected, message });
}

/** For one reason that is no leg's own. */
export function failingTogether(
  rests: readonly LegStatus[],
  failing: NonNullable<LegStatus['failing']>,
): readonly LegStatus[] {
  return rests.map(({ leg, lastSuccess }) => ({ leg, state: 'failing', failing, ...defined({ lastSuccess }) }));
}

/** What the integration knows that no run has met yet: a permission without which a leg cannot get through. */
export function withMissing(legs: readonly LegStatus[], known: readonly FailingLeg[] = []): readonly LegStatus[] {
  const missing = known.filter(({ type }) => type === FailureType.scopeMissing);
  return legs.map((found) => {
    const { leg, state, lastSuccess, next } = found;
    const why = missing.find((one) => one.leg === leg);
    if (why === undefined || state === 'failing') return found;
    const { since, type, message } = why;
    return { leg, state: 'failing', failing: { since, type, message }, ...defined({ lastSuccess, next }) };
  });
}

/** A look that found nothing moved is as good as a run; the next one comes before the schedule's own. */
function looked(found: Omit<LegStatus, 'leg'>, { lastLook, latestChanges }: Recurring): Omit<LegStatus, 'leg'> {
  const { everyMs } = inputOf(latestChanges);
  if (lastLook === undefined || everyMs === undefined || found.state === 'resting') return found;
  const next = new Date(Math.max(Date.now(), Date.parse(lastLook.at) + everyMs)).toISOString();
  const isGood = found.state === 'good' && (found.lastSuccess ?? '') < lastLook.at;
  return { ...found, ...(isGood ? { lastSuccess: lastLook.at } : {}), next };
}

interface Standing {
  readonly schedule: ScheduleDescription | undefined;
  readonly health: LegHealth;
  readonly trouble: LastRuns<unknown>['trouble'];
  readonly run: LegsRun;
}

function standing({ schedule, health, trouble, run }: Standing): Omit<LegStatus, 'leg'> {
  const { lastSuccess } = health;
  const known = defined({ lastSuccess });
  if ('rests' in run) return { state: 'resting', ...known, why: run.rests };
  const behind = isOfIntegration(schedule) ? run.behind : undefined;
  if (behind?.failed === false) return { state: 'resting', ...known, why: behind.why };
  if (behind !== undefined) {
    const message = `${behind.why}: “changes enable” does it at once`;
    return { state: 'failing', ...known, failing: { since: lastSuccess ?? run.begun, type: 'Unavailable', message } };
  }
  if (schedule === undefined) {
    const message =
      'its schedule is gone from Temporal: “changes enable” makes it anew, and so does the hourly maintenance';
    return {
      state: 'failing',
      ...known,
      failing: { since: lastSuccess ?? run.begun, type: 'Refused', message },
    };
  }
  if (schedule.state.paused) return { state: 'resting', ...known, why: pauseWords(schedule.state) };
  const next = schedule.info.nextActionTimes[0]?.toISOString();
  const due = defined({ next });
  if (trouble !== undefined)
    return { state: 'failing', ...known, failing: { type: 'Unavailable', ...trouble }, ...due };
  if (health.failing !== undefined) {
    const { since, type, message } = health.failing;
    return { state: 'failing', ...known, failing: { since, type, message }, ...due };
  }
  return { state: lastSuccess === undefined ? 'not-yet' : 'good', ...known, ...due };
}

/** Not there, or paused by us: only an update of ours, which may be missing, makes it run. */
export function isOfIntegration(schedule: ScheduleDescription | undefined): boolean {
  return schedule === undefined || (schedule.state.paused && pausedByPerson(schedule.state) === undefined);
}

function pauseWords(state: ScheduleDescription['state']): string {
  const note = noteOf(state);
  return note.startsWith(SCHEDULE_NOTE) ? note.slice(SCHEDULE_NOTE.length) : pausedInTemporal(note);
}

/** @returns `undefined` where it was never enabled */
export function scheduleOf(calls: Calls, id: string): Promise<ScheduleDescription | undefined> {
  const schedule = calls.client.schedule.getHandle(id);
  return unlessNotThere(calls.ask(notThere, () => schedule.describe()));
}

export function healthOf(legs: readonly LegStatus[]): 'failing' | 'good' | 'resting' {
  if (legs.some(({ state }) => state === 'failing')) return 'failing';
  return legs.every(({ state }) => state === 'resting') ? 'resting' : 'good';
}
