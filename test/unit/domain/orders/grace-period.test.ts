import { expect, it } from 'vitest';
import { takeByHand } from '../../../../src/domain/orders/learn/store-news.ts';
import { Story } from './story.ts';

/** An order that was read with a grace period which ends a minute from now. */
function inGrace(): Story {
  const story = new Story().plain();
  const { order } = story.facts;
  if (order === undefined) throw new Error('the order was not read');
  const graceEnds = new Date(story.world.now + 60_000).toISOString();
  story.facts = { ...story.facts, order: { ...order, graceEnds } };
  return story;
}

it('an order waits for the end of its grace period, and is handed over then', () => {
  const story = inGrace();
  expect(story.passes(59_000).next()).toBe('wait grace');
  expect(story.passes(1_000).next()).toBe('hand-over h-100 3 × A');
});

it('an order that a person asks for waits for no grace period', () => {
  const story = inGrace();
  story.facts = takeByHand(story.facts);
  expect(story.next()).toBe('hand-over h-100 3 × A');
});
