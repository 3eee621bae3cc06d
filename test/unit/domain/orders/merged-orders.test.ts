import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// The warehouse's people put two of its orders into one. Its API has no word for that: one order holds more, the other is
// cancelled, empty or gone, and polls tell of the two in any order.

const goods = (...words: readonly string[]) =>
  words.map((one) => ({ quantity: Number(one.split(' ')[0]), code: one.split(' ')[1] ?? '' }));
const sent = ({ world }: Story) => world.created.map(({ lines }) => lines.map(({ quantity }) => quantity));
const told = ({ world }: Story) => world.shipments.map(({ lines }) => lines.map(({ quantity }) => quantity));
const notes = ({ facts }: Story) => facts.notes.map(({ text }) => text);

/** What becomes of the order that was put into another one, as it is learnt. */
const ends: readonly (readonly [string, (story: Story) => Story])[] = [
  ['cancelled', (story) => story.warehouse('w2', { status: 'CANCELLED' })],
  ['empty', (story) => story.warehouse('w2', { pieces: [] })],
  [
    'gone',
    (story) => {
      story.world.order('w2').hidden = true;
      return story.look('h-100-s2').passes(61_000).run().passes(61_000);
    },
  ],
];

/** 3 went out, and one that was added since. */
const two = () => {
  const story = new Story().plain().sent().add(1, '1 A');
  return story.store(() => undefined).run();
};

describe('two orders of one address that the warehouse puts into the first one', () => {
  it.each(ends)('leave once, and the store is told once, where the other one is %s: heard of first', (_, end) => {
    const story = end(two()).run();
    expect(story.next()).toMatch(/^hold (cancelled-in-warehouse|short-shipped|vanished-in-warehouse)$/);
    story.warehouse('w1', { pieces: goods('4 A') }).run();
    expect([story.numbers(), story.next()]).toEqual(['W4 O4 P4 N4', 'wait warehouse']);
    expect([story.ships('w1').run().next(), sent(story), told(story)]).toEqual(['done', [[3], [1]], [[3, 1]]]);
  });

  it.each(ends)('leave once where the other one is %s: heard of last, when it was taken back already', (_, end) => {
    const story = two()
      .warehouse('w1', { pieces: goods('4 A') })
      .run();
    expect(story.world.order('w2').status).toBe('CANCELLED');
    end(story).run();
    expect([story.account().placed.get('A'), story.next()]).toEqual([4, 'wait warehouse']);
    expect([story.ships('w1').run().next(), sent(story), told(story)]).toEqual(['done', [[3], [1]], [[3, 1]]]);
  });

  it('are held while the other one is still there and takes no cancel, and go on once it is off', () => {
    const story = two();
    story.world.firm.add('w2');
    story.warehouse('w1', { pieces: goods('4 A') }).run();
    expect(story.next()).toBe('hold cancel-refused');
    expect(story.warehouse('w2', { status: 'CANCELLED' }).run().next()).toBe('wait warehouse');
    expect([story.ships('w1').run().next(), told(story)]).toEqual(['done', [[3, 1]]]);
  });

  it('and takes apart again go out as they were, and nothing in their place', () => {
    const story = two()
      .warehouse('w2', { status: 'CANCELLED' })
      .warehouse('w1', { pieces: goods('4 A') })
      .run()
      .warehouse('w1', { pieces: goods('3 A') })
      .run();
    expect(story.next()).toBe('hold cancelled-in-warehouse');
    expect(story.warehouse('w2', { status: 'NEW' }).run().next()).toBe('wait warehouse');
    expect([story.ships('w1').ships('w2').run().next(), sent(story)]).toEqual(['done', [[3], [1]]]);
  });
});

describe('a part that the warehouse puts back into its order', () => {
  const split = () => {
    const story = new Story().plain().sent();
    story.world.change('w1', { pieces: goods('2 A') });
    return story.appears('h-100/B', '1 A').news(story.world.order('w1')).run();
  };

  it.each([
    ['first', ['w2', 'w1']],
    ['last', ['w1', 'w2']],
  ] as const)('leaves with it, whether its end is heard of %s', (_, order) => {
    const story = split();
    for (const id of order) story.warehouse(id, id === 'w1' ? { pieces: goods('3 A') } : { status: 'CANCELLED' }).run();
    expect([story.account().placed.get('A'), story.next()]).toEqual([3, 'wait warehouse']);
    expect([story.ships('w1').run().next(), sent(story), told(story)]).toEqual(['done', [[3]], [[3]]]);
  });
});

describe('orders of two store orders that the warehouse puts into one', () => {
  it('leave the other one missing and held there: its people read on this one’s what left with it', () => {
    const kept = new Story()
      .plain()
      .sent()
      .warehouse('w1', { pieces: goods('3 A', '1 B') })
      .run();
    expect([kept.numbers(), kept.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
    expect([kept.ships('w1').run().next(), told(kept)]).toEqual(['done', [[3]]]);
    expect(notes(kept).at(-1)).toBe('myOGO: h-100 shipped 1 × B, which was not sent from here (T-w1).');
    const other = new Story().plain('1 B').sent().warehouse('w1', { status: 'CANCELLED' }).run();
    expect(other.next()).toBe('hold cancelled-in-warehouse');
    expect([other.decide({ kind: 'treat-as-done' }).run().next(), sent(other)]).toEqual(['done', [[1]]]);
  });

  it('of the same goods is one piece too many here: taken out where that is taken, else held, and noted when it leaves', () => {
    const editable = new Story()
      .plain()
      .sent()
      .warehouse('w1', { pieces: goods('4 A') })
      .run();
    expect([editable.world.order('w1').pieces, editable.next()]).toEqual([goods('3 A'), 'wait warehouse']);
    const story = new Story();
    story.world.editable = false;
    story
      .plain()
      .sent()
      .warehouse('w1', { pieces: goods('4 A') })
      .run();
    expect(story.next()).toBe('hold changed-after-hand-over');
    expect([story.ships('w1').run().next(), notes(story)]).toEqual([
      'done',
      ['myOGO: h-100 shipped 1 × A (T-w1), which this order no longer takes.'],
    ]);
  });

  it('under a reference of both is missed under ours, and found as soon as it is told of', () => {
    const story = new Story().plain().sent();
    story.world.change('w1', { reference: 'h-100+101', pieces: goods('3 A', '1 B') });
    story.look('h-100').passes(61_000).run().passes(61_000).run();
    expect(story.next()).toBe('hold vanished-in-warehouse');
    expect(story.news(story.world.order('w1')).run().next()).toBe('wait warehouse');
    expect([story.ships('w1').run().next(), sent(story), told(story)]).toEqual(['done', [[3]], [[3]]]);
  });
});
