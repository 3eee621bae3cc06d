import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// Two of three pieces are split off, and the order itself is not found by one look: late in a list, or gone. Until a second look
// tells, nobody can say whether the part is ours; so nobody is told that it is not.

const split = (gone: boolean) => {
  const story = new Story().plain('3 A, 2 B').sent();
  const rest = [
    { code: 'A', quantity: 1 },
    { code: 'B', quantity: 2 },
  ];
  Object.assign(story.world.change('w1', { pieces: rest }), { hidden: true });
  const part = story.world.create('h-100_2', [{ code: 'A', quantity: 2 }], 'street 7', 'NEW');
  const looksAgain = () => {
    if (!gone) Object.assign(story.world.change('w1', {}), { hidden: false });
    return story.passes(61_000).run();
  };
  return { story, part, looksAgain };
};

const archive = (story: Story) =>
  story.store((world) => {
    world.archived = true;
  });

const statusOf = (story: Story, reference: string) =>
  story.world.orders.find((one) => one.reference === reference)?.status;

describe.each([true, false])('a part of an order that one look misses, which is gone: %s', (gone) => {
  it('is taken back with an order that is put away, heard of before or after', () => {
    for (const before of [true, false]) {
      const { story, part, looksAgain } = split(gone);
      if (before) archive(story.news(part));
      else archive(story).news(part);
      story.run();
      expect([story.next(1), story.facts.notes, statusOf(story, 'h-100_2')]).toEqual(['wait again', [], 'NEW']);
      looksAgain();
      expect([statusOf(story, 'h-100_2'), story.facts.notes]).toEqual(['CANCELLED', []]);
      if (!gone) expect(statusOf(story, 'h-100')).toBe('CANCELLED');
    }
  });

  it('counts for what is wanted', () => {
    const { story, part, looksAgain } = split(gone);
    story.news(part).run();
    expect([story.next(1), story.facts.notes]).toEqual(['wait again', []]);
    looksAgain();
    expect(story.facts.notes).toEqual([]);
    expect(story.next(1)).toBe(gone ? 'hold vanished-in-warehouse' : 'wait warehouse');
    expect(story.numbers(1)).toBe(gone ? 'W3 O3 P2 N3 L1' : 'W3 O3 P3 N3');
  });
});

it('a part that the warehouse lists late holds what was taken out of the order meanwhile, and has it taken back', () => {
  const story = new Story().plain('1 A, 2 A').sent().passes(1_000);
  const part = story.world.create('h-100-1', [{ code: 'A', quantity: 2 }], 'street 7', 'NEW');
  part.hidden = true;
  const main = story.world.change('w1', { pieces: [{ code: 'A', quantity: 1 }] });
  story.store(({ places }) => places[0]?.lines.shift()).news(main);
  story.run();
  expect(story.next(1)).toBe('hold short-shipped');
  part.hidden = false;
  story.passes(300_000).news(part);
  expect([story.numbers(1), story.facts.notes]).toEqual(['W2 O2 P3 X1 N3', []]);
  story.run();
  expect([story.numbers(1), story.next(1), story.facts.notes]).toEqual(['W2 O2 P2 N2', 'wait warehouse', []]);
});
