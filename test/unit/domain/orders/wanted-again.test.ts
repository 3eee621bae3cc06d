import { describe, expect, it } from 'vitest';
import { beginWith } from '../../../../src/domain/orders/facts/begin.ts';
import { keptDocument } from '../../../../src/domain/orders/facts/decision-facts.ts';
import { newFacts } from '../../../../src/domain/orders/facts/facts.ts';
import { Story } from './story.ts';
import { orderId, storeHash } from './world.ts';

// Fewer pieces are wanted of what a person settled, or of what is missing; then more are wanted once more.

const lineOf = (story: Story, id: number) => {
  const line = story.world.places.flatMap(({ lines }) => lines).find((one) => one.id === id);
  if (line === undefined) throw new Error(`no line ${id}`);
  return line;
};

/** The store's line has so many pieces from now on. */
const ordered = (story: Story, quantity: number, line = 1) =>
  story.store(() => {
    lineOf(story, line).quantity = quantity;
  });

/** As a poll tells of it: what the run wants to read beyond that, it reads. */
const refunded = (story: Story, quantity: number, line = 1) => story.refund(quantity, line, { agree: false }).run();

const odd = (words = '3 A') => {
  const story = new Story();
  story.world.links['Odd'] = { kind: 'none' };
  return story.place(7, words, { method: 'Odd' }).read();
};
const linked = (story: Story) => {
  story.world.links['Odd'] = { kind: 'code', code: 'DHL' };
  return story.again();
};
const asDone = (story: Story) => story.decide({ kind: 'treat-as-done' }).run();
const settled = () => {
  const story = linked(asDone(odd()));
  expect([story.numbers(), story.next()]).toEqual(['W3 T3', 'done']);
  return story;
};

describe('pieces that a person settled', () => {
  it('are fewer once some are refunded: what is ordered after that is handed over', () => {
    const story = refunded(settled(), 1);
    expect([story.numbers(), story.next()]).toEqual(['W2 T2', 'done']);
    ordered(story, 4);
    expect([story.numbers(), story.next()]).toEqual(['W3 T2 O1 F1', 'hand-over h-100 1 × A']);
  });

  it('are as many as they were where a piece was ordered first, and refunded after that', () => {
    const story = ordered(settled(), 4).run();
    expect(story.numbers()).toBe('W4 T3 O1 P1 N1');
    refunded(story, 1);
    expect([story.numbers(), story.next(), story.world.order('w1').status]).toEqual(['W3 T3', 'done', 'CANCELLED']);
    // What is ordered after both is something else once more.
    expect([ordered(story, 5).numbers(), story.next()]).toEqual(['W4 T3 O1 F1', 'hand-over h-100-s2 1 × A']);
  });

  it('are fewer once their line is, and more of it are handed over later', () => {
    const story = ordered(settled(), 1).run();
    expect([ordered(story, 3).numbers(), story.next()]).toEqual(['W3 T1 O2 F2', 'hand-over h-100 2 × A']);
  });

  it('are none any more once they were shipped by hand: what is ordered after that is handed over', () => {
    const story = settled().byHand(1, 3).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 H3', 'done']);
    expect([ordered(story, 4).numbers(), story.next()]).toEqual(['W4 H3 O1 F1', 'hand-over h-100 1 × A']);
  });

  it('are settled again where the shipment that somebody typed in is taken away, to be typed in once more', () => {
    const story = settled().byHand(1, 3).run();
    story.store((world) => {
      world.shipments = [];
    });
    expect([story.run().numbers(), story.next()]).toEqual(['W3 T3', 'done']);
    story.byHand(1, 2).run();
    expect([story.numbers(), story.next(), story.world.created]).toEqual(['W3 H2 T1', 'done', []]);
  });

  it('stay settled where one reading alone has fewer, and the next one has them all', () => {
    const story = settled();
    lineOf(story, 1).refunded = 1;
    story.changed();
    expect(story.acts().map(({ kind }) => kind)).toEqual(['read-order']);
    lineOf(story, 1).refunded = 0;
    story.run();
    expect([story.numbers(), story.next(), story.world.created]).toEqual(['W3 T3', 'done', []]);
  });

  it.each([5, 4])('stay settled where the order is closed (%i), whatever its lines say, and open again', (status) => {
    const story = settled().status(status).run();
    expect(story.status(9).run().numbers()).toBe('W3 T3');
  });

  it('stay settled while the order is put away', () => {
    const story = settled();
    const put = (archived: boolean) => story.store((world) => void (world.archived = archived), { agree: true }).run();
    put(true);
    expect(put(false).numbers()).toBe('W3 T3');
  });

  it('are fewer by what was refunded of a line that an edit made anew', () => {
    const story = refunded(settled(), 1);
    story.store(() => story.renewed()).run();
    expect([story.numbers(), ordered(story, 4, 2).numbers()]).toEqual(['W2 T2', 'W3 T2 O1 F1']);
  });

  it('are fewer where a refund and a new line come with one edit, and the new line is handed over', () => {
    const story = settled();
    lineOf(story, 1).refunded = 1;
    story.add(1, '1 A').store(() => undefined);
    expect([story.run(({ kind }) => kind !== 'hand-over').numbers(), story.next()]).toEqual([
      'W3 T2 O1 F1',
      'hand-over h-100 1 × A',
    ]);
  });

  it('of one address say nothing of another one', () => {
    const story = linked(asDone(odd()));
    story.place(8, '2 A').read().run();
    refunded(story, 1);
    ordered(story, 4);
    expect([story.numbers(), story.numbers(2)]).toEqual(['W3 T2 O1 F1', 'W2 O2 P2 N2']);
  });

  /** Of three that were sent the warehouse has two, and a person treats the third as done. */
  const oneIsMissing = () => {
    const two = { pieces: [{ code: 'A', quantity: 2 }] };
    return asDone(
      new Story()
        .plain()
        .sent()
        .warehouse('w1', { ...two, status: 'COLLECTING' })
        .run(),
    );
  };

  it('and that were missing are fewer once they are refunded, and what is ordered after that is no missing piece', () => {
    const story = asDone(new Story().plain().sent().ships('w1', '2 A').run());
    refunded(story, 1);
    expect([story.numbers(), story.next()]).toEqual(['W2 S2 N3', 'done']);
    expect([ordered(story, 4).numbers(), story.next()]).toEqual(['W3 S2 O1 N3 F1', 'hand-over h-100-s2 1 × A']);
  });

  it('and that were missing are those that are refunded: what the warehouse has still ships', () => {
    const story = oneIsMissing();
    expect([story.numbers(), story.next()]).toEqual(['W3 T1 O2 P2 N3', 'wait warehouse']);
    refunded(story, 1);
    expect([story.numbers(), story.next()]).toEqual(['W2 O2 P2 N3', 'wait warehouse']);
    // Whether it is refunded or taken out of the line, and whatever is ordered in between.
    expect([ordered(story, 4).numbers(), story.next()]).toEqual(['W3 O3 P2 N3 F1', 'hand-over h-100-s2 1 × A']);
    story.run().ships('w1').ships('w2').run();
    expect([story.numbers(), story.next()]).toEqual(['W3 S3 N4', 'done']);
  });

  it('and that were missing are those that leave the line, also after more were ordered', () => {
    const story = oneIsMissing();
    ordered(story, 4).run();
    expect(story.numbers()).toBe('W4 T1 O3 P3 N4');
    ordered(story, 3).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N4', 'wait warehouse']);
  });

  it('are fewer also for a run that knows of them from the store’s order alone', () => {
    const story = refunded(settled(), 1);
    const document = keptDocument(story.facts);
    const earlier = { complete: true, endedAt: story.world.iso(), ...(document && { kept: document }) };
    story.facts = beginWith(newFacts(storeHash, orderId, false), earlier);
    expect([story.run().numbers(), ordered(story, 4).numbers()]).toEqual(['W2 T2', 'W3 T2 O1 F1']);
  });

  it('are not settled twice in a run that was reset, and takes over what the run before it knew', () => {
    const reset = settled();
    const atReset = reset.facts;
    const story = refunded(reset, 1);
    const earlier = { facts: story.facts, complete: true, endedAt: story.world.iso() };
    story.facts = beginWith(atReset, earlier);
    expect([story.facts.decisions.length, story.run().numbers()]).toEqual([1, 'W2 T2']);
  });

  it('by the store’s status are fewer as well', () => {
    const story = refunded(new Story().plain().status(2).run(), 1);
    expect([story.numbers(), ordered(story, 4).numbers()]).toEqual(['W2 T2', 'W3 T2 O1 F1']);
  });
});

describe('pieces that the warehouse does not have, and that were refunded', () => {
  const short = () => {
    const story = new Story().plain().sent().ships('w1', '2 A').run();
    expect(story.next()).toBe('hold short-shipped');
    return refunded(story, 1);
  };

  it('are missing no more: what is ordered after that is handed over', () => {
    const story = short();
    expect([story.numbers(), story.next()]).toEqual(['W2 S2 N3', 'done']);
    expect([ordered(story, 4).numbers(), story.next()]).toEqual(['W3 S2 O1 N3 F1', 'hand-over h-100-s2 1 × A']);
    story.run().ships('w2').run();
    expect([story.numbers(), story.next()]).toEqual(['W3 S3 N4', 'done']);
  });

  it('are missing no more where the warehouse cancelled all of them', () => {
    const story = new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' }).run();
    expect(story.next()).toBe('hold cancelled-in-warehouse');
    refunded(story, 3);
    expect([story.numbers(), story.next()]).toEqual(['N3', 'done']);
    expect([ordered(story, 4).numbers(), story.next()]).toEqual(['W1 O1 N3 F1', 'hand-over h-100-s2 1 × A']);
    // Revived, it is ours, and too much.
    story.run().warehouse('w1', { status: 'NEW' }).run();
    expect([story.numbers(), story.world.orders.map(({ status }) => status)]).toEqual([
      'W1 O1 P1 N1',
      ['NEW', 'CANCELLED'],
    ]);
    // It is missing no longer, so that what the warehouse cancels now is.
    expect([story.facts.givenUp, story.warehouse('w1', { status: 'CANCELLED' }).run().next()]).toEqual([
      undefined,
      'hold cancelled-in-warehouse',
    ]);
  });

  it('are missing as before where a part of them is refunded, and the rest goes out by a person’s word alone', () => {
    const story = new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' }).run();
    refunded(story, 1);
    expect([story.numbers(), story.next()]).toEqual(['W2 O2 N3 L2', 'hold cancelled-in-warehouse']);
    expect(story.decide({ kind: 'hand-over-again' }).next()).toBe('hand-over h-100-s2 2 × A');
  });

  it('are missing as before where one reading alone had them refunded', () => {
    const story = new Story().plain().sent().ships('w1', '2 A').run();
    lineOf(story, 1).refunded = 1;
    story.changed();
    lineOf(story, 1).refunded = 0;
    expect([story.run().numbers(), story.next()]).toEqual(['W3 S2 O1 N3 L1', 'hold short-shipped']);
  });

  it('are not given up where they were shipped by hand: that may be undone', () => {
    const story = new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' }).run().byHand(1, 3).run();
    story.store((world) => {
      world.shipments = [];
    });
    expect([story.run().numbers(), story.next()]).toEqual(['W3 O3 N3 L3', 'hold cancelled-in-warehouse']);
  });

  it('are not given up where the order is cancelled and revived', () => {
    const story = new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' }).run();
    story.status(5).run().status(11).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 N3 L3', 'hold cancelled-in-warehouse']);
  });
});
