/** Milliseconds of an age; `undefined` for anything else. */
export function ageMs(age: string): number | undefined {
  const [, number, unit] = /^(\d{1,6})\s*([smhd])$/.exec(age.trim()) ?? [];
  const ms = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? ''];
  return ms === undefined ? undefined : Number(number) * ms;
}
