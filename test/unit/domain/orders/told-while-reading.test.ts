import { describe, expect, it } from 'vitest';
import { storeChanged } from '../../../../src/domain/orders/learn/store-news.ts';
import { Story } from './story.ts';

// A message of a change arrives while the store is being asked, and the answer is from before it.

const during = (change: (story: Story) => unknown) => {
  const story = new Story().plain().sent();
  story.world.touch();
  const { status, version } = story.world;
  story.facts = storeChanged(story.facts, { status, version });
  const answer = story.world.reading();
  change(story);
  story.world.touch();
  story.facts = storeChanged(story.facts, { status: story.world.status, version: story.world.version });
  story.facts = story.learnReading(story.facts, answer);
  return story;
};

describe('a change that is told while an older state of the order is read', () => {
  it('is read as well', () => {
    const story = during(({ world }) => (world.status = 5));
    expect(story.next(0)).toBe('read-order');
    story.run();
    expect([story.world.order('w1').status, story.next()]).toEqual(['CANCELLED', 'done']);
  });

  it('is not asked for again and again where the store’s answers are late', () => {
    const story = during(({ world }) => (world.status = 5));
    const late = { ...story.world.reading(), status: 9, version: story.facts.order?.version ?? '' };
    story.facts = story.learnReading(story.facts, late);
    expect(story.next(0)).toBe('wait again');
    story.passes(4_000).run();
    expect(story.next()).toBe('done');
  });

  it('is believed not to be there where the store goes on saying the same', () => {
    const story = new Story().plain();
    story.facts = storeChanged(story.facts, { status: 11, version: '2099-01-01T00:00:00.000Z' });
    for (let pauses = 0; pauses < 4; pauses += 1) story.run().passes(60_000);
    expect(story.world.orders).toHaveLength(1);
    expect(story.facts.heard).toBeUndefined();
  });
});
