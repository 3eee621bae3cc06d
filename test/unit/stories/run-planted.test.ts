import { describe, expect, it } from 'vitest';
import { storyFaults } from '../../stories/planted/faults.ts';
import { CAUGHT } from '../../stories/planted/results.ts';
import { runPlanted } from '../../stories/planted/run-planted.ts';

/** How each process ends; the product as it is shows no fault. */
const ending = (status: number | null, nothing: number | null = 0) =>
  runPlanted([], (name) => (name === 'nothing' ? nothing : status));

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
    expect(runPlanted([], (name) => (name === 'nothing' ? 0 : name === one ? status : CAUGHT))).toBe(1);
  });

  it.each([CAUGHT, 1, null])('are not where the product as it is ends with %s', (status) => {
    expect(ending(CAUGHT, status)).toBe(1);
  });
});
