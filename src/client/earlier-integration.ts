import { WorkflowClient } from '@temporalio/client';
import { workflowId, type StoreHash } from '../contract/ids.ts';
import type { DisconnectReport, EarlierIntegration } from '../contract/integration.ts';
import { integrationMessages } from '../contract/messages.ts';
import { unknownIntegration, type Calls } from './calls.ts';
import { OgoshipError, UnknownIntegration } from './errors.ts';

/** How long a run that somebody ended by force may take to tell how it stood. */
const LAST_WORDS_WITHIN_MS = 10_000;

/**
 * What the store's last integration left, for as long as Temporal keeps ended runs: connecting again goes on with it.
 * @returns `undefined` where one is open, where there was none, and where a run that was ended by force no longer answers
 */
export async function earlierIntegration(calls: Calls, storeHash: StoreHash): Promise<EarlierIntegration | undefined> {
  const id = workflowId.integration(storeHash);
  const { client } = calls;
  const gone = () => unknownIntegration(storeHash);
  try {
    // The server's own record of the last run, not a list that lags.
    const last = await calls.ask(gone, () => client.workflow.getHandle(id).describe());
    if (last.closeTime === undefined) return undefined;
    if (last.status.name === 'COMPLETED') {
      const report = (await calls.ask(gone, () =>
        client.workflow.getHandle(id, last.runId).result(),
      )) as DisconnectReport; // the entity's result
      return report.leaves;
    }
    return await lastWords(calls, storeHash, last.runId, last.closeTime);
  } catch (error) {
    if (error instanceof UnknownIntegration) return undefined;
    throw error;
  }
}

/** How a run stood that was terminated: it wrote no report. */
async function lastWords(
  calls: Calls,
  storeHash: StoreHash,
  runId: string,
  closeTime: Date,
): Promise<EarlierIntegration | undefined> {
  const { connection, options } = calls.client;
  const anyRun = new WorkflowClient({ connection, namespace: options.namespace });
  const handle = anyRun.getHandle(workflowId.integration(storeHash), runId);
  const ask = () => handle.query(integrationMessages.connection);
  try {
    const known = await calls.ask(() => unknownIntegration(storeHash), ask, LAST_WORDS_WITHIN_MS);
    if (known.credentials === undefined) return undefined;
    return {
      merchantId: known.merchantId,
      endedAt: closeTime.toISOString(),
      live: known.stage !== 'awaiting-goods',
      settings: known.settings,
      links: known.links,
      versions: {
        credentials: known.credentials.version,
        links: known.linksVersion,
        settings: known.settingsVersion,
      },
    };
  } catch (error) {
    // A run whose own task failed says nothing: the store is connected as for the first time.
    if (error instanceof OgoshipError) return undefined;
    throw error;
  }
}
