import { ApplicationFailure } from '@temporalio/common';
import { FailureType } from '../../contract/failures.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { Connections, OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';

/** More stores than these on one merchant's products count as there without being asked. */
const ASKED = 50;

/**
 * Which of these stores are no integrations of this merchant any more. Each is asked itself, by its id: a list may lag. A
 * store that does not answer counts as there.
 */
export async function goneStores(
  { connections, products: { siblings } }: Pick<Dependencies, 'connections' | 'products'>,
  { connection }: OpenConnection,
  stores: readonly StoreHash[],
): Promise<ReadonlySet<StoreHash>> {
  const gone = new Set<StoreHash>();
  for (const store of stores.slice(0, ASKED)) {
    const key = `${connection.merchantId}:${store}`;
    const isGone = siblings.get(key)?.isGone ?? (await isGoneFrom(connections, connection.merchantId, store));
    siblings.set(key, { isGone });
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
