/** How an integration's status tells that a person paused its schedule in Temporal; `maintain` knows by it what is shown. */
export function pausedInTemporal(note: string): string {
  return `paused in Temporal: ${note}`;
}
