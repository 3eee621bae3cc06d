import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// Pieces went missing in the warehouse, and something else happens to the very same goods.

const two = { pieces: [{ code: 'A', quantity: 2 }] };

/** The line of a place has so many pieces now. */
const ordered = (story: Story, quantity: number) =>
  story.store(
    () => {
      for (const line of story.at(1).lines) line.quantity = quantity;
    },
    { agree: true },
  );

const short = () => {
  const story = new Story().plain().sent().ships('w1', '2 A').run();
  expect(story.next()).toBe('hold short-shipped');
  return story;
};

describe('a missing piece that a person took out', () => {
  const words: readonly (readonly [string, (story: Story) => Story])[] = [
    ['treated as done', (story) => story.decide({ kind: 'treat-as-done' })],
    ['cancelled', (story) => story.decide({ kind: 'cancel' })],
  ];
  it.each(words)('is %s for good: a piece that its line gets since is handed over, and nobody is asked', (_, said) => {
    const story = ordered(said(short()).run(), 4);
    expect([story.numbers(), story.next()]).toEqual(['W4 S2 T1 O1 N3 F1', 'hand-over h-100-s2 1 × A']);
    story.run().ships('w2').run();
    expect([story.numbers(), story.next()]).toEqual(['W4 S3 T1 N4', 'done']);
  });

  it('is treated as done, and not the piece that came beside it before that', () => {
    const story = ordered(short(), 4).run().decide({ kind: 'treat-as-done' }).run();
    expect(story.world.created.map(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual([[3], [1]]);
    expect(story.numbers()).toBe('W4 S2 T1 O1 P1 N4');
    // Where that is lost, too, a person is asked about that one.
    story.warehouse('w2', { status: 'CANCELLED' }).run();
    expect([story.numbers(), story.next()]).toEqual(['W4 S2 T1 O1 N4 L1', 'hold cancelled-in-warehouse']);
  });
});

describe('an order that the warehouse takes up again after our cancel', () => {
  /** The store cancels and takes that back; the warehouse's people took up what we cancelled meanwhile. */
  const revived = () => {
    const story = new Story().plain().sent().status(5).run().warehouse('w1', { status: 'COLLECTING' });
    story.world.firm.add('w1');
    return story.status(11).run();
  };

  it('was sent: what it then ships short is missing, and goes out again by a person’s word alone', () => {
    const story = revived();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
    story.ships('w1', '2 A').run();
    expect([story.numbers(), story.next()]).toEqual(['W3 S2 O1 N3 L1', 'hold short-shipped']);
  });

  it('was sent: where the warehouse’s people cancel it then, that is not our cancel', () => {
    const story = revived().warehouse('w1', { status: 'CANCELLED' }).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 N3 L3', 'hold cancelled-in-warehouse']);
    story.decide({ kind: 'hand-over-again' }).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });

  it('was cancelled by us where we cancel it once more', () => {
    const story = revived();
    story.world.firm.clear();
    story.warehouse('w1', { status: 'NEW' }).status(5).run().status(11).run();
    expect([story.numbers(), story.world.orders.map(({ status }) => status)]).toEqual([
      'W3 O3 P3 N3',
      ['CANCELLED', 'NEW'],
    ]);
  });
});

describe('an order of the warehouse’s people beside one of ours that is short, and still on its way', () => {
  const ends: readonly (readonly [string, (story: Story) => Story])[] = [
    ['refunded', (story) => story.refund(1).run()],
    ['treated as done', (story) => story.decide({ kind: 'treat-as-done' })],
  ];
  const living = (end: (story: Story) => Story) => {
    const story = new Story()
      .plain()
      .sent()
      .warehouse('w1', { ...two, status: 'COLLECTING' })
      .run();
    expect(story.next()).toBe('hold short-shipped');
    return end(story);
  };

  it.each(ends)('is no part of it where the missing piece is %s: it is shown, and never cancelled', (_, end) => {
    const story = living(end).appears('h-100-EX1', '1 A').run();
    expect([story.world.order('w2').status, story.account().placed.get('A'), story.next()]).toEqual([
      'NEW',
      2,
      'wait warehouse',
    ]);
    expect(story.facts.notes.map(({ text }) => text)).toEqual([
      'myOGO: h-100-EX1 holds 1 × A, which was not sent from here.',
    ]);
  });

  it.each(ends)('is a part of it where it was split from the rest after the missing piece was %s', (_, end) => {
    const story = living(end);
    story.world.change('w1', { pieces: [{ code: 'A', quantity: 1 }] });
    story.appears('h-100/B', '1 A').run();
    expect([story.account().placed.get('A'), story.facts.notes, story.next()]).toEqual([2, [], 'wait warehouse']);
  });
});

describe('an order of the warehouse’s people beside all of ours', () => {
  it('does not fill what is missing later, also where nobody could be told of it', () => {
    const story = new Story()
      .plain()
      .sent()
      .appears('h-100-EX1', '1 A')
      .run(({ kind }) => kind !== 'note');
    const note = story.acts().find(({ kind }) => kind === 'note');
    expect(note).toBeDefined();
    story.facts = note === undefined ? story.facts : story.world.perform(story.facts, note, 'failed');
    story.ships('w1', '2 A').run();
    expect([story.numbers(), story.next()]).toEqual(['W3 S2 O1 N3 L1', 'hold short-shipped']);
  });
});

describe('a parcel that is short, and of which no account is left', () => {
  it.each([
    ['it has shipped', { status: 'SHIPPED', tracking: 'T', ...two }],
    ['it has not', { status: 'COLLECTING', ...two }],
  ] as const)('is completed by a person’s word alone where %s', (_, of) => {
    const story = new Story().plain().sent();
    story.world.change('w1', of);
    story.forget().run();
    expect([story.next(), story.world.created.length]).toEqual(['hold short-shipped', 1]);
    story.decide({ kind: 'hand-over-again' }).run();
    expect(story.world.created.map(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual([[3], [1]]);
    // And of that one, too, a person decides.
    story.warehouse('w2', { status: 'CANCELLED' }).run();
    expect([story.next(), story.world.created.length]).toEqual(['hold cancelled-in-warehouse', 2]);
  });

  it('is held with the reason, and no claim of what was sent', () => {
    const story = new Story().plain().sent();
    story.world.change('w1', { status: 'SHIPPED', tracking: 'T', ...two });
    expect(story.forget().run().findings()[0]?.message).toBe(
      'h-100 holds fewer pieces than are ordered, and no account is left of what was sent: 1 × A is missing.',
    );
  });

  it('is completed by a person’s word alone where it lacks goods altogether', () => {
    const story = new Story().plain('2 A, 1 B').sent();
    story.world.change('w1', { status: 'SHIPPED', tracking: 'T', ...two });
    story.forget().run();
    expect([story.next(), story.world.created.length]).toEqual(['hold short-shipped', 1]);
  });

  it('is whole where the rest of it is in a further order of ours', () => {
    const story = short().decide({ kind: 'hand-over-again' }).run();
    story.forget().run();
    expect([story.next(), story.world.created.length]).toEqual(['wait warehouse', 2]);
  });

  it('is whole where what it lacks was refunded', () => {
    const story = short().refund(1).run().forget().run();
    expect([story.next(), story.world.created.length]).toEqual(['done', 1]);
  });
});

describe('a part that a poll tells of before it is known whether its order landed', () => {
  it('is no stranger: nobody is told, and it is the order’s when that is found', () => {
    const story = new Story().plain().lost(true);
    story.world.change('w1', { ...two });
    story.tells(story.world.create('h-100/B', [{ code: 'A', quantity: 1 }], 'street 7')).run();
    expect([story.numbers(), story.next(), story.facts.notes]).toEqual(['W3 O3 U3', 'wait outcome', []]);
    story.passes(61_000).run();
    expect([story.numbers(), story.next(), story.facts.notes]).toEqual(['W3 O3 P3 N3', 'wait warehouse', []]);
  });
});

describe('an order of ours that holds other goods alone', () => {
  const substituted = () =>
    new Story()
      .plain()
      .sent()
      .warehouse('w1', { pieces: [{ code: 'Z', quantity: 1 }] })
      .run();

  it.each<readonly [string, (story: Story) => Story]>([
    ['cancels the order', (story) => story.status(5)],
    ['refunds all of it', (story) => story.refund(3)],
    ['has it no more', (story) => story.store(({ places }) => places.splice(0, 1))],
  ])('would leave where the store %s: that is held, and its remedies end it', (_, close) => {
    const closed = () => close(substituted()).run();
    expect([closed().next(), closed().world.order('w1').status]).toEqual(['hold reference-conflict', 'NEW']);
    expect(closed().findings()[0]?.message).toBe(
      'h-100 holds 1 × Z, which nothing of this order wants: whether it is ours cannot be told.',
    );
    expect(closed().warehouse('w1', { status: 'CANCELLED' }).run().next()).toBe('done');
    expect(closed().decide({ kind: 'treat-as-done' }).run().next()).toBe('done');
  });
});

describe('an order that holds more than was ordered, and of which no account is left', () => {
  it('is not called another’s: whoever hands over again must know that it may be ours', () => {
    const gift = [
      { code: 'A', quantity: 3 },
      { code: 'G', quantity: 1 },
    ];
    const foundAgain = () => new Story().plain().sent().warehouse('w1', { pieces: gift }).run().forget().run();
    const dead = foundAgain().warehouse('w1', { status: 'CANCELLED' }).run();
    expect([dead.next(), dead.world.created.length]).toEqual(['hold cancelled-in-warehouse', 1]);
    const story = foundAgain();
    const [found] = story.findings();
    expect([found?.message, found?.remedy]).toEqual([
      'h-100 holds 3 × A, 1 × G: whether it is ours cannot be told.',
      'perhaps-ours',
    ]);
    story.decide({ kind: 'treat-as-done' }).run();
    expect([story.next(), story.world.created.length]).toEqual(['done', 1]);
  });
});
