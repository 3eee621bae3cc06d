import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// No account of what was sent is left, and the warehouse's order is found again.

const A = (quantity: number) => ({ pieces: [{ code: 'A', quantity }] });

const found = (words = '3 A', of: (story: Story) => unknown = () => undefined) => {
  const story = new Story().plain(words).sent();
  of(story);
  story.forget();
  expect(story.next()).not.toMatch(/^hand-over/);
  return story;
};

const edits: readonly (readonly [string, (story: Story) => void])[] = [
  ['street', (story) => (story.at(1).street = 'another street')],
  ['shipping method', (story) => (story.at(1).method = 'Odd')],
];

describe('of two addresses with the same goods, both under new ids,', () => {
  const lost = (of: (story: Story) => unknown = () => undefined) => {
    const story = new Story().place(7, '1 A').place(20, '1 A').read().sent().sent();
    of(story);
    story.at(1).addressId = 107;
    story.at(2).addressId = 120;
    story.world.touch();
    return story.forget();
  };

  it('each of the warehouse’s orders is found by its address, and nothing is sent twice', () => {
    const story = lost();
    expect(story.facts.places.map(({ references }) => references)).toEqual([['h-100-7'], ['h-100-20']]);
    expect([story.next(1), story.next(2)]).toEqual(['wait warehouse', 'wait warehouse']);
    expect([story.status(5).next(1), story.next(2)]).toEqual(['cancel w1', 'cancel w2']);
  });

  it('the warehouse’s orders hold both where no address can be compared', () => {
    const story = lost((one) => one.world.orders.forEach((order) => (order.nameless = true)));
    expect([story.next(1), story.next(2)]).toEqual(['hold reference-conflict', 'hold reference-conflict']);
  });

  it('each of the warehouse’s orders is found by its address also where a poll tells of one later', () => {
    const story = lost((one) => (one.world.order('w1').hidden = true));
    story.world.order('w1').hidden = false;
    story.news(story.world.order('w1')).act('look');
    expect(story.facts.places.map(({ references }) => references)).toEqual([['h-100-7'], ['h-100-20']]);
  });
});

describe('an order that was found again', () => {
  it.each(edits)('is held where its %s is edited in the store, and nothing is sent twice', (field, edit) => {
    const story = found();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
    story.store(() => {
      edit(story);
    });
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'hold changed-after-hand-over']);
    expect(story.findings()[0]?.message).toContain(field);
    expect(() => story.decide({ kind: 'hand-over-again' })).toThrow();
    story.decide({ kind: 'treat-as-done' });
    expect(story.next()).toBe('wait warehouse');
    expect(story.ships('w1').run().next()).toBe('done');
  });

  it.each(edits)('is cancelled with the store’s order after its %s was edited', (_, edit) => {
    const story = found();
    story.store(() => {
      edit(story);
    });
    story.status(5);
    expect(story.next()).toBe('cancel w1');
  });

  it.each([
    ['fewer are ordered', (story: Story) => (story.at(1).lines = [{ id: 1, sku: 'A', quantity: 2, refunded: 0 }]), 2],
    [
      'nothing of it is ordered',
      (story: Story) => (story.at(1).lines = [{ id: 9, sku: 'B', quantity: 1, refunded: 0 }]),
      0,
    ],
  ])('stays ours where %s now', (_, edit, wanted) => {
    const story = found();
    story.store(() => edit(story), { agree: true });
    const open = wanted === 0 ? '' : `W${wanted} O${wanted} `;
    expect([story.numbers(), story.next()]).toEqual([
      `${open}P3 X${3 - wanted} N3`,
      wanted === 0 ? 'cancel w1' : 'hold changed-after-hand-over',
    ]);
  });

  it.each([
    ['ships short', (story: Story) => story.ships('w1', '2 A').run(), 'W3 S2 O1 N3 L1', 'hold short-shipped'],
    ['holds fewer', (story: Story) => story.warehouse('w1', A(2)).run(), 'W3 O3 P2 N3 L1', 'hold short-shipped'],
    [
      'ships, and fewer are ordered then',
      (story: Story) =>
        story
          .ships('w1')
          .run()
          .store(() => (story.at(1).lines = [{ id: 1, sku: 'A', quantity: 2, refunded: 0 }])),
      'W2 S3 N3',
      'done',
    ],
    [
      'is cancelled there, and fewer are ordered then',
      (story: Story) =>
        story
          .warehouse('w1', { status: 'CANCELLED' })
          .store(() => (story.at(1).lines = [{ id: 1, sku: 'A', quantity: 2, refunded: 0 }])),
      'W2 O2 N3 L2',
      'hold cancelled-in-warehouse',
    ],
  ])('counts as sent where it %s', (_, act, numbers, next) => {
    const story = found();
    act(story);
    expect([story.numbers(), story.next()]).toEqual([numbers, next]);
  });

  it('is found with its parts, whenever they are heard of', () => {
    const before = found('3 A', (story) => story.warehouse('w1', A(2)).appears('h-100/B', '1 A'));
    const later = found().warehouse('w1', A(2)).appears('h-100/B', '1 A');
    for (const story of [before, later]) {
      expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
      story.store(() => (story.at(1).street = 'another street'));
      expect(story.next()).toBe('hold changed-after-hand-over + changed-after-hand-over');
      expect(story.status(5).next()).toBe('cancel w1 w2');
    }
  });

  describe.each([
    ['has shipped', (story: Story) => story.ships('w1').run(), 'W3 S2 O1 P1 N3', 'wait warehouse'],
    [
      'is cancelled',
      (story: Story) => story.warehouse('w1', { status: 'CANCELLED' }),
      'W3 O3 P1 N3 L2',
      'hold cancelled-in-warehouse',
    ],
  ])('with its part where the rest of it %s', (_, end, numbers, next) => {
    const parted = (story: Story) => end(story.warehouse('w1', A(2)).appears('h-100/B', '1 A'));

    it('is all ours, and nothing of it is sent again', () => {
      const story = found('3 A', parted);
      expect([story.numbers(), story.next(), story.world.orders.length]).toEqual([numbers, next, 2]);
    });

    it.each([[['w1', 'w2']], [['w2', 'w1']], [['w2']], [['w1']]])(
      'is all ours also where a poll tells of %j before it is looked for',
      (told) => {
        const story = parted(new Story().plain('3 A').sent());
        story.forgets(60_000).read();
        for (const id of told) story.news(story.world.order(id));
        story.passes(60_000).run();
        expect([story.numbers(), story.next(), story.world.orders.length]).toEqual([numbers, next, 2]);
      },
    );
  });

  it('leaves no room for an exchange order by a line that was added since: what was found is all that was sent', () => {
    const story = found();
    story.store(() => story.add(1, '1 A')).run();
    story.appears('h-100-EX1', '1 A').run();
    expect(story.world.orders.map(({ reference, status }) => `${reference} ${status}`)).toEqual([
      'h-100 NEW',
      'h-100-s2 NEW',
      'h-100-EX1 NEW',
    ]);
    expect(story.facts.notes.map(({ text }) => text)).toEqual([
      'myOGO: h-100-EX1 holds 1 × A, which was not sent from here.',
    ]);
  });

  it('has no further part where all of it has left: what comes later is no part of ours', () => {
    const story = found('3 A', (one) =>
      one.warehouse('w1', A(2)).appears('h-100/B', '1 A').ships('w1').ships('w2').run(),
    );
    story.appears('h-100-EX1', '1 A').run();
    expect([story.numbers(), story.world.order('w3').status, story.next()]).toEqual(['W3 S3 N3', 'NEW', 'done']);
  });

  it.each(
    (['NEW', 'SHIPPED', 'CANCELLED'] as const).flatMap((status) => [
      [status, 'the store’s order is read', 'told'] as const,
      [status, 'anything is known to be sent', 'read'] as const,
    ]),
  )('is looked for with all its parts where a poll tells of it (%s) before %s', (status, _, first) => {
    const story = new Story().place(7, '3 A');
    story.world.create('h-100/B', A(1).pieces, 'street 7');
    const root = story.world.create('h-100', A(2).pieces, 'street 7', status);
    if (first === 'read') story.read().news(root).run();
    else story.tells(root).read().run();
    expect(story.facts.warehouse.map(({ reference }) => reference)).toEqual(['h-100', 'h-100/B']);
    expect(story.world.orders).toHaveLength(2);
  });

  it('is compared when it is taken up again, where it was found cancelled', () => {
    const story = found('3 A', (one) =>
      one.warehouse('w1', { status: 'CANCELLED', nameless: true, street: 'elsewhere' }),
    );
    expect(story.next()).toBe('hold cancelled-in-warehouse');
    story.warehouse('w1', { status: 'NEW', nameless: false }).run();
    expect(story.numbers()).toBe('W3 O3 F3');
    expect(story.next()).toBe('hold reference-conflict');
  });

  it('tells of an edit that was made while nobody kept its account', () => {
    const story = found('3 A', (one) => {
      one.world.digestsThere = { name: 'n' };
      one.world.digestsHere = { name: 'another' };
    });
    expect(story.next()).toBe('hold changed-after-hand-over');
    expect(story.findings()[0]?.message).toContain('name');
  });
});

describe('an order of which nobody can tell the address, while nothing of it is wanted', () => {
  /** Two addresses with the same goods, and an order under a number that neither has. */
  const stray = () => {
    const story = new Story().place(7, '3 A').place(20, '3 A');
    story.world.status = 5;
    story.read();
    return story.appears('h-100-99', '3 A', 'NEW', 'nowhere').run();
  };

  it('is held where it may still leave, until it is gone', () => {
    const story = stray();
    expect([story.next(1), story.next(2)]).toEqual(['hold reference-conflict', 'hold reference-conflict']);
    story.warehouse('w1', { status: 'CANCELLED' });
    expect([story.next(1), story.next(2)]).toEqual(['done', 'done']);
  });

  it('may be let ship by a person, and is then noted', () => {
    const story = stray().decide({ kind: 'treat-as-done', addressId: 7 });
    expect([story.next(1), story.next(2)]).toEqual(['done', 'done']);
    story.ships('w1');
    expect(story.next(1)).toBe('note');
  });

  it.each<[string, (story: Story) => void]>([
    ['has no lines any more', (story) => void (story.at(1).lines = [])],
    ['is gone', (story) => void (story.world.exists = false)],
  ])('is held where the store’s order %s and no account is left, until it is gone', (_, end) => {
    const story = new Story().plain().sent();
    end(story);
    story.world.touch();
    story.forget().passes(61_000).run();
    story.news(story.world.order('w1')).run();
    expect([story.world.order('w1').status, story.next(0)]).toEqual(['NEW', 'hold reference-conflict']);
    story.ships('w1').run();
    expect(story.next(0)).toBe('done');
    expect(story.facts.notes.map(({ text }) => text)).toEqual([
      'myOGO: h-100 shipped 3 × A, which was not sent from here (T-w1).',
    ]);
  });

  it('is noted, and holds nothing, where all that was sent is known', () => {
    const story = new Story().place(7, '3 A').place(20, '3 A').read().sent().sent().status(5).run();
    story.appears('h-100-99', '3 A', 'NEW', 'nowhere').run();
    expect([story.next(1), story.next(2)]).toEqual(['done', 'done']);
    expect(story.facts.notes.map(({ text }) => text)).toContain(
      'myOGO: h-100-99 holds 3 × A, which was not sent from here.',
    );
  });

  it('is noted where its goods are of no address, also when it leaves', () => {
    const story = new Story().place(7, '3 A').place(20, '3 A').read().sent().sent();
    story.appears('h-100-99', '1 Z').run();
    expect([story.next(1), story.next(2)]).toEqual(['wait warehouse', 'wait warehouse']);
    story.ships('w3').run();
    expect(story.facts.notes.map(({ text }) => text)).toEqual([
      'myOGO: h-100-99 holds 1 × Z, which was not sent from here.',
      'myOGO: h-100-99 shipped 1 × Z, which was not sent from here (T-w3).',
    ]);
  });
});
