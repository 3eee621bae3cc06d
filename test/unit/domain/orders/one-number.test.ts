import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// The warehouse packs two of its orders into one parcel: both bear its number. A person may type the shipment in before we tell of it.

const raised = () => {
  const story = new Story().plain('3 A').sent();
  story.store(() => story.add(1, '1 A'));
  return story.run();
};
const types = (story: Story, lines: readonly (readonly [line: number, quantity: number])[], addressId = 7) =>
  story.store((world) => {
    const told = lines.map(([line, quantity]) => ({ line, quantity }));
    const shipment = { id: 900 + world.shipments.length, addressId, trackingNumber: 'T', lines: told };
    world.shipments = [...world.shipments, shipment];
  });
const leaves = (story: Story, id: string) => story.warehouse(id, { status: 'SHIPPED', tracking: 'T' });
const written = ({ world }: Story) => world.shipments.filter(({ marks }) => marks !== undefined).length;
const notes = ({ facts }: Story) => facts.notes.map(({ text }) => text);

describe('two orders of one address in one parcel', () => {
  it('are both told by the shipment that a person typed in for it', () => {
    const story = types(leaves(leaves(raised(), 'w1'), 'w2'), [
      [1, 3],
      [2, 1],
    ]).run();
    expect([story.next(), written(story), notes(story)]).toEqual(['done', 0, []]);
  });

  it('are both told also where it was typed in between the two', () => {
    const story = types(leaves(raised(), 'w1'), [
      [1, 3],
      [2, 1],
    ]);
    expect(leaves(story, 'w2').run().next()).toBe('done');
    expect([written(story), notes(story)]).toEqual([0, []]);
  });

  it('are told by one shipment each where the person typed in the goods of one of them', () => {
    const story = types(leaves(leaves(raised(), 'w1'), 'w2'), [[2, 1]]).run();
    expect([story.next(), written(story), notes(story)]).toEqual(['done', 1, []]);
    expect(story.world.shipments.flatMap(({ lines }) => lines)).toEqual([
      { line: 2, quantity: 1 },
      { line: 1, quantity: 3 },
    ]);
  });
});

it('what a person typed in of an order is not told once more on a line that came later', () => {
  const story = new Story().plain('3 A, 1 B').sent();
  leaves(story, 'w1').store(() => story.add(1, '1 B'));
  types(story, [
    [1, 1],
    [2, 1],
  ]).run();
  const told = () => story.world.shipments.filter(({ marks }) => marks !== undefined).map(({ lines }) => lines);
  expect(told()).toEqual([[{ line: 1, quantity: 2 }]]);
  story.ships('w2').run();
  expect([story.next(), told(), notes(story)]).toEqual([
    'done',
    [[{ line: 1, quantity: 2 }], [{ line: 3, quantity: 1 }]],
    [],
  ]);
});

describe('orders of two addresses in one parcel', () => {
  const both = () => {
    const story = new Story().place(7, '2 A').place(8, '2 A').read();
    story.run();
    return leaves(leaves(story, 'w2'), 'w1');
  };

  it.each([
    [7, 1],
    [8, 2],
  ])('are told each of its own: what a person typed in for address %d leaves the other to be told', (address, line) => {
    const story = types(both(), [[line, 2]], address).run();
    expect([story.next(1), story.next(2), written(story), notes(story)]).toEqual(['done', 'done', 1, []]);
    const [, ours] = story.world.shipments;
    expect(ours?.addressId).toBe(address === 7 ? 8 : 7);
  });
});
