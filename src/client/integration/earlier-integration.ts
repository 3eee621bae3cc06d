import { WorkflowClient } from '@temporalio/client';
import { scheduleId, workflowId, type StoreHash } from '../../contract/ids.ts';
import type { DisconnectReport, EarlierIntegration } from '../../contract/integration.ts';
import { integrationMessages } from '../../contract/messages.ts';
import { Memo } from '../../contract/registered-names.ts';
import { unknownIntegration, type Calls } from '../calls/calls.ts';
import { OgoshipError } from '../errors.ts';

/** How long a run that somebody ended by force may take to tell how it stood. */
const LAST_WORDS_WITHIN_MS = 10_000;
/** Earlier runs that are asked, newest first. */
const EARLIER_RUNS = 5;

/**
 * What the store's last integration left: connecting again goes on with it. It is looked for where it may have survived,
 * the surest place first: the last run's result (disconnected), that run's own answer (terminated, failed), the schedule of
 * the comparison (the run is deleted, or was reset to its start), earlier runs (by a list, which lags).
 * @returns `'connected'` where it has not ended, `undefined` where nothing is left
 */
export async function earlierIntegration(
  calls: Calls,
  storeHash: StoreHash,
): Promise<EarlierIntegration | 'connected' | undefined> {
  const { client } = calls;
  const gone = () => unknownIntegration(storeHash);
  const id = workflowId.integration(storeHash);
  let leaves: EarlierIntegration | undefined;
  // The server's own record of the last run, not a list that lags.
  const last = await orUndefined(calls.ask(gone, () => client.workflow.getHandle(id).describe()));
  if (last !== undefined && last.closeTime === undefined) {
    const ask = () => client.workflow.getHandle(id, last.runId).query(integrationMessages.status);
    const status = await orUndefined(calls.ask(gone, ask, { withinMs: LAST_WORDS_WITHIN_MS }));
    // One that was reset to its start knows nothing any more, and waits to be connected.
    if (status?.stage !== 'connecting') return 'connected';
  } else if (last?.status.name === 'COMPLETED') {
    const result = () => client.workflow.getHandle(id, last.runId).result();
    const report = (await calls.ask(gone, result)) as DisconnectReport; // the entity's result
    ({ leaves } = report);
  } else if (last !== undefined) {
    const words = await lastWords(calls, storeHash, last.runId, last.closeTime);
    if (words !== undefined) return words;
  }
  const copy = await keptWithSchedule(calls, storeHash);
  // A run that was reset to its start, and that nobody connected, leaves no more than it began with.
  if (leaves !== undefined && (copy === undefined || revisionOf(copy) <= revisionOf(leaves))) return leaves;
  const ran = await earlierRuns(calls, storeHash, last?.runId);
  // The copy with the schedule is some seconds behind the run that a reset ended, also in a pause, which has no version; a run that
  // is deleted was later than those which are listed, and the copy is of it.
  const left = last === undefined ? [copy, ran, leaves] : [ran, copy, leaves];
  return left.filter((each) => each !== undefined).sort((a, b) => revisionOf(b) - revisionOf(a))[0];
}

/** Versions only ever grow. */
function revisionOf({ versions: { credentials, links, settings } }: EarlierIntegration): number {
  return credentials + links + settings;
}

/** How a run stood that wrote no report: somebody ended it by force, or it failed. */
async function lastWords(
  calls: Calls,
  storeHash: StoreHash,
  runId: string,
  closeTime: Date | undefined,
): Promise<EarlierIntegration | undefined> {
  const { connection, options } = calls.client;
  const anyRun = new WorkflowClient({ connection, namespace: options.namespace });
  const ask = () => anyRun.getHandle(workflowId.integration(storeHash), runId).query(integrationMessages.kept);
  const kept = await orUndefined(
    calls.ask(() => unknownIntegration(storeHash), ask, { withinMs: LAST_WORDS_WITHIN_MS }),
  );
  return kept === undefined || closeTime === undefined ? kept : { ...kept, endedAt: closeTime.toISOString() };
}

async function keptWithSchedule(calls: Calls, storeHash: StoreHash): Promise<EarlierIntegration | undefined> {
  const schedule = calls.client.schedule.getHandle(scheduleId.reconcile(storeHash));
  const found = await orUndefined(
    calls.ask(
      () => unknownIntegration(storeHash),
      () => schedule.describe(),
    ),
  );
  const kept = found?.action.memo?.[Memo.keptIntegration];
  return kept === undefined ? undefined : (kept as EarlierIntegration); // written by our worker
}

async function earlierRuns(
  calls: Calls,
  storeHash: StoreHash,
  present: string | undefined,
): Promise<EarlierIntegration | undefined> {
  const query = `WorkflowId="${workflowId.integration(storeHash)}"`;
  const runs = await calls.ask(
    () => unknownIntegration(storeHash),
    async () => {
      const found: { readonly runId: string; readonly closeTime: Date | undefined }[] = [];
      for await (const { runId, closeTime } of calls.client.workflow.list({ query, pageSize: EARLIER_RUNS })) {
        if (runId !== present) found.push({ runId, closeTime });
        if (found.length === EARLIER_RUNS) break;
      }
      return found;
    },
  );
  for (const { runId, closeTime } of runs) {
    const words = await lastWords(calls, storeHash, runId, closeTime);
    if (words !== undefined) return words;
  }
  return undefined;
}

/** What is not there, or no longer answers, says nothing. */
async function orUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof OgoshipError) return undefined;
    throw error;
  }
}
