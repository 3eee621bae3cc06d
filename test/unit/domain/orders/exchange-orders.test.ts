import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// The warehouse’s people make an order of their own under a reference that begins like ours.

const short = () => {
  const story = new Story().plain().sent().ships('w1', '2 A').run();
  expect(story.next()).toBe('hold short-shipped');
  return story;
};
const ends: readonly [string, (story: Story) => Story][] = [
  ['refunded', (story) => story.refund(1).run()],
  ['treated as done', (story) => story.decide({ kind: 'treat-as-done' })],
];

describe('an exchange order that comes when nothing is missing any more', () => {
  it.each(ends)('is no part of ours where what was short is %s: it is shown, and never cancelled', (_, end) => {
    const story = end(short());
    expect(story.next()).toBe('done');
    story.appears('h-100-EX1', '1 A').run();
    expect([story.world.order('w2').status, story.next()]).toEqual(['NEW', 'done']);
    expect(story.facts.notes.map(({ text }) => text)).toEqual([
      'myOGO: h-100-EX1 holds 1 × A, which was not sent from here.',
    ]);
    story.ships('w2').run();
    expect([story.numbers(), story.next()]).toEqual([end(short()).numbers(), 'done']);
  });

  it('is ours up to what is still missing', () => {
    const story = new Story().plain().sent().ships('w1', '1 A').run().refund(1).run();
    expect(story.numbers()).toBe('W2 S1 O1 N3 L1');
    story.appears('h-100-EX1', '2 A');
    expect([story.numbers(), story.account().excess.size]).toEqual(['W2 S1 O1 P1 N3', 0]);
    // What was ours when it came stays ours: a later refund takes it back.
    story.refund(1);
    expect(story.next()).toBe('cancel w2');
  });
});

describe('a part that is heard of late', () => {
  it('is ours where something is missing', () => {
    const story = short().appears('h-100/B', '1 A');
    expect([story.numbers(), story.next()]).toEqual(['W3 S2 O1 P1 N3', 'wait warehouse']);
    expect(story.refund(1).next()).toBe('cancel w2');
  });

  it('is cancelled where the store cancelled the order before it was heard of', () => {
    const story = new Story().plain().sent();
    story.world.status = 5;
    story.world.change('w1', { status: 'SHIPPED', pieces: [{ code: 'A', quantity: 2 }], tracking: 'T' });
    story.world.create('h-100/B', [{ code: 'A', quantity: 1 }], 'street 7');
    story.changed().news(story.world.order('w1')).run();
    story.news(story.world.order('w2')).run();
    expect([story.world.order('w2').status, story.next()]).toEqual(['CANCELLED', 'done']);
  });
});
