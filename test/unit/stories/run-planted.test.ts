import { describe, expect, it } from 'vitest';
import { storyFaults } from '../../stories/planted/faults.ts';
import { CAUGHT } from '../../stories/planted/results.ts';
import { runPlanted } from '../../stories/planted/run-planted.ts';

/** Nothing was lived before. */
const planted = (live: (name: string) => number | null) => runPlanted(['--seed', '1'], live, () => false);
/** How each process ends; the product as it is shows no fault. */
const ending = (status: number | null, nothing: number | null = 0) =>
  planted((name) => (name === 'nothing' ? nothing : status));

describe('all planted faults, each lived in a process of its own', () => {
  it('are as they should be where each is caught', () => {
    expect(ending(CAUGHT)).toBe(0);
  });

  it.each([
    ['is not caught', 0],
    ['crashes, which shows nothing', 1],
    ['was used wrongly', 2],
    ['was killed', null],
  ])('are not where a process %s', (_, status) => {
    expect(ending(status)).toBe(1);
    const one = storyFaults.at(-1)?.name;
    expect(planted((name) => (name === 'nothing' ? 0 : name === one ? status : CAUGHT))).toBe(1);
  });

  it.each([CAUGHT, 1, null])('are not where the product as it is ends with %s', (status) => {
    expect(ending(CAUGHT, status)).toBe(1);
  });

  it('are lived once with a seed, so that a run which was broken off goes on', () => {
    const lived: string[] = [];
    const known = new Set(['nothing', storyFaults[0]?.name]);
    const live = (name: string) => {
      lived.push(name);
      return CAUGHT;
    };
    expect(runPlanted(['--seed', '1'], live, (name, { seed }) => seed === 1 && known.has(name))).toBe(0);
    expect(lived).toEqual(storyFaults.slice(1).map(({ name }) => name));
  });
});
