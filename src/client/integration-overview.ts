import { WorkflowClient } from '@temporalio/client';
import type { LatestChangesReport } from '../contract/changes.ts';
import { holdReasons, type HoldReason } from '../contract/hold-reasons.ts';
import { scheduleId, workflowId, type StoreHash } from '../contract/ids.ts';
import type { IntegrationStatus } from '../contract/integration.ts';
import { integrationMessages } from '../contract/messages.ts';
import { unknownIntegration, type Calls } from './calls.ts';
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
  const [status, holds, lastRun] = await Promise.all([
    statusOfOpen(calls, storeHash).catch(async (error: unknown) => {
      if (!(error instanceof UnknownIntegration)) throw error;
      return statusOfEnded(calls, storeHash);
    }),
    holdCounts(calls, storeHash),
    lastRunOf(calls, storeHash),
  ]);
  return { ...status, holds, ...(lastRun === undefined ? {} : { lastRun }) };
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

async function lastRunOf(calls: Calls, storeHash: StoreHash): Promise<LastRun | undefined> {
  const none = () => new NotFound('There is no such run.');
  try {
    const schedule = calls.client.schedule.getHandle(scheduleId.latestChanges(storeHash));
    const { info } = await calls.ask(none, () => schedule.describe());
    const last = info.recentActions.at(-1);
    if (last === undefined) return undefined;
    const { workflowId: id, firstExecutionRunId: runId } = last.action.workflow;
    const run = calls.client.workflow.getHandle(id, runId);
    const { status } = await calls.ask(none, () => run.describe());
    const found = { workflowId: id, runId, startedAt: last.takenAt.toISOString() };
    if (status.name !== 'COMPLETED') return found;
    const report = (await calls.ask(none, () => run.result())) as LatestChangesReport; // the schedule's only workflow
    return { ...found, report };
  } catch (error) {
    if (error instanceof NotFound) return undefined; // never enabled, or older than Temporal's retention
    throw error;
  }
}
