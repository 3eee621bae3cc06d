import { parseStoreHash, STORE_HASH_EXPECTED, type StoreHash } from '../contract/ids.ts';
import { InvalidInput } from './errors.ts';

/**
 * The store hash, or the one in a whole API path. Callers may be JavaScript.
 * @throws InvalidInput where there is none
 */
export function storeHashOf(text: unknown): StoreHash {
  const parsed = typeof text === 'string' ? parseStoreHash(text) : undefined;
  if (parsed !== undefined) return parsed;
  throw new InvalidInput('This is not a store hash.', { field: 'storeHash', expected: STORE_HASH_EXPECTED });
}
