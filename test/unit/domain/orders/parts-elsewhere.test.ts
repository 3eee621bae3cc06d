import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// An order of two addresses, of which no account is left. What stands under the first one's reference went to the second one.

/** The first address's parcel left short, and `h-100-1-EX1` holds a piece for the address that is said. */
const beside = (street: string, second = '1 A') => {
  const story = new Story().place(1, '3 A').place(2, second).read();
  story.world.create('h-100-1', [{ code: 'A', quantity: 2 }], 'street 1', 'SHIPPED').tracking = 'T';
  if (second === '1 A') story.world.create('h-100-2', [{ code: 'A', quantity: 1 }], 'street 2', 'NEW');
  story.world.create('h-100-1-EX1', [{ code: 'A', quantity: 1 }], street, 'NEW');
  story.world.status = 9;
  story.world.touch();
  return story.forget().passes(61_000).run();
};
const extra = (story: Story) => story.world.orders.find(({ reference }) => reference === 'h-100-1-EX1');

describe('what looks like a part of an address’s order, and no account is left', () => {
  it('is one where it goes to that address', () => {
    const story = beside('street 1');
    expect([story.numbers(1), story.next(1)]).toEqual(['W3 S2 O1 P1 N3', 'wait warehouse']);
  });

  it('is none where it goes to another one: what the first address lacks is missing, and held', () => {
    const story = beside('street 2');
    expect([story.account(1).placed.get('A'), story.account(1).lost.get('A'), story.next(1)]).toEqual([
      undefined,
      1,
      'hold short-shipped',
    ]);
    expect([story.next(2), extra(story)?.status]).toEqual(['wait warehouse', 'NEW']);
    expect(story.facts.notes.map(({ text }) => text)).toEqual([
      'myOGO: h-100-1-EX1 holds 1 × A, which was not sent from here.',
    ]);
    // It is asked for once.
    expect(story.world.orders).toHaveLength(3);
    story.decide({ kind: 'hand-over-again', addressId: 1 }).run();
    expect(story.world.created.map(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual([[1]]);
  });

  it('is a person’s matter where it goes to an address that wants its goods and has no order of its own', () => {
    const story = beside('street 2', '1 A, 1 B');
    expect([story.next(2), story.world.created]).toEqual(['hold reference-conflict', []]);
    story.decide({ kind: 'hand-over-again', addressId: 2 }).run();
    expect(story.next(2)).toBe('wait warehouse');
  });

  it('counts as a part where nobody can tell where it goes', () => {
    const story = new Story().place(1, '3 A').place(2, '1 A').read();
    story.world.create('h-100-1', [{ code: 'A', quantity: 2 }], 'street 1', 'SHIPPED').tracking = 'T';
    story.world.create('h-100-2', [{ code: 'A', quantity: 1 }], 'street 2', 'NEW');
    story.world.create('h-100-1-EX1', [{ code: 'A', quantity: 1 }], 'street 2', 'NEW').nameless = true;
    story.world.status = 9;
    story.world.touch();
    story.forget().passes(61_000).run();
    expect(story.numbers(1)).toBe('W3 S2 O1 P1 N3');
  });
});
