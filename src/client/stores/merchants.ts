import type { WorkflowExecutionInfo } from '@temporalio/client';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { AttentionMemo } from '../../contract/integration/health.ts';
import { Memo } from '../../contract/registered-names.ts';
import { SearchAttribute } from '../../contract/temporal.ts';
import type { Calls } from '../calls/calls.ts';
import { notThere, unlessNotThere } from '../calls/not-there.ts';
import { listedRuns, storeOf } from '../calls/run-list.ts';
import { NO_LIST } from './run-pages.ts';
import { isOpen, OPEN_INTEGRATIONS } from '../../contract/runs/open-runs.ts';

/** A connected store as a list shows it, without asking its run. */
export interface ListedStore {
  readonly storeHash: StoreHash;
  readonly merchantId: string;
  readonly attention: AttentionMemo;
}

/** A visibility query: the integrations of all connected stores. */
export const CONNECTED = `${OPEN_INTEGRATIONS} AND ${SearchAttribute.stage} IS NOT NULL`;

/** Stores of one query: a longer list of values costs the server more than another query. */
const STORES_A_QUERY = 50;

/** What a run's entry in a list tells of its store; `undefined` where it is none of ours. */
export function listedStore(run: WorkflowExecutionInfo): ListedStore | undefined {
  const storeHash = storeOf(run);
  if (storeHash === undefined) return undefined;
  const merchant = run.memo?.[Memo.merchant];
  const attention = run.memo?.[Memo.attention] as AttentionMemo | undefined; // written by the entity
  return {
    storeHash,
    merchantId: typeof merchant === 'string' ? merchant : '',
    attention: attention ?? { failing: [], questions: [] },
  };
}

/**
 * Whether each store is connected, asked once for each: by the server's own record of its run, not by a list that lags.
 * Orders of a store that is not wait for it, whatever their own runs last heard.
 */
export function connectedStores(calls: Calls): (storeHash: StoreHash) => Promise<boolean> {
  const known = new Map<StoreHash, Promise<boolean>>();
  const ask = async (storeHash: StoreHash) => {
    const handle = calls.client.workflow.getHandle(workflowId.integration(storeHash));
    const run = await unlessNotThere(calls.ask(notThere, () => handle.describe()));
    return run !== undefined && isOpen(run.status.name);
  };
  return (storeHash) => {
    const asked = known.get(storeHash) ?? ask(storeHash);
    known.set(storeHash, asked);
    return asked;
  };
}

/**
 * The same queries for stores of one merchant. Memos cannot be searched, so all integrations are listed for it, once.
 * @param merchant `undefined`: all stores
 */
export async function ofMerchant(
  calls: Calls,
  queries: readonly string[],
  merchant: string | undefined,
): Promise<readonly string[]> {
  if (merchant === undefined) return queries;
  const stores: string[] = [];
  for await (const run of listedRuns(calls, CONNECTED, 1_000)) {
    const store = listedStore(run);
    if (store?.merchantId === merchant) stores.push(`"${store.storeHash}"`);
  }
  stores.sort();
  const chunks: string[] = [];
  for (let at = 0; at < stores.length; at += STORES_A_QUERY) {
    chunks.push(stores.slice(at, at + STORES_A_QUERY).join(', '));
  }
  // Query by query: what comes first of one store comes first of all.
  return queries.flatMap((query) =>
    chunks.map((some) => (query === NO_LIST ? NO_LIST : `${query} AND ${SearchAttribute.integration} IN (${some})`)),
  );
}
