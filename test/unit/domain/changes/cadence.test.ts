import { describe, expect, test } from 'vitest';
import type { SourceTrust } from '../../../../src/contract/integration/hooks.ts';
import { dueAfterMs, stretchOf, stretchOfAll } from '../../../../src/domain/changes/cadence.ts';

const HOUR = 3_600_000;
const start = Date.parse('2026-11-01T00:00:00Z');
const at = (hours: number) => new Date(start + hours * HOUR).toISOString();
const trust = (change: Partial<SourceTrust> = {}): SourceTrust => ({
  announced: 15,
  since: at(0),
  told: [],
  lastDelivery: at(0),
  longestQuietMs: 0,
  lags: [],
  ...change,
});

describe('how long a source may wait for its poll', () => {
  test.each([
    [300_000, 1, 300_000],
    [300_000, 2, 600_000],
    [300_000, 12, 3_540_000],
    [600_000, 12, 3_540_000],
    [60_000, 12, 720_000],
    // A longer interval of the store is never shortened.
    [7_200_000, 12, 7_200_000],
    [7_200_000, 1, 7_200_000],
  ])('of %i ms, stretched %i times, is %i ms', (everyMs, stretch, due) => {
    expect(dueAfterMs(everyMs, stretch)).toBe(due);
  });

  test('grows with what was announced, a step an hour', () => {
    const after = (announced: number, hours: number) =>
      stretchOf(trust({ announced, lastDelivery: at(hours) }), start + hours * HOUR).stretch;
    expect([0, 1, 2, 3, 4, 5].map((hours) => after(15, hours))).toEqual([1, 2, 4, 8, 12, 12]);
    expect([0, 2, 3, 6, 10, 15].map((announced) => after(announced, 10))).toEqual([1, 1, 2, 4, 8, 12]);
  });

  test('is the shortest before any hook has told of anything', () => {
    expect(stretchOf(undefined, start)).toMatchObject({ stretch: 1, why: 'no webhook has told of a change yet' });
  });

  test('is the shortest for a day after a change that no hook tells of', () => {
    const silent = trust({ silentAt: at(10), lastDelivery: at(10) });
    expect(stretchOf(silent, start + 11 * HOUR).stretch).toBe(1);
    expect(stretchOf({ ...silent, lastDelivery: at(34) }, start + 34 * HOUR).stretch).toBe(12);
  });

  test('is the shortest for an hour of each odd silence, and then long again: nothing was missed', () => {
    const stretches = (hours: readonly number[], change: Partial<SourceTrust> = {}) =>
      hours.map((hour) => stretchOf(trust({ since: at(-10), ...change }), start + hour * HOUR).stretch);
    expect(stretches([1, 5.9, 6, 6.9, 7, 17.9, 18, 19, 53, 54, 55])).toEqual([12, 12, 1, 1, 12, 12, 1, 12, 12, 1, 12]);
    // A store that was quiet for two days before may be so again.
    expect(stretches([6, 18, 143, 144, 145], { longestQuietMs: 48 * HOUR })).toEqual([12, 12, 12, 1, 12]);
  });

  test('says when it is to be asked again, never in the past', () => {
    for (let hours = 0; hours < 200; hours += 0.25) {
      const now = start + hours * HOUR;
      for (const announced of [0, 3, 15]) {
        const { until, stretch } = stretchOf(trust({ announced }), now);
        expect(until).toBeGreaterThan(now);
        expect(stretchOf(trust({ announced }), (until ?? 0) - 1).stretch).toBe(stretch);
      }
    }
  });

  test('of a run is that of the least trusted source', () => {
    const now = start + 5 * HOUR;
    const good = trust({ lastDelivery: at(5) });
    const all = { storeOrders: good, myogoOrders: good, myogoStock: good };
    expect(stretchOfAll(all, now).stretch).toBe(12);
    expect(stretchOfAll({ ...all, myogoStock: trust({ announced: 3, lastDelivery: at(5) }) }, now)).toMatchObject({
      stretch: 2,
      why: 'webhooks have told of 3 changes in a row',
    });
    expect(stretchOfAll({ storeOrders: good, myogoStock: good }, now).stretch).toBe(1);
  });

  test('a store on which nothing happens is looked at a little over once an hour, the looks into its silence included', () => {
    let runs = 0;
    let changes = 0;
    let before = 0;
    for (let now = start + 10 * HOUR; now < start + 730 * HOUR;) {
      const { stretch } = stretchOf(trust({ since: at(-10) }), now);
      if (stretch !== before) changes += 1;
      before = stretch;
      runs += 1;
      now += dueAfterMs(300_000, stretch);
    }
    expect(runs).toBeLessThan(733 + 5 * 12);
    expect(changes).toBeLessThan(12);
  });
});
