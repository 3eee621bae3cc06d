import { describe, expect, it, test } from 'vitest';
import { isWatched } from '../../../../src/contract/runs/changes-watch.ts';
import { nextLook, watchGroup, watchPhase } from '../../../../src/domain/changes/watch-groups.ts';

const hashes = Array.from({ length: 10_000 }, (_, n) => `s${(n * 7_919).toString(36)}`);
const sizesOf = (stores: number) => {
  const sizes = new Map<string, number>();
  for (const hash of hashes.slice(0, stores)) {
    const group = watchGroup(hash, stores);
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  return [...sizes.values()];
};

describe('the watch of a store', () => {
  it.each([1, 60, 1_000, 10_000])('has few enough stores for one look, and enough to be worth it: of %i', (stores) => {
    const sizes = sizesOf(stores);
    expect(Math.max(...sizes)).toBeLessThan(120);
    if (stores >= 1_000) expect(Math.min(...sizes)).toBeGreaterThan(15);
  });

  it('stays the same while the fleet is about the same, up and down', () => {
    const first = watchGroup('abc123', 1_000);
    for (const stores of [900, 600, 300, 1_100, 1_200]) expect(watchGroup('abc123', stores, first)).toBe(first);
    expect(watchGroup('abc123', 1_300, first)).not.toBe(first);
    expect(watchGroup('abc123', 200, first)).not.toBe(first);
  });

  it('is found anew where it is named by nothing we wrote', () => {
    expect(watchGroup('abc123', 10, 'the third')).toBe('0-of-1');
    expect(watchGroup('abc123', 0)).toBe('0-of-1');
  });
});

describe('the next look', () => {
  it('comes at times that all stores of a cadence share, and a cadence of twice the length shares every second', () => {
    const phase = watchPhase('3-of-8');
    const now = 1_700_000_123_456;
    const fives = [nextLook(now, 300_000, phase)];
    for (let n = 0; n < 3; n += 1) fives.push(nextLook(fives.at(-1) ?? 0, 300_000, phase));
    const ten = nextLook(now, 600_000, phase);
    expect(fives.map((at, n) => at - (fives[0] ?? 0) - n * 300_000)).toEqual([0, 0, 0, 0]);
    expect(fives).toContain(ten);
  });

  it('is ahead, within one interval, however long the last one is ago', () => {
    const phase = watchPhase('0-of-1');
    for (const lookedAt of [phase, phase + 1, 1_700_000_000_000]) {
      const wait = nextLook(lookedAt, 300_000, phase) - lookedAt;
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(300_000);
    }
  });
});

test('cadences from a minute to below an hour are watched', () => {
  expect([5_000, 59_999, 60_000, 300_000, 3_599_999, 3_600_000].map(isWatched)).toEqual([
    false,
    false,
    true,
    true,
    true,
    false,
  ]);
});
