import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// A piece that was sent to one address and is wanted at another: it leaves once, unless a person says otherwise.

/** Line 2 of the first address goes to another one, `number`, which may be new. */
const move = (story: Story, line: number, from: number, to: number) =>
  story.store(
    () => {
      const [moved] = story.at(from).lines.splice(
        story.at(from).lines.findIndex(({ id }) => id === line),
        1,
      );
      if (story.world.places[to - 1] === undefined)
        story.world.places.push({ ...story.at(from), addressId: 20, street: 'new', lines: [] });
      if (moved !== undefined) story.at(to).lines.push(moved);
    },
    { agree: true },
  );

const sentTwo = () => new Story().place(7, '1 A, 1 A').read().sent();

/** How a piece gets from the first address to the second, before or after it is shipped. */
const ways: readonly (readonly [string, (ship: (story: Story) => Story) => Story])[] = [
  ['a line moves to a new address, then both are shipped', (ship) => ship(move(sentTwo(), 2, 1, 2))],
  ['both are shipped, then a line moves to a new address', (ship) => move(ship(sentTwo()), 2, 1, 2)],
  [
    'a line gets a new id as it moves',
    (ship) =>
      ship(
        sentTwo().store(
          (world) => {
            world.places[0]?.lines.pop();
          },
          { agree: false },
        ),
      ).store((world) => {
        world.places.push({ addressId: 20, method: 'DHL', street: 'new', missing: [], lines: [] });
        world.places[1]?.lines.push({ id: 9, sku: 'A', quantity: 1, refunded: 0 });
      }),
  ],
  [
    'one of two pieces of a line becomes a line of a new address',
    (ship) =>
      ship(
        new Story()
          .plain('2 A')
          .sent()
          .store((world) => {
            for (const line of world.places[0]?.lines ?? []) line.quantity = 1;
            world.places.push({ addressId: 20, method: 'DHL', street: 'new', missing: [], lines: [] });
            world.places[1]?.lines.push({ id: 9, sku: 'A', quantity: 1, refunded: 0 });
          }),
      ),
  ],
  [
    'a line moves to an address that has one of its own',
    (ship) => {
      const story = new Story().place(7, '1 A, 1 A').place(8, '1 A').read().act('hand-over').act('hand-over');
      return ship(move(story, 2, 1, 2));
    },
  ],
  [
    'a line of one address is one fewer, and a line of another one more',
    (ship) => {
      const story = new Story().place(7, '2 A').place(8, '1 A').read().act('hand-over').act('hand-over');
      return ship(
        story.store((world) => {
          for (const line of world.places[0]?.lines ?? []) line.quantity = 1;
          for (const line of world.places[1]?.lines ?? []) line.quantity = 2;
        }),
      );
    },
  ],
  [
    'the same, where the other address still waits for a link',
    (ship) => {
      const story = new Story().place(7, '2 A').place(8, '1 A', { method: 'Odd' });
      story.world.links['Odd'] = { kind: 'none' };
      story.read().act('hand-over');
      ship(
        story.store((world) => {
          for (const line of world.places[0]?.lines ?? []) line.quantity = 1;
          for (const line of world.places[1]?.lines ?? []) line.quantity = 2;
        }),
      );
      story.world.links['Odd'] = { kind: 'code', code: 'UPS' };
      return story.again().read();
    },
  ],
  [
    'a line moves to another address that is the only one left',
    (ship) => {
      const story = new Story().place(7, '2 A').place(8, '1 B').read().act('hand-over').act('hand-over');
      return ship(move(story, 1, 1, 2));
    },
  ],
  [
    'the warehouse ships it in two parts',
    (ship) => {
      const story = sentTwo()
        .warehouse('w1', { pieces: [{ code: 'A', quantity: 1 }] })
        .appears('h-100/B', '1 A');
      return ship(move(story, 2, 1, 2)).ships('w2');
    },
  ],
  [
    'a line moves while nobody knows whether it was sent',
    (ship) => {
      const story = new Story().place(7, '1 A, 1 A').read().lost(true);
      return ship(move(story, 2, 1, 2).looked());
    },
  ],
  [
    'a piece is refunded at one address and ordered anew at another, while the warehouse ships both',
    (ship) =>
      ship(
        new Story()
          .plain('2 A')
          .sent()
          .warehouse('w1', { status: 'COLLECTING' })
          .store((world) => {
            for (const line of world.places[0]?.lines ?? []) line.refunded = 1;
            world.places.push({ addressId: 20, method: 'DHL', street: 'new', missing: [], lines: [] });
            world.places[1]?.lines.push({ id: 9, sku: 'A', quantity: 1, refunded: 0 });
          }),
      ),
  ],
  [
    'a line of which a piece was refunded moves',
    (ship) => ship(move(new Story().place(7, '1 A, 2 A').read().sent().refund(1, 2), 2, 1, 2)),
  ],
];

describe('a piece that left for the address that it was moved away from', () => {
  it.each(ways)('%s: it is held, and not sent again', (_, way) => {
    const story = way((one) => one.ships('w1')).run();
    expect(story.next(2)).toBe('hold shipped-to-other-address');
    expect(story.findings(2)[0]?.message).toMatch(/A .*address 7/);
    const left = story.world.orders.length;
    story.passes(86_400_000).run().again().run();
    expect(story.world.orders).toHaveLength(left);
  });
});

it('a line that moved back after it was sent on is not sent a third time', () => {
  const story = move(sentTwo(), 2, 1, 2).run();
  expect(story.world.orders.map(({ pieces }) => pieces[0]?.quantity)).toEqual([1, 1]);
  move(story, 2, 2, 1);
  expect([story.next(1), story.next(2)]).toEqual(['wait another-place', 'cancel w2']);
  story.ships('w2').run();
  expect(story.next(1)).toBe('hold shipped-to-other-address');
  expect(story.world.orders).toHaveLength(2);
});

it('lines of two addresses that change places after they were sent are not sent twice', () => {
  const story = new Story().place(7, '1 A').place(8, '1 B').read().act('hand-over').act('hand-over');
  story.store(
    () => {
      const [a, b] = [story.at(1).lines, story.at(2).lines];
      [story.at(1).lines, story.at(2).lines] = [b, a];
    },
    { agree: true },
  );
  for (const id of ['w1', 'w2']) story.ships(id);
  story.run();
  const words = [1, 2].map((place) => story.next(place));
  expect(words.every((one) => one === 'done' || one === 'hold shipped-to-other-address')).toBe(true);
  expect(story.world.orders).toHaveLength(2);
});

it('a piece that moved while nobody knows whether it was sent waits for the outcome, and holds nobody up', () => {
  const story = move(new Story().place(7, '1 A, 1 A').read().lost(true), 2, 1, 2);
  expect(story.next(2)).toBe('wait another-place');
});

it.each([
  ['with its id', 2],
  ['with a new one', 9],
])('a line that a person counted as done moves %s: it stays done', (_, id) => {
  const story = new Story().place(7, '1 B, 1 A', { method: 'Odd' });
  story.world.links['Odd'] = { kind: 'none' };
  story.read().decide({ kind: 'treat-as-done' });
  story.store((world) => {
    const moved = story.at(1).lines.pop();
    if (moved !== undefined)
      world.places.push({ ...story.at(1), addressId: 20, street: 'new', method: 'DHL', lines: [{ ...moved, id }] });
  });
  expect([story.numbers(2), story.next(2)]).toEqual(['W1 T1', 'done']);
});

describe('what left for another address', () => {
  const held = () => move(sentTwo(), 2, 1, 2).ships('w1').run();

  it.each([
    ['hand-over-again', 'hand-over h-100-20 1 × A', 'W1 O1 F1'],
    ['treat-as-done', 'done', 'W1 T1'],
    ['cancel', 'done', 'W1 T1'],
  ] as const)('%s settles it for good', (kind, next, numbers) => {
    const story = held();
    const finding = story.findings(2)[0]?.fingerprint ?? '';
    story.decide({ kind, addressId: 20, finding });
    expect([story.numbers(2), story.next(2)]).toEqual([numbers, next]);
    story.run();
    for (const { id, status } of story.world.orders) if (status === 'NEW') story.ships(id);
    expect([story.run().next(1), story.next(2)]).toEqual(['done', 'done']);
    // What is ordered later is new: nobody is asked about the same piece again.
    story.add(2, '1 A').changed();
    expect(story.quiet().next(2)).toMatch(/^hand-over/);
  });

  it('goes on by itself where the change is undone in the store', () => {
    const story = held();
    move(story, 2, 2, 1);
    expect([story.run().next(1), story.next(2)]).toEqual(['done', 'done']);
    expect(story.world.orders).toHaveLength(1);
  });

  it('is all that treat-as-done settles: what the address had of its own is handed over', () => {
    const story = new Story().place(7, '1 A, 1 A').place(8, '2 A', { method: 'Odd' });
    story.world.links['Odd'] = { kind: 'none' };
    story.read().act('hand-over');
    move(story, 2, 1, 2).ships('w1').run();
    story.world.links['Odd'] = { kind: 'code', code: 'UPS' };
    story.again().read();
    expect(story.next(2)).toBe('hold shipped-to-other-address');
    expect(story.decide({ kind: 'treat-as-done', addressId: 8 }).next(2)).toBe('hand-over h-100-8 2 × A');
  });

  it('holds only the address that it moved to', () => {
    const story = new Story().place(7, '1 A, 1 A').place(8, '1 A', { method: 'Odd' });
    story.world.links['Odd'] = { kind: 'none' };
    story.read().act('hand-over');
    move(story, 2, 1, 3).ships('w1').run();
    story.world.links['Odd'] = { kind: 'code', code: 'UPS' };
    story.again().read().run();
    expect([story.next(2), story.next(3)]).toEqual(['wait warehouse', 'hold shipped-to-other-address']);
  });
});

describe('what is no move', () => {
  it.each<readonly [string, () => Story, string]>([
    [
      'more left than was sent, and another address has a piece of its own',
      () => {
        const story = new Story().place(7, '2 A').place(8, '1 A', { method: 'Odd' });
        story.world.links['Odd'] = { kind: 'none' };
        story.read().act('hand-over').ships('w1', '3 A').run();
        story.world.links['Odd'] = { kind: 'code', code: 'UPS' };
        return story.again().read();
      },
      'hand-over h-100-8 1 × A',
    ],
    [
      'a refunded piece left, and another address has a piece of its own',
      () => {
        const story = new Story().place(7, '2 A').place(8, '1 A', { method: 'Odd' });
        story.world.links['Odd'] = { kind: 'none' };
        story.read().act('hand-over').warehouse('w1', { status: 'COLLECTING' }).refund(1).ships('w1').run();
        story.world.links['Odd'] = { kind: 'code', code: 'UPS' };
        return story.again().read();
      },
      'hand-over h-100-8 1 × A',
    ],
    [
      'all left as it was wanted, and an address is added',
      () =>
        new Story()
          .plain('2 A')
          .shippedAndTold()
          .store((world) => {
            world.places.push({ addressId: 20, method: 'DHL', street: 'new', missing: [], lines: [] });
            world.places[1]?.lines.push({ id: 9, sku: 'A', quantity: 1, refunded: 0 });
          }),
      'hand-over h-100-20 1 × A',
    ],
  ])('%s: it is handed over', (_, story, next) => {
    expect(story().next(2)).toBe(next);
  });
});

describe('a piece that moves to another address while myOGO takes no change', () => {
  const stays = () => {
    const story = new Story().place(7, '2 A').place(8, '1 A, 1 B').read().act('hand-over').act('hand-over');
    story.world.editable = false;
    return move(story, 3, 2, 1).run();
  };

  it('waits for a word of its own, where a person lets it ship to the first one', () => {
    const story = stays();
    expect(story.next(2)).toBe('hold changed-after-hand-over');
    story.decide({ kind: 'treat-as-done', addressId: 8 }).run();
    expect([story.next(1), story.world.created.length]).toEqual(['hold shipped-to-other-address', 2]);
    expect(story.findings(1)[0]?.message).toBe(
      '1 × B may leave the warehouse for address 8, and is now wanted here and no longer there.',
    );
    story.ships('w2').run();
    expect([story.next(1), story.world.created.length]).toEqual(['hold shipped-to-other-address', 2]);
  });

  it.each([
    ['hand-over-again', 3],
    ['treat-as-done', 2],
  ] as const)('goes by that word, before and after that one ships: %s', (kind, created) => {
    for (const late of [false, true]) {
      const story = stays().decide({ kind: 'treat-as-done', addressId: 8 }).run();
      if (late) story.ships('w2').run();
      story.decide({ kind, addressId: 7 }).run();
      if (!late) story.ships('w2').run();
      expect([story.next(1), story.world.created.length]).toEqual(['wait warehouse', created]);
    }
  });
});

describe('a piece that the warehouse gave back and ships after all, once it was sent to the address that it moved to', () => {
  /** What the first address has goes to the second, which has it sent. */
  const movedOn = (first: string, line: number) =>
    move(new Story().place(7, first).place(8, '1 B').read().act('hand-over').act('hand-over'), line, 1, 2).run();

  it.each([
    ['a whole order, which we cancelled', '1 A', 1, '1 A'],
    ['a piece of an order, which we edited', '1 A, 1 A', 2, '2 A'],
  ])('%s: it is taken back there, and held', (_, first, line, ships) => {
    const story = movedOn(first, line);
    const sent = story.world.orders.at(-1);
    expect([sent?.reference, sent?.status, story.next(2)]).toEqual(['h-100-8-s2', 'NEW', 'wait warehouse']);
    story.ships('w1', ships);
    expect(story.numbers(2)).toContain('X1');
    story.run();
    expect([story.world.orders.at(-1)?.status, story.next(2)]).toEqual(['CANCELLED', 'hold shipped-to-other-address']);
    const orders = story.world.orders.length;
    story.decide({ kind: 'hand-over-again' }).run();
    expect(story.world.orders.length).toBe(orders + 1);
    expect([story.world.orders.at(-1)?.status, story.next(2)]).toEqual(['NEW', 'wait warehouse']);
  });

  it('is taken back, and held, where the warehouse’s people had cancelled it', () => {
    const story = new Story().place(7, '1 A').place(8, '1 B').read().act('hand-over').act('hand-over');
    story.warehouse('w1', { status: 'CANCELLED' });
    move(story, 1, 1, 2).run();
    expect([story.world.orders.at(-1)?.reference, story.next(2)]).toEqual(['h-100-8-s2', 'wait warehouse']);
    story.ships('w1', '1 A').run();
    expect([story.world.orders.at(-1)?.status, story.next(2)]).toEqual(['CANCELLED', 'hold shipped-to-other-address']);
  });

  it('is sent once more by a person’s word, and stays', () => {
    const story = new Story().place(7, '1 A').place(8, '1 B').read().act('hand-over').act('hand-over');
    story.warehouse('w1', { status: 'CANCELLED' });
    move(story, 1, 1, 2).run().ships('w1', '1 A').run();
    const orders = story.world.orders.length;
    story.decide({ kind: 'hand-over-again' }).run().ships('w1', '1 A').run();
    expect([story.world.orders.length, story.world.orders.at(-1)?.status]).toEqual([orders + 1, 'NEW']);
  });

  it('is not taken back where the first address ships a surplus of its own', () => {
    const story = new Story().place(7, '1 A').place(8, '1 A').read().act('hand-over').act('hand-over');
    story.ships('w1', '2 A').run();
    expect([story.world.orders.map(({ status }) => status), story.next(2)]).toEqual([
      ['SHIPPED', 'NEW'],
      'wait warehouse',
    ]);
  });

  it('may stay taken back by a person’s word', () => {
    const story = movedOn('1 A', 1).ships('w1', '1 A').run();
    const orders = story.world.orders.length;
    story.decide({ kind: 'treat-as-done' }).run();
    expect([story.world.orders.length, story.next(2)]).toEqual([orders, 'wait warehouse']);
  });

  it('is not taken back where the first address ships what was left to it', () => {
    const story = movedOn('1 A, 1 A', 2).ships('w1').run();
    expect([story.world.orders.at(-1)?.status, story.next(2)]).toEqual(['NEW', 'wait warehouse']);
  });

  it('is not looked for in what the other address was sent before', () => {
    const story = new Story().place(7, '1 A').place(8, '1 A').read().act('hand-over').act('hand-over');
    // The first address has none any more: we cancel it, and it is shipped all the same.
    story.refund(1, 1).run().ships('w1', '1 A').run();
    expect([story.world.orders.map(({ status }) => status), story.next(2)]).toEqual([
      ['SHIPPED', 'NEW'],
      'wait warehouse',
    ]);
  });
});
