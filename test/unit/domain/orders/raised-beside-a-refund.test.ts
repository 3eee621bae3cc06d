import { describe, expect, it } from 'vitest';
import { withoutComparing } from '../../../../src/domain/orders/learn/readings/compare-readings.ts';
import { Story } from './story.ts';

// A line has one number of pieces, and one of refunded ones: in which order they came is told by no reading.

const line = (story: Story, quantity: number, refunded = 0, reads: 'twice' | 'once' = 'twice') => {
  story.world.places[0]?.lines.splice(0, 1, { id: 1, sku: 'A', quantity, refunded });
  story.changed();
  if (reads === 'twice') story.facts = story.world.read(story.facts);
  return reads === 'twice' ? story.run() : story;
};

const shipped = () => new Story().plain().shippedAndTold();
const shortAndDone = () => new Story().plain().sent().ships('w1', '2 A').run().decide({ kind: 'treat-as-done' }).run();

const ways: readonly (readonly [string, () => Story])[] = [
  ['with the refund of one that had left', () => line(shipped(), 4, 1)],
  ['after that refund', () => line(line(shipped(), 3, 1), 4, 1)],
  ['with a refund, where a missing one had been left out', () => line(shortAndDone(), 4, 1)],
  ['after a refund that one reading alone had told of', () => line(line(shortAndDone(), 3, 1, 'once'), 4, 1)],
  ['after one was taken out, of which one reading alone had told', () => line(line(shortAndDone(), 2, 0, 'once'), 3)],
];

describe('a piece that a line gets, seen', () => {
  it.each(ways)('%s, is held: nobody can tell whether it is still to be sent', (_, seen) => {
    const story = seen();
    expect([story.next(), story.world.created.length]).toEqual(['hold changed-after-hand-over', 1]);
    expect(story.findings()[0]).toMatchObject({ remedy: 'refunded-and-raised' });
    expect(story.findings()[0]?.message).toMatch(/^1 × A came to a line /);
  });

  it.each(ways)('%s, is sent where a person says so, once', (_, seen) => {
    const story = seen();
    story.decide({ kind: 'hand-over-again' }).run();
    expect([story.world.created.map(({ lines }) => lines.map(({ quantity }) => quantity)), story.next()]).toEqual([
      [[3], [1]],
      'wait warehouse',
    ]);
    story.ships('w2').run();
    expect([story.next(), story.account().untold.size, story.world.created.length]).toEqual(['done', 0, 2]);
  });

  it.each(ways)('%s, is left where a person says so, and the next one is another', (_, seen) => {
    const story = seen().decide({ kind: 'treat-as-done' }).run();
    expect([story.next(), story.world.created.length]).toEqual(['done', 1]);
    const [{ quantity, refunded } = { quantity: 0, refunded: 0 }] = story.at(1).lines;
    line(story, quantity + 1, refunded);
    expect(story.world.created.map(({ lines }) => lines.map((one) => one.quantity))).toEqual([[3], [1]]);
  });

  it.each(ways)('%s, is no question any more where it is taken out of the order again', (_, seen) => {
    const story = seen();
    const [{ quantity, refunded } = { quantity: 0, refunded: 0 }] = story.at(1).lines;
    expect([line(story, quantity - 1, refunded).next(), story.world.created.length]).toEqual(['done', 1]);
  });

  it('with a refund, is the same piece as long as none of the line has left', () => {
    const story = line(new Story().plain().sent(), 4, 1);
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
    expect(story.ships('w1').run().next()).toBe('done');
  });

  it('on a line of its own is handed over, whatever was refunded of another one', () => {
    const story = line(shipped(), 3, 1).store(({ places }) => {
      places[0]?.lines.push({ id: 2, sku: 'A', quantity: 1, refunded: 0 });
    });
    expect(story.run().world.created).toHaveLength(2);
  });

  it('is known to the run that goes on with the account, and not to one of before', () => {
    const story = line(shipped(), 3, 1);
    const before = story.facts;
    line(story, 4, 1);
    expect(story.facts.compared).toEqual({ raised: [{ line: 1, pieces: 1 }] });
    expect(withoutComparing(before, story.facts).compared).toBeUndefined();
  });
});
