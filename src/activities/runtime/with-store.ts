import type { StoreHash } from '../../contract/ids.ts';
import type { QuotaPriority } from '../../contract/temporal.ts';
import type { OpenConnection } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { heartbeating } from './heartbeats.ts';
import type { OpenFor } from './may-flow.ts';

/**
 * Opens a store's connection for work that takes minutes, or hours on a small plan: whoever looks must see that it lives.
 * @param how.priority what the store's quota is spent for
 */
export function withOpen<T>(
  { connections }: Pick<Dependencies, 'connections'>,
  storeHash: StoreHash,
  { priority, ...how }: OpenFor & { readonly priority: QuotaPriority },
  work: (open: OpenConnection) => Promise<T>,
): Promise<T> {
  return heartbeating(async () => work(await connections.open(storeHash, priority, how)));
}

/**
 * The same for what flows only while latest changes may run: it does not begin once a person has disabled them, and writes
 * nothing more as soon as that is heeded.
 */
export function withFlowing<T>(
  deps: Pick<Dependencies, 'connections'>,
  storeHash: StoreHash,
  priority: QuotaPriority,
  work: (open: OpenConnection) => Promise<T>,
): Promise<T> {
  return withOpen(deps, storeHash, { priority, flows: true }, work);
}
