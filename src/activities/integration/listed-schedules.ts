import { Context } from '@temporalio/activity';
import type { ScheduleSummary } from '@temporalio/client';
import { parseStoreHash, scheduleId, type StoreHash } from '../../contract/ids.ts';
import type { SchedulesMemo } from '../../contract/integration/schedules-memo.ts';
import { isWatched } from '../../contract/runs/changes-watch.ts';
import { pausedByPerson } from '../../contract/runs/schedule-words.ts';
import { dueAfterMs } from '../../domain/changes/cadence.ts';
import { watchGroup } from '../../domain/changes/watch-groups.ts';
import { parseDuration } from '../../domain/shared/duration.ts';
import { defined } from '../../contract/defined.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { hooksPlace } from './hooks.ts';
import { latestChangesSchedule, reconcileSchedule, watchIn, type Definition } from './schedule-definitions.ts';
import type { EnsuredSchedules } from './schedules.ts';

/** One schedule as the list shows it. */
type Listed = Pick<ScheduleSummary, 'state'> & { readonly intervals: string };

/** Both schedules of a store. */
export interface ListedSchedules {
  readonly latest?: Listed;
  readonly daily?: Listed;
}

/** What a glance needs to know beside the list. */
export interface GlanceAt extends Pick<Dependencies, 'latestChangesEvery' | 'webhooks'> {
  /** How many integrations there are. */
  readonly stores: number;
}

const prefixes = {
  latest: scheduleId.latestChanges('' as StoreHash), // the parts before the hash
  daily: scheduleId.reconcile('' as StoreHash),
} as const;

/** The schedules of all stores, by a list of a few pages: nothing is asked of any of them. */
export async function listSchedules({
  temporal,
}: Pick<Dependencies, 'temporal'>): Promise<ReadonlyMap<StoreHash, ListedSchedules>> {
  const found = new Map<StoreHash, ListedSchedules>();
  for await (const { scheduleId: id, state, spec } of temporal.schedule.list()) {
    Context.current().heartbeat();
    for (const which of ['latest', 'daily'] as const) {
      const storeHash = id.startsWith(prefixes[which]) ? parseStoreHash(id.slice(prefixes[which].length)) : undefined;
      if (storeHash === undefined) continue;
      const listed = { state, intervals: JSON.stringify(spec?.intervals) };
      found.set(storeHash, { ...found.get(storeHash), [which]: listed });
    }
  }
  return found;
}

/**
 * What asking an integration and reading its schedules would find, where lists alone show that all is as it was made.
 * The note of a schedule that runs has a digest of the whole of it, so that what a new version defines otherwise shows too.
 * @param known what the integration's run says that it made of them
 * @returns `undefined` where something differs, or is not known: then the integration itself is asked
 */
export function glance(
  storeHash: StoreHash,
  known: SchedulesMemo | undefined,
  { latest, daily }: ListedSchedules,
  { latestChangesEvery, webhooks, stores }: GlanceAt,
): EnsuredSchedules | undefined {
  if (known === undefined || known.unconfirmed === true || latest === undefined || daily === undefined)
    return undefined;
  const shortestMs = parseDuration(known.every ?? latestChangesEvery);
  if (shortestMs === undefined) return undefined;
  const person = pausedByPerson(latest.state);
  const place = hooksPlace(webhooks);
  if (person !== known.pausedByPerson || (known.running && place !== known.hooksPlace)) return undefined;

  const everyMs = dueAfterMs(shortestMs, known.stretch ?? 1);
  const { running, every, stretch, why } = known;
  const request = { storeHash, running, every, ...defined({ stretch, why }) };
  const group = isWatched(everyMs) ? watchGroup(storeHash, stores, watchIn(latest.state.note)) : undefined;
  const wanted = latestChangesSchedule(request, { everyMs, ...defined({ watch: group }) });
  if (!isAs(latest, wanted) || !isAs(daily, reconcileSchedule(request))) return undefined;
  // Who resumes it has its watch told; meanwhile the list does not show which that is.
  const watched = group === undefined || latest.state.paused ? undefined : { storeHash, everyMs, group };
  return {
    latestChanges: 'unchanged',
    reconcile: 'unchanged',
    skipped: { overlap: 0, missed: 0 },
    ...defined({
      pausedByPerson: person,
      comparisonPausedByPerson: pausedByPerson(daily.state),
      watched,
      hooksPlace: place,
    }),
  };
}

function isAs({ state, intervals }: Listed, { spec, state: wanted }: Definition): boolean {
  if (intervals !== JSON.stringify(spec.intervals)) return false;
  if (pausedByPerson(state) !== undefined) return true;
  return state.paused === wanted.paused && state.note === wanted.note;
}
