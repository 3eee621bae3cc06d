/**
 * The fixed place of a store within an interval, in whole seconds: stores are spread evenly and each keeps its own pace,
 * which jitter would not give (two runs could be almost two intervals apart).
 * @param of what recurs, so that one store's schedules do not coincide
 * @returns milliseconds from 0 up to, and without, the interval
 */
export function schedulePhase(storeHash: string, of: string, intervalMs: number): number {
  const seconds = Math.max(1, Math.floor(intervalMs / 1_000));
  return (spread(`${of}:${storeHash}`) % seconds) * 1_000;
}

/** FNV-1a, 32 bits: short names differ in their last characters, which it spreads well once mixed. */
export function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  // The low bits of FNV are weak for a remainder: one round of mixing evens them out.
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x7feb352d);
  hash ^= hash >>> 15;
  return hash >>> 0;
}
