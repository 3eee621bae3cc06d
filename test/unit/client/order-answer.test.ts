import { expect, it } from 'vitest';
import { answerOf } from '../../../src/client/orders/order-answer.ts';
import { holdReasons, type Hold } from '../../../src/contract/hold-reasons.ts';
import type { AddressStatus, OrderStage, OrderStory } from '../../../src/contract/orders.ts';

const since = '2026-11-24T09:12:04.000Z';
const story = (
  stage: OrderStage,
  address: Partial<AddressStatus> = {},
  summary = 'It was decided so.',
): OrderStory => ({
  orderId: 112,
  stage,
  summary,
  addresses: [{ addressId: 1, stage: 'ready', shipments: [], ...address }],
  decisions: [],
  effects: [],
});
const hold = (message: string, reason: Hold['reason'] = 'rejected-by-myogo', at = since): Hold => ({
  reason,
  message,
  remedy: 'Mend it.',
  since: at,
});

it('a held order: since when it waits, and what nobody has done', () => {
  const words = 'No link matches the shipping method “Express 2h” to SE.';
  expect(answerOf(story('held', { hold: hold(words, 'shipping-method-not-linked') }), { read: false })).toBe(
    `Order 112 waits since ${since}: nobody has linked “Express 2h”. ${words}`,
  );
});

it('of several holds the oldest is the answer, and the others are counted', () => {
  const younger = hold('The country is missing.', 'address-incomplete', '2026-11-25T00:00:00Z');
  expect(answerOf(story('held', { hold: younger, moreHolds: [hold('BigCommerce said no.')] }), { read: false })).toBe(
    `Order 112 waits since ${since}: BigCommerce said no. And 1 more of it is held.`,
  );
});

it.each([
  ['shipped', { shipments: [{ shipmentId: 1, trackingNumber: 'T1' }] }, 'Order 112 has shipped, tracking T1.'],
  ['shipped', {}, 'Order 112 has shipped, without a tracking number.'],
  [
    'handed-over',
    { myOgoStatus: 'COLLECTING' },
    'Order 112 is at the warehouse, and has not shipped yet: myOGO says COLLECTING.',
  ],
  [
    'ready',
    { waits: { words: 'The grace period runs', until: since } },
    `Order 112 is about to be handed over to the warehouse: the grace period runs (${since})`,
  ],
  ['cancelled', {}, 'Order 112 does not ship: it was decided so.'],
  ['ignored', {}, 'Order 112 is not the warehouse’s to ship: it was decided so.'],
] as const)('an order that is %s', (stage, address, answer) => {
  expect(answerOf(story(stage, address), { read: false })).toBe(answer);
});

it('without a run the answer is what both sides say', () => {
  const said = 'No run has taken it yet: latest changes do.';
  expect(answerOf(story('ready', {}, said), { read: true })).toBe(
    'Order 112: no run has taken it yet: latest changes do.',
  );
});

it.each(holdReasons)('%s has an answer that begins with the order and its age', (reason) => {
  expect(answerOf(story('held', { hold: hold('Something.', reason) }), { read: false })).toMatch(
    /^Order 112 waits since 2026-11-24T\S+: \S/,
  );
});
