import { spread } from './schedule-phase.ts';
import type { StoreHash } from '../../contract/ids.ts';

/** Every integration has one hour of the day in which it is asked and its schedules are read whole. */
export const TURNS = 24;
const HOUR_MS = 3_600_000;
/** A turn whose hour passed without a run comes with the next one. */
const OVERDUE_MS = 25 * HOUR_MS;
/** A run by hand in the same hour need not repeat it. */
const FRESH_MS = 2 * HOUR_MS;

/** When the stores of one hour were last asked, and what their schedules had counted by then. */
export interface Turn {
  /** ISO time. */
  readonly at: string;
  readonly skipped: number;
  readonly missed: number;
}

/** What one maintenance hands to the next: as long as it has nothing, everything is asked. */
export interface MaintainTurns {
  readonly turns: Readonly<Record<string, Turn>>;
  /** Integrations that did not answer: the next hour asks them, whatever their turn. */
  readonly again: readonly StoreHash[];
}

export function turnOf(storeHash: StoreHash): number {
  return spread(`maintain:${storeHash}`) % TURNS;
}

/** The turns that a maintenance at this time takes: all where nothing is known, the hour's own, and what was missed. */
export function dueTurns(known: MaintainTurns | undefined, at: Date): ReadonlySet<number> {
  const due = (turn: number): boolean => {
    const last = known?.turns[turn];
    if (last === undefined) return true;
    const age = at.getTime() - Date.parse(last.at);
    return age > OVERDUE_MS || (turn === at.getUTCHours() && age > FRESH_MS);
  };
  return new Set(Array.from({ length: TURNS }, (_, turn) => turn).filter(due));
}
