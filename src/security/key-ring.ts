import { createSecretKey, type KeyObject } from 'node:crypto';
import { SealError } from './seal-error.ts';

const KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Keys by id: the first one seals, all open. Its keys show in no log, no JSON and no message. */
export class KeyRing {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  /** The id of the key that seals. */
  readonly sealingKeyId: string;

  constructor(sealingKeyId: string, keys: ReadonlyMap<string, KeyObject>) {
    this.sealingKeyId = sealingKeyId;
    this.#keys = keys;
  }

  get keyIds(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** @throws SealError `unknown-key` */
  key(keyId: string): KeyObject {
    const key = this.#keys.get(keyId);
    if (key === undefined) throw new SealError('unknown-key', `no key "${keyId}" in the key ring`);
    return key;
  }
}

/**
 * Reads `keyId:base64(32 bytes)[,…]`.
 * @throws SealError `key-ring`, naming the entry by its place and what would be right, never its text
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<string, KeyObject>();
  for (const [index, entry] of text.split(',').entries()) {
    const place = `entry ${index + 1} of the key ring`;
    const colon = entry.indexOf(':');
    if (colon < 0) throw new SealError('key-ring', `${place} is not keyId:base64`);
    const keyId = entry.slice(0, colon).trim();
    const encoded = entry.slice(colon + 1).trim();
    if (!KEY_ID.test(keyId)) {
      throw new SealError('key-ring', `${place} has a key id that is not 1 to 32 letters, digits, "_" or "-"`);
    }
    if (keys.has(keyId)) throw new SealError('key-ring', `${place} repeats a key id`);
    const key = BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : Buffer.alloc(0);
    if (key.length !== KEY_BYTES) {
      throw new SealError('key-ring', `${place} is not the base64 of exactly ${KEY_BYTES} bytes`);
    }
    keys.set(keyId, createSecretKey(key));
  }
  const [first] = keys.keys();
  if (first === undefined) throw new SealError('key-ring', 'the key ring is empty');
  return new KeyRing(first, keys);
}
