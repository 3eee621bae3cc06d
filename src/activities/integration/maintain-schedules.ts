import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import { parseStoreHash, scheduleId, workflowId, type StoreHash } from '../../contract/ids.ts';
import type { EarlierIntegration, IntegrationStatus } from '../../contract/integration.ts';
import { integrationMessages } from '../../contract/messages.ts';
import { sameSchedules } from '../../domain/integration/integration-schedules.ts';
import { askOpenRun } from '../runtime/query-open-run.ts';
import { ifOpen } from '../runtime/if-open.ts';
import {
  createScheduleActivities,
  type EnsuredSchedules,
  type EnsureSchedules,
  type ScheduleDependencies,
} from './schedules.ts';
import { mendWatches, OPEN_INTEGRATIONS, type Watched } from './watch-membership.ts';
import { isOpen, isPausedInTemporal, UNPAUSE } from '../../contract/runs/open-runs.ts';

/** Integrations whose schedules are looked at at once. */
const TOGETHER = 5;
/** Sentences of a report. */
const LISTED = 50;
const schedulePrefixes = [scheduleId.latestChanges('' as StoreHash), scheduleId.reconcile('' as StoreHash)]; // the parts before the hash
export interface SchedulesReport {
  readonly integrations: number;
  readonly created: number;
  readonly updated: number;
  readonly pausedByPerson: number;
  /** Runs that did not start because the one before still ran. Above a few a day, a store is slower than its cadence. */
  readonly skipped: number;
  /** Runs that came too late to be started. */
  readonly missed: number;
  /** Integrations that did not answer; the next hour asks again. */
  readonly unanswered: number;
  /** Stores whose schedules went on although their integration's run is gone: they are stopped. */
  readonly orphaned: number;
  /** What a person should look at, a sentence for each, the first 50. */
  readonly found: readonly string[];
}

/** Makes every open integration's schedules what they should be, and stops those whose integration is gone. */
export async function maintainSchedules(deps: ScheduleDependencies): Promise<SchedulesReport> {
  const { temporal } = deps;
  const schedules = createScheduleActivities(deps);
  const found = {
    integrations: 0,
    created: 0,
    updated: 0,
    pausedByPerson: 0,
    skipped: 0,
    missed: 0,
    unanswered: 0,
    orphaned: 0,
  };
  const sentences: string[] = [];
  const openStores = new Set<StoreHash>();
  const { count: stores } = await temporal.workflow.count(OPEN_INTEGRATIONS);
  const watched: Watched[] = [];
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
      const ensured = await mend(storeHash).catch(() => 'unanswered' as const);
      if (ensured === 'unanswered') found.unanswered += 1;
      else if (ensured !== undefined) {
        count(found, ensured);
        if (ensured.watched !== undefined) watched.push(ensured.watched);
        sentences.push(...saidOf(storeHash, ensured));
      }
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, one));
  await mendWatches(deps, watched);
  for (const storeHash of await orphans(openStores)) {
    Context.current().heartbeat();
    const stopped = await schedules.stopSchedules({ storeHash });
    found.orphaned += 1;
    const words = stopped === 0 ? 'its schedules are stopped' : 'its schedules went on, and are stopped now';
    const what = `Store ${storeHash}: the run of its integration is gone, and nobody disconnected it; ${words}. connect goes on with its settings and links.`;
    sentences.push(what);
    Context.current().log.error('alert', { alert: 'integration-gone', storeHash, what });
  }
  return { ...found, found: sentences.slice(0, LISTED) };

  /** `undefined` where nothing is connected. */
  async function statusOf(storeHash: StoreHash): Promise<IntegrationStatus | undefined> {
    const status = await askOpenRun(temporal, 'is the integration', (runs) =>
      runs.getHandle(workflowId.integration(storeHash)).query(integrationMessages.status),
    );
    return status?.stage === 'disconnected' || status?.stage === 'connecting' ? undefined : status;
  }

  /** Ensures until the entity wants what it wanted before: it may be paused or resumed at this very moment. */
  async function mend(storeHash: StoreHash): Promise<EnsuredSchedules | undefined> {
    let status = await statusOf(storeHash);
    while (status !== undefined) {
      const wanted = wantedOf(status);
      let ensured = await schedules.ensureSchedules({ ...wanted, stores });
      // What was kept with a schedule that somebody deleted is gone with it.
      if (ensured.reconcile === 'created') {
        const keeps = await keptOf(storeHash);
        if (keeps !== undefined) ensured = { ...ensured, ...(await keep({ ...wanted, keeps })) };
      }
      // What was left as it was, nobody was overtaken by: the entity need not be asked once more.
      const left = ensured.latestChanges === 'unchanged' && ensured.reconcile === 'unchanged';
      if (!left) status = await statusOf(storeHash);
      if (status === undefined || sameSchedules(wantedOf(status), wanted)) {
        if (status !== undefined) await tellOfPause(status, ensured);
        return ensured;
      }
    }
    return undefined;
  }

  async function keptOf(storeHash: StoreHash): Promise<EarlierIntegration | undefined> {
    return askOpenRun(temporal, 'is the integration', (runs) =>
      runs.getHandle(workflowId.integration(storeHash)).query(integrationMessages.kept),
    );
  }

  async function keep(wanted: EnsureSchedules): Promise<Pick<EnsuredSchedules, 'skipped'>> {
    const { skipped } = await schedules.ensureSchedules(wanted);
    return { skipped };
  }

  /** The entity shows a person's pause and its end, and has webhooks made where that is possible now: it sees neither. */
  async function tellOfPause(
    { storeHash, latestChanges: { allowed, ...shown }, webhooks }: IntegrationStatus,
    { pausedByPerson, hooksPlace }: EnsuredSchedules,
  ): Promise<void> {
    const isShown =
      shown.unconfirmed !== true && shown.pausedByPerson === pausedByPerson && webhooks.place === hooksPlace;
    if (!allowed || isShown) return;
    const entity = temporal.workflow.getHandle(workflowId.integration(storeHash));
    await ifOpen(() => entity.signal(integrationMessages.scheduleSeen, defined({ pausedByPerson, hooksPlace })));
  }

  /** Stores that have schedules, and no integration: that is asked of each, because a list of runs lags. */
  async function orphans(openStores: ReadonlySet<StoreHash>): Promise<readonly StoreHash[]> {
    const suspects = new Set<StoreHash>();
    for await (const { scheduleId: id } of temporal.schedule.list()) {
      Context.current().heartbeat();
      for (const prefix of schedulePrefixes) {
        const storeHash = id.startsWith(prefix) ? parseStoreHash(id.slice(prefix.length)) : undefined;
        if (storeHash !== undefined && !openStores.has(storeHash)) suspects.add(storeHash);
      }
    }
    const gone: StoreHash[] = [];
    for (const storeHash of suspects) {
      try {
        const { status } = await temporal.workflow.getHandle(workflowId.integration(storeHash)).describe();
        if (!isOpen(status.name)) gone.push(storeHash);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        gone.push(storeHash); // its run was deleted
      }
    }
    return gone;
  }
}

/** What the entity wants of its schedules. */
function wantedOf({ storeHash, latestChanges: { allowed, every, stretch, why } }: IntegrationStatus): EnsureSchedules {
  return { storeHash, running: allowed, every, ...defined({ stretch, why: allowed ? undefined : why }) };
}

type Counts = { -readonly [K in keyof Omit<SchedulesReport, 'found'>]: number };

/** What a person did to the schedules of a store by hand. */
function saidOf(storeHash: StoreHash, ensured: EnsuredSchedules): readonly string[] {
  const made = (['latestChanges', 'reconcile'] as const).filter((which) => ensured[which] === 'created');
  const names = { latestChanges: 'latest changes', reconcile: 'the comparison' };
  return [
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
  found.skipped += ensured.skipped.overlap;
  found.missed += ensured.skipped.missed;
}

function storeHashOf(id: string): StoreHash | undefined {
  const prefix = workflowId.integration('' as StoreHash); // the part of the id before the hash
  return id.startsWith(prefix) ? parseStoreHash(id.slice(prefix.length)) : undefined;
}
