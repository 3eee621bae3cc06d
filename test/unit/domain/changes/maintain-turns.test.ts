import { describe, expect, it } from 'vitest';
import { parseStoreHash } from '../../../../src/contract/ids.ts';
import { dueTurns, turnOf, TURNS, type MaintainTurns } from '../../../../src/domain/changes/maintain-turns.ts';

const all = Array.from({ length: TURNS }, (_, turn) => turn);
const HOUR = 3_600_000;

/** What a day of hourly runs leaves, where those of `without` did not happen. */
function afterRuns(from: Date, hours: number, without: (hour: number) => boolean = () => false) {
  let known: MaintainTurns | undefined;
  const taken: number[][] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    const at = new Date(from.getTime() + hour * HOUR);
    if (without(hour)) continue;
    const due = dueTurns(known, at);
    taken.push([...due]);
    const fresh = [...due].map((turn) => [turn, { at: at.toISOString(), skipped: 0, missed: 0 }]);
    known = { turns: { ...known?.turns, ...(Object.fromEntries(fresh) as MaintainTurns['turns']) }, again: [] };
  }
  return taken;
}

const midnight = new Date('2026-11-28T00:10:00Z');

describe('turns of a day', () => {
  it('the first run takes all, and from then on each hour takes its own', () => {
    const [first, ...others] = afterRuns(midnight, 49);
    expect(first).toEqual(all);
    // Who was asked an hour or two ago is not asked at once again.
    expect(others[0]).toEqual([]);
    expect(others.slice(2, 24).map((due) => due.length)).toEqual(others.slice(2, 24).map(() => 1));
    expect(new Set(others.slice(2, 26).flat())).toEqual(new Set(all));
  });

  it.each([
    ['each fifth run', (hour: number) => hour % 5 === 3],
    ['a night of ten hours', (hour: number) => hour > 30 && hour <= 40],
    ['all but every sixth run', (hour: number) => hour % 6 !== 0],
  ])('no turn waits longer than a day and the runs that failed: %s missing', (_, without) => {
    const taken = afterRuns(midnight, 120, without);
    const hours = Array.from({ length: 120 }, (__, hour) => hour).filter((hour) => !without(hour));
    for (const turn of all) {
      const at = hours.filter((___, run) => taken[run]?.includes(turn));
      const waits = at.slice(1).map((hour, n) => hour - (at[n] ?? 0));
      expect(Math.max(...waits)).toBeLessThanOrEqual(36);
    }
  });

  it('stores are spread over all of them', () => {
    const counts = new Map<number, number>();
    for (let n = 0; n < 2_400; n += 1) {
      const turn = turnOf(parseStoreHash(`store${n}`) ?? expect.fail());
      counts.set(turn, (counts.get(turn) ?? 0) + 1);
    }
    expect(counts.size).toBe(TURNS);
    expect(Math.max(...counts.values())).toBeLessThan(160);
  });
});
