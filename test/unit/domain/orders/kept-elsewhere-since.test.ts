import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// What was sent stays ours wherever the merchant keeps its goods since: no piece more.

/** Of these SKUs the merchant says that they are kept elsewhere, and the order is read. */
const elsewhere = (story: Story, ...skus: readonly string[]) => {
  story.world.takenFor = (reading) => ({
    ...reading,
    addresses: reading.addresses.map((address) => ({
      ...address,
      lines: address.lines.map((line) => (skus.includes(line.sku) ? { ...line, elsewhere: true as const } : line)),
    })),
  });
  return story.read();
};

const quantity = (story: Story, pieces: number) =>
  story
    .store(
      () => {
        for (const line of story.at(1).lines) line.quantity = pieces;
      },
      { agree: true },
    )
    .run();
const sent = ({ world }: Story) => world.created.map(({ lines }) => lines.map((one) => one.quantity));

describe('a line that was sent before its goods came to be kept elsewhere', () => {
  const kept = () => elsewhere(new Story().plain().sent(), 'A');

  it('gets a piece that is not ours: it is not sent', () => {
    const story = quantity(kept(), 4);
    expect([sent(story), story.numbers(), story.next()]).toEqual([[[3]], 'W3 O3 P3 N3', 'wait warehouse']);
    expect(story.ships('w1').run().next()).toBe('done');
  });

  it('stays ours with that piece shipped by hand, and with a refund of it', () => {
    const byHand = quantity(kept(), 4).byHand(1, 1).run();
    expect([byHand.world.order('w1').pieces, byHand.next()]).toEqual([[{ code: 'A', quantity: 3 }], 'wait warehouse']);
    const refunded = quantity(kept(), 4).refund(1).run();
    expect([refunded.numbers(), refunded.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });

  it('is fewer where fewer are wanted in all, and loses what the warehouse lacks to a person’s word', () => {
    expect(quantity(kept(), 2).world.order('w1').pieces).toEqual([{ code: 'A', quantity: 2 }]);
    const story = quantity(kept().ships('w1', '2 A').run(), 4);
    expect([story.numbers(), story.next()]).toEqual(['W3 S2 O1 N3 L1', 'hold short-shipped']);
    story.decide({ kind: 'hand-over-again' }).run();
    expect(sent(story)).toEqual([[3], [1]]);
  });

  it('had a piece that was never sent: it is not ours either', () => {
    const story = new Story().plain().sent();
    story.world.links['DHL'] = { kind: 'none' };
    story.again();
    quantity(story, 4);
    expect(story.next()).toBe('hold shipping-method-not-linked');
    expect([elsewhere(story, 'A').run().next(), sent(story)]).toEqual(['wait warehouse', [[3]]]);
  });

  it('is all ours again once they are kept here', () => {
    const story = elsewhere(quantity(kept(), 4)).run();
    expect(sent(story)).toEqual([[3], [1]]);
  });

  it('and was never taken, as is found out then, is not sent again', () => {
    const story = elsewhere(new Story().plain().lost(false), 'A');
    expect([story.passes(61_000).run().next(), sent(story).length]).toEqual(['done', 1]);
  });
});
