const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Reads a duration such as `250ms`, `30s`, `5m`, `24h` or `10d`.
 * @returns milliseconds, or `undefined` where the text is no duration
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text.trim());
  const unit = match?.[2] as keyof typeof units | undefined; // the pattern allows nothing else
  return unit === undefined ? undefined : Math.round(Number(match?.[1]) * units[unit]);
}
