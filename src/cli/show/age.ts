const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** How long ago an ISO time was, in its largest unit: `3 d`, `2 h`, `5 min`. */
export function ageOf(iso: string, now = Date.now()): string {
  const ms = now - Date.parse(iso);
  if (Number.isNaN(ms)) return 'unknown';
  const [unit, size] = UNITS.find(([, each]) => ms >= each) ?? ['min', 60_000];
  return ms < 60_000 ? 'under a minute' : `${Math.floor(ms / size)} ${unit}`;
}
