import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SEALED_TEXT } from '../contract/integration/sealed-text.ts';
import { type KeyRing, parseKeyRing } from './key-ring.ts';
import { SealError } from './seal-error.ts';

export { parseKeyRing, SealError };
export type { KeyRing };

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals texts for one purpose and opens them again. */
export interface Sealer {
  /**
   * Seals by the ring's first key. An object is sealed as its JSON.
   * @param boundTo what the text belongs to (a store hash): it opens for that alone
   * @returns `v1.<keyId>.<base64url of IV, ciphertext and tag>`; two sealings of one text differ
   */
  seal(plain: object | string, boundTo: string): string;
  /** @throws SealError */
  open(sealed: string, boundTo: string): string;
  /**
   * The id of the key that sealed a text, for key rotation.
   * @throws SealError `format`
   */
  keyIdOf(sealed: string): string;
}

/** Makes a sealer of AES-256-GCM. */
export function createSealer(keyRing: KeyRing): Sealer {
  return {
    seal(plain, boundTo) {
      const keyId = keyRing.sealingKeyId;
      // 96 random bits: safe far beyond the number of credentials that will ever be sealed (NIST SP 800-38D, §8.3).
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, keyRing.key(keyId), iv).setAAD(associated(keyId, boundTo));
      const text = typeof plain === 'string' ? plain : JSON.stringify(plain);
      const parts = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return `${VERSION}.${keyId}.${Buffer.concat(parts).toString('base64url')}`;
    },

    open(sealed, boundTo) {
      const { keyId, bytes } = read(sealed);
      const key = keyRing.key(keyId);
      const iv = bytes.subarray(0, IV_BYTES);
      const tag = bytes.subarray(-TAG_BYTES);
      const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(associated(keyId, boundTo)).setAuthTag(tag);
      try {
        const text = [decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()];
        return Buffer.concat(text).toString('utf8');
      } catch {
        throw new SealError('not-authentic', 'the sealed text was changed, or was sealed for something else');
      }
    },

    keyIdOf: (sealed) => read(sealed).keyId,
  };
}

/** A key id holds no dot, so no two combinations give the same bytes. */
function associated(keyId: string, boundTo: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId}.${boundTo}`, 'utf8');
}

function read(sealed: string): { keyId: string; bytes: Buffer } {
  const [, keyId, body] = SEALED_TEXT.exec(sealed) ?? [];
  const bytes = Buffer.from(body ?? '', 'base64url');
  if (keyId === undefined || bytes.length < IV_BYTES + TAG_BYTES) {
    throw new SealError('format', 'this text is not sealed');
  }
  return { keyId, bytes };
}
