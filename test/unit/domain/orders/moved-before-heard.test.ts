import { describe, expect, it } from 'vitest';
import { searchBeforeSending } from '../../../../src/domain/orders/steps/search-before-sending.ts';
import { Story } from './story.ts';
import { orderId, storeHash } from './world.ts';

/** Three were sent; a line with two of them moves to a new address. */
const moved = () =>
  new Story()
    .place(7, '1 A, 2 A')
    .read()
    .sent()
    .store(
      (world) => {
        const line = world.places[0]?.lines.pop();
        if (line === undefined) throw new Error('no line');
        world.places.push({ addressId: 8, method: 'DHL', street: 'new', missing: [], lines: [line] });
      },
      { agree: true },
    );
/** Then the warehouse tells that one has left. */
const oneLeft = () => moved().ships('w1', '1 A');

const handOver = (story: Story) => story.acts().find(({ kind }) => kind === 'hand-over');

/** As a run begins an act. */
const begins = (story: Story) => {
  const act = handOver(story);
  return act && searchBeforeSending(story.facts, act);
};

describe('goods that were sent for one address, wanted at another, and shown by no order', () => {
  it('are looked for before they are sent once more: a part that nobody heard of yet may hold them', () => {
    const story = oneLeft();
    story.world.create(`${storeHash}-${orderId}-1`, [{ code: 'A', quantity: 2 }], 'street 7', 'COLLECTING');
    expect(story.account(2).unsent.get('A')).toBe(2);
    const first = begins(story);
    expect(first).toMatchObject({ searchDue: true });
    story.facts = first ?? story.facts;
    story.quiet();
    expect(story.account(1).excess.get('A')).toBe(2);
    expect(handOver(story)).toBeUndefined();
  });

  it('are sent where the warehouse has no such part, and looked for once', () => {
    const story = oneLeft();
    story.facts = begins(story) ?? story.facts;
    story.quiet();
    expect(handOver(story)).toMatchObject({ place: 2 });
    expect(begins(story)).toBeUndefined();
  });

  it('need no look where the order was cancelled as a whole, or where all of it is known', () => {
    const cancelled = moved().warehouse('w1', { status: 'CANCELLED' });
    expect(handOver(cancelled)).toBeDefined();
    expect(begins(cancelled)).toBeUndefined();
    const plain = new Story().place(7, '1 A').place(8, '2 A').read();
    expect(handOver(plain)).toBeDefined();
    expect(begins(plain)).toBeUndefined();
  });
});
