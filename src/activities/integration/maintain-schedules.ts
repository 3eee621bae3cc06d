import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError, type WorkflowExecutionInfo } from '@temporalio/client';
import { parseStoreHash, workflowId, type StoreHash } from '../../contract/ids.ts';
import type { SchedulesMemo } from '../../contract/integration/schedules-memo.ts';
import { Memo } from '../../contract/registered-names.ts';
import { stageKey } from '../../contract/runs/search-attributes.ts';
import { dueTurns, turnOf, type MaintainTurns, type Turn } from '../../domain/changes/maintain-turns.ts';
import { serverTime } from '../runtime/server-clock.ts';
import { glance, listSchedules, type ListedSchedules } from './listed-schedules.ts';
import { createMender } from './mend-schedules.ts';
import { createScheduleActivities, type EnsuredSchedules, type ScheduleDependencies } from './schedules.ts';
import { mendWatches, type Watched } from './watch-membership.ts';
import {
  isOpen,
  isPausedInTemporal,
  OPEN_INTEGRATIONS,
  TAKE_ITS_TASKS,
  taskProblem,
  tasksFailWords,
  UNPAUSE,
} from '../../contract/runs/open-runs.ts';

/** Integrations whose schedules are looked at at once. */
const TOGETHER = 5;
/** Sentences of a report. */
const LISTED = 50;
/** Integrations that did not answer and are asked in the next hour; beyond these, in their turn. */
const AGAIN = 1_000;

export interface SchedulesReport {
  readonly integrations: number;
  /** Of them, those that were asked: of the others, lists show that all is as they made it. */
  readonly asked: number;
  readonly created: number;
  readonly updated: number;
  readonly pausedByPerson: number;
  /** Runs that did not start because the one before still ran, as the last day counted them. Above a few a day, a store is slower than its cadence. */
  readonly skipped: number;
  /** Runs that came too late to be started, likewise. */
  readonly missed: number;
  /** Integrations that did not answer; the next hour asks again. */
  readonly unanswered: number;
  /** Stores whose schedules went on although their integration's run is gone: they are stopped. */
  readonly orphaned: number;
  /** What a person should look at, a sentence for each, the first 50. */
  readonly found: readonly string[];
}

/**
 * Makes every open integration's schedules what they should be, and stops those whose integration is gone. What differs is
 * found by two lists; each integration is asked where something does, and once a day, in its turn.
 * @param known what the maintenance before handed on
 */
export async function maintainSchedules(
  deps: ScheduleDependencies,
  known?: MaintainTurns,
): Promise<{ readonly report: SchedulesReport; readonly turns: MaintainTurns }> {
  const { temporal } = deps;
  const schedules = createScheduleActivities(deps);
  const found = {
    integrations: 0,
    asked: 0,
    created: 0,
    updated: 0,
    pausedByPerson: 0,
    unanswered: 0,
    orphaned: 0,
  };
  const at = new Date(serverTime());
  const due = dueTurns(known, at);
  const fresh = new Map(
    [...due].map((turn): [number, Turn] => [turn, { at: at.toISOString(), skipped: 0, missed: 0 }]),
  );
  const again = new Set(known?.again);
  const unanswered: StoreHash[] = [];
  const sentences: string[] = [];
  const openStores = new Set<StoreHash>();
  const { count: stores } = await temporal.workflow.count(OPEN_INTEGRATIONS);
  const watched: Watched[] = [];
  const mend = createMender(deps, stores);
  const listed = await listSchedules(deps);
  const open = temporal.workflow.list({ query: OPEN_INTEGRATIONS })[Symbol.asyncIterator]();
  const one = async (): Promise<void> => {
    for (let next = await open.next(); next.done !== true; next = await open.next()) {
      Context.current().heartbeat();
      const storeHash = storeHashOf(next.value.workflowId);
      if (storeHash === undefined) continue;
      found.integrations += 1;
      openStores.add(storeHash);
      if (isPausedInTemporal(next.value.status.name)) {
        found.unanswered += 1;
        sentences.push(
          `Store ${storeHash}: the run of its integration is paused in Temporal, nothing flows. ${UNPAUSE}.`,
        );
        continue;
      }
      const problem = taskProblem(next.value.typedSearchAttributes);
      if (problem !== undefined)
        sentences.push(
          `Store ${storeHash}: the run of its integration ${tasksFailWords(problem)}. What helps: ${TAKE_ITS_TASKS}.`,
        );
      const isDue = due.has(turnOf(storeHash)) || again.has(storeHash) || problem !== undefined;
      const seen = isDue
        ? undefined
        : glance(storeHash, memoOf(next.value), listed.get(storeHash) ?? {}, { ...deps, stores });
      if (seen === undefined) found.asked += 1;
      const ensured = seen ?? (await mend(storeHash).catch(() => 'unanswered' as const));
      if (ensured === 'unanswered') unanswered.push(storeHash);
      else if (ensured !== undefined) {
        count(found, ensured);
        tally(fresh, storeHash, ensured);
        if (ensured.watched !== undefined) watched.push(ensured.watched);
        sentences.push(...saidOf(storeHash, ensured));
      }
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, one));
  found.unanswered += unanswered.length;
  await mendWatches(deps, watched);
  for (const { storeHash, disconnected } of await orphans(listed, openStores)) {
    Context.current().heartbeat();
    // Made by somebody else in the moment of disconnecting: nothing goes on with them.
    if (disconnected) {
      await schedules.removeSchedules({ storeHash });
      await mend(storeHash); // somebody may have connected it since it was asked
      continue;
    }
    const stopped = await schedules.stopSchedules({ storeHash });
    found.orphaned += 1;
    const words = stopped === 0 ? 'its schedules are stopped' : 'its schedules went on, and are stopped now';
    const what = `Store ${storeHash}: the run of its integration is gone, and nobody disconnected it; ${words}. connect goes on with its settings and links.`;
    sentences.push(what);
    Context.current().log.error('alert', { alert: 'integration-gone', storeHash, what });
  }
  const turns = { ...known?.turns, ...Object.fromEntries(fresh) };
  const report = { ...found, ...counted(turns), found: sentences.slice(0, LISTED) };
  return { report, turns: { turns, again: unanswered.slice(0, AGAIN) } };

  /** Stores that have schedules, and no integration: that is asked of each, because a list of runs lags. */
  async function orphans(
    listed: ReadonlyMap<StoreHash, ListedSchedules>,
    openStores: ReadonlySet<StoreHash>,
  ): Promise<readonly Orphan[]> {
    const suspects = [...listed.keys()].filter((storeHash) => !openStores.has(storeHash));
    const gone: Orphan[] = [];
    for (const storeHash of suspects) {
      try {
        const run = await temporal.workflow.getHandle(workflowId.integration(storeHash)).describe();
        // One that nobody connected again after a reset completes as well: the stage tells them apart.
        const disconnected =
          run.status.name === 'COMPLETED' && run.typedSearchAttributes.get(stageKey) === 'disconnected';
        if (!isOpen(run.status.name)) gone.push({ storeHash, disconnected });
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        gone.push({ storeHash, disconnected: false }); // its run was deleted
      }
    }
    return gone;
  }
}

/** A store that has schedules, and no open run. */
interface Orphan {
  readonly storeHash: StoreHash;
  /** A person wanted its end. */
  readonly disconnected: boolean;
}

/** Of all schedules, each as its turn found it. */
function counted(turns: MaintainTurns['turns']): Pick<SchedulesReport, 'skipped' | 'missed'> {
  const sum = (of: 'skipped' | 'missed') => Object.values(turns).reduce((total, turn) => total + turn[of], 0);
  return { skipped: sum('skipped'), missed: sum('missed') };
}

function tally(turns: Map<number, Turn>, storeHash: StoreHash, { skipped }: EnsuredSchedules): void {
  const turn = turns.get(turnOf(storeHash));
  if (turn === undefined) return;
  const { overlap, missed } = skipped;
  turns.set(turnOf(storeHash), { ...turn, skipped: turn.skipped + overlap, missed: turn.missed + missed });
}

function memoOf({ memo }: WorkflowExecutionInfo): SchedulesMemo | undefined {
  return memo?.[Memo.schedules] as SchedulesMemo | undefined; // as our own run writes it
}

type Counts = { -readonly [K in keyof Omit<SchedulesReport, 'found' | 'skipped' | 'missed'>]: number };

/** What a person did to the schedules of a store by hand. */
function saidOf(storeHash: StoreHash, ensured: EnsuredSchedules): readonly string[] {
  const made = (['latestChanges', 'reconcile'] as const).filter((which) => ensured[which] === 'created');
  const names = { latestChanges: 'latest changes', reconcile: 'the comparison' };
  return [
    ...(ensured.awaitedLost === true
      ? [
          `Store ${storeHash}: the run that keeps what awaits first goods was deleted in Temporal. It is found again on both sides; until then no zero is written.`,
        ]
      : []),
    ...(ensured.owedLost === true
      ? [
          `Store ${storeHash}: a run that keeps what orders owe was deleted in Temporal. The orders’ own runs are asked for it; until they have answered no level rises.`,
        ]
      : []),
    ...made.map((which) => `Store ${storeHash}: the schedule of ${names[which]} was not there, and is made anew.`),
    ...(ensured.pausedByPerson === undefined
      ? []
      : [
          `Store ${storeHash}: latest changes are paused by hand in Temporal (${ensured.pausedByPerson}). latestChanges.enable() takes it back.`,
        ]),
    ...(ensured.comparisonPausedByPerson === undefined
      ? []
      : [
          `Store ${storeHash}: the comparison is paused by hand in Temporal (${ensured.comparisonPausedByPerson}). latestChanges.enable() takes it back.`,
        ]),
  ];
}

function count(found: Counts, ensured: EnsuredSchedules): void {
  for (const outcome of [ensured.latestChanges, ensured.reconcile]) {
    if (outcome === 'created') found.created += 1;
    if (outcome === 'updated') found.updated += 1;
  }
  if (ensured.pausedByPerson !== undefined || ensured.comparisonPausedByPerson !== undefined) found.pausedByPerson += 1;
}

function storeHashOf(id: string): StoreHash | undefined {
  const prefix = workflowId.integration('' as StoreHash); // the part of the id before the hash
  return id.startsWith(prefix) ? parseStoreHash(id.slice(prefix.length)) : undefined;
}
