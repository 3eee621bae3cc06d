import { describe, expect, test } from 'vitest';
import type { AddressStage, OrderStage } from '../../../../../src/contract/orders.ts';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { isFinal, orderStage, placeStage } from '../../../../../src/domain/orders/views/stage.ts';
import { searchAttributesOf, storyOf } from '../../../../../src/domain/orders/views/story.ts';
import type { PlaceAccount } from '../../../../../src/domain/orders/account/account.ts';
import { empty } from '../../../../../src/domain/orders/facts/bag.ts';
import type { Decision } from '../../../../../src/domain/orders/facts/decision-facts.ts';
import type { OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import type { ReadLine } from '../../../../../src/domain/orders/facts/store-facts.ts';
import { bag, decision, facts, line, reading, readPlace } from '../small-facts.ts';
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

test('of what is kept elsewhere an address that is not called off is none of ours', () => {
  const stage = (lines: readonly Partial<ReadLine>[], of: Partial<OrderFacts> = {}) => {
    const read = readPlace(lines.map((one, at) => line({ id: at + 1, ...one })));
    const place = { place: { number: 1 }, read, wanted: empty, unsent: empty, placed: empty, unknown: empty };
    const left = { shipped: empty, byHand: empty, untold: empty };
    const account = { ...place, ...left } as unknown as PlaceAccount; // what a stage asks of it
    return placeStage(facts({ order: reading([read]), ...of }), account, undefined);
  };
  expect(stage([{ elsewhere: true }, { refunded: 3 }])).toBe('ignored');
  expect(stage([{ elsewhere: true, refunded: 3 }])).toBe('cancelled');
  expect(stage([{ refunded: 3 }])).toBe('cancelled');
  expect(stage([{}])).toBe('cancelled');
});

test('a place whose pieces a person called off is cancelled, and no other', () => {
  const stage = (place: number, kind: Decision['kind']) => {
    const account = { place: { number: 1 }, read: readPlace(), wanted: bag('3 A'), unsent: empty, placed: empty };
    const left = { unknown: empty, shipped: empty, byHand: empty, untold: empty };
    const of = { order: reading(), decisions: [decision({ kind, place })] };
    return placeStage(facts(of), { ...account, ...left } as unknown as PlaceAccount, undefined); // what a stage asks of it
  };
  expect(stage(1, 'cancel')).toBe('cancelled');
  expect(stage(2, 'cancel')).toBe('ignored');
  expect(stage(1, 'treat-as-done')).toBe('ignored');
});

test('only what ends by itself is final', () => {
  const all: AddressStage[] = ['awaiting-payment', 'ready', 'handed-over', 'shipped', 'held', 'ignored', 'cancelled'];
  expect(all.filter(isFinal)).toEqual(['shipped', 'ignored', 'cancelled']);
  expect(isFinal('nothing-to-ship')).toBe(true);
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
