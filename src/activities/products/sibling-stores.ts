import { ApplicationFailure } from '@temporalio/common';
import { LRUCache } from 'lru-cache';
import { FailureType } from '../../contract/failures.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { Connections, OpenConnection } from '../runtime/connections.ts';

const KEEP_MS = 5 * 60_000;
/** More stores than these on one merchant's products count as there without being asked. */
const ASKED = 50;

const memories = new WeakMap<Connections, LRUCache<string, { readonly isGone: boolean }>>();

/**
 * Which of these stores are no integrations of this merchant any more. Each is asked itself, by its id: a list may lag. A
 * store that does not answer counts as there.
 */
export async function goneStores(
  connections: Connections,
  { connection }: OpenConnection,
  stores: readonly StoreHash[],
): Promise<ReadonlySet<StoreHash>> {
  const memory = memories.get(connections) ?? new LRUCache({ max: 1_000, ttl: KEEP_MS });
  memories.set(connections, memory);
  const gone = new Set<StoreHash>();
  for (const store of stores.slice(0, ASKED)) {
    const key = `${connection.merchantId}:${store}`;
    const isGone = memory.get(key)?.isGone ?? (await isGoneFrom(connections, connection.merchantId, store));
    memory.set(key, { isGone });
    if (isGone) gone.add(store);
  }
  return gone;
}

async function isGoneFrom(connections: Connections, merchantId: string, store: StoreHash): Promise<boolean> {
  try {
    const other = await connections.ask(store);
    return other.stage === 'disconnected' || other.merchantId !== merchantId;
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    return error.type === FailureType.integrationGone;
  }
}
