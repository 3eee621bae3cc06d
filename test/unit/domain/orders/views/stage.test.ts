import { describe, expect, test } from 'vitest';
import type { AddressStage, OrderStage } from '../../../../../src/contract/orders.ts';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { isFinal, orderStage } from '../../../../../src/domain/orders/views/stage.ts';
import { searchAttributesOf, storyOf } from '../../../../../src/domain/orders/views/story.ts';
import { Story } from '../story.ts';

test.each<[AddressStage[], OrderStage]>([
  [[], 'nothing-to-ship'],
  [['shipped', 'held'], 'held'],
  [['shipped', 'handed-over'], 'handed-over'],
  [['handed-over', 'ready', 'awaiting-payment'], 'awaiting-payment'],
  [['cancelled', 'shipped'], 'shipped'],
  [['cancelled', 'ignored'], 'ignored'],
])('an order of addresses %j shows %s', (stages, stage) => {
  expect(orderStage(stages)).toBe(stage);
});

test('only what ends by itself is final', () => {
  const all: AddressStage[] = ['awaiting-payment', 'ready', 'handed-over', 'shipped', 'held', 'ignored', 'cancelled'];
  expect(all.filter(isFinal)).toEqual(['shipped', 'ignored', 'cancelled']);
});

const unlinked = (story: Story, kind: 'none' | 'ignore') => {
  story.world.links['DHL'] = { kind };
  return story.plain();
};

describe('an order', () => {
  test.each<[string, (story: Story) => unknown, OrderStage, string?]>([
    ['that is unread is ready', () => undefined, 'ready'],
    ['that is unpaid awaits payment', (s) => ((s.world.status = 7), s.plain().run()), 'awaiting-payment'],
    ['of another status waits with them', (s) => ((s.world.status = 8), s.plain().run()), 'awaiting-payment'],
    ['that may go is ready', (s) => s.plain(), 'ready'],
    ['whose answer was lost is ready', (s) => s.plain().lost(true), 'ready'],
    ['in the warehouse is handed over', (s) => s.plain().sent(), 'handed-over'],
    ['that the store was not told of is handed over', (s) => s.plain().sent().ships('w1'), 'handed-over'],
    ['that is shipped and told is shipped', (s) => s.plain().shippedAndTold(), 'shipped'],
    [
      'with an added line is ready again',
      (s) =>
        s
          .plain()
          .sent()
          .store(() => s.add(1, '1 B')),
      'ready',
    ],
    ['without a link is held', (s) => unlinked(s, 'none'), 'held', 'shipping-method-not-linked'],
    ['that a link leaves alone is ignored', (s) => unlinked(s, 'ignore').run(), 'ignored'],
    ['that people handled never shipped', (s) => unlinked(s, 'none').decide({ kind: 'treat-as-done' }), 'ignored'],
    ['that the store cancelled is cancelled', (s) => s.plain().sent().status(5).run(), 'cancelled'],
    ['that a person cancelled is cancelled', (s) => s.plain().cancel().run(), 'cancelled'],
    ['that was refunded is cancelled', (s) => s.plain().refund(3).run(), 'cancelled'],
    ['cancelled too late is shipped', (s) => s.plain().shippedAndTold().status(5).run(), 'shipped'],
    [
      'that the warehouse cancelled is held',
      (s) => s.plain().sent().warehouse('w1', { status: 'CANCELLED' }),
      'held',
      'cancelled-in-warehouse',
    ],
    ['set back when all was done is held as a whole', (s) => s.plain().shippedAndTold().status(11), 'held', 'reopened'],
  ])('%s', (_, live, stage, reason) => {
    const story = new Story();
    live(story);
    const steps = nextSteps(story.facts, story.world.now);
    expect(searchAttributesOf(story.facts, steps)).toEqual({ stage, ...(reason === undefined ? {} : { reason }) });
    // Two views of one account.
    expect(storyOf(story.facts, story.world.now, steps).stage).toBe(stage);
  });

  test('without anything to ship says so', () => {
    const story = new Story().read();
    expect(storyOf(story.facts, story.world.now)).toMatchObject({
      stage: 'nothing-to-ship',
      summary: 'Nothing of this order has to be shipped.',
    });
  });
});
