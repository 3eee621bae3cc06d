import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evenStory } from '../../stories/acts/even.ts';
import { Meetings } from '../../stories/run/meetings.ts';

it('lives for the matrix have every kind of act that it counts', () => {
  const drawn = new Set(
    fc.sample(evenStory(22), { seed: 1, numRuns: 100 }).flatMap((life) => life.map(({ act }) => act.do)),
  );
  const counted = new Meetings().table().split('\n').slice(1);
  const kinds = counted.map((row) => row.trim().split(/\s+/)[1]);
  expect(kinds.filter((kind) => !drawn.has(kind as never))).toEqual([]);
});
