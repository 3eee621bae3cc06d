import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// We cancel an order, the warehouse's people take it up again, and we cancel it once more: its pieces came off once.

const statuses = ({ world }: Story) => world.orders.map(({ status }) => status);
const one = { pieces: [{ code: 'A', quantity: 1 }] };

describe('an order that is split, and of which we cancelled what is no longer wanted', () => {
  const cancelled = () => {
    const story = new Story().plain().sent().warehouse('w1', one);
    story.appears('h-100/B', '1 A').appears('h-100/C', '1 A').refund(1).run();
    expect([statuses(story), story.numbers()]).toEqual([['NEW', 'NEW', 'CANCELLED'], 'W2 O2 P2 N2']);
    return story;
  };

  it.each([1, 2, 3])('keeps its other parts where that is revived %d times: nothing is sent for them', (times) => {
    const story = cancelled();
    for (let count = 0; count < times; count += 1) story.warehouse('w3', { status: 'NEW' }).run();
    expect([statuses(story), story.numbers(), story.next()]).toEqual([
      ['NEW', 'NEW', 'CANCELLED'],
      'W2 O2 P2 N2',
      'wait warehouse',
    ]);
    // And what is lost of them then is a person's matter.
    story.warehouse('w2', { status: 'CANCELLED' }).run();
    expect([story.numbers(), story.next()]).toEqual(['W2 O2 P1 N2 L1', 'hold cancelled-in-warehouse']);
  });
});

it('an edit that the warehouse’s people undo and we send once more took its pieces off once', () => {
  const story = new Story().plain().sent().refund(1).run();
  expect(story.numbers()).toBe('W2 O2 P2 N2');
  story.warehouse('w1', { pieces: [{ code: 'A', quantity: 3 }] }).run();
  expect(story.numbers()).toBe('W2 O2 P2 N2');
  story.warehouse('w1', one).run();
  expect([story.numbers(), story.next()]).toEqual(['W2 O2 P1 N2 L1', 'hold short-shipped']);
});
