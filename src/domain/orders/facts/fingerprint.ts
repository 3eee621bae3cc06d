import { hash32 } from '../../products/sku.ts';

/** A short text that stands for a longer one, to compare by: it keeps nothing secret. */
export function fingerprint(...parts: readonly unknown[]): string {
  const text = JSON.stringify(parts);
  return `${hash32(text, 1).toString(36)}${hash32(text, 2).toString(36)}`;
}
