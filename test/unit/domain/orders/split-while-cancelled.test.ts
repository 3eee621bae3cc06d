import { describe, expect, it } from 'vitest';
import type { MyOgoStatus } from '../../../../src/contract/orders.ts';
import { Story } from './story.ts';

// The warehouse splits an order after the look before our cancel, and before its effect: the cancel meets what is left of it.

describe('an order that is split in the middle of our cancel of it', () => {
  const splitWhileCancelled = (suffix: string, fate: 'ok' | 'lost') => {
    const story = new Story()
      .plain()
      .sent()
      .store((store) => (store.status = 5));
    story.world.meanwhile = () => {
      story.world.change('w1', { pieces: [{ code: 'A', quantity: 1 }] });
      story.world.create(`h-100${suffix}`, [{ code: 'A', quantity: 2 }], 'street 7');
    };
    return story.act('cancel', fate);
  };

  it.each(['/B', '_2', ' (2)'])('has its part %s cancelled as well, whenever that is seen', (suffix) => {
    const story = splitWhileCancelled(suffix, 'ok');
    const part = story.world.orders.at(-1);
    if (part === undefined) throw new TypeError('a part was made');
    story.news(part).run();
    expect(story.world.orders.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(story.next()).toBe('done');
  });

  it('and whose answer was lost, too', () => {
    const story = splitWhileCancelled('/B', 'lost');
    story.run().passes(61_000).run();
    const part = story.world.orders.at(-1);
    if (part === undefined) throw new TypeError('a part was made');
    story.news(part).run();
    expect(story.world.orders.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(story.next()).toBe('done');
  });
});

it('an order whose goods the warehouse empties when it is cancelled was cancelled whole', () => {
  const story = new Story()
    .plain()
    .sent()
    .store((store) => (store.status = 5));
  story.world.meanwhile = () => void story.world.change('w1', { pieces: [] });
  story.act('cancel').run();
  expect(story.next()).toBe('done');
  // What appears under its reference later is an order that the warehouse's people made.
  story.appears('h-100/B', '1 A').run();
  expect(story.world.orders.map(({ status }) => status)).toEqual(['CANCELLED', 'NEW']);
});

describe('an order that is split in the middle of our edit of it, into what we asked for and the rest', () => {
  /** Of three pieces one is left to be wanted. */
  const splitWhileEdited = (taken: boolean, fate: 'ok' | 'lost' = 'ok') => {
    const story = new Story().plain('3 A, 1 B').sent();
    if (!taken) story.world.firm.add('w1');
    story.world.meanwhile = () => {
      const rest = [
        { code: 'A', quantity: 1 },
        { code: 'B', quantity: 1 },
      ];
      story.world.create('h-100-1', [{ code: 'A', quantity: 2 }], 'street 7');
      story.world.change('w1', { pieces: rest });
    };
    return story
      .refund(2)
      .run(({ kind }) => kind !== 'edit')
      .act('edit', fate)
      .run();
  };
  const part = (story: Story) => story.world.orders.find(({ reference }) => reference === 'h-100-1');

  it.each([
    ['and that is taken', true],
    ['and the warehouse takes no change of that order', false],
  ])('has the rest cancelled, %s', (_, taken) => {
    for (const after of ['part', 'both'] as const) {
      const story = splitWhileEdited(taken);
      const split = part(story);
      if (split === undefined) throw new TypeError('a part was made');
      if (after === 'both') story.news(story.world.order('w1'));
      story.news(split).run();
      expect([split.status, story.numbers(), story.next(), story.facts.notes]).toEqual([
        'CANCELLED',
        'W1 O1 P1 N1',
        'wait warehouse',
        [],
      ]);
    }
  });

  it('and whose answer was lost, too', () => {
    const story = splitWhileEdited(true, 'lost').passes(61_000).run();
    const split = part(story);
    if (split === undefined) throw new TypeError('a part was made');
    story.news(split).run();
    expect([split.status, story.next(), story.facts.notes]).toEqual(['CANCELLED', 'wait warehouse', []]);
  });

  it('is not mixed up with one that people make later, of goods that they sell anew', () => {
    const story = new Story().plain('3 A, 1 B').sent().refund(2).run().passes(60_000);
    story.appears('h-100-1', '2 A').run();
    expect([part(story)?.status, story.next(), story.facts.notes.length]).toEqual(['NEW', 'wait warehouse', 1]);
  });
});

it('a part of an order that shows nothing once it is cancelled is cancelled as well, where it was split before', () => {
  const story = new Story().plain('3 A').sent();
  story.store((store) => (store.status = 5));
  story.world.meanwhile = () => {
    story.world.create('h-100/B', [{ code: 'A', quantity: 2 }], 'street 7');
    story.world.change('w1', { pieces: [] });
  };
  story.act('cancel').run();
  const part = story.world.orders.at(-1);
  if (part === undefined) throw new TypeError('a part was made');
  story.news(part).run();
  expect([part.status, story.next(), story.facts.notes]).toEqual(['CANCELLED', 'done', []]);
});

describe('an order that is split between our look and our edit, which writes the whole of it once more', () => {
  /** The address is another: all three pieces are written with it. */
  const rewritten = (fate: 'ok' | 'lost' = 'ok', part = 2, status: MyOgoStatus = 'NEW') => {
    const story = new Story().plain('3 A, 1 B').sent();
    story.world.meanwhile = () => {
      story.world.create('h-100-1', [{ code: 'A', quantity: part }], 'street 7', status);
      const rest = part < 3 ? [{ code: 'A', quantity: 3 - part }] : [];
      story.world.change('w1', { pieces: [...rest, { code: 'B', quantity: 1 }] });
    };
    story.store((world) => world.places.forEach((place) => (place.street = 'another')));
    return story.act('edit', fate).run();
  };
  const part = (story: Story) => story.world.order('w2');

  it.each([1, 2, 3])('has the %d of its part cancelled: they were sent twice', (pieces) => {
    for (const also of [false, true]) {
      const story = rewritten('ok', pieces);
      if (also) story.news(story.world.order('w1'));
      story.news(part(story)).run();
      expect([part(story).status, story.numbers(), story.next(), story.facts.notes]).toEqual([
        'CANCELLED',
        'W3 O3 P3 N3',
        'wait warehouse',
        [],
      ]);
      expect(story.world.order('w1').pieces).toEqual([
        { code: 'A', quantity: 3 },
        { code: 'B', quantity: 1 },
      ]);
    }
  });

  it('and whose answer was lost, too, where it is found done', () => {
    const story = new Story().plain('3 A, 2 B').sent();
    story.world.meanwhile = () => {
      story.world.create('h-100-1', [{ code: 'A', quantity: 2 }], 'street 7');
      const rest = { code: 'A', quantity: 1 };
      story.world.change('w1', { pieces: [rest, { code: 'B', quantity: 2 }] });
    };
    story
      .refund(1, 2)
      .run(({ kind }) => kind !== 'edit')
      .act('edit', 'lost')
      .run();
    story.passes(61_000).run();
    story.news(part(story)).run();
    expect([part(story).status, story.numbers(), story.facts.notes]).toEqual(['CANCELLED', 'W3 O3 P3 N3', []]);
  });

  it.each(['COLLECTING', 'SHIPPED'] as const)('has it taken out again where the part is %s by then', (status) => {
    const story = rewritten('ok', 2, status);
    story.news(part(story)).run();
    expect(story.world.order('w1').pieces).toEqual([
      { code: 'A', quantity: 1 },
      { code: 'B', quantity: 1 },
    ]);
  });

  it.each<[string, string, number]>([
    ['a whole copy', '3 A, 1 B', 0],
    ['goods that it never held', '1 C', 0],
    ['one that was made a minute before', '2 A', -60_000],
    ['one that was made a minute later', '2 A', 60_000],
  ])('is not mixed up with what people make by themselves: %s', (_, words, afterMs) => {
    const story = new Story().plain('3 A, 1 B').sent();
    const pieces = words.split(', ').map((each) => ({ quantity: Number(each[0]), code: each.slice(2) }));
    let made: ReturnType<typeof story.world.create> | undefined;
    const make = () => (made = story.world.create('h-100-1', pieces, 'street 7'));
    if (afterMs < 0) {
      make();
      story.passes(-afterMs);
    } else if (afterMs === 0) story.world.meanwhile = make;
    story.store((world) => world.places.forEach((place) => (place.street = 'another')));
    story.act('edit').run();
    if (afterMs > 0) {
      story.passes(afterMs);
      make();
    }
    if (made === undefined) throw new TypeError('none was made');
    story.news(made).run();
    expect([made.status, story.facts.notes.length]).toEqual(['NEW', 1]);
  });
});
