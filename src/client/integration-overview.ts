import { WorkflowClient, type ScheduleDescription } from '@temporalio/client';
import type { LatestChangesReport } from '../contract/changes.ts';
import { holdReasons, type HoldReason } from '../contract/hold-reasons.ts';
import { scheduleId, workflowId, type StoreHash } from '../contract/ids.ts';
import type { IntegrationStatus, LatestChangesState } from '../contract/integration.ts';
import { integrationMessages } from '../contract/messages.ts';
import { SCHEDULE_NOTE, WorkflowType } from '../contract/temporal.ts';
import { integrationKey, unknownIntegration, type Calls } from './calls.ts';
import { NotFound, UnknownIntegration } from './errors.ts';
import { openHeldRuns } from './held-orders.ts';

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
  /** Other stores of this myOGO merchant, from a visibility list: they sell the same stock and share its account. */
  readonly siblings: readonly string[];
}

/** The status of a connected store. @throws UnknownIntegration */
export async function statusOfOpen(calls: Calls, storeHash: StoreHash): Promise<IntegrationStatus> {
  const gone = () => unknownIntegration(storeHash);
  const status = await calls.query(workflowId.integration(storeHash), integrationMessages.status, gone);
  // A `connect` that was refused leaves a run behind for two minutes: nothing is connected.
  if (status.stage === 'connecting') throw gone();
  return status;
}

export async function integrationOverview(calls: Calls, storeHash: StoreHash): Promise<IntegrationOverview> {
  const [status, holds, schedule] = await Promise.all([
    statusOfOpen(calls, storeHash).catch(async (error: unknown) => {
      if (!(error instanceof UnknownIntegration)) throw error;
      return statusOfEnded(calls, storeHash);
    }),
    holdCounts(calls, storeHash),
    scheduleOf(calls, storeHash),
  ]);
  const [lastRun, siblings] = await Promise.all([lastRunOf(calls, schedule), siblingsOf(calls, status)]);
  return {
    ...status,
    latestChanges: asScheduled(status.latestChanges, schedule),
    holds,
    siblings,
    ...(lastRun === undefined ? {} : { lastRun }),
  };
}

/** A person's pause in Temporal, or its end: the entity hears of it within the hour, the schedule knows at once. */
function asScheduled(latestChanges: LatestChangesState, schedule: ScheduleDescription | undefined): LatestChangesState {
  const { allowed, wanted, every } = latestChanges;
  if (!allowed || schedule === undefined) return latestChanges;
  const { paused, note } = schedule.state;
  if (paused && note?.startsWith(SCHEDULE_NOTE)) return latestChanges; // it is being brought up to date
  if (!paused) return { wanted, allowed, running: true, every };
  return { wanted, allowed, running: false, every, why: `paused in Temporal: ${note ?? 'without a note'}` };
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
        if (other !== undefined && other !== storeHash && memo?.['merchantId'] === merchantId) siblings.push(other);
      }
      return siblings.sort();
    },
  );
}

/** A disconnected integration's last words. A terminated run's would be untrue: it still takes itself for live. */
async function statusOfEnded(calls: Calls, storeHash: StoreHash): Promise<IntegrationStatus> {
  const gone = () => unknownIntegration(storeHash);
  const id = workflowId.integration(storeHash);
  const { status } = await calls.ask(gone, () => calls.client.workflow.getHandle(id).describe());
  if (status.name !== 'COMPLETED') throw gone();
  const { connection, namespace } = { connection: calls.client.connection, namespace: calls.client.options.namespace };
  const anyRun = new WorkflowClient({ connection, namespace });
  const last = await calls.ask(gone, () => anyRun.getHandle(id).query(integrationMessages.status));
  if (last.stage !== 'disconnected') throw gone();
  return last;
}

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

async function scheduleOf(calls: Calls, storeHash: StoreHash): Promise<ScheduleDescription | undefined> {
  try {
    const schedule = calls.client.schedule.getHandle(scheduleId.latestChanges(storeHash));
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

const notThere = () => new NotFound('There is no such run.');
