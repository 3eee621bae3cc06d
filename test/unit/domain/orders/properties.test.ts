import { describe, expect, it } from 'vitest';

import { nextSteps } from '../../../../src/domain/orders/next-steps.ts';
import { timesAsLong } from '../../../support/side-by-side.ts';
import { ours, promises } from './promises.ts';
import { Story } from './story.ts';

describe('an order’s facts, whatever happened', () => {
  it.each(Object.entries(promises))('%s', (_, holds) => {
    holds(ours, undefined);
  });

  it('of 40 addresses and 400 lines stay small, and are judged in some times what half of them take', () => {
    const shipped = (places: number) => {
      const story = new Story();
      for (let place = 1; place <= places; place += 1) {
        const words = Array.from({ length: 10 }, (_, line) => `${line + 1} SKU-${place}-${line}-of-a-long-name`);
        story.place(1_000 + place, words.join(', '));
      }
      story.read().run(({ kind }) => kind === 'hand-over' || kind === 'match', 200);
      for (const { id } of story.world.orders) story.ships(id);
      return story;
    };
    const [half, whole] = [shipped(20), shipped(40)];
    expect(JSON.stringify(whole.facts).length).toBeLessThan(200_000);
    const judge =
      ({ facts, world }: Story) =>
      () =>
        nextSteps(facts, world.now);
    expect(timesAsLong(judge(whole), judge(half))).toBeLessThan(8);
  });
});
