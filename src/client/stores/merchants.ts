import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { StoreHash } from '../../contract/ids.ts';
import type { AttentionMemo } from '../../contract/integration/health.ts';
import { Memo } from '../../contract/registered-names.ts';
import { SearchAttribute } from '../../contract/temporal.ts';
import type { Calls } from '../calls/calls.ts';
import { listedRuns, storeOf } from '../calls/run-list.ts';
import { OPEN_INTEGRATIONS } from '../../contract/runs/open-runs.ts';

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
  return queries.flatMap((query) => chunks.map((some) => `${query} AND ${SearchAttribute.integration} IN (${some})`));
}
