import { shortDigest } from '../../shared/short-digest.ts';

/** A short text that stands for a longer one, to compare by: it keeps nothing secret. */
export function fingerprint(...parts: readonly unknown[]): string {
  return shortDigest(JSON.stringify(parts));
}
