import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// The warehouse numbers the parts of an order as it likes, and the store's order gets another address.

const split = (suffix: string) =>
  new Story()
    .plain()
    .sent()
    .warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] })
    .appears(`h-100${suffix}`, '1 A');
const added = (story: Story) => story.store(() => void story.place(20, '2 A'), { agree: true });
const ends: readonly (readonly [string, (story: Story) => Story])[] = [
  ['the store cancels the order', (story) => story.status(5)],
  ['a person cancels the order', (story) => story.cancel()],
  ['the store puts the order away', (story) => story.store((world) => (world.archived = true), { agree: true })],
];

describe.each(['-2', '-31', '/B', '-EX1'])('a part whose reference ends in “%s”', (suffix) => {
  it.each(ends)('stays its sending’s where another address wants its goods, and %s', (_, end) => {
    const before = added(split(suffix));
    const later = new Story().plain().sent();
    added(later).warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] });
    later.appears(`h-100${suffix}`, '1 A');
    for (const story of [before, later]) {
      expect(story.numbers(1)).toBe('W3 O3 P3 N3');
      expect(story.facts.places.map(({ references }) => references)).toEqual([['h-100'], []]);
      end(story.run()).run();
      expect(story.world.orders.map(({ status }) => status)).toEqual(story.world.orders.map(() => 'CANCELLED'));
      expect([story.next(1), story.next(2)]).toEqual(['done', 'done']);
    }
  });

  it('leaves the other address a reference of its own', () => {
    const story = added(split(suffix)).run();
    const references = story.world.orders.map(({ reference }) => reference);
    expect(new Set(references).size).toBe(3);
    expect([story.next(1), story.next(2)]).toEqual(['wait warehouse', 'wait warehouse']);
  });
});

describe('what the warehouse’s people put into an order of ours, and we took out again', () => {
  const edited = (fate: 'ok' | 'lost') => {
    const story = new Story()
      .plain()
      .sent()
      .warehouse('w1', { pieces: [{ code: 'A', quantity: 4 }] });
    story.run(({ kind }) => kind !== 'edit').act('edit', fate);
    return story.passes(61_000).run();
  };

  it.each(['ok', 'lost'] as const)('was none that was sent (%s): a part of the rest stays ours', (fate) => {
    const story = edited(fate);
    expect(story.world.order('w1').pieces).toEqual([{ code: 'A', quantity: 3 }]);
    story.world.change('w1', { pieces: [{ code: 'A', quantity: 2 }] });
    story.appears('h-100/B', '1 A').news(story.world.order('w1')).run();
    expect([story.numbers(), story.next(), story.facts.notes]).toEqual(['W3 O3 P3 N3', 'wait warehouse', []]);
    expect(
      story
        .status(5)
        .run()
        .world.orders.map(({ status }) => status),
    ).toEqual(['CANCELLED', 'CANCELLED']);
  });
});
