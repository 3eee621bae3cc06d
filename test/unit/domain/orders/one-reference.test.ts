import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// The warehouse’s people leave more than one order under the very reference of ours.

const A = (quantity: number) => [{ code: 'A', quantity }];

/** Two of three pieces stay, one goes into an order of the same reference. */
const split = (story = new Story().plain().sent()) => story.warehouse('w1', { pieces: A(2) }).appears('h-100', '1 A');

describe('an order that is split under its own reference', () => {
  it('is no second one: what was sent stays what was sent', () => {
    expect([split().numbers(), split().next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });

  it('is no second one in whatever order it is told', () => {
    const story = new Story().plain().sent();
    story.world.change('w1', { pieces: A(2) });
    story.appears('h-100', '1 A').run();
    story.news(story.world.order('w1')).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
    expect(story.world.orders.map(({ status }) => status)).toEqual(['NEW', 'NEW']);
  });

  it('is cancelled whole where a piece is refunded, since a change cannot choose, and what is left goes out anew', () => {
    const story = split().refund(1);
    expect([story.numbers(), story.next()]).toEqual(['W2 O2 P3 X1 N3', 'cancel w1 w2']);
    story.act('cancel');
    expect([story.numbers(), story.next()]).toEqual(['W2 O2 F2', 'hand-over h-100-s2 2 × A']);
  });

  it('is cancelled whole where the store cancels it', () => {
    expect(split().status(5).run().next()).toBe('done');
  });

  it('ships in two parcels, and both are told', () => {
    const story = split().ships('w1').ships('w2').run();
    expect([story.numbers(), story.next()]).toEqual(['W3 S3 N3', 'done']);
    expect(story.world.shipments).toHaveLength(2);
  });

  it('lacks what the warehouse cancels of it, and no piece more', () => {
    const story = split().warehouse('w2', { status: 'CANCELLED' });
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P2 N3 L1', 'hold cancelled-in-warehouse']);
    story.decide({ kind: 'hand-over-again' });
    expect(story.next()).toBe('hand-over h-100-s2 1 × A');
  });

  it('has a second one besides where more stands there than was sent', () => {
    const story = split().appears('h-100', '2 A');
    expect(story.numbers()).toBe('W3 O3 P5 X2 N5');
  });
});

describe('a street that changes while two orders carry one reference', () => {
  const moved = (story: Story) => story.store(() => (story.at(1).street = 'another'));

  it.each<[string, (story: Story) => Story]>([
    ['is split under it', split],
    ['stands beside other goods', (story) => story.appears('h-100', '2 Z')],
  ])('is held at once where ours %s: a change could hit the other', (_, there) => {
    const story = moved(there(new Story().plain().sent()));
    expect(story.next()).toBe('hold changed-after-hand-over');
    const [found] = story.findings();
    expect(found?.message).toMatch(/street.*w1, NEW.*w2, NEW/u);
  });

  it('is sent to the one that is left of a split, too', () => {
    const story = moved(split().warehouse('w1', { status: 'SHIPPED', tracking: 'T' }).run());
    expect(story.next()).toBe('edit w2 1 × A');
  });

  it('is sent as soon as one of them is gone', () => {
    const story = moved(new Story().plain().sent().appears('h-100', '2 Z'));
    story.warehouse('w2', { status: 'CANCELLED' });
    expect(story.next()).toBe('edit w1 3 × A');
  });
});

describe('a second order under one reference that we cancelled', () => {
  /** The warehouse keeps one of the two, and its people cancel that one, too. */
  const bothGone = (kept: 'w1' | 'w2', second = A(3)) => {
    const story = new Story().plain().sent();
    story.world.firm.add(kept);
    story.news(story.world.create('h-100', second, 'street 7')).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
    return story.warehouse(kept, { status: 'CANCELLED' }).run();
  };

  it.each(['w1', 'w2'] as const)('leaves what the warehouse cancels beside it missing: it kept %s', (kept) => {
    const story = bothGone(kept);
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 N3 L3', 'hold cancelled-in-warehouse']);
    expect(story.decide({ kind: 'hand-over-again' }).run().next()).toBe('wait warehouse');
    expect(story.world.created).toHaveLength(2);
  });

  it('stays a second one where a part of the first is taken back in its place', () => {
    const story = new Story()
      .plain()
      .sent()
      .warehouse('w1', { pieces: A(1) });
    story.appears('h-100/B', '1 A').appears('h-100/C', '1 A').appears('h-100', '1 A').run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
    expect(story.world.orders.map(({ status }) => status)).toEqual(['NEW', 'NEW', 'CANCELLED', 'NEW']);
    expect([story.world.created.length, story.facts.notes]).toEqual([1, []]);
  });
});
