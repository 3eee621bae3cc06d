import { describe, expect, it } from 'vitest';
import { Story } from '../story.ts';

/** The store cancelled it, the warehouse did not, and a person lets it ship. */
const letShip = (words = '3 A') => {
  const story = new Story().plain(words).sent().warehouse('w1', { status: 'COLLECTING' }).status(5);
  story.world.firm.add('w1');
  story.run();
  expect(story.next()).toBe('hold cancel-refused');
  return story.decide({ kind: 'treat-as-done' });
};

const A = (quantity: number) => ({ pieces: [{ code: 'A', quantity }] });

describe('what a person lets ship, and the warehouse then splits,', () => {
  it.each(['h-100/B', 'h-100_2'])('ships with the part %s, whichever of the two is heard of first', (name) => {
    const lives = [true, false].map((partFirst) => {
      const story = letShip();
      const main = () => story.warehouse('w1', A(2));
      if (!partFirst) main();
      story.appears(name, '1 A');
      if (partFirst) main();
      story.run();
      expect([story.numbers(), story.next()]).toEqual(['P3 N3', 'wait warehouse']);
      story.ships('w1').ships('w2').run();
      return [story.numbers(), story.next(), story.world.orders.map(({ status }) => status).join()];
    });
    expect(lives).toEqual([
      ['S3 N3', 'done', 'SHIPPED,SHIPPED'],
      ['S3 N3', 'done', 'SHIPPED,SHIPPED'],
    ]);
  });

  it('ships with every part of it, and whatever its main order has become', () => {
    const story = letShip('4 A').warehouse('w1', A(2)).appears('h-100/B', '1 A').appears('h-100/C', '1 A');
    expect(story.next()).toBe('wait warehouse');
    expect(story.warehouse('w1', { status: 'CANCELLED' }).next()).toBe('wait warehouse');
    expect(story.ships('w2').ships('w3').run().next()).toBe('done');
  });

  it('covers no piece more than was shown', () => {
    const story = letShip().appears('h-100', '3 A');
    expect(story.next()).toMatch(/^cancel/);
  });

  it('is taken back with all its parts where a person cancels the order', () => {
    const story = new Story().plain().sent().warehouse('w1', { status: 'COLLECTING' }).refund(1).run();
    expect(story.next()).toBe('hold changed-after-hand-over');
    story.decide({ kind: 'treat-as-done' }).warehouse('w1', A(2)).appears('h-100/B', '1 A');
    expect(story.next()).toBe('wait warehouse');
    expect(story.cancel().next()).toBe('cancel w1 w2');
  });

  it('covers the surplus of a refund wherever its pieces are now', () => {
    const story = new Story().plain('3 A, 1 B').sent().warehouse('w1', { status: 'COLLECTING' }).refund(3).run();
    expect(story.next()).toBe('hold changed-after-hand-over');
    story.decide({ kind: 'treat-as-done' }).warehouse('w1', { pieces: [{ code: 'B', quantity: 1 }] });
    story.appears('h-100.2', '3 A');
    expect([story.numbers(), story.next()]).toEqual(['P3 N3', 'wait warehouse']);
  });
});

it('a part of what a person wanted cancelled once more is cancelled', () => {
  const story = new Story().plain().sent().warehouse('w1', { status: 'COLLECTING' }).status(5);
  story.world.firm.add('w1');
  story.run().decide({ kind: 'cancel' }).run();
  expect([story.numbers(), story.next()]).toEqual(['P3 N3', 'wait warehouse']);
  story.warehouse('w1', A(2)).appears('h-100/B', '1 A');
  expect(story.next()).toBe('cancel w2');
});
