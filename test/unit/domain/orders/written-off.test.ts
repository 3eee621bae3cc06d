import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// Pieces were lost in the warehouse, a person had them handed over again, and the first ones come back all the same.

const one = { pieces: [{ code: 'A', quantity: 1 }] };

/** Two pieces, of which the warehouse splits one off as `w2`. */
const split = () => new Story().plain('2 A').sent().warehouse('w1', one).appears('h-100-1', '1 A');

const losses: readonly (readonly [string, (story: Story) => Story])[] = [
  ['cancelled', (story) => story.warehouse('w2', { status: 'CANCELLED' })],
  [
    'no longer listed',
    (story) => {
      story.world.order('w2').hidden = true;
      return story.look('h-100-1').passes(61_000).run();
    },
  ],
];

const sentAgain = (lose: (story: Story) => Story) => {
  const story = lose(split()).run();
  expect(story.next()).toMatch(/^hold (cancelled|vanished)-in-warehouse$/);
  story.decide({ kind: 'hand-over-again' }).run();
  expect([story.numbers(), story.next()]).toEqual(['W2 O2 P2 N2', 'wait warehouse']);
  story.world.order('w2').hidden = false;
  return story;
};

const statuses = ({ world }: Story) => world.orders.map(({ status }) => status);

describe.each(losses)('a part that was %s and handed over again', (_, lose) => {
  it('is told to the store where it ships, and what went in its place is taken back', () => {
    const story = sentAgain(lose).ships('w2');
    expect(story.numbers()).toBe('W2 S1 O1 P2 X1 N3 D1');
    story.run();
    expect([statuses(story), story.next()]).toEqual([['NEW', 'SHIPPED', 'CANCELLED'], 'wait warehouse']);
    expect(story.facts.tellings.map(({ key }) => key)).toEqual(['w2']);
    expect([story.ships('w1').run().numbers(), story.next()]).toEqual(['W2 S2 N2', 'done']);
  });

  it('was sent after all where it ships: what stands beside it is no piece that never left', () => {
    const story = sentAgain(lose).ships('w2').run().warehouse('w1', { status: 'CANCELLED' }).run();
    expect([story.numbers(), story.next()]).toEqual(['W2 S1 O1 N2 L1', 'hold cancelled-in-warehouse']);
    expect(statuses(story)).toEqual(['CANCELLED', 'SHIPPED', 'CANCELLED']);
    // A person’s word sends it once more, and once.
    story.decide({ kind: 'hand-over-again' }).run();
    expect([story.numbers(), story.world.created.length]).toEqual(['W2 S1 O1 P1 N2', 3]);
  });

  it('is held where what went in its place can no longer be taken back', () => {
    const story = sentAgain(lose);
    story.world.firm.add('w3');
    expect(story.ships('w2').run().next()).toBe('hold cancel-refused');
    // Where it ships, too, the rest of the first order is.
    story.ships('w3').run();
    expect([statuses(story), story.next()]).toEqual([['CANCELLED', 'SHIPPED', 'SHIPPED'], 'done']);
  });

  it('goes first where it is taken up again', () => {
    const story = sentAgain(lose).warehouse('w2', { status: 'NEW' });
    expect(story.numbers()).toBe('W2 O2 P3 X1 N2');
    story.run();
    expect([statuses(story), story.next()]).toEqual([['NEW', 'CANCELLED', 'NEW'], 'wait warehouse']);
  });

  it('stays where the warehouse keeps it: what went in its place goes instead', () => {
    const story = sentAgain(lose);
    story.world.firm.add('w2');
    story.warehouse('w2', { status: 'COLLECTING' }).run();
    expect([statuses(story), story.next()]).toEqual([['NEW', 'COLLECTING', 'CANCELLED'], 'wait warehouse']);
    expect([story.ships('w2').ships('w1').run().numbers(), story.next()]).toEqual(['W2 S2 N2', 'done']);
  });

  it('is cancelled with the rest where the store cancels the order', () => {
    const story = sentAgain(lose).warehouse('w2', { status: 'COLLECTING' });
    story.status(5).run();
    expect(story.next()).toBe('hold cancel-refused');
    expect(statuses(story)).toEqual(['CANCELLED', 'COLLECTING', 'CANCELLED']);
  });

  it('leaves no room for an order that the warehouse’s people make', () => {
    const story = sentAgain(lose).appears('h-100-EX1', '1 A').run();
    expect([story.numbers(), story.next()]).toEqual(['W2 O2 P2 N2', 'wait warehouse']);
    expect(story.facts.notes.map(({ text }) => text)).toEqual([
      'myOGO: h-100-EX1 holds 1 × A, which was not sent from here.',
    ]);
  });
});

describe('a short order that was handed over again', () => {
  it('leaves no room for an order that the warehouse’s people make', () => {
    const story = new Story().plain().sent().ships('w1', '2 A').run().decide({ kind: 'hand-over-again' }).run();
    story.appears('h-100-EX1', '1 A').run();
    expect([story.numbers(), story.next()]).toEqual(['W3 S2 O1 P1 N3', 'wait warehouse']);
    expect(story.world.order('w3').status).toBe('NEW');
  });

  it('keeps the part that is left where the first of two is cancelled and comes back', () => {
    const story = split().warehouse('w1', { status: 'CANCELLED' }).run().decide({ kind: 'hand-over-again' }).run();
    story.warehouse('w1', { status: 'NEW' }).run();
    expect([statuses(story), story.numbers()]).toEqual([['CANCELLED', 'NEW', 'NEW'], 'W2 O2 P2 N2']);
    // The one that is left was sent, too: nothing goes out for it without a person.
    story.warehouse('w2', { status: 'CANCELLED' });
    expect([story.numbers(), story.run().next()]).toEqual(['W2 O2 P1 N2 L1', 'hold cancelled-in-warehouse']);
  });

  it('counts a later edit of what is left, too', () => {
    const story = new Story()
      .plain('3 A')
      .sent()
      .warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] });
    story.appears('h-100-1', '1 A').warehouse('w2', { status: 'CANCELLED' }).run();
    story.decide({ kind: 'hand-over-again' }).run().refund(1).run();
    expect(story.numbers()).toBe('W2 O2 P2 N2');
  });
});
