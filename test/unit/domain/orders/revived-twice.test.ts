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

describe('an order that we cancelled, and that the warehouse’s people take up again and split', () => {
  it.each(
    (['part', 'order'] as const).flatMap((first) => (['NEW', 'SHIPPED'] as const).map((status) => ({ first, status }))),
  )('is cancelled with its part, of which a poll may tell first: $first, the rest $status', ({ first, status }) => {
    const story = new Story().plain().sent().status(5).run();
    expect(statuses(story)).toEqual(['CANCELLED']);
    const rest = story.world.change('w1', { status, ...one });
    const part = story.world.create('h-100 (2)', [{ code: 'A', quantity: 2 }], 'street 7');
    for (const row of first === 'part' ? [part, rest] : [rest, part]) story.news(row).run();
    expect(part.status).toBe('CANCELLED');
    expect(rest.status).toBe(status === 'SHIPPED' ? 'SHIPPED' : 'CANCELLED');
  });

  it('is looked at before anybody is told of a part; what is still cancelled has no part', () => {
    const story = new Story().plain().sent().status(5).run();
    const part = story.world.create('h-100 (2)', [{ code: 'A', quantity: 2 }], 'street 7');
    story.tells(part);
    expect(story.acts().map(({ kind }) => kind)).toContain('look');
    story.run();
    expect([part.status, story.facts.notes.length, story.next()]).toEqual(['NEW', 1, 'done']);
  });
});
