import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../../../src/domain/orders/next-steps.ts';
import type { Act } from '../../../../src/domain/orders/steps/steps.ts';
import { takeShipments } from '../../../../src/domain/orders/learn/learn-store.ts';
import { Story } from './story.ts';

// Two mechanisms meet, each right by itself.

/** Two of three pieces are told to have left by one part, and the warehouse's other part is NEW. */
const split = () =>
  new Story()
    .plain()
    .sent()
    .warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] })
    .appears('h-100-2', '1 A');

describe('a decision about a surplus', () => {
  const letOneShip = () => {
    const story = new Story().plain().sent().warehouse('w1', { status: 'COLLECTING' }).refund(1).run();
    expect(story.next()).toBe('hold changed-after-hand-over');
    return story.decide({ kind: 'treat-as-done' });
  };

  it('covers the pieces that were shown', () => {
    const story = letOneShip();
    expect([story.numbers(), story.next()]).toEqual(['W2 O2 P3 N3', 'wait warehouse']);
  });

  it('does not cover the rest when the store cancels the order', () => {
    const story = letOneShip().status(5);
    expect([story.numbers(), story.next()]).toEqual(['P3 X3 N3', 'cancel w1']);
  });

  it('does not cover the rest when a person cancels the order', () => {
    const story = letOneShip().cancel();
    expect(story.next()).toBe('cancel w1');
  });

  it('does not cover a further refund', () => {
    const story = letOneShip().refund(1);
    expect(story.numbers()).toBe('W1 O1 P3 X1 N3');
    expect(story.next()).toMatch(/^hold changed-after-hand-over/);
  });
});

describe('an order whose earlier sendings are not looked for yet', () => {
  it.each([
    ['is unsure of what an earlier run sent', { unsureUntil: new Date(Date.parse('2030-01-01')).toISOString() }],
    ['must be searched for', { searchDue: true }],
    ['must be looked up', { lookDue: ['h-100'] }],
  ])('is not handed over while it %s, whether that is done, waits or is held', (_, due) => {
    const story = new Story().plain();
    const facts = { ...story.facts, ...due };
    const now = Date.parse('2026-01-01T00:00:00Z');
    const failed = (stands: boolean) => ({
      ...facts,
      obstacles: ['search', 'look'].flatMap((key) =>
        nextSteps(facts, now).flatMap((step) =>
          step.kind === 'act' && step.act.key === key
            ? [
                {
                  ...{ key, basis: step.act.basis, message: 'away', tries: 1, at: '2026-01-01T00:00:00.000Z', stands },
                  ...(stands ? { reason: 'integration-paused' as const } : { until: '2026-01-02T00:00:00.000Z' }),
                },
              ]
            : [],
        ),
      ),
    });
    for (const state of [facts, failed(false), failed(true)]) {
      const kinds = nextSteps(state, now).flatMap((step) => (step.kind === 'act' ? [step.act.kind] : []));
      expect(kinds).not.toContain('hand-over');
    }
  });
});

describe('a part that was split off', () => {
  it('gives its reference to no second address that has its goods', () => {
    const story = new Story().place(7, '3 A, 2 B').read().sent();
    story.warehouse('w1', { pieces: [...story.world.order('w1').pieces.slice(1), { code: 'A', quantity: 2 }] });
    story.appears('h-100/B', '1 A').store(() => story.place(20, '1 A'));
    story.store(() => story.at(1).lines.forEach((line) => (line.quantity = 0)));
    story.news(story.world.order('w2'));
    const references = story.facts.places.flatMap((place) => place.references);
    expect(new Set(references).size).toBe(references.length);
  });

  it('is held when the store’s address changes and myOGO takes no edit', () => {
    const story = split().ships('w1').run();
    story.store((world) => {
      story.at(1).street = 'another street';
      world.editable = false;
    });
    expect(story.next()).toBe('hold changed-after-hand-over');
  });
});

describe('an order that the warehouse revives after our cancel', () => {
  const revived = () => new Story().plain().sent().status(5).run().warehouse('w1', { status: 'COLLECTING' });

  it('has all of its pieces back', () => {
    const story = revived();
    expect([story.numbers(), story.next()]).toEqual(['P3 X3 N3', 'cancel w1']);
  });

  it('has them back where it is split since: the part is ours, too', () => {
    const story = revived();
    story.warehouse('w1', { status: 'SHIPPED', pieces: [{ code: 'A', quantity: 1 }] }).appears('h-100-1', '2 A');
    expect(story.numbers()).toBe('S1 P2 X2 N3 D1');
    expect(story.run().world.order('w2').status).toBe('CANCELLED');
  });
});

describe('a hold', () => {
  it('does not sleep through what else is due', () => {
    const story = split();
    story.warehouse('w1', { status: 'SHIPPED' }).warehouse('w2', { status: 'CANCELLED' }).run();
    const steps = nextSteps(story.facts, story.world.now);
    const [step] = steps.filter(({ place }) => place === 1);
    expect(step).toMatchObject({ kind: 'hold', until: expect.any(String) as string });
  });
});

describe('what is at another merchant', () => {
  const connectedToAnother = (story: Story) => {
    story.world.merchantId = 'm2';
    return story.read();
  };

  it('is not looked for: an order that was missed once is held, and nobody is asked in a circle', () => {
    const story = new Story().plain().sent();
    story.world.order('w1').hidden = true;
    story.look('h-100');
    expect(story.next()).toBe('wait again');
    connectedToAnother(story).passes(61_000);
    expect(story.next()).toBe('hold other-merchant');
  });

  it('keeps a place from being handed over while nobody can tell whether it is ours', () => {
    const story = new Story().plain().appears('h-100', '3 A');
    expect(story.next()).toBe('look h-100');
    connectedToAnother(story);
    expect(story.next()).toBe('hold other-merchant');
    expect(story.decide({ kind: 'hand-over-again' }).next()).toBe('hand-over h-100-s2 3 × A');
  });
});

it('a part of one address’s order that holds what a new address wants stays the first one’s', () => {
  const story = new Story().plain('3 A').sent();
  story.at(1).lines.forEach((line) => (line.quantity = 0));
  story.place(8, '1 A').changed();
  story.warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] }).appears('h-100/B', '1 A');
  expect(story.facts.places.map(({ references }) => references)).toEqual([['h-100'], []]);
});

describe('a line that is taken out once it was shipped by hand', () => {
  const takenOut = (story: Story) =>
    story.byHand(1, 2).store(
      (world) => {
        for (const place of world.places) place.lines = place.lines.filter(({ id }) => id !== 1);
      },
      { agree: true },
    );

  it.each<[string, () => Story, string]>([
    ['before anything was sent', () => takenOut(new Story().plain('2 A, 2 A')), 'W2 H2'],
    ['when both were sent', () => takenOut(new Story().plain('2 A, 2 A').sent()), 'W2 H2 P4 X4 N4'],
    ['and is more than the other line', () => takenOut(new Story().plain('2 A, 1 A')), 'W1 H1'],
    ['and is fewer than the other line', () => takenOut(new Story().plain('2 A, 3 A')), 'W3 H2 O1 F1'],
    ['and stood for something else', () => takenOut(new Story().plain('2 B, 2 A')), 'W2 O2 F2'],
  ])('has left all the same, and another of its SKU at its address need not send it again: %s', (_, story, numbers) => {
    expect(story().numbers()).toBe(numbers);
  });

  it('is no piece of another address', () => {
    const story = takenOut(new Story().place(7, '2 A').place(8, '2 A').read());
    expect(story.numbers(2)).toBe('W2 O2 F2');
  });

  it('is no piece of the line that comes back under its own number, twice', () => {
    const story = takenOut(new Story().plain('2 A, 2 A'));
    story.store(({ places }) => places[0]?.lines.unshift({ id: 1, sku: 'A', quantity: 2, refunded: 0 }), {
      agree: true,
    });
    expect(story.numbers()).toBe('W4 H2 O2 F2');
  });
});

describe('a line that an edit made anew before it was read', () => {
  const typedIn = (story: Story, line: number, quantity: number, product?: number) => {
    const named = { line, quantity, ...(product === undefined ? {} : { product }) };
    const shipment = { id: 900 + story.world.shipments.length, addressId: 7, trackingNumber: '', lines: [named] };
    story.world.shipments = [...story.world.shipments, shipment];
    return story;
  };
  const asks = ({ kind }: Act) => ['search', 'look', 'read-shipments', 'match'].includes(kind);

  it('has left as far as it was shipped by hand: at first sight', () => {
    const story = typedIn(new Story().place(7, '2 A, 1 B'), 2, 1).renewed().status(3).run(asks);
    expect([story.numbers(1, 'B'), story.next()]).toEqual(['W1 H1', 'hand-over h-100 2 × A']);
  });

  it('has left as far as it was shipped by hand: between two readings', () => {
    const story = new Story().plain('1 A').sent();
    story.add(1, '1 B');
    typedIn(story, 2, 1).renewed().changed().run();
    expect([story.numbers(1, 'B'), story.numbers()]).toEqual(['W1 H1', 'W1 O1 P1 N1']);
  });

  it('has left as far as it was shipped by hand, of each of its ids', () => {
    const story = typedIn(typedIn(new Story().place(7, '3 A'), 1, 1).renewed(), 2, 1)
      .renewed()
      .status(3)
      .run(asks);
    expect(story.numbers()).toBe('W3 H2 O1 F1');
  });

  it('has left as far as it was shipped by hand, also where its address has another id since', () => {
    const story = typedIn(new Story().place(7, '1 A'), 1, 1).renewed();
    story.at(1).addressId = 8;
    expect(story.status(3).run(asks).numbers()).toBe('W1 H1');
  });

  it('is told as far as we shipped it, where no account is left', () => {
    const story = new Story().plain().shippedAndTold().renewed().forget().read();
    expect([story.numbers(), story.next(), story.world.shipments.length]).toEqual(['W3 S3 N3', 'done', 1]);
  });

  it('is what shipments name as its product, whichever was made anew first', () => {
    const story = new Story().place(7, '1 A, 1 B');
    Object.assign(story.at(1).lines[0] ?? {}, { id: 12, former: [2], product: 70 });
    Object.assign(story.at(1).lines[1] ?? {}, { id: 11, former: [1], product: 71 });
    typedIn(typedIn(story, 1, 1, 71), 2, 1, 70);
    story.world.shipments = story.world.shipments.map((one, index) => (index === 0 ? { ...one, marks: 'h-100' } : one));
    story.world.create('h-100', [{ code: 'B', quantity: 1 }], 'street 7', 'SHIPPED');
    story.status(3).run(asks);
    expect([story.numbers(), story.numbers(1, 'B')]).toEqual(['W1 H1 N1', 'W1 S1 N1']);
  });

  it('is no line that came before the one that was shipped, which nobody has read yet', () => {
    const story = new Story().plain('1 A');
    story.world.takenFor = (reading) => ({
      ...reading,
      addresses: reading.addresses.map((one) => ({
        ...one,
        lines: one.lines.map((line) => ({ ...line, shipped: 1 })),
      })),
    });
    expect(typedIn(story, 9, 1).status(3).run(asks).numbers()).toBe('W1 O1 F1');
  });

  it('has left as far as it was shipped by hand, also where an edit took it out beside another of its SKU', () => {
    const took = (words: string, product = 70) => {
      const story = typedIn(new Story().place(7, words), 1, 2, product);
      story.at(1).lines.shift();
      for (const line of story.at(1).lines) line.product = 70;
      return story.status(3).run(asks).numbers();
    };
    expect(took('2 A, 3 A')).toBe('W3 H2 O1 F1');
    expect(took('2 A, 3 A', 71)).toBe('W3 O3 F3');
    expect(took('2 A, 3 A, 1 B')).toBe('W3 O3 F3');
  });

  it('is no piece of another address where an edit took it out', () => {
    const story = typedIn(new Story().place(7, '2 A, 1 B').place(8, '2 A'), 1, 2, 70);
    story.at(1).lines.shift();
    for (const line of story.at(2).lines) line.product = 70;
    expect(story.status(3).run(asks).numbers(2)).toBe('W2 O2 F2');
  });

  it('that is added and shipped by hand after our reading is none that was taken out', () => {
    const story = new Story().plain('1 A').sent();
    for (const line of story.at(1).lines) line.product = 70;
    story.add(1, '1 B');
    typedIn(story, 2, 1).changed().run(asks);
    typedIn(story, 3, 1, 70);
    story.facts = takeShipments(story.facts, story.world.shipments, story.world.version);
    expect(story.numbers()).toBe('W1 O1 P1 N1');
  });

  it('is none that is not shipped by the store’s own count', () => {
    const story = typedIn(new Story().place(7, '1 A, 1 B'), 9, 1);
    story.at(1).lines.push({ id: 10, sku: 'C', quantity: 1, refunded: 0 });
    expect(story.status(3).run(asks).numbers(1, 'C')).toBe('W1 O1 F1');
  });
});

describe('pieces beyond a line that is fewer now', () => {
  it.each([
    ['left the warehouse', () => new Story().plain().shippedAndTold(), 'W1 S3 N3'],
    ['were shipped by hand', () => new Story().plain().byHand(1, 3), 'W1 H3'],
  ])('%s: another line of their SKU is not sent for them again', (_, before, numbers) => {
    const story = before();
    story.at(1).lines.forEach((line) => (line.quantity = 0));
    story.add(1, '1 A').changed();
    expect([story.numbers(), story.next()]).toEqual([numbers, 'done']);
  });
});

it('a further order is found again as the place’s own where no account of it is left', () => {
  const story = new Story().plain().sent();
  story.add(1, '1 A').changed().run();
  expect(story.world.orders.map(({ reference }) => reference)).toEqual(['h-100', 'h-100-s2']);
  story.forget();
  expect(story.facts.places).toMatchObject([{ references: ['h-100', 'h-100-s2'] }]);
  expect([story.numbers(), story.next()]).toEqual(['W4 O4 P4 N4', 'wait warehouse']);
});

it('what somebody places under a further reference of ours that was never sent is not ours', () => {
  const story = new Story().plain().sent().appears('h-100-s2', '1 A');
  expect(story.numbers()).toBe('W3 O3 P3 N3');
});

describe('an order of which no account is left, and of which nobody can tell the address', () => {
  const held = () => {
    const story = new Story().plain('3 A').sent();
    story.store((world) => {
      for (const line of story.at(1).lines) line.quantity = 2;
      world.places.push({ ...story.at(1), addressId: 20, street: 'new', lines: [] });
      story.add(2, '1 A');
    });
    return story.forget();
  };

  it('holds each address that wants its goods', () => {
    const story = held();
    expect([story.next(1), story.next(2)]).toEqual(['hold reference-conflict', 'hold reference-conflict']);
    expect(story.findings(1)[0]?.message).toBe(
      'h-100 holds 3 × A: which address of this order it is for cannot be told.',
    );
  });

  it('is settled by a person, one address at a time', () => {
    const story = held().decide({ kind: 'treat-as-done', addressId: 7 });
    expect([story.next(1), story.next(2)]).toEqual(['done', 'hand-over h-100-20 1 × A']);
    const other = held().decide({ kind: 'hand-over-again', addressId: 20 });
    expect(other.next(2)).toMatch(/^hand-over h-100-20/);
  });

  it.each([
    [7, 1, 2],
    [20, 2, 1],
  ])(
    'that is not for address %i may still be for the other: it is sent nothing without a word of its own',
    (id, sent, asked) => {
      const story = held().decide({ kind: 'hand-over-again', addressId: id });
      expect(story.next(sent)).toMatch(/^hand-over/);
      story.run();
      expect([story.next(sent), story.next(asked)]).toEqual(['wait warehouse', 'hold reference-conflict']);
      story.decide({ kind: 'treat-as-done' });
      expect(story.next(asked)).toBe('done');
    },
  );

  it('that a person gives to an address is noted there when it ships', () => {
    const story = held().decide({ kind: 'treat-as-done', addressId: 7 }).run();
    story.ships('w1');
    expect(story.next(1)).toBe('note');
  });
});

it('addresses are the same places in whatever order the store lists them', () => {
  const lives = [false, true].map((isReversed) => {
    const story = new Story();
    if (isReversed) story.world.listed = (list) => [...list].reverse();
    story
      .place(7, '1 A, 2 B')
      .place(8, '1 A')
      .place(9, '2 B, 1 A')
      .read()
      .run(({ kind }) => kind === 'hand-over', 9);
    // All ids are new, one street is new, and one line moved: what fits by elimination is found by rounds.
    story.store((world) => {
      world.places.forEach((place) => {
        place.addressId += 50;
        place.lines.forEach((line) => (line.id += 10));
      });
      story.at(2).street = 'another';
      story.at(1).lines.push(...story.at(3).lines.splice(1));
    });
    return story.facts;
  });
  expect(lives[1]).toEqual(lives[0]);
  expect(lives[0]?.places.map(({ number, addressId }) => `${number}:${addressId}`)).toEqual(['1:57', '2:58', '3:59']);
});
