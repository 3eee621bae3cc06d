import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Side } from '../contract/failures.ts';
import { parseStoreHash, type StoreHash } from '../contract/ids.ts';
import type { KeyRing } from './key-ring.ts';

/** Bytes of a derived path or secret that are used: 192 bits. */
const BYTES = 24;

/**
 * Paths and secrets of webhooks, derived from a key of their own: nothing has to be kept, and whoever receives deliveries
 * holds no key that opens a merchant's tokens.
 */
export interface HookKeys {
  /** The unguessable part of a store's addresses. */
  pathOf(side: Side, storeHash: StoreHash): string;
  /** The store that a path belongs to; `undefined` where it was not made by one of our keys. */
  storeOf(side: Side, path: string): StoreHash | undefined;
  /** @param version of the credentials: another secret after each rotation */
  secretOf(side: Side, storeHash: StoreHash, version: number): string;
  /** The same by each key that is known: hooks that were made by an earlier one sign with its secret. */
  secretsOf(side: Side, storeHash: StoreHash, version: number): readonly string[];
  /** Whether a secret is ours, of this version. */
  isSecret(side: Side, storeHash: StoreHash, version: number, given: string): boolean;
}

export function createHookKeys(ring: KeyRing): HookKeys {
  const derive = (keyId: string, words: string): string =>
    createHmac('sha256', ring.key(keyId)).update(words).digest().subarray(0, BYTES).toString('base64url');
  const isAnyOf = (given: string, words: string): boolean =>
    // All keys are tried, whichever fits: how long that takes tells nothing.
    ring.keyIds.map((keyId) => equal(given, derive(keyId, words))).includes(true);
  const pathWords = (side: Side, storeHash: StoreHash) => `webhook path ${side} ${storeHash}`;
  const secretWords = (side: Side, storeHash: StoreHash, version: number) =>
    `webhook secret ${side} ${storeHash} ${version}`;
  return {
    pathOf: (side, storeHash) => `${storeHash}-${derive(ring.sealingKeyId, pathWords(side, storeHash))}`,
    storeOf: (side, path) => {
      const dash = path.indexOf('-');
      const hash = path.slice(0, Math.max(0, dash));
      const storeHash = parseStoreHash(hash);
      if (storeHash === undefined || storeHash !== hash) return undefined;
      return isAnyOf(path.slice(dash + 1), pathWords(side, storeHash)) ? storeHash : undefined;
    },
    secretOf: (side, storeHash, version) => derive(ring.sealingKeyId, secretWords(side, storeHash, version)),
    secretsOf: (side, storeHash, version) =>
      ring.keyIds.map((keyId) => derive(keyId, secretWords(side, storeHash, version))),
    isSecret: (side, storeHash, version, given) => isAnyOf(given, secretWords(side, storeHash, version)),
  };
}

function equal(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
