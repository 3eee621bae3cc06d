import { describe, expect, it } from 'vitest';
import { takeReading } from '../../../../src/domain/orders/learn/learn-store.ts';
import { isExact, storeChanged } from '../../../../src/domain/orders/learn/store-news.ts';
import { explainsStoreRow } from '../../../../src/domain/orders/views/explained.ts';
import { Story } from './story.ts';

// The store's time of change has a grain of a second: an edit in the second of our own write leaves the write's time.

/** A list shows the row as it is now, whoever made it so. */
const listed = (story: Story) => {
  const { status, version } = story.world;
  story.facts = storeChanged(story.facts, { status, version });
  return story;
};

const edits: readonly (readonly [string, (story: Story) => unknown, string])[] = [
  ['street', (story) => (story.at(1).street = 'another'), 'edit w1 3 × A'],
  ['shipping method', (story) => (story.at(1).method = 'Odd'), 'hold changed-after-hand-over'],
  ['refund', (story) => story.at(1).lines.forEach((line) => (line.refunded = 1)), 'read-order'],
  ['added line', (story) => story.add(1, '2 B'), 'hand-over h-100-s2 2 × B'],
];

describe('an edit in the second of our move of the status', () => {
  it.each(edits)('is seen when a list shows the row of our write: %s', (_, edit, next) => {
    const story = new Story().plain().sent();
    edit(story);
    expect(story.next()).toBe('wait warehouse');
    expect(listed(story).quiet().next()).toBe(next);
  });

  it('is seen in the second of a note, too', () => {
    const story = new Story()
      .plain()
      .sent()
      .warehouse('w1', { pieces: [...piecesOf(3), { code: 'G', quantity: 1 }] });
    story.run();
    expect(story.facts.notes).toHaveLength(1);
    story.at(1).street = 'another';
    expect(listed(story).quiet().next()).toBe('edit w1 3 × A, 1 × G');
  });

  it.each<[string, number, string | undefined]>([
    ['in the same second, which an edit may follow', 400, 'again'],
    ['when that second was over', 1_000, undefined],
  ])('asks for a reading after one that was made %s', (_, afterMs, readDue) => {
    const story = new Story().plain().sent();
    const { status, version } = story.world;
    const at = new Date(Date.parse(version) + afterMs).toISOString();
    story.facts = takeReading(story.facts, story.world.reading(), story.world.merchantId, at);
    expect(isExact(story.facts)).toBe(readDue === undefined);
    story.facts = storeChanged(story.facts, { status, version });
    expect(story.facts.readDue).toBe(readDue);
  });
});

describe('an edit in the second of another one, which was read in between', () => {
  /** @param answeredMs by the store's own clock; undefined: it does not say when it answered */
  const readAfter = (afterMs: number, answeredMs?: number) => {
    const story = new Story().plain().sent();
    story.at(1).street = 'another';
    story.world.touch();
    const { status, version } = story.world;
    const after = (ms: number) => new Date(Date.parse(version) + ms).toISOString();
    const answered = answeredMs === undefined ? {} : { answered: after(answeredMs) };
    const reading = { ...story.world.reading(), ...answered };
    story.facts = takeReading(story.facts, reading, story.world.merchantId, after(afterMs));
    return storeChanged(story.facts, { status, version }).readDue;
  };

  it('asks for a reading when a list shows the same version', () => {
    expect(readAfter(400)).toBe('again');
  });

  it('is none where the second was over when it was read', () => {
    expect(readAfter(1_000)).toBeUndefined();
  });

  it('asks for one also where the answer was of that second, and was learnt when it was over', () => {
    expect([readAfter(1_200, 0), readAfter(5_000, 0), readAfter(5_000, 1_000)]).toEqual(['again', 'again', undefined]);
  });
});

describe('an edit in the second of our reading, after which the run ended', () => {
  const readAfter = (afterMs: number) => {
    const story = new Story().place(7, '1 A');
    for (const line of story.at(1).lines) line.refunded = 1;
    const at = new Date(Date.parse(story.world.version) + afterMs).toISOString();
    story.facts = takeReading(story.facts, story.world.reading(), story.world.merchantId, at);
    expect(story.next(0)).toBe('done');
    const { status, version } = story.world;
    return explainsStoreRow(story.facts, { status, version, archived: false });
  };

  it('is looked for when a list shows the same version', () => {
    expect(readAfter(400)).toBe(false);
  });

  it('is none where the second was over when it was read', () => {
    expect(readAfter(1_000)).toBe(true);
  });

  it('is looked for by who wrote it where that version is of a write of ours', () => {
    const { facts, world } = new Story().plain().sent().ships('w1').run();
    expect(explainsStoreRow(facts, { status: world.status, version: world.version, archived: false })).toBe(true);
  });
});

describe('a row that shows a write of ours', () => {
  it('asks for one reading, and for none when it comes again', () => {
    const story = listed(new Story().plain().sent());
    expect(story.acts().map(({ kind }) => kind)).toEqual(['read-order']);
    const before = story.quiet().facts;
    expect(listed(story).facts).toBe(before);
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });

  it('asks for none where the order was read as it was left', () => {
    const story = new Story().plain().sent().ships('w1').run();
    const { facts } = listed(story).quiet();
    expect(listed(story).facts).toBe(facts);
  });

  it('of an earlier write asks for none', () => {
    const story = new Story().plain().sent();
    const [move] = story.facts.moves;
    story.store((world) => world.places.forEach((place) => (place.street = 'another'))).run();
    const { facts } = story;
    expect(storeChanged(facts, move)).toBe(facts);
  });
});

function piecesOf(quantity: number) {
  return [{ code: 'A', quantity }];
}

describe('a status that asks for all once more, in the second of our last write', () => {
  it.each([
    ['the shipment', (story: Story) => story],
    ['a note', (story: Story) => story.warehouse('w1', { pieces: [...piecesOf(3), { code: 'G', quantity: 1 }] })],
  ])('is asked about: %s', (_, also) => {
    const story = also(new Story().plain().sent()).ships('w1').run();
    expect([story.world.status, story.next()]).toEqual([2, 'done']);
    story.world.status = 11;
    story.read();
    expect(story.next(0)).toBe('hold reopened');
  });

  it('is none where it was there before that write', () => {
    const story = new Story().plain().sent();
    story.status(11).run();
    story.ships('w1').run();
    expect(story.next(0)).not.toBe('hold reopened');
  });
});

describe('an edit between our look and our writing, in the second of the write after which the run ended', () => {
  const ended = (end: (story: Story) => Story) => {
    const story = end(new Story().plain()).run();
    expect(story.next(0)).toBe('done');
    const { status, version } = story.world;
    return explainsStoreRow(story.facts, { status, version, archived: false });
  };

  it('is read once more where that write was a note, or a cancel', () => {
    const withGift = (story: Story) => story.sent().withGift().ships('w1');
    expect(ended((story) => withGift(story).run())).toBe(false);
    expect(ended((story) => story.sent().cancel())).toBe(false);
  });

  it('is known to the process that wrote the shipment', () => {
    expect(ended((story) => story.shippedAndTold())).toBe(true);
  });
});

it('a shipment by hand in the second of another one, after its shipments were read, is read as well', () => {
  const story = new Story().place(7, '2 A').place(8, '1 A').read().act('hand-over').act('hand-over');
  story.byHand(1, 2).run();
  expect([story.next(1), story.next(2)]).toEqual(['done', 'wait warehouse']);
  const { world } = story;
  world.shipments = [
    ...world.shipments,
    { id: 950, addressId: 8, trackingNumber: '', lines: [{ line: 2, quantity: 1 }] },
  ];
  world.status = 2;
  story.read().run();
  expect(world.orders.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
  expect([story.next(0), story.next(1), story.next(2)]).toEqual(['done', 'done', 'done']);
});
