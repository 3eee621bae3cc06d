import type { SkippedLines } from '../facts/store-facts.ts';

/** The lines of an order that are not shipped and why, in one sentence; `undefined` where there are none. */
export function leftOutWords({ digital, refunded, pickup, elsewhere = 0 }: SkippedLines): string | undefined {
  const kinds = [
    [digital, 'not physical'],
    [refunded, 'refunded'],
    [pickup, 'picked up'],
    [elsewhere, 'not kept at the warehouse'],
  ] as const;
  const words = kinds.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  return words.length === 0 ? undefined : `Lines that are not shipped: ${words.join(', ')}.`;
}
