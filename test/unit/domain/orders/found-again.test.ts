import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// Of an order no account was left; the warehouse was looked through, and what stood there was found again as ours.

const found = (words = '2 A, 1 B') => new Story().plain(words).sent().forget();
const pieces = (code: string, quantity: number) => [{ code, quantity }];

/** The B goes into a part, before or after the account was lost. */
const splits: readonly (readonly [string, () => Story])[] = [
  ['before', () => split(new Story().plain('2 A, 1 B').sent()).forget()],
  ['after', () => split(found())],
];
const split = (story: Story) =>
  story
    .warehouse('w1', { pieces: pieces('A', 2) })
    .appears('h-100/B', '1 B')
    .run();

const losses: readonly (readonly [string, (story: Story, id: string) => Story, string])[] = [
  ['cancelled', (story, id) => story.warehouse(id, { status: 'CANCELLED' }), 'cancelled-in-warehouse'],
  ['shipped empty', (story, id) => story.warehouse(id, { status: 'SHIPPED', pieces: [] }), 'short-shipped'],
  ['emptied', (story, id) => story.warehouse(id, { pieces: [] }), 'short-shipped'],
  ['substituted', (story, id) => story.warehouse(id, { pieces: pieces('Z', 1) }), 'short-shipped'],
];

describe('what was found again, and of which nothing is left', () => {
  it.each([
    ['a whole order ships empty', '3 A', { status: 'SHIPPED', pieces: [] }, 'short-shipped'],
    ['a whole order is emptied', '3 A', { pieces: [] }, 'short-shipped'],
    ['a whole order is substituted', '3 A', { pieces: pieces('Z', 3) }, 'substituted'],
    ['one of its goods is substituted', '2 A, 1 B', { pieces: [...pieces('A', 2), ...pieces('Z', 1)] }, 'substituted'],
    ['one of its goods is missing', '2 A, 1 B', { status: 'SHIPPED', pieces: pieces('A', 2) }, 'short-shipped'],
  ] as const)('is missing, and goes out again by a person’s word alone: %s', (_, words, of, reason) => {
    const story = found(words).warehouse('w1', of).run();
    expect([story.next(), story.world.created.length]).toEqual([`hold ${reason}`, 1]);
    story.decide({ kind: 'hand-over-again' }).run();
    expect(story.world.created.length).toBe(2);
  });

  describe.each(splits)('where a part was split off %s that', (_, begun) => {
    it.each(losses)('is missing where the part is %s', (__, lose, reason) => {
      const story = lose(begun(), 'w2').run();
      expect([story.next(), story.numbers(1, 'B')]).toEqual([`hold ${reason}`, 'W1 O1 N1 L1']);
      story.decide({ kind: 'hand-over-again' }).run();
      expect([story.numbers(1, 'B'), story.world.created.length]).toEqual(['W1 O1 P1 N1', 2]);
    });
  });

  it('leaves a line that was added since to be handed over', () => {
    const story = found('2 A').store(() => undefined);
    story
      .add(1, '1 B')
      .store(() => undefined, { agree: true })
      .run();
    expect([story.numbers(1, 'B'), story.world.order('w2').pieces]).toEqual(['W1 O1 P1 N1', pieces('B', 1)]);
  });
});

describe('what was found again, shipped, and had its shipment deleted twice', () => {
  const undone = (nameless: boolean) => {
    const story = new Story().plain().sent();
    if (nameless) story.warehouse('w1', { nameless: true });
    story.ships('w1').forget().run();
    for (let times = 0; times < 2; times += 1)
      story
        .store((world) => {
          world.shipments = [];
        })
        .run();
    return story;
  };

  it.each([false, true])(
    'stays ours where a person counts it as told: nothing goes out again (no customer shown: %s)',
    (nameless) => {
      const story = undone(nameless);
      expect(story.next()).toBe('hold undone-by-hand');
      story.decide({ kind: 'treat-as-done' }).run();
      expect([story.next(), story.numbers(), story.world.created.length]).toEqual(['done', 'W3 S3 N3', 1]);
      expect(story.facts.notes).toEqual([]);
    },
  );
});

describe('what was found again, and holds more than is ordered by now', () => {
  /** The line is fewer, and then the store closes its order, while nothing is left of the account. */
  const closed = (close: (story: Story) => void) => {
    const story = new Story().plain().sent();
    for (const line of story.at(1).lines) line.quantity = 2;
    close(story);
    story.world.touch();
    return story.forget().run();
  };

  it.each<readonly [string, (story: Story) => void]>([
    ['cancelled', ({ world }) => (world.status = 5)],
    ['refunded', ({ world }) => (world.status = 4)],
    ['shipped by its status', ({ world }) => (world.status = 2)],
    ['archived', ({ world }) => (world.archived = true)],
  ])('is held where the store’s order is %s: it would leave, and nobody could tell', (_, close) => {
    const story = closed(close);
    expect(story.next()).toBe('hold reference-conflict');
    // Its remedies: cancelled there, or a person’s word.
    expect(closed(close).warehouse('w1', { status: 'CANCELLED' }).run().next()).toBe('done');
    expect(story.decide({ kind: 'treat-as-done' }).run().next()).toBe('done');
    expect([story.world.order('w1').status, story.world.created.length]).toEqual(['NEW', 1]);
  });

  it('is nobody’s matter where it holds other goods alone', () => {
    const story = new Story().plain();
    story.world.status = 5;
    expect(story.changed().run().appears('h-100', '2 Z').run().next()).toBe('done');
  });
});
