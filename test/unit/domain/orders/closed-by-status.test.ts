import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../../src/domain/orders/account/account.ts';
import { storyOf } from '../../../../src/domain/orders/views/story.ts';
import { Story } from './story.ts';

// The merchant says by a status that an order is shipped or completed: nothing of it goes out without a person.

const summary = ({ facts, world }: Story) => storyOf(facts, world.now).summary;

/** Everything of ours is back: the store cancelled the order, and so did we in the warehouse. */
const cancelled = () => {
  const story = new Story().plain().sent().status(5).run();
  expect([story.world.order('w1').status, story.next()]).toEqual(['CANCELLED', 'done']);
  return story;
};

describe('an order that was cancelled in the store and in the warehouse', () => {
  it.each<[number, string, string]>([
    [0, 'W3 O3 F3', 'wait status'],
    [1, 'W3 O3 F3', 'wait status'],
    [2, 'W3 T3', 'done'],
    [3, 'W3 O3 F3', 'hand-over h-100-s2 3 × A'],
    [4, '', 'done'],
    [5, '', 'done'],
    [6, '', 'done'],
    [7, 'W3 O3 F3', 'wait payment'],
    [8, 'W3 O3 F3', 'wait status'],
    [9, 'W3 O3 F3', 'hand-over h-100-s2 3 × A'],
    [10, 'W3 T3', 'done'],
    [11, 'W3 O3 F3', 'hand-over h-100-s2 3 × A'],
    [12, 'W3 O3 F3', 'wait payment'],
    [13, 'W3 O3 F3', 'wait status'],
    [14, 'W3 O3 F3', 'hand-over h-100-s2 3 × A'],
  ])('is set to %i: %s, %s', (status, numbers, next) => {
    const story = cancelled().status(status);
    expect([story.numbers(), story.next()]).toEqual([numbers, next]);
  });

  it.each([2, 10])('and is set to %i says that the store’s status did it', (status) => {
    expect(summary(cancelled().status(status))).toBe(
      'The store says that it is shipped: 3 × A was not sent from here.',
    );
  });

  it('is held at 3 where some of it was shipped by status: nobody can tell which pieces', () => {
    const story = cancelled().store((world) => {
      Object.assign(world, { status: 3, dateShipped: true });
    });
    expect(story.next()).toBe('hold status-forbids-sending');
  });

  it('is sent again where a person wants it, whatever the store’s status says by then', () => {
    const story = cancelled().status(2).status(11);
    expect(story.next(0)).toBe('hold reopened');
    story.decide({ kind: 'hand-over-again' });
    expect(story.next()).toBe('hand-over h-100-s2 3 × A');
  });

  it('and was never sent says so when it is set back', () => {
    const story = new Story().plain().status(2).status(11);
    expect(story.next(0)).toBe('hold reopened');
    expect(story.findings(0)[0]?.message).toBe(
      'The store’s order was set back to status 11 after it was called shipped there: 3 × A was not sent from here.',
    );
  });
});

describe('what came back before the store’s order was set to shipped', () => {
  const put = (story: Story, archived: boolean) =>
    story.store(
      (world) => {
        world.archived = archived;
      },
      { agree: true },
    );

  it.each<[string, () => Story, string, string]>([
    [
      'was put away and is restored',
      () => {
        const away = put(new Story().plain().sent(), true).run();
        away.world.status = 2;
        return put(away, false);
      },
      'W3 T3',
      'done',
    ],
    ['was refunded as a whole by status', () => new Story().plain().sent().status(4).run().status(2), 'W3 T3', 'done'],
    [
      'came off by an edit of ours, and its line has more pieces again',
      () => {
        const story = new Story().plain().sent();
        const [line] = story.at(1).lines;
        const quantity = (of: number) =>
          story.store(
            (world) => {
              if (line !== undefined) line.quantity = of;
              if (of === 3) world.status = 2;
            },
            { agree: true },
          );
        quantity(2).run();
        return quantity(3);
      },
      'W3 T1 O2 P2 N2',
      'wait warehouse',
    ],
    ['never arrived, as a look found', () => new Story().plain().lost(false).status(2).looked(), 'W3 T3', 'done'],
    [
      'was one of two equal orders that both were cancelled',
      () => {
        const story = new Story().plain().sent().status(2);
        return story.appears('h-100', '3 A').act('cancel');
      },
      'W3 T3',
      'done',
    ],
  ])('and %s is settled', (_, live, numbers, next) => {
    const story = live();
    expect([story.numbers(), story.next()]).toEqual([numbers, next]);
  });
});

describe('the store’s shipped status says nothing of', () => {
  it('what the warehouse has: it ships', () => {
    const story = new Story().plain().sent().status(2);
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });

  it('a line that is added later, or a quantity that is raised later', () => {
    const settled = () => cancelled().status(2);
    expect(
      settled()
        .store((world) => void world.places[0]?.lines.push(more()))
        .next(),
    ).toMatch('hand-over h-100-s2 1 × A');
    const raised = settled();
    const [line] = raised.at(1).lines;
    raised.store(() => {
      if (line !== undefined) line.quantity = 5;
    });
    expect([raised.numbers(), raised.next()]).toEqual(['W5 T3 O2 F2', 'hand-over h-100-s2 2 × A']);
  });

  it('a quantity that is raised while the first pieces are on their way', () => {
    const story = new Story().plain().sent().status(2);
    const [line] = story.at(1).lines;
    story.store(() => {
      if (line !== undefined) line.quantity = 4;
    });
    expect([story.numbers(), story.next()]).toEqual(['W4 O4 P3 N3 F1', 'hand-over h-100-s2 1 × A']);
  });

  it('what a person wants sent again under it', () => {
    const story = new Story().plain().sent().status(2).warehouse('w1', { status: 'CANCELLED' });
    expect(story.next()).toBe('hold cancelled-in-warehouse');
    story.decide({ kind: 'hand-over-again' });
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 F3', 'hand-over h-100-s2 3 × A']);
  });

  it('lines that were added while its answer could not be read', () => {
    const story = new Story().plain();
    const { version } = story.world;
    story.world.touch();
    story.facts = story.learnReading(story.facts, {
      ...story.world.reading(),
      status: 2,
      problem: { field: 'consignments', message: 'empty' },
    });
    expect(story.world.version > version).toBe(true);
    story.status(2);
    expect(story.numbers()).toBe('W3 T3');
    story.store((world) => void world.places[0]?.lines.push(more()));
    expect(story.account().open.get('A')).toBe(1);
    expect(accountOf(story.facts).places).toHaveLength(1);
  });
});

function more() {
  return { id: 77, sku: 'A', quantity: 1, refunded: 0 };
}

describe('a line of an order that was called shipped without us', () => {
  const ordered = (story: Story, quantity: number) =>
    story
      .store(
        ({ places }) => {
          for (const line of places.flatMap(({ lines }) => lines)) line.quantity = quantity;
        },
        { agree: true },
      )
      .run();
  const settled = () => new Story().plain().status(2).run();

  it.each([
    [2, 4, 'W4 T2 O2 F2'],
    [2, 3, 'W3 T2 O1 F1'],
    [0, 2, 'W2 O2 F2'],
  ])('and gets %i pieces, then %i, is not settled once more by that status: %s', (fewer, more, numbers) => {
    expect(ordered(ordered(settled(), fewer), more).numbers()).toBe(numbers);
  });

  it('is settled as it was while it has as many', () => {
    expect(ordered(ordered(settled(), 4), 3).numbers()).toBe('W3 T3');
  });

  it('and is on its way with fewer by then goes out with what is added to that', () => {
    const story = ordered(ordered(new Story().plain().sent().status(2).run(), 2), 3);
    expect(story.world.created.map(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual([[3], [1]]);
  });

  it('and gets a piece beside another line of its goods is not settled for that one', () => {
    const story = new Story().plain('3 A, 1 A').sent().status(10).run();
    story.store(() => Object.assign(story.at(1).lines[1] ?? {}, { quantity: 2 }), { agree: true }).run();
    expect(story.world.created.map(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual([[3, 1], [1]]);
  });

  it('is not settled while nobody knows yet that it is on its way', () => {
    const story = new Story().plain().sent().add(1, '1 A');
    story.store(() => undefined).run();
    story.status(10).run().forget().run();
    expect(story.world.orders.map(({ status }) => status)).toEqual(['NEW', 'NEW']);
    expect([story.numbers(), story.next()]).toEqual(['W4 O4 P4 N4', 'wait warehouse']);
  });

  it('is settled anew by a later status that says so', () => {
    const story = ordered(ordered(settled(), 2), 3);
    expect(story.status(9).status(2).run().numbers()).toBe('W3 T3');
  });
});

describe('an order that a person cancelled here, and that is set back in the store,', () => {
  const cancelled = () => new Story().plain().sent().cancel().run();

  it('is not cancelled there again where the store wants it handed over: a person is asked', () => {
    const story = cancelled().status(11).run();
    expect([story.next(0), story.world.status, story.world.created.length]).toEqual(['hold reopened', 11, 1]);
  });

  it('goes out where that person says so, and is left where not', () => {
    const again = cancelled().status(11).run().decide({ kind: 'hand-over-again' }).run();
    expect([again.next(), again.next(0), again.world.created.length]).toEqual(['wait warehouse', 'done', 2]);
    const left = cancelled().status(11).run().decide({ kind: 'treat-as-done' }).run();
    expect([left.next(), left.next(0), left.world.status]).toEqual(['done', 'done', 11]);
  });

  it('is cancelled there once more under another status, then held, and left as it is where a person says so', () => {
    const story = cancelled().status(9).run();
    expect([story.next(0), story.world.status]).toEqual(['done', 5]);
    story.status(9).run();
    expect([story.next(0), story.world.status]).toEqual(['hold undone-by-hand', 9]);
    story.decide({ kind: 'treat-as-done' }).run();
    expect([story.next(0), story.world.status]).toEqual(['done', 9]);
  });

  it('is cancelled there where a person cancels it here once more', () => {
    const story = cancelled().status(11).run().decide({ kind: 'hand-over-again' }).run().cancel().run();
    expect([story.next(0), story.world.status]).toEqual(['done', 5]);
  });
});
