import { describe, expect, it } from 'vitest';
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
