import { spread } from './schedule-phase.ts';

/** Stores of one watch, on average, above which there are more watches, and below which there are fewer. */
const MOST = 75;
const FEWEST = 15;
const DAY_S = 86_400;

/**
 * The watch that looks at a store, for example `3-of-8`. As many watches as the stores fill, always a power of two: where
 * there are twice as many, each store stays or goes to one new watch. What it is in stays right over a wide range, so that a
 * fleet of a changing size does not move about.
 * @param stores how many there are, roughly
 * @param present the watch that the store is in
 */
export function watchGroup(storeHash: string, stores: number, present?: string): string {
  const now = /^\d+-of-(\d+)$/.exec(present ?? '')?.[1];
  if (present !== undefined && now !== undefined && fits(stores, Number(now))) return present;
  let groups = 1;
  while (stores / groups > MOST) groups *= 2;
  return `${spread(`watch:${storeHash}`) % groups}-of-${groups}`;
}

function fits(stores: number, groups: number): boolean {
  const each = stores / groups;
  return each <= MOST && (each >= FEWEST || groups === 1);
}

/** A watch's place in the day, in ms: its looks are those times at which a whole number of intervals has passed since. */
export function watchPhase(group: string): number {
  return (spread(`watch:${group}`) % DAY_S) * 1_000;
}

/** The first look at a store after the last one. Stores of one cadence are looked at together; times that passed are left out. */
export function nextLook(lookedAt: number, everyMs: number, phase: number): number {
  return (Math.floor((lookedAt - phase) / everyMs) + 1) * everyMs + phase;
}
