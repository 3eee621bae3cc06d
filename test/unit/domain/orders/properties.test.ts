import { describe, expect, it } from 'vitest';

import { nextSteps } from '../../../../src/domain/orders/next-steps.ts';
import { ours, promises } from './promises.ts';
import { Story } from './story.ts';

describe('an order’s facts, whatever happened', () => {
  it.each(Object.entries(promises))('%s', (_, holds) => {
    holds(ours, undefined);
  });

  it('of 40 addresses and 400 lines stay small, and are judged at once', () => {
    const story = new Story();
    for (let place = 1; place <= 40; place += 1) {
      const words = Array.from({ length: 10 }, (_, line) => `${line + 1} SKU-${place}-${line}-of-a-long-name`);
      story.place(1_000 + place, words.join(', '));
    }
    story.read().run(({ kind }) => kind === 'hand-over' || kind === 'match', 200);
    for (const { id } of story.world.orders) story.ships(id);
    expect(JSON.stringify(story.facts).length).toBeLessThan(200_000);
    const begun = performance.now();
    for (let count = 0; count < 10; count += 1) nextSteps(story.facts, story.world.now);
    expect((performance.now() - begun) / 10).toBeLessThan(500);
  });
});
