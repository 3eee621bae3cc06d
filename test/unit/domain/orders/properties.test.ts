import { describe, expect, it } from 'vitest';

import { nextSteps } from '../../../../src/domain/orders/next-steps.ts';
import { isLong } from '../../../support/sample.ts';
import { timesAsLong } from '../../../support/side-by-side.ts';
import { ours, promises } from './promises.ts';
import { Story } from './story.ts';

describe('an order’s facts, whatever happened', () => {
  it.each(Object.entries(promises))('%s', (_, holds) => {
    holds(ours, undefined);
  });

  // 40 addresses with 400 lines; the quick suite has half of them, which takes an eighth.
  it('of many addresses and lines stay small, and are judged in some times what half of them take', () => {
    const most = isLong ? 40 : 20;
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
    const [half, whole] = [shipped(most / 2), shipped(most)];
    expect(JSON.stringify(whole.facts).length).toBeLessThan(5_000 * most);
    const judge =
      ({ facts, world }: Story) =>
      () =>
        nextSteps(facts, world.now);
    expect(timesAsLong(judge(whole), judge(half))).toBeLessThan(8);
  });
});
