import { expect, it } from 'vitest';
import { possibleDecisions, refusalOf } from '../../../../../src/domain/orders/decisions/decisions.ts';
import { Story } from '../story.ts';

const returned = () => new Story().plain().shippedAndTold().warehouse('w1', { status: 'RETURNED' }).run();

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
