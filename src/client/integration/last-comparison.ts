import type { WorkflowExecutionDescription, WorkflowExecutionInfo } from '@temporalio/client';
import type { DriftReport } from '../../contract/changes.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { IntegrationStatus } from '../../contract/integration.ts';
import { Memo } from '../../contract/registered-names.ts';
import type { Calls } from '../calls/calls.ts';
import { notThere, unlessNotThere } from '../calls/not-there.ts';
import { listedRuns } from '../calls/run-list.ts';

/** Comparisons of one page of a list, newest first. */
const LISTED = 20;

/** What the newest comparison by hand reported that ended; those of a part only (a catch-up) are passed over. */
export async function comparisonByHand(calls: Calls, storeHash: StoreHash): Promise<DriftReport | undefined> {
  const id = workflowId.reconcile(storeHash);
  const newest = await newestOf(calls, id);
  if (newest === undefined) return undefined;
  // One that has just ended may not be in a list yet.
  const last = isWhole(newest) ? newest : await lastListed(calls, id);
  if (last === undefined) return undefined;
  return reportOf(calls, id, last.runId);
}

/** What the newest comparison reported, where it was of what a run of latest changes had too much of. */
export async function lastCatchUp(calls: Calls, storeHash: StoreHash): Promise<DriftReport | undefined> {
  const id = workflowId.reconcile(storeHash);
  const newest = await newestOf(calls, id);
  if (newest?.status.name !== 'COMPLETED' || isWhole(newest)) return undefined;
  return reportOf(calls, id, newest.runId);
}

/** What was reported of the merchant before says nothing of this one, whose codes are others. */
export function ofThisMerchant(
  report: DriftReport | undefined,
  { merchantSince = '' }: Pick<IntegrationStatus, 'merchantSince'>,
): DriftReport | undefined {
  return report !== undefined && report.startedAt >= merchantSince ? report : undefined;
}

/** The newer one of a schedule's comparison and one by hand. */
export function newerOf(daily: DriftReport | undefined, byHand: DriftReport | undefined): DriftReport | undefined {
  return byHand !== undefined && (daily === undefined || byHand.startedAt > daily.startedAt) ? byHand : daily;
}

function newestOf(calls: Calls, id: string): Promise<WorkflowExecutionDescription | undefined> {
  return unlessNotThere(calls.ask(notThere, () => calls.client.workflow.getHandle(id).describe()));
}

function reportOf(calls: Calls, id: string, runId: string): Promise<DriftReport | undefined> {
  const result = () => calls.client.workflow.getHandle<() => Promise<DriftReport>>(id, runId).result();
  return unlessNotThere(calls.ask(notThere, result));
}

/** A later one that runs, failed, or compared a part does not hide it. */
async function lastListed(calls: Calls, id: string): Promise<WorkflowExecutionInfo | undefined> {
  const query = `WorkflowId="${id}" AND ExecutionStatus="Completed"`;
  for await (const run of listedRuns(calls, query, LISTED)) if (isWhole(run)) return run;
  return undefined;
}

function isWhole({ status, memo }: Pick<WorkflowExecutionInfo, 'status' | 'memo'>): boolean {
  return status.name === 'COMPLETED' && memo?.[Memo.catchUp] !== true;
}
