import { describe, expect, it } from 'vitest';
import { possibleDecisions, refusalOf } from '../../../../../src/domain/orders/decisions/decisions.ts';
import { Story } from '../story.ts';

const returned = () => new Story().plain().shippedAndTold().warehouse('w1', { status: 'RETURNED' }).run();
const whyNot = (story: Story) => refusalOf(story.facts, { kind: 'hand-over-again' }, story.world.now)?.message;

it.each([
  ['cancelled', (story: Story) => story.status(5)],
  ['declined', (story: Story) => story.status(6)],
  ['refunded', (story: Story) => story.status(4)],
  ['archived', (story: Story) => story.store((world) => (world.archived = true), { agree: true })],
])(
  'what came back is not handed over again where the store’s order is %s since, and nothing is kept for later',
  (_, act) => {
    const story = returned();
    act(story);
    story.run();
    expect(refusalOf(story.facts, { kind: 'hand-over-again' }, story.world.now)).toMatchObject({
      message: expect.stringContaining('nothing of it is handed over again') as string,
      detail: { field: 'kind' },
    });
    expect(possibleDecisions(story.facts, story.world.now)).toEqual([]);
  },
);

it('what came back is handed over again where the store still wants the order', () => {
  expect(returned().decide({ kind: 'hand-over-again' }).next()).toBe('hand-over h-100-s2 3 × A');
});

it('what came back of an order whose rest is still in the warehouse says that this is waited for, and is answered when it has left', () => {
  const story = new Story()
    .plain()
    .sent()
    .warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] });
  story.appears('h-100/B', '1 A', 'PENDING').ships('w1').run().warehouse('w1', { status: 'RETURNED' }).run();
  expect(refusalOf(story.facts, { kind: 'hand-over-again' }, story.world.now)).toMatchObject({
    message: 'What came back can be handed over again when the rest of it has left the warehouse.',
  });
  story.ships('w2').run().decide({ kind: 'hand-over-again' });
  expect(story.next()).toBe('hand-over h-100-s2 2 × A');
});

it.each([
  ['was refunded since', (story: Story) => story.refund(3)],
  [
    'is on no line any more',
    (story: Story) => story.store(({ places }) => places[0]?.lines.splice(0), { agree: true }),
  ],
])('what came back and %s is not offered again: nothing would go out by that', (_, act) => {
  const story = act(returned()).run();
  expect([story.next(), whyNot(story)]).toEqual(['done', 'Nothing of this order is held.']);
});

it('what came back and was refunded in part is offered, and the rest goes out', () => {
  const story = returned().refund(1).run();
  expect(story.decide({ kind: 'hand-over-again' }).next()).toBe('hand-over h-100-s2 2 × A');
});

describe('a parcel that came back beside pieces that left in no parcel of ours', () => {
  const back = (story: Story) => story.warehouse('w1', { status: 'RETURNED' }).run();
  it.each<[string, Story, string]>([
    [
      'were left out by a decision',
      back(new Story().plain().sent().ships('w1', '1 A').run().decide({ kind: 'treat-as-done' })),
      '1 × A',
    ],
    ['were shipped by hand', back(new Story().plain().sent().byHand(1, 2).run().ships('w1', '1 A').run()), '1 × A'],
  ])('is handed over again where the others %s', (_, story, goods) => {
    expect(story.next()).toBe('done');
    expect(story.decide({ kind: 'hand-over-again' }).next()).toBe(`hand-over h-100-s2 ${goods}`);
    // It is answered by that: once it has left, nothing is to be sent again.
    story.sent().ships('w2').run();
    expect(whyNot(story)).toMatch(/^Nothing of this order is held/);
  });

  it('waits where the others are in the warehouse still, and says so', () => {
    const story = new Story().plain('2 A').sent();
    story
      .warehouse('w1', { pieces: [{ code: 'A', quantity: 1 }] })
      .appears('h-100/2', '1 A')
      .ships('w1')
      .run();
    expect(whyNot(back(story))).toBe(
      'What came back can be handed over again when the rest of it has left the warehouse.',
    );
  });
});
