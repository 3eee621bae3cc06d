import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// More is on its way than is wanted: what of it is taken back, and what is left alone.

const A = (quantity: number) => ({ pieces: [{ code: 'A', quantity }] });

/** Two of A, which the warehouse has split into orders of one piece each, under its own ids. */
const twoParts = () => {
  const story = new Story().plain('2 A').sent().warehouse('w1', A(0));
  for (const [id, tail] of [
    ['99', '/B'],
    ['100', '/C'],
  ] as const) {
    const order = story.world.create(`h-100${tail}`, A(1).pieces, 'street 7');
    order.id = id;
    story.news(order);
  }
  expect(story.numbers()).toBe('W2 O2 P2 N2');
  return story;
};

/** Two of three pieces stay in `w1`, one goes into `w2`. */
const split = (reference = 'h-100/B') => new Story().plain().sent().warehouse('w1', A(2)).appears(reference, '1 A');

/** `w1` holds two of three; one more, on a line that came later, is `w3` under a further reference. */
const splitAndFurther = () =>
  split('h-100')
    .store((world) => void world.places[0]?.lines.push({ id: 9, sku: 'A', quantity: 1, refunded: 0 }))
    .sent();

describe('of two equal parts of which one is too much', () => {
  it('the one that the warehouse made last goes: its ids are numbers', () => {
    expect(twoParts().refund(1).next()).toBe('cancel 100');
  });

  it.each(['COLLECTING', 'RESERVED', 'LOCKED'] as const)('the other goes where the last one is %s', (status) => {
    expect(twoParts().warehouse('100', { status }).refund(1).next()).toBe('cancel 99');
  });

  it('the last one is asked for all the same where both are begun', () => {
    const story = twoParts().warehouse('100', { status: 'COLLECTING' }).warehouse('99', { status: 'COLLECTING' });
    expect(story.refund(1).next()).toBe('cancel 100');
  });
});

describe('a part that is too much as a whole, and that the warehouse has begun,', () => {
  const begun = () => split().warehouse('w2', { status: 'COLLECTING' });

  it('stays where another can be edited', () => {
    const story = begun().refund(1);
    expect(story.next()).toBe('edit w1 1 × A');
    expect([story.run().numbers(), story.next()]).toEqual(['W2 O2 P2 N2', 'wait warehouse']);
  });

  it('is asked for where the edit is refused', () => {
    const story = begun().refund(1).act('edit', 'refused');
    expect(story.next()).toBe('cancel w2');
    expect(story.run().next()).toBe('hold cancel-refused');
  });

  it('is asked for where nothing is edited, as the merchant says', () => {
    const story = begun();
    story.world.editable = false;
    expect(story.read().refund(1).next()).toBe('cancel w2');
  });
});

describe('orders under one reference, of which a part is too much,', () => {
  it('stay where another one fits', () => {
    const story = splitAndFurther().refund(1);
    expect(story.numbers()).toBe('W3 O3 P4 X1 N4');
    expect(story.next()).toBe('cancel w3');
  });

  it('go first where all of them are too much', () => {
    expect(splitAndFurther().refund(3).next()).toBe('cancel w1 w2');
  });

  it('are held where the store’s status would keep the rest from going out anew', () => {
    const story = split('h-100').status(2).refund(1);
    expect([story.numbers(), story.next()]).toEqual(['W2 O2 P3 X1 N3', 'hold duplicate-in-warehouse']);
    expect(story.findings()[0]?.message).toMatch(/h-100 \(w1, NEW\) and h-100 \(w2, NEW\).*status 2/u);
    story.decide({ kind: 'treat-as-done' }).ships('w1').ships('w2').run();
    expect([story.world.orders.map(({ status }) => status), story.next()]).toEqual([['SHIPPED', 'SHIPPED'], 'done']);
  });

  it('are cancelled as soon as the status lets the rest go out anew', () => {
    const story = split('h-100').status(2).refund(1).status(9);
    expect(story.next()).toBe('cancel w1 w2');
    expect(story.act('cancel').next()).toBe('hand-over h-100-s2 2 × A');
  });
});

describe('a cancel that the warehouse refused', () => {
  const refused = () => {
    const story = split().warehouse('w1', { status: 'COLLECTING' });
    story.world.firm.add('w2');
    story.refund(1).run();
    expect(story.next()).toBe('hold cancel-refused');
    return story.ships('w1').run();
  };

  it('stands while the store says nothing new', () => {
    expect(
      refused()
        .store(() => undefined)
        .next(),
    ).toBe('hold cancel-refused');
  });

  it('is asked once more where the store cancels the order', () => {
    const story = refused().status(5);
    expect(story.next()).toBe('cancel w2');
    expect(story.run().next()).toBe('hold cancel-refused');
    expect(story.store(() => undefined).next()).toBe('hold cancel-refused');
  });

  it('is asked once more each time that the store cancels it', () => {
    const story = refused().status(5).run().status(9).run();
    expect(story.next()).toBe('hold cancel-refused');
    story.world.firm.clear();
    expect(story.status(5).run().next()).toBe('done');
    expect(story.world.order('w2').status).toBe('CANCELLED');
  });

  it('is asked once more where the order is put away, or gone', () => {
    const away = refused().store((world) => (world.archived = true), { agree: true });
    expect(away.next()).toBe('cancel w2');
    const gone = refused();
    gone.world.exists = false;
    gone
      .read()
      .passes(61_000)
      .run(({ kind }) => kind === 'read-order');
    expect(gone.next()).toBe('cancel w2');
  });
});

describe('what is known to be too much', () => {
  /** Three in `w1`, and one more whose hand-over was not answered. */
  const unanswered = () =>
    new Story()
      .plain()
      .sent()
      .store((world) => void world.places[0]?.lines.push({ id: 9, sku: 'A', quantity: 1, refunded: 0 }))
      .lost(true);

  it('is cancelled although the outcome of another hand-over is not known yet', () => {
    const story = unanswered().status(5);
    expect([story.numbers(), story.next()]).toEqual(['P3 U1 X4 N3', 'cancel w1']);
    expect(story.act('cancel').next()).toBe('wait outcome');
    expect(story.looked().next()).toBe('cancel w2');
    expect(story.run().next()).toBe('done');
  });

  it('is no piece of what may not have landed', () => {
    const story = unanswered().refund(1);
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 U1 X1 N3', 'wait outcome']);
    expect(unanswered().refund(2).next()).toBe('edit w1 2 × A');
  });

  const missed = (reference?: string) => {
    const story = split(reference);
    story.world.order('w2').hidden = true;
    return story.look('h-100/B', 'h-100');
  };

  it('is cancelled although a look missed another order', () => {
    const story = missed().status(5);
    expect(story.next()).toBe('cancel w1');
    expect(story.act('cancel').next()).toBe('wait again');
    expect(story.passes(61_000).run().next()).toBe('done');
  });

  it('waits where the missed one has the same reference, since a change could hit it', () => {
    expect(missed('h-100').status(5).next()).toBe('wait again');
  });

  it('is no piece of an order that a look missed', () => {
    expect(missed().refund(1).next()).toBe('wait again');
  });

  it('is cancelled although the warehouse does not answer to a look', () => {
    const story = missed().passes(61_000).status(5);
    for (let tries = 0; tries < 6; tries += 1) story.passes(3_600_000).act('look', 'failed');
    expect(story.next()).toBe('cancel w1');
  });

  it('leaves pieces for another address waiting while a look has missed them here', () => {
    const story = new Story().place(7, '3 A').read().sent();
    story.world.order('w1').hidden = true;
    story.look('h-100').store((world) => {
      const [line] = world.places[0]?.lines ?? [];
      if (line !== undefined) line.quantity = 2;
      world.places.push({ addressId: 8, method: 'DHL', street: 's', missing: [], lines: [] });
      world.places[1]?.lines.push({ id: 20, sku: 'A', quantity: 1, refunded: 0 });
    });
    expect([story.next(1), story.next(2)]).toEqual(['wait again', 'wait another-place']);
  });
});

describe('what is no longer wanted, and cannot be taken out,', () => {
  const one = () => new Story().plain().sent();
  const words = (story: Story) => story.findings().map(({ reason, message }) => `${reason}: ${message}`);
  const begins = 'changed-after-hand-over: 1 × A of h-100';

  it('is held with the setting’s name where the merchant lets nothing be changed', () => {
    const story = one();
    story.world.editable = false;
    expect(words(story.read().refund(1))).toEqual([
      `${begins} (NEW) is no longer wanted, and the setting ordersEditable lets no order be changed in myOGO.`,
    ]);
  });

  it('is held with the warehouse’s status where it has begun', () => {
    expect(words(one().warehouse('w1', { status: 'COLLECTING' }).refund(1))).toEqual([
      `${begins} (COLLECTING) is no longer wanted, and myOGO takes no change of it at COLLECTING.`,
    ]);
  });

  it('is held with the warehouse’s words where it refused', () => {
    expect(words(one().refund(1).act('edit', 'refused'))).toEqual([
      `${begins} (NEW) is no longer wanted, and myOGO takes no change of it. no.`,
    ]);
  });

  it('is held for want of the shipping code where no account of the hand-over is left', () => {
    expect(words(one().forget().refund(1))).toEqual([
      `${begins} (NEW) is no longer wanted, and the shipping code that it was sent with is not known any more.`,
    ]);
  });
});

it('an order that the store no longer has is not edited: no address of it can be read', () => {
  const story = new Story().plain().sent();
  story.store(() => (story.at(1).street = 'second'));
  expect(story.next()).toBe('edit w1 3 × A');
  story.world.exists = false;
  story.at(1).street = 'third';
  story
    .warehouse('w1', { pieces: [{ code: 'Z', quantity: 2 }] })
    .read()
    .passes(61_000)
    .run();
  expect(story.facts.gone).toBe(2);
  expect(story.acts()).toEqual([]);
});
