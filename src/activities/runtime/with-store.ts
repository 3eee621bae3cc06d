import type { StoreHash } from '../../contract/ids.ts';
import type { QuotaPriority } from '../../contract/temporal.ts';
import type { OpenConnection } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { heartbeating } from './heartbeats.ts';

/** Opens a store's connection for work that takes minutes, or hours on a small plan: whoever looks must see that it lives. */
export function withOpen<T>(
  { connections }: Pick<Dependencies, 'connections'>,
  storeHash: StoreHash,
  priority: QuotaPriority,
  work: (open: OpenConnection) => Promise<T>,
): Promise<T> {
  return heartbeating(async () => work(await connections.open(storeHash, priority)));
}

/**
 * The same for what flows only while latest changes may run: it does not begin once a person has disabled them, and writes
 * nothing more as soon as that is heeded.
 */
export function withFlowing<T>(
  { connections }: Pick<Dependencies, 'connections'>,
  storeHash: StoreHash,
  priority: QuotaPriority,
  work: (open: OpenConnection) => Promise<T>,
): Promise<T> {
  return heartbeating(async () => work(await connections.open(storeHash, priority, { flows: true })));
}
