import { WorkflowClient, type ScheduleDescription } from '@temporalio/client';
import { defined } from '../../contract/defined.ts';
import { noteOf, pausedByPerson, pausedInTemporal } from '../../contract/runs/schedule-words.ts';
import { integrationKey } from '../../contract/runs/search-attributes.ts';
import type { LatestChangesInput, LatestChangesReport, OddStockRow } from '../../contract/changes.ts';
import { holdReasons, type HoldReason } from '../../contract/hold-reasons.ts';
import { scheduleId, workflowId, type StoreHash } from '../../contract/ids.ts';
import type { IntegrationStatus, LatestChangesState } from '../../contract/integration.ts';
import { integrationMessages, watchMessages } from '../../contract/messages.ts';
import type { LastLook } from '../../contract/runs/changes-watch.ts';
import { Memo } from '../../contract/registered-names.ts';
import type { DueLevel, Listed } from '../../contract/stock.ts';
import { WorkflowType } from '../../contract/temporal.ts';
import { earlierIntegration } from './earlier-integration.ts';
import { unknownIntegration, type Calls } from '../calls/calls.ts';
import { statusOfOpen } from '../calls/status-of-open.ts';
import { NotFound, Unavailable, UnknownIntegration } from '../errors.ts';
import { openHeldRuns } from '../orders/held-orders.ts';

/** The last run of latest changes; without a report while it runs, or where it did not complete. */
export interface LastRun {
  readonly workflowId: string;
  readonly runId: string;
  /** ISO time. */
  readonly startedAt: string;
  readonly report?: LatestChangesReport;
}

/** The entity's status, and what Temporal knows beside it. */
export interface IntegrationOverview extends IntegrationStatus {
  /** Held runs by their first reason, most first. From visibility lists, so a moment old. */
  readonly holds: readonly { readonly reason: HoldReason; readonly runs: number }[];
  readonly lastRun?: LastRun;
  /** The last look whether anything moved, where one run looks at many stores: a run begins only where it did. */
  readonly lastLook?: LastLook;
  /** Levels that are due, by name: which SKU, both values, since when, and why. As the last run of latest changes left them. */
  readonly dueLevels?: Listed<DueLevel>;
  /** Rows of either side that the last run of latest changes could not read, by their own key, with what would be right. */
  readonly oddRows?: Listed<OddStockRow>;
  /** Other stores of this myOGO merchant, from a visibility list: they sell the same stock and share its account. */
  readonly siblings: readonly string[];
  /** The schedule of the daily comparison, as it is in Temporal. Absent while latest changes may not run. */
  readonly comparison?: { readonly running: boolean; readonly why?: string };
}

export async function integrationOverview(calls: Calls, storeHash: StoreHash): Promise<IntegrationOverview> {
  const [status, holds, schedule, comparison] = await Promise.all([
    statusOfOpen(calls, storeHash).catch(async (error: unknown) => {
      if (!(error instanceof UnknownIntegration)) throw error;
      return statusOfEnded(calls, storeHash);
    }),
    holdCounts(calls, storeHash),
    scheduleOf(calls, scheduleId.latestChanges(storeHash)),
    scheduleOf(calls, scheduleId.reconcile(storeHash)),
  ]);
  const [lastRun, siblings, lastLook] = await Promise.all([
    lastRunOf(calls, schedule),
    siblingsOf(calls, status),
    lastLookOf(calls, storeHash, schedule),
  ]);
  return {
    ...status,
    latestChanges: asScheduled(status.latestChanges, schedule),
    holds,
    siblings,
    ...defined({ lastRun, lastLook }),
    ...(lastRun?.report?.due === undefined ? {} : { dueLevels: lastRun.report.due }),
    ...(lastRun?.report?.stock?.odd === undefined ? {} : { oddRows: lastRun.report.stock.odd }),
    ...(status.latestChanges.allowed ? { comparison: inTemporal(comparison) } : {}),
  };
}

/** A person's pause in Temporal, or its end: the entity hears of it within the hour, the schedule knows at once. */
function asScheduled(latestChanges: LatestChangesState, schedule: ScheduleDescription | undefined): LatestChangesState {
  const { allowed, wanted, every } = latestChanges;
  if (!allowed) return latestChanges;
  // Paused by the integration itself: it is being updated.
  if (schedule?.state.paused === true && pausedByPerson(schedule.state) === undefined) return latestChanges;
  return { wanted, allowed, every, ...inTemporal(schedule) };
}

/** What a person did to a schedule by hand. */
function inTemporal(schedule: ScheduleDescription | undefined): { readonly running: boolean; readonly why?: string } {
  if (schedule === undefined) {
    return { running: false, why: 'its schedule is gone from Temporal: latestChanges.enable() makes it anew' };
  }
  const { state } = schedule;
  return state.paused ? { running: false, why: pausedInTemporal(noteOf(state)) } : { running: true };
}

/** Every store of the merchant but this one. A list of all integrations is read for it: their memos are not searchable. */
async function siblingsOf(calls: Calls, { storeHash, merchantId }: IntegrationStatus): Promise<readonly string[]> {
  const query = `WorkflowType="${WorkflowType.integration}" AND ExecutionStatus="Running"`;
  return calls.ask(
    () => unknownIntegration(storeHash),
    async () => {
      const siblings: string[] = [];
      for await (const { memo, typedSearchAttributes } of calls.client.workflow.list({ query })) {
        const other = typedSearchAttributes.get(integrationKey);
        if (other !== undefined && other !== storeHash && memo?.[Memo.merchant] === merchantId) siblings.push(other);
      }
      return siblings.sort();
    },
  );
}

/**
 * A disconnected integration's last words. A run that was ended by force takes itself for live still: that it is gone is
 * all that is true of it.
 */
async function statusOfEnded(calls: Calls, storeHash: StoreHash): Promise<IntegrationStatus> {
  const gone = () => unknownIntegration(storeHash);
  const id = workflowId.integration(storeHash);
  const last = await calls
    .ask(gone, () => calls.client.workflow.getHandle(id).describe())
    .catch((error: unknown) => {
      if (error instanceof UnknownIntegration) return undefined; // its run is deleted
      throw error;
    });
  if (last?.status.name === 'COMPLETED') {
    const { connection, namespace } = {
      connection: calls.client.connection,
      namespace: calls.client.options.namespace,
    };
    const anyRun = new WorkflowClient({ connection, namespace });
    const words = await calls.ask(gone, () => anyRun.getHandle(id).query(integrationMessages.status));
    if (words.stage === 'disconnected') return words;
  }
  if ((await earlierIntegration(calls, storeHash)) === undefined) throw gone();
  const when = last?.closeTime === undefined ? '' : ` at ${last.closeTime.toISOString()}`;
  const how = last === undefined ? 'was deleted' : (endings[last.status.name] ?? 'was ended');
  throw new UnknownIntegration(
    `The run of this integration ${how}${when}: nothing flows. Its settings and links are kept.`,
    { field: 'storeHash', expected: 'connect with the tokens of both sides: it goes on with its settings and links' },
  );
}

/** How a run came to its end. */
const endings: Readonly<Record<string, string>> = {
  RUNNING: 'was started anew and waits to be connected',
  COMPLETED: 'was started anew and never connected',
  TERMINATED: 'was terminated',
  FAILED: 'failed',
  CANCELLED: 'was cancelled',
  TIMED_OUT: 'timed out',
};

async function holdCounts(calls: Calls, storeHash: StoreHash): Promise<IntegrationOverview['holds']> {
  const count = async (reason?: HoldReason) => {
    const query = openHeldRuns(storeHash, reason);
    const gone = () => unknownIntegration(storeHash);
    return (await calls.ask(gone, () => calls.client.workflow.count(query))).count;
  };
  if ((await count()) === 0) return [];
  const counts = await Promise.all(holdReasons.map(async (reason) => ({ reason, runs: await count(reason) })));
  return counts.filter(({ runs }) => runs > 0).sort((a, b) => b.runs - a.runs);
}

async function scheduleOf(calls: Calls, id: string): Promise<ScheduleDescription | undefined> {
  try {
    const schedule = calls.client.schedule.getHandle(id);
    return await calls.ask(notThere, () => schedule.describe());
  } catch (error) {
    if (error instanceof NotFound) return undefined; // never enabled
    throw error;
  }
}

async function lastRunOf(calls: Calls, schedule: ScheduleDescription | undefined): Promise<LastRun | undefined> {
  const last = schedule?.info.recentActions.at(-1);
  if (last === undefined) return undefined;
  try {
    const { workflowId: id, firstExecutionRunId: runId } = last.action.workflow;
    const run = calls.client.workflow.getHandle(id, runId);
    const { status } = await calls.ask(notThere, () => run.describe());
    const found = { workflowId: id, runId, startedAt: last.takenAt.toISOString() };
    if (status.name !== 'COMPLETED') return found;
    const report = (await calls.ask(notThere, () => run.result())) as LatestChangesReport; // the schedule's only workflow
    return { ...found, report };
  } catch (error) {
    if (error instanceof NotFound) return undefined; // older than Temporal's retention
    throw error;
  }
}

/** What the store's watch says. None where the schedule runs by itself, and where the watch does not answer. */
async function lastLookOf(
  calls: Calls,
  storeHash: StoreHash,
  schedule: ScheduleDescription | undefined,
): Promise<LastLook | undefined> {
  const { watch } = (schedule?.action.args?.[0] ?? {}) as Partial<LatestChangesInput>; // what its runs start with
  if (watch === undefined) return undefined;
  const handle = calls.client.workflow.getHandle(workflowId.changesWatch(watch));
  try {
    return await calls.ask(notThere, () => handle.query(watchMessages.lastLook, storeHash));
  } catch (error) {
    if (error instanceof NotFound || error instanceof Unavailable) return undefined;
    throw error;
  }
}

const notThere = () => new NotFound('There is no such run.');
