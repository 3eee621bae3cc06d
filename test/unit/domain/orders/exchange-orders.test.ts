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

describe('an exchange order beside a part of ours that is still on its way', () => {
  /** Split into 2 and 1; the 2 ship; then an exchange order comes. Ids are as the warehouse gives them. */
  const beside = (part: string, exchange: string) => {
    const story = new Story().plain().sent();
    const numbered = (reference: string, id: string) => {
      const order = story.world.create(reference, [{ code: 'A', quantity: 1 }], 'street 7');
      order.id = id;
      return story.news(order);
    };
    story.warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] });
    numbered('h-100/B', part).ships('w1').run();
    numbered('h-100-EX1', exchange).run();
    return story;
  };

  it.each([
    ['98', '99'],
    ['99', '100'],
    ['100', '101'],
  ])('is left alone, and the part is ours: %s and %s', (part, exchange) => {
    const story = beside(part, exchange);
    expect(story.facts.notes.map(({ text }) => text)).toEqual([
      'myOGO: h-100-EX1 holds 1 × A, which was not sent from here.',
    ]);
    expect(story.status(5).next()).toBe(`cancel ${part}`);
    story.run();
    expect([story.world.order(part).status, story.world.order(exchange).status]).toEqual(['CANCELLED', 'NEW']);
  });
});

describe('an exchange order beside all of ours, of which people were told', () => {
  const one = [{ code: 'A', quantity: 1 }];
  const beside = () => {
    const story = new Story().plain().sent().appears('h-100-EX1', '1 A').run();
    expect([story.next(), story.numbers()]).toEqual(['wait warehouse', 'W3 O3 P3 N3']);
    return story;
  };
  const losses: readonly (readonly [string, (story: Story) => Story, string, string])[] = [
    ['ships short', (story) => story.ships('w1', '2 A'), 'W3 S2 O1 N3 L1', 'short-shipped'],
    ['holds fewer', (story) => story.warehouse('w1', { pieces: one }), 'W3 O3 P1 N3 L2', 'short-shipped'],
    [
      'is cancelled there',
      (story) => story.warehouse('w1', { status: 'CANCELLED' }),
      'W3 O3 N3 L3',
      'cancelled-in-warehouse',
    ],
    [
      'is no longer listed',
      (story) => {
        story.world.order('w1').hidden = true;
        return story.look('h-100').passes(61_000);
      },
      'W3 O3 N3 L3',
      'vanished-in-warehouse',
    ],
  ];

  it.each(losses)('does not fill what is missing where ours %s: it stays theirs', (_, lose, numbers, reason) => {
    const story = lose(beside()).run();
    expect([story.numbers(), story.next()]).toEqual([numbers, `hold ${reason}`]);
    story.ships('w2').run();
    expect([story.numbers(), story.next()]).toEqual([numbers, `hold ${reason}`]);
    expect(story.facts.notes.map(({ key, text }) => [key, text])).toEqual([
      ['w2', 'myOGO: h-100-EX1 holds 1 × A, which was not sent from here.'],
      ['w2', 'myOGO: h-100-EX1 shipped 1 × A, which was not sent from here (T-w2).'],
    ]);
    expect(lose(beside()).run().cancel().run().world.order('w2').status).toBe('NEW');
  });
});

describe('a part that a poll tells of before its order', () => {
  const split = (suffix: string) => {
    const story = new Story().plain().sent();
    story.world.change('w1', { pieces: [{ code: 'A', quantity: 2 }] });
    return story.tells(story.world.create(`h-100${suffix}`, [{ code: 'A', quantity: 1 }], 'street 7'));
  };

  it.each(['/B', '_2', '-1'])('is no stranger: its order is read first, and nobody is told (%s)', (suffix) => {
    const story = split(suffix).run();
    expect([story.facts.notes, story.numbers(), story.next()]).toEqual([[], 'W3 O3 P3 N3', 'wait warehouse']);
    expect(
      story
        .status(5)
        .run()
        .world.orders.map(({ status }) => status),
    ).toEqual(['CANCELLED', 'CANCELLED']);
  });

  it('is ours, too, where its order has shipped by then', () => {
    const story = split('/B');
    story.world.change('w1', { status: 'SHIPPED', tracking: 'T' });
    story.run();
    expect([story.facts.notes, story.numbers()]).toEqual([[], 'W3 S2 O1 P1 N3']);
  });
});

describe('an exchange order that ships before a part of ours', () => {
  it('takes no room of it: the part is cancelled with the order, and told when it ships', () => {
    const split = () => {
      const story = new Story().plain().sent();
      story.warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] });
      story.appears('h-100/B', '1 A', 'PENDING').ships('w1').run();
      return story.appears('h-100-EX1', '1 A').run().ships('w3').run();
    };
    expect([split().status(5).next(), split().status(5).run().world.order('w2').status]).toEqual([
      'cancel w2',
      'CANCELLED',
    ]);
    const told = split().ships('w2').run();
    expect(told.world.shipments.map(({ marks }) => marks)).toEqual(['h-100', 'h-100/B']);
    expect(told.next()).toBe('done');
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
