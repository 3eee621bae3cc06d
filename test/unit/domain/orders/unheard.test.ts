import { describe, expect, it } from 'vitest';
import { explainsStoreRow, explainsWarehouseRow } from '../../../../src/domain/orders/views/explained.ts';
import { Story } from './story.ts';

// The warehouse’s people did something that no poll has told of yet when the run takes its order back.

/** Two of three pieces stay, one goes into an order of its own; the run hears of neither. */
const splitUnheard = () => {
  const story = new Story().plain().sent();
  story.world.change('w1', { pieces: [{ code: 'A', quantity: 2 }] });
  story.world.create('h-100/B', [{ code: 'A', quantity: 1 }], 'street 7');
  return story;
};

describe('a split that the run has not heard of', () => {
  it.each<[string, (story: Story) => Story]>([
    ['the store cancels the order', (story) => story.status(5)],
    ['a person cancels the order', (story) => story.cancel()],
    [
      'the store puts the order away',
      (story) =>
        story.store(
          (world) => {
            world.archived = true;
          },
          { agree: true },
        ),
    ],
    [
      'the store’s order is gone',
      (story) => {
        story.world.exists = false;
        return story.read().passes(61_000).run();
      },
    ],
    ['all of it is shipped by hand', (story) => story.byHand(1, 3).run()],
    ['all of it is refunded', (story) => story.refund(3)],
  ])('leaves no part behind where %s', (_, end) => {
    const story = end(splitUnheard()).run();
    expect(story.world.order('w1').status).toBe('CANCELLED');
    story.news(story.world.order('w2')).run();
    expect(story.world.order('w2').status).toBe('CANCELLED');
    expect(story.next()).toBe('done');
  });

  it('is not taken for an edit of ours that came to the same', () => {
    const story = splitUnheard().refund(1).run();
    story.news(story.world.order('w2')).run();
    expect(story.world.orders.map(({ status, pieces }) => [status, pieces])).toEqual([
      ['NEW', [{ code: 'A', quantity: 2 }]],
      ['CANCELLED', [{ code: 'A', quantity: 1 }]],
    ]);
    expect(story.next()).toBe('wait warehouse');
  });

  it('does not hide that an edit of ours, whose answer was lost, was done', () => {
    const story = new Story().plain().sent().refund(1).act('edit', 'lost').passes(4_000).run();
    expect([story.numbers(), story.next()]).toEqual(['W2 O2 P2 N2', 'wait warehouse']);
  });
});

describe('other goods under the very reference of ours', () => {
  it.each([
    ['that the run has heard of', true],
    ['that the run has not heard of', false],
  ])('%s are never cancelled in place of ours: both are named, until one is gone', (_, isHeard) => {
    const story = new Story().plain().sent();
    const other = story.world.create('h-100', [{ code: 'Z', quantity: 2 }], 'street 7');
    if (isHeard) story.news(other);
    story.status(5).run();
    expect(story.world.orders.map(({ status }) => status)).toEqual(['NEW', 'NEW']);
    expect(story.next()).toBe('hold duplicate-in-warehouse');
    const [found] = story.findings();
    expect(found?.message).toMatch(/w1, NEW.*w2, NEW/);
    story.warehouse('w2', { status: 'SHIPPED' }).passes(4_000).run();
    expect([story.world.order('w1').status, story.next()]).toEqual(['CANCELLED', 'done']);
  });

  it('may be left beside ours by a person: ours ships', () => {
    const story = new Story().plain().sent().appears('h-100', '2 Z').status(5).run();
    story.decide({ kind: 'treat-as-done' });
    expect(story.next()).toBe('wait warehouse');
  });
});

describe('what was away when its run ended, and is back without a new version', () => {
  const row = ({ world }: Story, archived = false) => ({ status: world.status, version: world.version, archived });

  it('is not explained where the store had put it away', () => {
    const story = new Story()
      .plain()
      .sent()
      .store((world) => void (world.archived = true), { agree: true })
      .run()
      .again();
    expect([explainsStoreRow(story.facts, row(story, true)), explainsStoreRow(story.facts, row(story))]).toEqual([
      true,
      false,
    ]);
    story.world.archived = false;
    story.read().run();
    expect(story.numbers()).toBe('W3 O3 P3 N3');
  });

  it('is not explained where the store had no such order', () => {
    const story = new Story().plain().sent();
    story.world.exists = false;
    story.read().passes(61_000).run();
    expect(explainsStoreRow(story.facts, row(story))).toBe(false);
    story.world.exists = true;
    story.read().run();
    expect(story.numbers()).toBe('W3 O3 P3 N3');
  });

  it('is not explained where the warehouse did not list it, and is cancelled where it was settled', () => {
    const story = new Story().plain().sent();
    story.world.order('w1').hidden = true;
    story.look('h-100').passes(61_000).run();
    expect(story.next()).toBe('hold vanished-in-warehouse');
    story.decide({ kind: 'treat-as-done' });
    expect(story.next()).toBe('done');
    story.world.order('w1').hidden = false;
    expect(explainsWarehouseRow(story.facts, story.world.row(story.world.order('w1')))).toBe(false);
    story.news(story.world.order('w1')).run();
    expect([story.world.order('w1').status, story.next()]).toEqual(['CANCELLED', 'done']);
    expect(explainsWarehouseRow(story.facts, story.world.row(story.world.order('w1')))).toBe(true);
  });
});
