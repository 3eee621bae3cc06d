import { describe, expect, it } from 'vitest';
import { Story } from './story.ts';

// A change of ours landed in the warehouse, its answer was lost, and the store took back what it was for.

const street = (story: Story, of: string) => story.store(() => (story.at(1).street = of));

describe('an edit whose answer was lost', () => {
  it.each<['landed' | 'never arrived', string]>([
    ['landed', 'street 7'],
    ['never arrived', 'street 7'],
  ])('that %s is found out although the store’s street is as it was', (came, to) => {
    const story = street(new Story().plain().sent(), 'another').act('edit', 'lost');
    if (came === 'never arrived') story.world.order('w1').street = 'street 7';
    street(story, to).run().passes(61_000).run();
    expect([story.world.order('w1').street, story.next()]).toEqual(['street 7', 'wait warehouse']);
  });

  it('is looked up before the order counts as it was', () => {
    const story = street(new Story().plain().sent(), 'another').act('edit', 'lost');
    expect(street(story, 'street 7').next()).toBe('wait outcome');
    expect(story.passes(61_000).next()).toBe('look h-100');
  });

  it('is not taken for fewer pieces that the warehouse has: what came off is sent anew', () => {
    const story = new Story().plain().sent().refund(1).act('edit', 'lost');
    story
      .store(() => story.at(1).lines.forEach((line) => (line.refunded = 0)))
      .run()
      .passes(61_000)
      .run();
    expect(story.world.orders.map(({ pieces }) => pieces[0]?.quantity)).toEqual([2, 1]);
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });

  it('is found out by the warehouse’s list, too', () => {
    const story = new Story().plain().sent().refund(1).act('edit', 'lost');
    story.store(() => story.at(1).lines.forEach((line) => (line.refunded = 0)));
    story.news(story.world.order('w1')).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait outcome']);
    story.passes(61_000).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });
});

describe('an edit of a product that the warehouse has under another code', () => {
  const renamed = () => {
    const story = new Story().plain();
    story.facts = { ...story.facts, codes: [{ line: 1, code: 'A-NEW' }] };
    return story.sent();
  };
  const fewer = (story: Story) => story.refund(1).act('edit', 'lost');
  const wantedAgain = (story: Story) =>
    story.store(() => story.at(1).lines.forEach((line) => (line.refunded = 0)), { agree: true });

  it.each(['a list', 'a look'])(
    'whose answer was lost is ours where %s shows it: what came off is sent anew',
    (how) => {
      const story = wantedAgain(fewer(renamed()));
      expect(story.world.order('w1').pieces).toEqual([{ code: 'A-NEW', quantity: 2 }]);
      if (how === 'a list') story.news(story.world.order('w1'));
      story.run().passes(61_000).run();
      expect(story.world.orders.map(({ pieces }) => pieces)).toEqual([
        [{ code: 'A-NEW', quantity: 2 }],
        [{ code: 'A-NEW', quantity: 1 }],
      ]);
      expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
    },
  );

  it('renamed after it was sent is known by both of its codes', () => {
    const story = new Story().plain().sent();
    story.facts = { ...story.facts, codes: [{ line: 1, code: 'A-NEW' }] };
    wantedAgain(fewer(story)).run().passes(61_000).run();
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });
});

describe('a cancel whose answer was lost', () => {
  it.each(['a list', 'a look'])('is ours where %s shows it and the store wants the order again', (how) => {
    const story = new Story().plain().sent().status(5).act('cancel', 'lost').status(11);
    if (how === 'a list') story.news(story.world.order('w1'));
    story.run().passes(61_000).run();
    expect(story.world.orders.map(({ reference, status }) => [reference, status])).toEqual([
      ['h-100', 'CANCELLED'],
      ['h-100-s2', 'NEW'],
    ]);
    expect([story.numbers(), story.next()]).toEqual(['W3 O3 P3 N3', 'wait warehouse']);
  });

  it('that never arrived leaves the order as it was', () => {
    const story = new Story().plain().sent().status(5).act('cancel', 'failed').status(9).run();
    expect([story.numbers(), story.next(), story.world.orders.length]).toEqual(['W3 O3 P3 N3', 'wait warehouse', 1]);
  });
});
