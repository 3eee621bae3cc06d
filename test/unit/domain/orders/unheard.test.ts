import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// The warehouse’s people did something that no poll has told of yet when the run takes its order back.

/** Two of three pieces stay, one goes into an order of its own; the run hears of neither. */
const splitUnheard = () => {
  const story = new Story().plain().sent();
  story.world.change('w1', { pieces: [{ code: 'A', quantity: 2 }] });
  story.world.create('h-100/B', [{ code: 'A', quantity: 1 }], 'street 7');
  return story;
};

describe('a split that the run has not heard of', () => {
  it.each<[string, (story: Story) => Story]>([
    ['the store cancels the order', (story) => story.status(5)],
    ['a person cancels the order', (story) => story.cancel()],
    [
      'the store puts the order away',
      (story) =>
        story.store(
          (world) => {
            world.archived = true;
          },
          { agree: true },
        ),
    ],
    [
      'the store’s order is gone',
      (story) => {
        story.world.exists = false;
        return story.read().passes(61_000).run();
      },
    ],
    ['all of it is shipped by hand', (story) => story.byHand(1, 3).run()],
    ['all of it is refunded', (story) => story.refund(3)],
  ])('leaves no part behind where %s', (_, end) => {
    const story = end(splitUnheard()).run();
    expect(story.world.order('w1').status).toBe('CANCELLED');
    story.news(story.world.order('w2')).run();
    expect(story.world.order('w2').status).toBe('CANCELLED');
    expect(story.next()).toBe('done');
  });

  it('is not taken for an edit of ours that came to the same', () => {
    const story = splitUnheard().refund(1).run();
    story.news(story.world.order('w2')).run();
    expect(story.world.orders.map(({ status, pieces }) => [status, pieces])).toEqual([
      ['NEW', [{ code: 'A', quantity: 2 }]],
      ['CANCELLED', [{ code: 'A', quantity: 1 }]],
    ]);
    expect(story.next()).toBe('wait warehouse');
  });

  it('does not hide that an edit of ours, whose answer was lost, was done', () => {
    const story = new Story().plain().sent().refund(1).act('edit', 'lost').passes(4_000).run();
    expect([story.numbers(), story.next()]).toEqual(['W2 O2 P2 N2', 'wait warehouse']);
  });
});
